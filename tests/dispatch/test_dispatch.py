"""The dispatcher: order within a chat, chats side by side, and a failure that ends nothing but its own update."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.database import Database
from bot.dispatch import BURST, IN_LANE, IN_MEMORY, Dispatcher
from bot.services import failures, inbox
from bot.services.inbox import Arrival
from models.inbox import InboxState
from tests.support.databases import new_database
from tests.support.tiny import MORNING, settle_people, tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002


class Handling:
    """A handler that notes what it does; a test can hold up a chat, or let an update fail."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.began: list[int] = []
        self.ended: list[int] = []
        self.held: dict[int, asyncio.Event] = {}
        self.fails: set[int] = set()

    async def __call__(self, arrival: Arrival) -> None:
        self.began.append(arrival.update_id)
        if arrival.chat_id in self.held:
            await self.held[arrival.chat_id].wait()
        if arrival.update_id in self.fails:
            raise RuntimeError("the handler's fault")
        await self.database.write(partial(inbox.mark_done, update_id=arrival.update_id, now=MORNING))
        arrival.handled = True
        self.ended.append(arrival.update_id)


class Stage:
    """A dispatcher on a database file, with the handler above."""

    def __init__(self, url: str) -> None:
        self.database = Database(url, busy_ms=200)
        self.handling = Handling(self.database)
        self.woken = 0
        self.dispatcher = Dispatcher(
            self.database, clock=lambda: MORNING, handle=self.handling, on_outbox=self.wake, per_second=1000
        )
        self.database.start()

    def wake(self) -> None:
        self.woken += 1

    async def arrive(self, *updates: tuple[int, int]) -> None:
        """Store updates, given as number and chat, and hand them over as the receiver does."""
        raw = [
            {"update_id": number, "message": {"chat": {"id": chat}, "message_id": number}} for number, chat in updates
        ]
        arrivals = await self.database.write(partial(inbox.store, updates=raw, now=MORNING))
        self.dispatcher.accept(arrivals)

    def states(self) -> dict[int, str]:
        rows = self.database.read_now(
            lambda session: session.connection().execute(inbox.TABLE.select().order_by(inbox.C.id)).all()
        )
        return {row.update_id: row.state for row in rows}

    async def stop(self) -> None:
        for event in self.handling.held.values():
            event.set()
        await self.dispatcher.stop()
        self.database.stop()


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(new_database(tmp_path / "bot.db"))
    stage.database.write_now(partial(settle_people, chat_ids=[OANH, VINH]))
    yield stage
    await stage.stop()


async def test_updates_of_one_chat_are_handled_in_order_of_arrival(stage: Stage):
    await stage.dispatcher.start()
    await stage.arrive(*[(number, OANH) for number in (3, 1, 2)])
    await stage.arrive(*[(number, OANH) for number in (9, 8)])

    await until(lambda: len(stage.handling.ended) == 5)

    assert stage.handling.ended == [3, 1, 2, 9, 8]


async def test_a_chat_that_takes_long_holds_up_no_other(stage: Stage):
    await stage.dispatcher.start()
    stage.handling.held[OANH] = asyncio.Event()
    await stage.arrive((1, OANH), (2, OANH), (3, VINH), (4, VINH))

    await until(lambda: stage.handling.ended == [3, 4])

    assert stage.handling.began == [1, 3, 4]


async def test_an_update_that_fails_is_marked_and_the_next_one_is_handled(stage: Stage):
    await stage.dispatcher.start()
    stage.handling.fails = {1}
    await stage.arrive((1, OANH), (2, OANH))

    await until(lambda: stage.handling.ended == [2])

    assert stage.states() == {1: InboxState.FAILED, 2: InboxState.DONE}
    assert stage.woken == 1


async def test_a_failure_tells_its_type_and_place_and_no_words(stage: Stage):
    await stage.dispatcher.start()
    stage.handling.fails = {1}
    await stage.arrive((1, OANH))
    await until(lambda: stage.states()[1] == InboxState.FAILED)

    failure = stage.database.read_now(failures.failed)[0]

    assert failure.error.startswith("RuntimeError at test_dispatch.py:")
    assert "fault" not in failure.error
    assert failure.reference


async def test_start_takes_up_what_the_last_process_left(stage: Stage):
    await stage.database.write(
        partial(inbox.store, updates=[{"update_id": n, "message": {"chat": {"id": OANH}}} for n in (1, 2)], now=MORNING)
    )

    await stage.dispatcher.start()
    await stage.arrive((3, OANH))

    await until(lambda: stage.handling.ended == [1, 2, 3])
    assert set(stage.states().values()) == {InboxState.DONE}


