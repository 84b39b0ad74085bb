"""The two bots to compare with, as python-telegram-bot's own documentation writes them; each runs in its own process.

``python -m tests.bench.candidates echo|conversation TOKEN BASE_URL FOLDER``
"""

import sys
from pathlib import Path

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import (
    Application,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    ConversationHandler,
    MessageHandler,
    PicklePersistence,
    filters,
)

Context = ContextTypes.DEFAULT_TYPE

#: What the windows of a nomination say, step by step, with their buttons: as long as the real ones.
STEPS = (
    ("Bước 1/10", "Khoảng 3 phút. Mỗi câu được lưu ngay, dừng lúc nào cũng được.\n\nThầy/Cô muốn đề cử ai?",
     (("1 · Giáo viên", "2 · Nhân viên"), ("3 · Quản lý", "4 · Tập thể"), ("Để sau",))),
    ("Bước 2/10", "Gõ đủ họ và tên, không cần chữ Thầy, Cô.\nNgười được đề cử tên là gì?", (("‹ Quay lại", "Để sau"),)),
    ("Bước 3/10", "Ví dụ: giáo viên Toán, tổ Tự nhiên\nThầy/cô làm công việc gì?",
     (("Đơn vị khác",), ("‹ Quay lại", "Để sau"))),
    ("Bước 4/10", "Đề cử cho dịp nào?",
     (("1 · Biểu dương dịp 11/6/2027",), ("2 · Biểu dương dịp 20/11/2027",), ("‹ Quay lại", "Để sau"))),
    ("Bước 5/10", "Việc này thuộc lĩnh vực nào?",
     (("1 · Giảng dạy",), ("2 · Chăm sóc, giáo dục",), ("3 · Nghiên cứu",), ("4 · Khác",), ("‹ Quay lại", "Để sau"))),
    ("Bước 6/10", "Kể như kể với đồng nghiệp: việc gì, ai được lợi.\n\nĐiều gì khiến Thầy/Cô muốn giới thiệu?",
     (("‹ Quay lại", "Để sau"),)),
    ("Bước 7/10", "Thiếu vẫn gửi được.\n1 ⬜ Sống mẫu mực\n2 ⬜ Nhiều cách làm\n3 ⬜ Chăm học hỏi\n\nViệc nào đúng?",
     (("1 ⬜", "2 ⬜", "3 ⬜", "4 ⬜"), ("Tiếp tục, còn 4 mục trống",), ("‹ Quay lại", "Để sau"))),
    ("Bước 8/10", "Ảnh, album, tài liệu, ghi âm, đường dẫn; mỗi tệp tới 20 MB.\n\nThầy/Cô có minh chứng nào không?",
     (("Chưa có, tiếp tục",), ("‹ Quay lại", "Để sau"))),
    ("Bước 9/10", "Có cũng gửi được.\n\nThầy/Cô có là người thân không?",
     (("1 · Không", "2 · Có"), ("‹ Quay lại", "Để sau"))),
    ("Bước 10/10", "Gửi đề cử này tới nhà trường?",
     (("Gửi tới nhà trường",), ("Sửa một mục", "Xem trọn"), ("Để sau, giữ nháp",), ("Bỏ bản nháp",))),
)  # fmt: skip


async def echo(update: Update, context: Context) -> None:
    """Say the same."""
    assert update.message is not None
    assert update.message.text is not None
    await update.message.reply_text(update.message.text)


def window(step: int, answers: dict[int, str]) -> tuple[str, InlineKeyboardMarkup]:
    """Draw a step with its trail."""
    number, words, rows = STEPS[step]
    trail = f"\n✓ {' · '.join(list(answers.values())[-2:])}" if answers else ""
    keyboard = [[InlineKeyboardButton(label, callback_data=f"{step}:{label[:20]}") for label in row] for row in rows]
    return f"<b>Đề cử · {number}</b>{trail}\n\n{words}", InlineKeyboardMarkup(keyboard)


async def begin(update: Update, context: Context) -> int:
    """Ask the first question."""
    assert context.user_data is not None
    assert update.message is not None
    context.user_data.clear()
    context.user_data["answers"] = {}
    text, keyboard = window(0, {})
    await update.message.reply_html(text, reply_markup=keyboard)
    return 0


async def pressed(update: Update, context: Context) -> int:
    """Keep the press and edit the window."""
    query = update.callback_query
    assert query is not None
    assert context.user_data is not None
    await query.answer()
    step, _, label = (query.data or "").partition(":")
    answers = context.user_data["answers"]
    answers[int(step)] = label
    if int(step) == len(STEPS) - 1:
        context.bot_data["count"] = context.bot_data.get("count", 0) + 1
        code = f"DC-2027-{context.bot_data['count']:05}"
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Trang chính", callback_data="0:menu")]])
        await query.edit_message_text(f"✅ Đã gửi đề cử {code}\n\n{answers[1]}\n{answers[5]}", reply_markup=keyboard)
        return ConversationHandler.END
    text, keyboard = window(int(step) + 1, answers)
    await query.edit_message_text(text, parse_mode="HTML", reply_markup=keyboard)
    return int(step) + 1


def written(step: int):
    """Give the handler of a typed answer: keep it and send the next window below."""

    async def keep(update: Update, context: Context) -> int:
        assert context.user_data is not None
        assert update.message is not None
        answers = context.user_data["answers"]
        answers[step] = update.message.text
        text, keyboard = window(step + 1, answers)
        await update.message.reply_html(text, reply_markup=keyboard)
        return step + 1

    return keep


def conversation() -> ConversationHandler:
    """Give the nomination as a ConversationHandler: the same questions in the same order."""
    states = {
        step: [
            CallbackQueryHandler(pressed),
            MessageHandler(filters.TEXT & ~filters.COMMAND, written(step)),
        ]
        for step in range(len(STEPS))
    }
    start = CommandHandler("decu", begin)
    return ConversationHandler([start], states, [start], name="nominate", persistent=True)  # type: ignore[list-item]  # its types want `object`


def main(kind: str, token: str, base_url: str, folder: str) -> None:
    """Run one of them."""
    builder = Application.builder().token(token).base_url(base_url)
    if kind == "echo":
        application = builder.build()
        application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    else:
        persistence = PicklePersistence(filepath=Path(folder) / "state.pickle", update_interval=1)
        application = builder.persistence(persistence).build()
        application.add_handler(conversation())
    application.run_polling(allowed_updates=Update.ALL_TYPES)


if __name__ == "__main__":
    main(*sys.argv[1:])
