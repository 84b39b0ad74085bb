"""The clock wakes up, asks the rows, and wakes the others; being late or early does no harm."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.database import Database
from bot.scheduler import NEXT_DUE, Clockwork
from models import OutboxMessage, Recurring
from tests.support.builders import School, a_school
from tests.support.clock import ZONE, FakeClock
from tests.support.databases import new_database

MONDAY = datetime(2027, 3, 8, 0, 0, tzinfo=UTC)  # 07:00


@dataclass
class Room:
    """A database with a school, a clock moved by hand, and how often the others were woken."""

    database: Database
    school: School
    clock: FakeClock
    woken: int = 0

    def clockwork(self, *, practice: bool = False) -> Clockwork:
        return Clockwork(self.database, clock=self.clock, zone=ZONE, on_work=self.wake, practice=practice)

    def wake(self) -> None:
        self.woken += 1

    def digests(self) -> int:
        return len(self.database.read_now(lambda session: session.exec(select(OutboxMessage)).all()))


@pytest.fixture
def room(tmp_path) -> Iterator[Room]:
    database = Database(new_database(tmp_path / "bot.db"))
    school = database.write_now(a_school)
    database.start()
    yield Room(database, school, FakeClock())
    database.stop()


@asynccontextmanager
async def running(clockwork: Clockwork) -> AsyncIterator[Clockwork]:
    await clockwork.start()
    try:
        yield clockwork
    finally:
        await clockwork.stop()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- looks at rows, which tell nobody when they change
            await asyncio.sleep(0.02)


async def test_the_jobs_have_names_and_the_times_of_the_province(room):
    async with running(room.clockwork()) as clockwork:
        jobs = {name: at.astimezone(ZONE) for name, at in clockwork.jobs()}

    assert set(jobs) == {"tick", "plan", "reorganise", "menus", "digest", "tips", "retention", "audit_root", NEXT_DUE}
    assert (jobs["digest"].weekday(), jobs["digest"].strftime("%H:%M")) == (0, "07:00")
    assert jobs["retention"].strftime("%H:%M") == "03:10"
    assert jobs["audit_root"].strftime("%H:%M") == "00:05"


async def test_the_alarm_stands_where_the_rows_say_by_the_machines_time(room):
    async with running(room.clockwork()) as clockwork:
        alarm = dict(clockwork.jobs())[NEXT_DUE]

    midnight = datetime(2027, 3, 2, 17, 1, tzinfo=UTC)  # 00:01 on 3/3: the plan
    assert abs(alarm - datetime.now(UTC) - (midnight - room.clock.now)) < timedelta(seconds=5)


async def test_nothing_due_wakes_nobody(room):
    async with running(room.clockwork()) as clockwork:
        await clockwork.look()

    assert (room.woken, room.digests()) == (0, 0)


async def test_what_is_due_is_handled_and_the_others_are_woken(room):
    async with running(room.clockwork()) as clockwork:
        room.clock.now = MONDAY
        await clockwork.look()

    assert (room.woken, room.digests()) == (1, 1)


async def test_what_became_due_while_the_bot_stood_still_is_handled_at_start(room):
    async with running(room.clockwork()):
        pass
    room.clock.now = MONDAY + timedelta(hours=5)

    async with running(room.clockwork()):
        assert room.digests() == 1


async def test_the_alarm_rings_at_the_moment_not_at_the_next_tick(room):
    room.clock.now = MONDAY - timedelta(seconds=0.2)

    async with running(room.clockwork()):
        room.clock.now = MONDAY
        await until(lambda: room.digests() == 1)


async def test_in_the_practice_room_a_moved_clock_is_noticed_within_a_second_or_two(room):
    async with running(room.clockwork(practice=True)):
        room.clock.now = MONDAY
        await until(lambda: room.digests() == 1)


async def test_every_tick_is_passed_on_for_what_other_processes_did(room):
    ticks: list[int] = []
    clockwork = Clockwork(
        room.database, clock=room.clock, zone=ZONE, on_work=room.wake, on_tick=lambda: ticks.append(1), practice=True
    )

    async with running(clockwork):
        await until(lambda: ticks)

    assert room.woken == 0


async def test_two_clocks_on_one_database_double_nothing(room):
    first, second = room.clockwork(), room.clockwork()
    async with running(first), running(second):
        room.clock.now = MONDAY
        await asyncio.gather(first.look(), second.look(), first.look())

    assert room.digests() == 1


async def test_work_that_fails_holds_up_no_other_and_is_tried_again(room, caplog):
    def break_both(session):  # both look at who holds which role
        session.connection().exec_driver_sql("ALTER TABLE role_grant RENAME TO away")

    def mend(session):
        session.connection().exec_driver_sql("ALTER TABLE away RENAME TO role_grant")

    async with running(room.clockwork()) as clockwork:
        room.database.write_now(break_both)
        room.clock.now = MONDAY
        await clockwork.look()
        assert "digest failed" in caplog.text
        recurring = room.database.read_now(lambda session: session.exec(select(Recurring)).all())
        undone = {row.name for row in recurring if row.last_done_at is None}
        assert undone == {"digest", "menus"}
        assert {row.last_done_at for row in recurring if row.name not in undone} == {MONDAY}

        room.database.write_now(mend)
        await clockwork.look()

    assert room.digests() == 1
    assert [record.levelname for record in caplog.records if "failed" in record.message] == ["ERROR"] * 2


async def test_without_anything_ahead_there_is_no_alarm(room):
    def forget(session):
        for row in session.exec(select(Recurring)):
            session.delete(row)
        session.connection().exec_driver_sql("DELETE FROM reminder")

    async with running(room.clockwork()) as clockwork:
        room.database.write_now(forget)
        await clockwork.look()
        await clockwork.look()
        jobs = dict(clockwork.jobs())

    assert NEXT_DUE not in jobs


async def test_a_look_that_begins_while_the_clock_is_being_stopped_leaves_the_rows_to_the_next_start(room):
    async with running(room.clockwork()) as clockwork:
        pass
    room.clock.now = MONDAY + timedelta(minutes=1)

    await clockwork.look()

    assert (room.digests(), room.woken) == (0, 0)