async def test_what_is_stored_while_the_inbox_is_read_is_not_forgotten(stage: Stage):
    for number in range(1, 200):
        stage.dispatcher.look()
        await stage.arrive((number, OANH + number % 7))

    await until(lambda: len(stage.handling.ended) == 199)

    assert sorted(stage.handling.ended) == list(range(1, 200))


async def test_a_look_repeats_nothing_that_is_being_handled(stage: Stage):
    await stage.dispatcher.start()
    stage.handling.held[OANH] = asyncio.Event()
    await stage.arrive((1, OANH), (2, OANH))
    await until(lambda: stage.handling.began == [1])

    stage.dispatcher.look()
    await stage.arrive((3, VINH))
    await until(lambda: stage.handling.ended == [3])
    stage.handling.held[OANH].set()
    await until(lambda: len(stage.handling.ended) == 3)

    assert stage.handling.began == [1, 3, 2]


async def test_a_backlog_that_does_not_fit_in_memory_is_drained_in_order(stage: Stage):
    await stage.dispatcher.start()
    stage.handling.held = {OANH: asyncio.Event(), VINH: asyncio.Event()}
    count = IN_MEMORY + 700
    for first in range(1, count + 1, 100):
        await stage.arrive(*[(number, (OANH, VINH)[number % 2]) for number in range(first, first + 100)])
    for event in stage.handling.held.values():
        event.set()

    await until(lambda: len(stage.handling.ended) >= count, seconds=60)

    odd = [number for number in stage.handling.ended if number % 2]
    even = [number for number in stage.handling.ended if not number % 2]
    assert odd == sorted(odd)
    assert even == sorted(even)
    assert len(set(stage.handling.ended)) == len(stage.handling.ended) == count


async def test_a_chat_that_floods_is_slowed_down_alone_and_told_once(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, VINH, per_second=2.0) as tiny:
        flooding, calm = tiny.player(OANH), tiny.player(VINH)
        for number in range(2 * BURST):
            await flooding.says(f"word {number}")

        await until(lambda: [call for call in tiny.calls("sendMessage", OANH) if "slow_down" in call.params["text"]])
        slowed_at = tiny.states().count(InboxState.DONE)
        await calm.says("good morning")
        await calm.wait_for("heard good morning")
        await until(lambda: tiny.states().count(InboxState.DONE) > slowed_at + 3)

        assert InboxState.NEW in tiny.states()
        assert [row.template for row in tiny.outbox()] == ["slow_down"]


async def test_a_flood_of_one_chat_never_fills_the_memory_of_all(stage: Stage):
    stage.handling.held[OANH] = asyncio.Event()
    await stage.dispatcher.start()
    flood = IN_MEMORY + IN_LANE
    for first in range(1, flood, 500):
        await stage.arrive(*[(number, OANH) for number in range(first, min(first + 500, flood + 1))])

    await stage.arrive((flood + 1, VINH))

    await until(lambda: stage.handling.ended == [flood + 1])
    stage.handling.held[OANH].set()
    await until(lambda: len(stage.handling.ended) == flood + 1, seconds=60)
    assert stage.handling.ended[1:] == list(range(1, flood + 1))


async def test_messages_and_taps_of_one_person_are_one_queue(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH) as tiny:
        oanh = tiny.player(OANH)
        await oanh.says("/menu")
        await oanh.wait_for("What next?")

        await oanh.presses("New wish")
        await oanh.says("Quách Bảo Ly")
        await oanh.says("Green")
        await oanh.wait_for("Send it?")

        assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly", "colour": "g"}]


@pytest.mark.sqlite
async def test_the_bot_goes_on_while_another_process_holds_the_database(stage: Stage, tmp_path: Path):
    await stage.dispatcher.start()
    await stage.arrive((1, OANH))
    await until(lambda: stage.handling.ended == [1])
    arrivals = await stage.database.write(
        partial(inbox.store, updates=[{"update_id": 2, "message": {"chat": {"id": OANH}}}], now=MORNING)
    )
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    stage.dispatcher.accept(arrivals)
    await until(lambda: stage.handling.began.count(2) >= 2, seconds=5)
    other.execute("ROLLBACK")
    other.close()
    await until(lambda: stage.handling.ended == [1, 2])

    assert stage.states()[2] == InboxState.DONE
