"""Photos, documents, albums and captions: what is taken and what is refused; all ways in which a call may come."""

import io
import json

import aiohttp
import pytest
from PIL import Image

from bot.sandbox.answers import Json
from bot.sandbox.files import PHOTO_LIMIT
from bot.sandbox.people import Player
from tests.sandbox.client import Client
from tests.sandbox.pictures import picture

KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


async def upload(call: Client, method: str, field: str, data: bytes, **params: str) -> Json:
    form = aiohttp.FormData({"chat_id": "7", **params})
    form.add_field(field, io.BytesIO(data), filename="tep.bin", content_type="application/octet-stream")
    async with call.session.post(f"{call.server.base_url}{call.server.token}/{method}", data=form) as answer:
        body: Json = await answer.json()
        return body


@pytest.mark.parametrize(
    ("method", "params", "expected"),
    [
        ("sendPhoto", {}, "there is no photo in the request"),
        ("sendPhoto", {"photo": "AgAC404"}, "wrong file identifier/HTTP URL specified"),
        ("sendDocument", {"document": "https://example.org/a.pdf"}, "wrong file identifier/HTTP URL specified"),
        ("sendMediaGroup", {"media": [{"type": "photo", "media": "x"}]}, "there must be 2-10 items in the media group"),
        (
            "sendMediaGroup",
            {"media": [{"type": "photo", "media": "x"}, {"type": "document", "media": "y"}]},
            "document can't be mixed with other media types",
        ),
        ("deleteMessages", {"message_ids": []}, "there must be 1-100 message identifiers"),
        ("sendMessage", {"text": "x", "reply_markup": "7"}, "object expected as reply markup"),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": "x"}},
         'field "inline_keyboard" of the reply markup must be an Array of Arrays'),
        ("sendMessage", {"text": "x", "reply_markup": {"inline_keyboard": [["x"]]}},
         "can't parse inline keyboard button: InlineKeyboardButton must be an Object"),
        ("sendMessage", {"text": "x", "reply_markup": {"keyboard": [[""]]}},
         'can\'t parse keyboard button: Field "text" must be of type String and non-empty'),
    ],
)  # fmt: skip
async def test_what_cannot_be_sent_is_refused(
    call: Client, oanh: Player, method: str, params: Json, expected: str
) -> None:
    await oanh.says("/start")

    answer = await call(method, chat_id=7, **params)

    assert answer["description"] == f"Bad Request: {expected}"


async def test_an_uploaded_file_has_bytes_and_a_photo_is_a_picture_of_at_most_10_mb(call: Client, oanh: Player) -> None:
    await oanh.says("/start")

    answers = [
        await upload(call, "sendDocument", "document", b""),
        await upload(call, "sendPhoto", "photo", b"no picture"),
        await upload(call, "sendPhoto", "photo", bytes(PHOTO_LIMIT + 1)),
        await upload(call, "sendPhoto", "photo", picture(), caption="x" * 1025),
        await upload(call, "sendPhoto", "photo", picture(), caption="x" * 1024),
    ]

    assert [answer.get("description", "ok") for answer in answers] == [
        "Bad Request: file must be non-empty",
        "Bad Request: IMAGE_PROCESS_FAILED",
        "Bad Request: file is too big for a photo",
        "Bad Request: message caption is too long",
        "ok",
    ]


async def test_a_document_over_50_mb_is_too_large_for_the_server(call: Client, oanh: Player) -> None:
    await oanh.says("/start")

    answer = await upload(call, "sendDocument", "document", bytes((50 << 20) + 1))

    assert (answer["error_code"], answer["description"]) == (413, "Request Entity Too Large")


