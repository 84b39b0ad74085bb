"""Commands, names, files, reactions and "typing": what Telegram takes of each."""

import pytest

from bot.sandbox.answers import Json
from bot.sandbox.people import Player
from tests.sandbox.client import Client


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([{"command": "ĐềCử", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "a" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "decu", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "decu", "description": "x" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": f"a{n}", "description": "x"} for n in range(101)], "BOT_COMMANDS_TOO_MUCH"),
    ],
)
async def test_commands_outside_of_the_limits_are_refused(call: Client, commands: list[Json], expected: str) -> None:
    answer = await call("setMyCommands", commands=commands)

    assert answer["description"] == f"Bad Request: {expected}"


async def test_names_and_descriptions_have_their_limits(call: Client) -> None:
    too_long = await call("setMyShortDescription", short_description="x" * 121)
    fitting = await call("setMyDescription", description="Giới thiệu gương sáng", language_code="vi")
    told = await call("getMyDescription", language_code="vi")

    assert too_long["description"] == "Bad Request: BOT_SHORT_DESCRIPTION_TOO_LONG"
    assert fitting["result"] is True
    assert told["result"] == {"description": "Giới thiệu gương sáng"}


async def test_a_file_over_20_mb_cannot_be_fetched(call: Client, oanh: Player) -> None:
    small = await oanh.sends_document(b"%PDF-1.4", "to.pdf", size=20 << 20)
    large = await oanh.sends_document(b"%PDF-1.4", "to.pdf", size=(20 << 20) + 1)

    fitting = await call("getFile", file_id=small.body["document"]["file_id"])
    too_big = await call("getFile", file_id=large.body["document"]["file_id"])
    unknown = await call("getFile", file_id="none")

    assert fitting["result"]["file_size"] == 20 << 20
    assert too_big["description"] == "Bad Request: file is too big"
    assert unknown["description"] == "Bad Request: wrong file_id or the file is temporarily unavailable"


async def test_a_reaction_is_one_emoji_on_a_message_that_is_there(call: Client, oanh: Player) -> None:
    message = await oanh.says("/start")
    heart = {"type": "emoji", "emoji": "❤"}
    there = {"chat_id": 7, "message_id": message.message_id}

    given = await call("setMessageReaction", **there, reaction=[heart])
    two = await call("setMessageReaction", **there, reaction=[heart, heart])
    nowhere = await call("setMessageReaction", chat_id=7, message_id=404, reaction=[heart])

    assert given["result"] is True
    assert message.extra == {"reactions": ["❤"]}
    assert two["description"] == "Bad Request: REACTIONS_TOO_MANY"
    assert nowhere["description"] == "Bad Request: message to react not found"


async def test_a_chat_action_is_one_that_telegram_knows(call: Client, oanh: Player) -> None:
    await oanh.says("/start")

    known = await call("sendChatAction", chat_id=7, action="typing")
    unknown = await call("sendChatAction", chat_id=7, action="thinking")

    assert known["result"] is True
    assert unknown["description"] == "Bad Request: wrong parameter action in request"
