"""What a person does reaches the bot as Telegram's update; what the bot does, the person sees."""

import asyncio

import pytest

from bot.sandbox.acts import CannotPress
from bot.sandbox.answers import Json
from bot.sandbox.people import Player
from tests.sandbox.client import Client
from tests.sandbox.pictures import picture

WINDOW = {
    "inline_keyboard": [
        [{"text": "1 · Giáo viên", "callback_data": "a"}, {"text": "2 · Nhân viên", "callback_data": "b"}],
        [{"text": "Sao chép", "copy_text": {"text": "DC-2027-00042"}}, {"text": "Mở", "url": "https://example.org/"}],
    ]
}


async def updates(call: Client) -> list[Json]:
    result: list[Json] = (await call("getUpdates", limit=100))["result"]
    return result


async def test_a_text_comes_with_its_sender_and_its_commands(call: Client, oanh: Player) -> None:
    await oanh.says("/decu nhé")

    message = (await updates(call))[0]["message"]

    assert message["from"] == {
        "id": 7,
        "is_bot": False,
        "first_name": "Oanh",
        "last_name": "Đào Khánh",
        "language_code": "vi",
    }
    assert message["chat"] == {"id": 7, "type": "private", "first_name": "Oanh", "last_name": "Đào Khánh"}
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 5}]


async def test_an_album_is_one_update_for_each_photo_with_one_group_and_one_caption(call: Client, oanh: Player) -> None:
    await oanh.sends_album([picture("red"), picture("blue")], caption="Buổi học")

    first, second = [update["message"] for update in await updates(call)]

    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], second.get("caption")) == ("Buổi học", None)
    assert [max(size["width"], size["height"]) for size in first["photo"]] == [90, 320, 800, 1280]
    assert first["photo"][-1]["file_id"] != second["photo"][-1]["file_id"]


async def test_files_of_each_kind_carry_what_telegram_tells_of_them(call: Client, oanh: Player) -> None:
    await oanh.sends_document(b"%PDF-1.4", "to-trinh.pdf", size=90_000_000)
    await oanh.sends_voice()
    await oanh.sends_video(b"mp4")
    await oanh.sends_audio(b"mp3")

    document, voice, video, audio = [update["message"] for update in await updates(call)]

    assert (document["document"]["file_name"], document["document"]["file_size"]) == ("to-trinh.pdf", 90_000_000)
    assert (voice["voice"]["mime_type"], "file_name" in voice["voice"]) == ("audio/ogg", False)
    assert (video["video"]["width"], video["video"]["mime_type"]) == (1280, "video/mp4")
    assert audio["audio"]["file_name"] == "ghi-am.mp3"


async def test_a_picture_that_is_none_cannot_be_sent_as_a_photo(oanh: Player) -> None:
    with pytest.raises(Exception, match="IMAGE_PROCESS_FAILED"):
        await oanh.sends_photo(b"no picture")


async def test_an_edit_comes_as_an_edited_message(call: Client, oanh: Player) -> None:
    message = await oanh.says("Quách Bảo Li")
    await oanh.edits(message, "Quách Bảo Ly")

    edited = (await updates(call))[1]["edited_message"]

    assert (edited["message_id"], edited["text"]) == (message.message_id, "Quách Bảo Ly")
    assert edited["edit_date"] >= edited["date"]


async def test_blocking_and_coming_back_are_told(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await oanh.blocks()
    await oanh.unblocks()

    told = [update["my_chat_member"] for update in (await updates(call))[1:]]

    assert [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in told] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_a_group_and_a_channel_send_their_own_kinds_of_updates(call: Client) -> None:
    group = call.server.world.open_group(-1005, "Tổ Tự nhiên")
    channel = call.server.world.open_group(-1006, "Bản tin", kind="channel")
    son = Player(call.server, 8, "Sơn", chat=group)
    post = await Player(call.server, 8, "Sơn", chat=channel).says("Tin mới")
    await son.says("/start@GuongSangBot")
    await son.edits(post, "Tin mới hơn")

    post_update, message, edited = await updates(call)

    assert post_update["channel_post"]["sender_chat"]["title"] == "Bản tin"
    assert message["message"]["chat"] == {"id": -1005, "type": "supergroup", "title": "Tổ Tự nhiên"}
    assert edited["edited_channel_post"]["text"] == "Tin mới hơn"


async def test_a_button_is_found_by_its_label_or_a_part_of_it(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="Ai?", reply_markup=WINDOW)
    await oanh.presses("Nhân viên")
    await oanh.presses("Sao chép")
    await oanh.presses("Mở")

    taps = [update["callback_query"] for update in (await updates(call))[1:]]

    assert [(tap["data"], tap["message"]["text"], tap["from"]["id"]) for tap in taps] == [("b", "Ai?", 7)]
    assert (oanh.clipboard, oanh.opened) == ("DC-2027-00042", "https://example.org/")
    with pytest.raises(CannotPress, match="Học sinh"):
        await oanh.presses("Học sinh")


async def test_a_reply_key_is_said_and_goes_when_it_is_taken_away(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="Ai?", reply_markup={"keyboard": [["Giáo viên"], [{"text": "Khác"}]]})
    await oanh.presses("Giáo")
    await call("sendMessage", chat_id=7, text="Vâng", reply_markup={"remove_keyboard": True})

    assert oanh.messages[-2].text == "Giáo viên"
    with pytest.raises(CannotPress):
        await oanh.presses("Giáo")


async def test_waiting_looks_only_at_what_came_after_the_last_act(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="chào")
    await oanh.says("nữa")

    with pytest.raises(TimeoutError, match="the chat shows: chào"):
        await oanh.wait_for("chào", timeout=0.02)
    old = await oanh.wait_for("chào", anywhere=True)

    assert old.text == "chào"


async def test_waiting_ends_with_an_edit_and_with_the_answer_to_a_tap(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="Ai?", reply_markup=WINDOW)
    tap = await oanh.presses("Giáo viên")
    assert tap is not None
    edit = asyncio.create_task(oanh.wait_for(lambda message: message.edited))
    answer = asyncio.create_task(oanh.wait_for_answer())
    await asyncio.sleep(0)
    await call("editMessageText", chat_id=7, message_id=sent["result"]["message_id"], text="Tên gì?")
    await call("answerCallbackQuery", callback_query_id=tap.query_id, text="Đã ghi")

    assert (await edit).text == "Tên gì?"
    assert await answer == "Đã ghi"
    assert oanh.toast == "Đã ghi"
    assert oanh.window is None


async def test_deleted_messages_are_no_longer_seen(call: Client, oanh: Player) -> None:
    mine = await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="chào")
    await call("deleteMessages", chat_id=7, message_ids=[mine.message_id, sent["result"]["message_id"], 404])

    assert oanh.messages == []
