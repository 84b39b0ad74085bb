"""python-telegram-bot with its own default transport talks to the server as to Telegram."""

from collections.abc import AsyncIterator

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    ReplyParameters,
    Update,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.ext import ExtBot

from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from tests.sandbox.pictures import picture

KEYBOARD = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Gửi", callback_data="v1:send", style="success")],
        [InlineKeyboardButton("Sao chép", copy_text=CopyTextButton("DC-2027-00042"))],
    ]
)


@pytest.fixture
async def bot(server: BotApiServer) -> AsyncIterator[ExtBot[None]]:
    async with ExtBot(server.token, base_url=server.base_url, base_file_url=server.base_file_url) as bot:
        yield bot


async def test_a_conversation_goes_through(bot: ExtBot[None], oanh: Player) -> None:
    await oanh.says("/start")
    update = (await bot.get_updates(allowed_updates=Update.ALL_TYPES))[0]
    assert update.effective_message is not None
    sent = await bot.send_message(
        7, "<b>Chào</b>", parse_mode="HTML", reply_markup=KEYBOARD, protect_content=True, disable_notification=True,
        message_effect_id="5046509860389126442",
    )  # fmt: skip
    tap = await oanh.presses("Gửi")
    assert tap is not None
    pressed = (await bot.get_updates(offset=update.update_id + 1))[0].callback_query
    assert pressed is not None
    await bot.answer_callback_query(pressed.id, "Đã gửi")
    edited = await bot.edit_message_text("Xong", 7, sent.message_id)
    assert not isinstance(edited, bool)

    assert (update.effective_message.text, sent.has_protected_content) == ("/start", True)
    assert sent.reply_markup == KEYBOARD
    assert sent.text_html == "<b>Chào</b>"
    assert (pressed.data, oanh.toast, edited.text) == ("v1:send", "Đã gửi", "Xong")
    assert [(message.text, message.silent) for message in oanh.heard] == [("Xong", True)]


async def test_a_photo_that_was_sent_can_be_fetched_and_sent_on(bot: ExtBot[None], oanh: Player) -> None:
    original = picture(size=(400, 300), form="JPEG")
    await oanh.sends_photo(original)
    message = (await bot.get_updates())[0].message
    assert message is not None

    file = await bot.get_file(message.photo[-1])
    fetched = await file.download_as_bytearray()
    again = await bot.send_photo(7, message.photo[-1].file_id, caption="<i>Ảnh</i>", parse_mode="HTML")

    assert bytes(fetched) == original
    assert again.caption_html == "<i>Ảnh</i>"


async def test_files_can_be_uploaded(bot: ExtBot[None], oanh: Player) -> None:
    await oanh.says("/start")

    photo = await bot.send_photo(7, picture())
    document = await bot.send_document(7, b"a;b", filename="bang.csv", caption="Bảng")
    album = await bot.send_media_group(7, [InputMediaPhoto(picture("red")), InputMediaPhoto(picture("blue"))])
    edited = await bot.edit_message_caption(7, document.message_id, caption="Bảng mới")

    assert photo.photo[-1].width == 1280
    assert document.document is not None
    assert document.document.file_name == "bang.csv"
    assert len({message.media_group_id for message in album}) == 1
    assert not isinstance(edited, bool)
    assert edited.caption == "Bảng mới"


async def test_what_a_bot_tells_of_itself_is_taken(bot: ExtBot[None], oanh: Player) -> None:
    commands = [BotCommand("decu", "Đề cử")]
    message = await oanh.says("/start")

    await bot.set_my_commands(commands, scope=BotCommandScopeChat(7), language_code="vi")
    await bot.set_my_name("Gương Sáng")
    await bot.set_my_short_description("Gương sáng, việc tốt")
    await bot.set_chat_menu_button(7)
    await bot.set_message_reaction(7, message.message_id, "👍")
    replied = await bot.send_message(7, "Vâng", reply_parameters=ReplyParameters(message.message_id))

    assert list(await bot.get_my_commands(BotCommandScopeChat(7), "vi")) == commands
    assert (await bot.get_my_name()).name == "Gương Sáng"
    assert (await bot.get_chat(7)).first_name == "Oanh"
    assert replied.reply_to_message is not None
    assert replied.reply_to_message.message_id == message.message_id
    assert message.extra == {"reactions": ["👍"]}


@pytest.mark.filterwarnings("ignore:.*retry_after:telegram.warnings.PTBDeprecationWarning")
async def test_refusals_arrive_as_the_librarys_own_errors(
    bot: ExtBot[None], server: BotApiServer, oanh: Player
) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(7, "x")
    await oanh.says("/start")
    with pytest.raises(BadRequest, match="Can't parse entities"):
        await bot.send_message(7, "<b>", parse_mode="HTML")
    server.fail_next("sendMessage", retry_after=3)
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "x")
    await bot.set_webhook("http://127.0.0.1:9/hook")
    with pytest.raises(Conflict):
        await bot.get_updates()
    server.tokens = {"1:other"}
    with pytest.raises(InvalidToken):
        await bot.get_me()