async def test_text_and_caption_edits_keep_to_their_kind_of_message(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    words = (await call("sendMessage", chat_id=7, text="chào"))["result"]["message_id"]
    photo = (await upload(call, "sendPhoto", "photo", picture(), caption="Ảnh"))["result"]["message_id"]

    no_caption = await call("editMessageCaption", chat_id=7, message_id=words, caption="x")
    no_text = await call("editMessageText", chat_id=7, message_id=photo, text="x")
    caption = await call("editMessageCaption", chat_id=7, message_id=photo, caption="<b>Mới</b>", parse_mode="HTML")

    assert no_caption["description"] == "Bad Request: there is no caption in the message to edit"
    assert no_text["description"] == "Bad Request: there is no text in the message to edit"
    assert caption["result"]["caption_entities"] == [{"type": "bold", "offset": 0, "length": 3}]


async def test_a_person_who_edits_a_caption_sends_it_with_its_commands(call: Client, oanh: Player) -> None:
    message = await oanh.sends_photo(picture(), caption="xem /hoso")
    await oanh.edits(message, "xem lại /hoso")

    first, second = (await call("getUpdates"))["result"]

    assert first["message"]["caption_entities"][0]["offset"] == 4
    assert second["edited_message"]["caption_entities"][0]["offset"] == 8


async def test_deleting_has_its_time_and_in_a_group_its_owner(call: Client, oanh: Player) -> None:
    group = call.server.world.open_group(-5, "Tổ Tự nhiên")
    theirs = await Player(call.server, 8, "Sơn", chat=group).says("chào")
    mine = await oanh.says("/start")
    old = await oanh.says("cũ")
    old.body["date"] -= 49 * 3600

    answers = [
        await call("deleteMessage", chat_id=-5, message_id=theirs.message_id),
        await call("deleteMessage", chat_id=7, message_id=old.message_id),
        await call("deleteMessage", chat_id=7, message_id=mine.message_id),
    ]

    assert [answer.get("description", "ok") for answer in answers] == [
        "Bad Request: message can't be deleted",
        "Bad Request: message can't be deleted",
        "ok",
    ]


async def test_a_second_answer_to_a_tap_is_taken_but_shows_nothing(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="chào", reply_markup=KEYBOARD)
    tap = await oanh.presses("a")
    assert tap is not None

    first = await call("answerCallbackQuery", callback_query_id=tap.query_id, text="một")
    second = await call("answerCallbackQuery", callback_query_id=tap.query_id, text="hai")

    assert (first["result"], second["result"], tap.text) == (True, True, "một")


async def test_entities_move_when_the_spaces_around_a_text_are_cut(call: Client, oanh: Player) -> None:
    await oanh.says("/start")

    answer = await call("sendMessage", chat_id=7, text="  <i>  a</i> <b>b </b> ", parse_mode="HTML")

    assert answer["result"]["text"] == "a b"
    assert answer["result"]["entities"] == [
        {"type": "italic", "offset": 0, "length": 1},
        {"type": "bold", "offset": 2, "length": 1},
    ]


async def test_entities_may_be_given_instead_of_markup(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    bold = {"type": "bold", "offset": 0, "length": 4}

    answer = await call("sendMessage", chat_id=7, text="chào <b>", entities=[bold])

    assert (answer["result"]["text"], answer["result"]["entities"]) == ("chào <b>", [bold])


async def test_a_reply_to_what_is_gone_may_be_sent_without_it(call: Client, oanh: Player) -> None:
    await oanh.says("/start")

    answer = await call(
        "sendMessage",
        chat_id=7,
        text="chào",
        reply_parameters={"message_id": 404, "allow_sending_without_reply": True},
    )

    assert "reply_to_message" not in answer["result"]


async def test_a_call_may_come_as_query_form_or_json_and_in_any_case(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    base = f"{call.server.base_url}{call.server.token.replace(':', '%3A')}"
    form = {"chat_id": "7", "text": "hai", "reply_markup": json.dumps(KEYBOARD), "disable_notification": "true"}

    async with call.session.get(f"{base}/SENDMESSAGE?chat_id=7&text=m%E1%BB%99t") as answer:
        assert answer.status == 200
    async with call.session.post(f"{base}/sendMessage", data=form) as answer:
        assert answer.status == 200

    assert [(message.text, message.buttons, message.silent) for message in oanh.heard] == [
        ("một", [], False),
        ("hai", ["a"], True),
    ]


async def test_a_file_is_fetched_only_with_the_token(call: Client, oanh: Player) -> None:
    message = await oanh.sends_photo(picture(size=(80, 60)))
    assert [size["width"] for size in message.body["photo"]] == [80]
    path = (await call("getFile", file_id=message.body["photo"][0]["file_id"]))["result"]["file_path"]

    async with call.session.get(f"{call.server.base_file_url}{call.server.token}/{path}") as answer:
        fetched = await answer.read()
    async with call.session.get(f"{call.server.base_file_url}1:other/{path}") as answer:
        assert answer.status == 404

    assert Image.open(io.BytesIO(fetched)).size == (80, 60)
