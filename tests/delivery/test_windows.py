"""The live window: one per chat, edited in place on a tap, sent anew below what somebody wrote."""

import io
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from bot.services import scenes
from models import Chat
from tests.support.tiny import TinyBot, tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002


@pytest.fixture
async def tiny(tmp_path: Path) -> AsyncIterator[TinyBot]:
    async with tiny_bot(tmp_path, OANH, VINH) as tiny:
        yield tiny


def unreachable(tiny: TinyBot, chat_id: int) -> str | None:
    chat = tiny.database.read_now(lambda session: session.get(Chat, chat_id))
    return chat.reason if chat is not None and chat.unreachable_at is not None else None


def picture(shade: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), (shade, 99, 99)).save(file, "JPEG")
    return file.getvalue()


async def is_drawn(tiny: TinyBot, chat_id: int) -> None:
    await until(lambda: tiny.dialog(chat_id).drawn_revision == tiny.dialog(chat_id).revision)


async def test_a_tap_edits_the_window_in_place_and_is_answered(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")

    await oanh.presses("New wish")
    edited = await oanh.wait_for("Whose wish?")
    await oanh.wait_for_answer()

    assert edited.message_id == window.message_id
    assert len(oanh.heard) == 1


async def test_words_get_the_next_window_below_and_the_old_one_shrinks_to_a_receipt(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/decu")
    question = await oanh.wait_for("Whose wish?")

    await oanh.says("Quách Bảo Ly")
    window = await oanh.wait_for("Which colour?")
    await oanh.wait_for(lambda message: message.message_id == question.message_id and not message.rows)

    assert window.message_id > question.message_id
    assert question.text == "✓ Quách Bảo Ly"


async def test_a_window_that_shows_exactly_this_already_is_drawn(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")
    tiny.server.fail_next("editMessageText", code=400, description="Bad Request: message is not modified")

    await oanh.presses("New wish")
    await oanh.wait_for_answer()
    await is_drawn(tiny, OANH)

    assert [call.method for call in tiny.server.calls if call.error] == ["editMessageText"]
    assert len(tiny.calls("sendMessage", OANH)) == 1


@pytest.mark.parametrize("why", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"])
async def test_a_window_that_is_gone_is_sent_anew(tiny: TinyBot, why: str):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")
    tiny.server.fail_next("editMessageText", code=400, description=f"Bad Request: {why}")

    await oanh.presses("New wish")
    anew = await oanh.wait_for("Whose wish?")
    await is_drawn(tiny, OANH)

    assert anew.message_id > window.message_id
    assert tiny.dialog(OANH).live_message_id == anew.message_id


async def test_who_blocked_the_bot_is_marked_and_written_to_no_more(tiny: TinyBot):
    oanh = tiny.player(OANH)
    tiny.server.fail_next("sendMessage", code=403, description="Forbidden: bot was blocked by the user")

    await oanh.says("/menu")
    await until(lambda: unreachable(tiny, OANH))
    calls = len(tiny.server.calls)
    tiny.delivery.look()
    await is_drawn(tiny, OANH)

    assert unreachable(tiny, OANH) == "Forbidden: bot was blocked by the user"
    assert len(tiny.server.calls) == calls


async def test_who_writes_again_can_be_reached_again(tiny: TinyBot):
    oanh = tiny.player(OANH)
    tiny.server.fail_next("sendMessage", code=403, description="Forbidden: bot was blocked by the user")
    await oanh.says("/menu")
    await until(lambda: unreachable(tiny, OANH))

    await oanh.says("/decu")
    await oanh.wait_for("Whose wish?")

    assert unreachable(tiny, OANH) is None


async def test_blocking_and_unblocking_are_noticed_by_themselves(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")

    await oanh.blocks()
    await until(lambda: unreachable(tiny, OANH))
    await oanh.unblocks()

    await until(lambda: unreachable(tiny, OANH) is None)


@pytest.mark.parametrize("mishap", [{"code": 500}, {"code": 502, "description": "Bad Gateway"}, {"drop": True}])
async def test_a_window_that_did_not_get_through_is_tried_again(tiny: TinyBot, mishap: dict):
    oanh = tiny.player(OANH)
    tiny.server.fail_next("sendMessage", **mishap)

    await oanh.says("/menu")

    await oanh.wait_for("What next?")


async def test_windows_that_lag_are_drawn_after_a_restart(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, VINH, starts=False) as tiny:

        def lag(session):
            for chat_id in (OANH, VINH):
                scene = scenes.open_for(session, chat_id, now=tiny.now)
                scene.changed(below=True)
                scenes.save(session, scene, now=tiny.now)

        tiny.database.write_now(lag)

        await tiny.start()

        for chat_id in (OANH, VINH):
            await tiny.player(chat_id).wait_for("What next?", anywhere=True)
            await is_drawn(tiny, chat_id)


async def test_an_album_is_drawn_once(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/decu")
    await oanh.wait_for("Whose wish?")
    drawn_before = len(tiny.calls("sendMessage", OANH))

    await oanh.sends_album([picture(n) for n in range(5)])
    await until(lambda: tiny.files == 5)
    tiny.passes(seconds=1.1)
    await is_drawn(tiny, OANH)

    assert len(tiny.calls("sendMessage", OANH)) == drawn_before + 1


async def test_words_after_an_album_do_not_wait_for_it(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/decu")
    await oanh.wait_for("Whose wish?")
    await oanh.sends_album([picture(n) for n in range(2)])

    await oanh.says("Quách Bảo Ly")

    await oanh.wait_for("Which colour?", timeout=0.9)


async def test_a_personal_window_is_never_an_edit_of_an_unprotected_one(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    menu = await oanh.wait_for("What next?")

    await oanh.presses("Card")
    card = await oanh.wait_for("personal data")
    await oanh.wait_for(lambda message: message.message_id == menu.message_id and not message.rows)

    assert card.message_id > menu.message_id
    assert card.body["has_protected_content"]


async def test_a_personal_window_stays_protected_while_it_is_edited(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")
    await oanh.presses("Card")
    card = await oanh.wait_for("personal data")

    await oanh.presses("Home")
    await oanh.wait_for(lambda message: message.message_id == card.message_id and "What next?" in message.text)
    await oanh.presses("Card")
    again = await oanh.wait_for("personal data")

    assert again.message_id == card.message_id
    assert again.body["has_protected_content"]


async def test_a_window_that_cannot_be_drawn_ends_nothing(tiny: TinyBot):
    tiny.hands.cannot_draw = "card"
    oanh, vinh = tiny.player(OANH), tiny.player(VINH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")

    await oanh.presses("Card")
    await oanh.wait_for_answer()
    await vinh.says("/menu")
    await vinh.wait_for("What next?")
    await oanh.says("/menu")

    await oanh.wait_for("What next?")


async def test_of_many_changes_in_a_row_the_last_one_is_shown(tiny: TinyBot):
    oanh = tiny.player(OANH)
    for number in range(30):
        await oanh.says(f"word {number}")

    window = await oanh.wait_for("heard word 29")
    await is_drawn(tiny, OANH)
    await oanh.wait_for(lambda _: len([message for message in oanh.heard if message.rows]) == 1)

    assert tiny.dialog(OANH).live_message_id == window.message_id


async def test_the_drawn_revision_never_goes_back(tiny: TinyBot):
    dialog = tiny.dialog(OANH)
    for revision, message_id in ((5, 50), (4, 40)):
        await tiny.database.write(
            partial(scenes.mark_drawn, dialog_id=dialog.id or 0, revision=revision, message_id=message_id)
        )

    assert (tiny.dialog(OANH).drawn_revision, tiny.dialog(OANH).live_message_id) == (5, 50)


async def test_hostile_words_are_shown_as_they_are(tiny: TinyBot):
    oanh = tiny.player(OANH)
    hostile = "</b><a href='tg://user?id=1'>&lt;b&gt;</a> {you} %s \u202e"

    await oanh.says(hostile)
    window = await oanh.wait_for("heard")

    assert "</b><a href='tg://user?id=1'>&lt;b&gt;</a> {you} %s" in window.text
