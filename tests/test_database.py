"""Shared units of work: what waits together is committed together, and a bad one harms nobody."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlmodel import Session

from bot.database import BATCH, Database, make_engine
from tests.support.databases import empty_database


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bot.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    url = empty_database(path)
    engine = make_engine(url, writes=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE word (word TEXT UNIQUE NOT NULL)"))
    engine.dispose()
    database = Database(url)
    yield database
    database.stop()


def insert(word: str | None) -> Callable[[Session], str | None]:
    def work(session: Session) -> str | None:
        session.execute(text("INSERT INTO word VALUES (:word)"), {"word": word})
        return word

    return work


def words(database: Database) -> list[str]:
    query = text("SELECT word FROM word ORDER BY word")
    return database.read_now(lambda session: list(session.execute(query).scalars()))


def told(database: Database) -> list[str]:
    """Record the statements that end or begin transactions on the writing connection."""
    statements: list[str] = []
    engine = database._writing

    @event.listens_for(engine, "before_cursor_execute")
    def note(_connection, _cursor, statement, *_rest):
        statements.append(statement)

    event.listen(engine, "commit", lambda _connection: statements.append("COMMIT"))
    event.listen(engine, "rollback", lambda _connection: statements.append("ROLLBACK"))
    return statements


@pytest.mark.sqlite
async def test_work_that_waits_together_shares_one_transaction(database: Database):
    statements = told(database)
    waiting = [database.write(insert(word)) for word in "abc"]

    database.start()
    results = await asyncio.gather(*waiting)

    assert results == ["a", "b", "c"]
    assert statements.count("BEGIN IMMEDIATE") == 1
    assert statements.count("COMMIT") == 1


async def test_no_transaction_is_shared_by_more_than_a_batch(database: Database):
    statements = told(database)
    waiting = [database.write(insert(f"{n:03}")) for n in range(BATCH + 1)]

    database.start()
    await asyncio.gather(*waiting)

    assert statements.count("COMMIT") == 2
    assert len(words(database)) == BATCH + 1


async def test_a_unit_of_work_that_raises_harms_nobody_else(database: Database):
    waiting = [database.write(insert(word)) for word in ("a", None, "b", "a", "c")]

    database.start()
    results = await asyncio.gather(*waiting, return_exceptions=True)

    assert [type(result) for result in results] == [str, IntegrityError, str, IntegrityError, str]
    assert words(database) == ["a", "b", "c"]


async def test_nothing_remains_of_a_unit_of_work_that_raises_at_its_end(database: Database):
    def work(session: Session) -> None:
        insert("half")(session)
        raise ValueError("too late")

    database.start()

    with pytest.raises(ValueError, match="too late"):
        await database.write(work)
    assert words(database) == []


@pytest.mark.sqlite
async def test_a_result_comes_after_its_commit(database: Database, path: Path):
    database.start()

    await database.write(insert("a"))

    with sqlite3.connect(path) as other:
        assert other.execute("SELECT word FROM word").fetchall() == [("a",)]
    other.close()


async def test_a_savepoint_rolled_back_leaves_the_rest_of_its_batch(database: Database):
    def work(session: Session) -> str:
        insert("before")(session)
        try:
            with session.begin_nested():
                insert("inside")(session)
                raise ValueError  # noqa: TRY301 -- the point of it
        except ValueError:
            insert("after")(session)
        return "done"

    waiting = [database.write(insert("first")), database.write(work), database.write(insert("last"))]

    database.start()
    await asyncio.gather(*waiting)

    assert words(database) == ["after", "before", "first", "last"]


@pytest.mark.sqlite
def test_the_writer_is_durable_at_every_commit(database: Database):
    pragmas = ("journal_mode", "synchronous", "foreign_keys")

    found = database.write_now(lambda session: [session.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas])

    assert found == ["wal", 2, 1]  # 2 is FULL


def test_a_reader_cannot_write(database: Database):
    with pytest.raises(DBAPIError, match=r"read-?only"):
        database.read_now(insert("a"))

    assert words(database) == []


async def test_a_reader_does_not_wait_for_the_writer(database: Database):
    database.start()
    may_end = threading.Event()

    def slow(session: Session) -> None:
        insert("slow")(session)
        may_end.wait(5)

    writing = database.write(slow)
    seen = await asyncio.wait_for(database.read(lambda _session: words(database)), 2)
    may_end.set()
    await writing

    assert seen == []
    assert words(database) == ["slow"]


async def test_stop_finishes_what_waits(database: Database):
    waiting = [database.write(insert(f"{n:03}")) for n in range(3 * BATCH)]

    database.start()
    await asyncio.to_thread(database.stop)
    await asyncio.gather(*waiting)

    another = Database(database.url)
    found = words(another)
    another.stop()
    assert len(found) == 3 * BATCH


@pytest.mark.sqlite
async def test_a_lock_of_another_process_is_waited_for(database: Database, path: Path):
    database.start()
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    writing = asyncio.ensure_future(database.write(insert("a")))
    _done, still = await asyncio.wait([writing], timeout=0.2)
    other.execute("COMMIT")
    other.close()
    await asyncio.wait_for(writing, 5)

    assert still
    assert words(database) == ["a"]


@pytest.mark.sqlite
async def test_all_who_wait_behind_a_lock_that_stays_are_told_after_one_timeout(database: Database, path: Path):
    impatient = Database(database.url, busy_ms=200)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    waiting = [impatient.write(insert(f"{n:03}")) for n in range(BATCH)]

    impatient.start()
    results = await asyncio.wait_for(asyncio.gather(*waiting, return_exceptions=True), 3)  # not 64 times 0.2 s
    other.execute("ROLLBACK")
    other.close()
    after = await asyncio.wait_for(impatient.write(insert("after")), 5)
    impatient.stop()

    assert {type(result) for result in results} == {OperationalError}
    assert after == "after"
    assert words(database) == ["after"]


async def test_a_caller_that_was_cancelled_does_not_stop_the_writer(database: Database):
    given_up = asyncio.ensure_future(database.write(insert("given up")))
    given_up.cancel()

    database.start()
    await database.write(insert("next"))

    assert words(database) == ["given up", "next"]
