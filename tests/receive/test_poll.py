"""Long polling: an update is stored first, and only then may Telegram forget it."""

import sqlite3
from pathlib import Path

import pytest

from models.inbox import InboxState
from tests.support.tiny import TinyBot, tiny_bot
from tests.support.waiting import until

OANH = 7001


async def test_what_was_stored_is_confirmed_by_the_next_call(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        await tiny.player(OANH).says("xin chào")

        await until(lambda: tiny.states() == [InboxState.DONE])
        await until(lambda: not tiny.server.updates.pending)


@pytest.mark.sqlite
async def test_what_could_not_be_stored_is_not_confirmed_and_comes_again(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        await tiny.player(OANH).says("xin chào")
        asked = tiny.server.polls
        await until(lambda: tiny.server.polls > asked)  # it asked again, with the old offset
        kept = len(tiny.server.updates.pending)
        other.execute("ROLLBACK")
        other.close()
        await until(lambda: tiny.states() == [InboxState.DONE])

    assert kept == 1


async def test_what_was_stored_but_not_confirmed_comes_again_and_changes_nothing(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        await tiny.player(OANH).says("xin chào")
        unconfirmed = list(tiny.server.updates.pending)
        await until(lambda: not tiny.server.updates.pending)
        await until(lambda: tiny.states() == [InboxState.DONE])
        await tiny.poller.stop()

        tiny.server.updates.pending.extend(unconfirmed)  # as if the bot had been killed before the confirming call
        again = TinyBot(tiny.server, tiny.url)
        await again.start()
        await until(lambda: not tiny.server.updates.pending)
        await again.stop()

        assert len(unconfirmed) == 1
        assert tiny.dialog(OANH).args == {"heard": ["xin chào"]}
        assert tiny.states() == [InboxState.DONE]


@pytest.mark.parametrize("mishap", [{"code": 500}, {"code": 502}, {"drop": True}, {"code": 409}, {"retry_after": 1}])
async def test_polling_goes_on_after_any_mishap(tmp_path: Path, mishap: dict):
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:
        tiny.server.fail_next("getUpdates", **mishap)
        tiny.poller.conflict_pause = 0.1
        await tiny.start()

        await tiny.player(OANH).says("xin chào")

        await until(lambda: tiny.states() == [InboxState.DONE])


async def test_an_answer_of_a_strange_shape_ends_nothing(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        oanh = tiny.player(OANH)
        tiny.server.updates.add("message", {"chat": "words", "from": 3}, key=1)
        tiny.server.updates.add("callback_query", {"id": "1", "message": 7}, key=1)

        await oanh.says("xin chào")

        await until(lambda: tiny.dialog(OANH).args == {"heard": ["xin chào"]})
        await until(lambda: InboxState.NEW not in tiny.states())


async def test_polling_begins_even_if_telegram_is_away_at_the_start(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:
        tiny.server.fail_next("deleteWebhook", drop=True)
        await tiny.start()

        await tiny.player(OANH).says("xin chào")

        await until(lambda: tiny.states() == [InboxState.DONE])


async def test_a_duplicate_of_an_update_has_no_second_effect(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        tiny.server.updates.duplicates = 1
        oanh = tiny.player(OANH)

        await oanh.says("xin chào")
        tiny.server.updates.duplicates = 0
        await oanh.says("again")
        await oanh.wait_for("heard again")

        assert tiny.dialog(OANH).args == {"heard": ["xin chào", "again"]}


async def test_a_hundred_updates_come_in_order(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, per_second=10_000.0) as tiny:
        oanh = tiny.player(OANH)
        for number in range(250):
            await oanh.says(f"word {number}")

        await until(lambda: tiny.states().count(InboxState.DONE) == 250, seconds=20)

        assert tiny.dialog(OANH).args["heard"] == [f"word {number}" for number in range(250)]
