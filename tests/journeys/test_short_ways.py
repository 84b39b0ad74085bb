"""The short ways: in a hurry, in English, left for days, thrown away and taken back."""

from datetime import datetime

from sqlmodel import col, select

from models import Draft
from models.dialog import DraftState
from tests.support.clock import ZONE
from tests.support.people import LY, OANH, VINH

STORY = "Mỗi chiều thứ Năm ở lại giúp các em nhà xa, đều đặn hai năm nay."
ENGLISH_PREVIEW = """\
Nomination · Step 10/10 · Preview

Đoàn Gia Khiêm · computing teacher
THCS Đồng Mây · occasion 11/6/2027
“Every Thursday he keeps the computer room open for pupils who live far from any network.” (16 words)
▱▱▱▱ criteria 0/4
▱▱▱▱ proofs 0/4
▱▱▱▱ evidence 0/4, files: 0
🔸 Still open: Lives well and by the law, Many new ways of working and 2 more.

Send this nomination to THCS Đồng Mây?"""


async def test_the_least_that_can_be_sent_takes_twelve_actions_at_most(school):
    oanh = school.player(OANH)
    await oanh.arrives()
    actions = 0

    for act, shown in (
        ("/decu", "Thầy/Cô muốn đề cử ai?"),
        ("[1 · Giáo viên]", "Người được đề cử tên là gì?"),
        ("Đoàn Gia Khiêm", "làm công việc gì?"),
        ("giáo viên Tin học", "Đề cử cho dịp nào?"),
        ("[1 · Biểu dương]", "Việc này thuộc lĩnh vực nào?"),
        ("[1 · Giảng dạy]", "Điều gì khiến Thầy/Cô muốn giới thiệu?"),
        (STORY, "Đánh dấu điều có. Thiếu vẫn gửi được."),
        ("[Tiếp tục, còn 4 mục trống]", "Thầy/Cô có minh chứng nào không?"),
        ("[Chưa có, tiếp tục]", "Thầy/Cô có là người thân"),
        ("[1 · Không]", "Gửi đề cử này tới THCS Đồng Mây?"),
        ("[Gửi tới nhà trường]", "✅ Đã gửi đề cử DC-2027-00008"),
    ):
        await (oanh.presses(act[1:-1].removesuffix("Biểu dương")) if act.startswith("[") else oanh.says(act))
        await oanh.wait_for(shown)
        actions += 1

    assert actions <= 12
    assert school.dossier("DC-2027-00008").state == "with_head"


async def test_a_draft_that_was_left_waits_for_days_on_its_step_and_survives_a_kill(school):
    oanh = school.player(OANH)
    await oanh.arrives()
    await oanh.hurries("/decu", "1", "Đoàn Gia Khiêm", "giáo viên Tin học", until="Đề cử cho dịp nào?")
    await oanh.says("/desau")
    await oanh.wait_for("✍️ Bản nháp: Đoàn Gia Khiêm, bước 4/10")

    await school.loses_power()
    await school.is_at(datetime(2027, 3, 6, 10, 0, tzinfo=ZONE))
    await oanh.says("/tieptuc")
    back = await oanh.wait_for("Viết lần cuối 09:05, 02/03/2027, bước 4/10. Còn đủ mọi câu trả lời.")
    await oanh.presses("Viết tiếp bước 4/10", on=back)

    window = await oanh.wait_for("Đề cử cho dịp nào?")
    assert window.text.startswith("Đề cử · Bước 4/10\n✓ Đoàn Gia Khiêm · giáo viên Tin học\n")


async def test_a_draft_thrown_away_is_asked_about_once_and_can_be_taken_back_for_a_day(school):
    oanh = school.player(OANH)
    await oanh.arrives()
    await oanh.hurries("/decu", "1", "Đoàn Gia Khiêm", until="làm công việc gì?")

    await oanh.says("/huy")
    await oanh.wait_for("Bỏ bản nháp Đoàn Gia Khiêm?")
    await oanh.presses("Để sau, giữ nháp")
    await oanh.wait_for("✍️ Bản nháp: Đoàn Gia Khiêm, bước 3/10")
    await oanh.says("/huy")
    await oanh.wait_for("Bỏ bản nháp")
    await oanh.presses("Bỏ bản nháp")
    await oanh.wait_for(lambda message: "Bản nháp: Đoàn Gia Khiêm" not in message.text and "dịp 11/6" in message.text)
    assert draft_state(school) == DraftState.DISCARDED

    await oanh.says("/tieptuc")
    window = await oanh.wait_for("Đoàn Gia Khiêm")
    await oanh.presses("1", on=window)
    await oanh.wait_for("Viết lần cuối 09:05, 02/03/2027, bước 3/10. Còn đủ mọi câu trả lời.")
    assert draft_state(school) == DraftState.OPEN


async def test_typed_words_are_never_commands(school):
    oanh = school.player(OANH)
    await oanh.arrives()
    await oanh.hurries("/decu", "1", until="Người được đề cử tên là gì?")

    await oanh.says("quay lại")
    window = await oanh.wait_for("quay lại")

    assert window.text.startswith(("Đề cử · Bước 2/10", "Đề cử · Bước 3/10"))


async def test_an_english_reader_nominates_and_the_school_reads_vietnamese(school):
    ly = school.player(LY)
    await ly.arrives(language="English")
    story = "Every Thursday he keeps the computer room open for pupils who live far from any network."

    await ly.hurries(
        "/nominate", "1", "Đoàn Gia Khiêm", "computing teacher", "1", "teaching", story, "/done", "/skip", "No",
        until="Send this nomination to THCS Đồng Mây?",
    )  # fmt: skip
    await ly.wait_for(ENGLISH_PREVIEW)
    await ly.presses("Send to the school")

    sent = await ly.wait_for("Nomination DC-2027-00008 sent")
    assert "Thank you for introducing Đoàn Gia Khiêm." in sent.text
    head = school.player(VINH)
    assert "Đoàn Gia Khiêm · dịp 11/6/2027 · Quách Bảo Ly đề cử" in (await head.gets("DC-2027-00008")).text


def draft_state(school):
    return school.read(lambda session: session.exec(select(Draft.state).order_by(col(Draft.id).desc())).first())
