"""What Telegram refuses, in Telegram's words."""

import pytest

from bot.sandbox.answers import Json
from bot.sandbox.people import Player
from tests.sandbox.client import Client, HandClock


def keyboard(*labels: str, **button: object) -> Json:
    """Give a keyboard of one row."""
    return {"inline_keyboard": [[{"text": label, **button} for label in labels]]}


def data(length: int) -> Json:
    return keyboard("Gửi", callback_data="x" * length)


TEXTS = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "a" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "a", "parse_mode": "Markdownish"}, "unsupported parse_mode"),
    (
        {"text": "<b>a", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    ({"text": "ố <h1>", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "h1" at byte offset 4'),
    ({"text": "1 < 2", "parse_mode": "HTML"}, 'can\'t parse entities: Unsupported start tag "" at byte offset 2'),
    ({"text": "a</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    (
        {"text": "<b><i>a</b></i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ({"text": "<b", "parse_mode": "HTML"}, 'can\'t parse entities: Unclosed start tag "b" at byte offset 0'),
    ({"text": "<b>a</b", "parse_mode": "HTML"}, "can't parse entities: Unclosed end tag at byte offset 4"),
    (
        {"text": "<span>a</span>", "parse_mode": "HTML"},
        'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
    ({"reply_markup": data(65)}, "BUTTON_DATA_INVALID"),
    ({"reply_markup": keyboard("Gửi", callback_data="ố" * 22)}, "BUTTON_DATA_INVALID"),
    ({"reply_markup": keyboard("Gửi", callback_data="")}, "BUTTON_DATA_INVALID"),
    (
        {"reply_markup": keyboard("Gửi")},
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    ({"reply_markup": keyboard(*"123456789", callback_data="x")}, "REPLY_MARKUP_TOO_LONG"),
    (
        {"reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]] * 101}},
        "REPLY_MARKUP_TOO_LONG",
    ),
    (
        {"reply_markup": keyboard("Gửi", callback_data="x", style="gold")},
        "can't parse inline keyboard button: Invalid button style specified",
    ),
    ({"reply_markup": keyboard("Chép", copy_text={"text": "x" * 257})}, "BUTTON_COPY_TEXT_INVALID"),
    (
        {"reply_markup": keyboard("Mở", url="không phải")},
        "inline keyboard button URL 'không phải' is invalid: Wrong HTTP URL",
    ),
    ({"reply_markup": "{"}, "can't parse reply markup JSON object"),
    ({"chat_id": 404}, "chat not found"),
    ({"chat_id": ""}, "chat_id is empty"),
    ({"reply_parameters": {"message_id": 404}}, "message to be replied not found"),
]


@pytest.mark.parametrize(("params", "expected"), TEXTS)
async def test_a_message_that_telegram_would_not_take_is_refused(
    call: Client, oanh: Player, params: Json, expected: str
) -> None:
    await oanh.says("/start")

    answer = await call("sendMessage", **{"chat_id": 7, "text": "chào", **params})

    assert (answer["status"], answer["description"]) == (400, f"Bad Request: {expected}")
    assert oanh.heard == []


@pytest.mark.parametrize(
    "params",
    [
        {"text": "a" * 4096},
        {"text": "😀" * 2048},
        {"text": "<b>" + "a" * 4096 + "</b>", "parse_mode": "HTML"},
        {"text": "&lt;b&gt; &amp; &#39;x&#39; & 1 > 0", "parse_mode": "HTML"},
        {"reply_markup": data(64)},
        {"reply_markup": keyboard(*"12345678", callback_data="x")},
        {"reply_markup": keyboard("Gửi", callback_data="x", style="success")},
    ],
)
async def test_a_message_at_the_very_limit_is_taken(call: Client, oanh: Player, params: Json) -> None:
    await oanh.says("/start")

    answer = await call("sendMessage", **{"chat_id": 7, "text": "chào", **params})

    assert answer["ok"] is True


async def test_a_person_who_never_wrote_cannot_be_written_to(call: Client, oanh: Player) -> None:
    answer = await call("sendMessage", chat_id=7, text="chào")

    assert (answer["status"], answer["description"]) == (
        403,
        "Forbidden: bot can't initiate conversation with a user",
    )


async def test_a_person_who_blocked_the_bot_cannot_be_written_to_until_they_write_again(
    call: Client, oanh: Player
) -> None:
    await oanh.says("/start")
    await oanh.blocks()
    refused = await call("sendMessage", chat_id=7, text="chào")
    await oanh.says("/start")
    taken = await call("sendMessage", chat_id=7, text="chào")

    assert (refused["status"], refused["description"]) == (403, "Forbidden: bot was blocked by the user")
    assert taken["ok"] is True


async def test_a_deactivated_account_cannot_be_written_to(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    oanh.person.deactivated = True

    answer = await call("sendMessage", chat_id=7, text="chào")

    assert (answer["status"], answer["description"]) == (403, "Forbidden: user is deactivated")


async def test_an_edit_that_changes_nothing_is_refused(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="<b>chào</b>", parse_mode="HTML", reply_markup=data(3))
    message_id = sent["result"]["message_id"]
    edit = {"chat_id": 7, "message_id": message_id, "parse_mode": "HTML"}

    same = await call("editMessageText", **edit, text="<b>chào</b> ", reply_markup=data(3))
    other_markup = await call("editMessageText", **edit, text="<b>chào</b>", reply_markup=data(4))
    other_words = await call("editMessageText", **edit, text="<i>chào</i>", reply_markup=data(4))
    no_markup = await call("editMessageReplyMarkup", chat_id=7, message_id=message_id)
    no_markup_again = await call("editMessageReplyMarkup", chat_id=7, message_id=message_id)

    assert same["description"].startswith("Bad Request: message is not modified: specified new message content")
    assert [other_markup["ok"], other_words["ok"], no_markup["ok"]] == [True, True, True]
    assert no_markup_again["description"].startswith("Bad Request: message is not modified")


async def test_only_the_bots_own_messages_that_are_still_there_can_be_edited(call: Client, oanh: Player) -> None:
    theirs = await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="chào")
    message_id = sent["result"]["message_id"]
    await call("deleteMessage", chat_id=7, message_id=message_id)

    deleted = await call("editMessageText", chat_id=7, message_id=message_id, text="mới")
    unknown = await call("editMessageText", chat_id=7, message_id=404, text="mới")
    of_person = await call("editMessageText", chat_id=7, message_id=theirs.message_id, text="mới")
    deleted_again = await call("deleteMessage", chat_id=7, message_id=message_id)

    assert [answer["description"] for answer in (deleted, unknown, of_person, deleted_again)] == [
        "Bad Request: message to edit not found",
        "Bad Request: message to edit not found",
        "Bad Request: message can't be edited",
        "Bad Request: message to delete not found",
    ]


async def test_a_tap_can_be_answered_for_150_seconds(call: Client, oanh: Player, tick: HandClock) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="chào", reply_markup=data(3))
    tap = await oanh.presses("Gửi")
    assert tap is not None
    late_tap = await oanh.presses("Gửi")
    assert late_tap is not None

    too_long = await call("answerCallbackQuery", callback_query_id=tap.query_id, text="ố" * 201)
    in_time = await call("answerCallbackQuery", callback_query_id=tap.query_id, text="Đã ghi")
    tick.seconds += 151
    too_late = await call("answerCallbackQuery", callback_query_id=late_tap.query_id)
    unknown = await call("answerCallbackQuery", callback_query_id="404")

    assert too_long["description"] == "Bad Request: MESSAGE_TOO_LONG"
    assert in_time["result"] is True
    assert tap.text == "Đã ghi"
    assert too_late["description"] == unknown["description"]
    assert unknown["description"] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_an_edit_takes_inline_keyboards_only(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="chào")

    answer = await call(
        "editMessageText",
        chat_id=7,
        message_id=sent["result"]["message_id"],
        text="mới",
        reply_markup={"keyboard": [["Có"]]},
    )

    assert answer["description"] == "Bad Request: inline keyboard expected"


async def test_a_body_that_is_no_json_is_refused(call: Client) -> None:
    async with call.session.post(
        f"{call.server.base_url}{call.server.token}/getMe", data=b"{", headers={"Content-Type": "application/json"}
    ) as answer:
        body = await answer.json()

    assert (answer.status, body["description"]) == (400, "Bad Request: can't parse JSON object")


async def test_an_unknown_method_and_a_wrong_token_are_told_apart(call: Client) -> None:
    unknown = await call("sendPigeon")
    call.server.tokens = {"1:other"}
    wrong_token = await call("getMe")

    assert (unknown["status"], unknown["description"]) == (404, "Not Found: method not found")
    assert (wrong_token["status"], wrong_token["description"]) == (401, "Unauthorized")


async def test_a_group_that_became_a_supergroup_tells_its_new_number(call: Client) -> None:
    call.server.world.open_group(-5, "Tổ Tự nhiên", kind="group")
    call.server.migrate_group(-5, -1005)

    moved = await call("sendMessage", chat_id=-5, text="chào")
    there = await call("sendMessage", chat_id=-1005, text="chào")

    assert (moved["status"], moved["parameters"]) == (400, {"migrate_to_chat_id": -1005})
    assert there["ok"] is True


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("supergroup", "bot was kicked from the supergroup chat"), ("channel", "bot is not a member of the channel chat")],
)
async def test_a_chat_that_the_bot_had_to_leave_refuses_it(call: Client, kind: str, expected: str) -> None:
    call.server.world.open_group(-1005, "Bản tin", kind=kind).bot_left = True

    answer = await call("sendMessage", chat_id=-1005, text="chào")

    assert (answer["status"], answer["description"]) == (403, f"Forbidden: {expected}")
