"""What PostgreSQL promises beyond SQLite: several workers at once, each as if it were alone."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlmodel import Session, SQLModel

from bot.database import Database, make_engine
from models.upgrade import Age, status, upgrade
from tests.support.databases import empty_database

pytestmark = pytest.mark.postgresql

NOW = datetime(2027, 3, 2, tzinfo=UTC)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[list[Database]]:
    url = empty_database(tmp_path)
    engine = make_engine(url, writes=True)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE desk (chat BIGINT PRIMARY KEY, count BIGINT NOT NULL)"))
        connection.execute(text("INSERT INTO desk VALUES (1, 0), (2, 0), (3, 0)"))
    engine.dispose()
    workers = [Database(url) for _ in range(4)]
    for worker in workers:
        worker.start()
    yield workers
    for worker in workers:
        worker.stop()


def counts(database: Database) -> list[int]:
    return database.read_now(
        lambda session: list(session.execute(text("SELECT count FROM desk ORDER BY chat")).scalars())
    )


def one_more(chat: int) -> Callable[[Session], None]:
    """Read, think, write: what loses a count wherever two do it at the same time."""

    def work(session: Session) -> None:
        count = session.execute(text("SELECT count FROM desk WHERE chat = :chat"), {"chat": chat}).scalar_one()
        session.execute(text("UPDATE desk SET count = :count WHERE chat = :chat"), {"count": count + 1, "chat": chat})

    return work


async def test_what_workers_do_across_each_other_is_done_one_after_the_other(workers: list[Database]):
    await asyncio.gather(
        *(worker.write(one_more(chat), chat_id=chat) for _ in range(5) for worker in workers for chat in (1, 2, 3))
    )

    assert counts(workers[0]) == [20, 20, 20]


async def test_a_rule_over_two_rows_holds_although_each_worker_writes_another_one(workers: list[Database]):
    """At most one desk may be open: each reads all and opens its own, which no row lock would forbid."""

    def open_mine(chat: int) -> Callable[[Session], None]:
        def work(session: Session) -> None:
            if session.execute(text("SELECT sum(count) FROM desk")).scalar_one() == 0:
                session.execute(text("UPDATE desk SET count = 1 WHERE chat = :chat"), {"chat": chat})

        return work

    await asyncio.gather(*(worker.write(open_mine(chat)) for worker, chat in zip(workers, (1, 2, 3), strict=False)))

    assert sum(counts(workers[0])) == 1


async def test_a_key_that_is_really_taken_is_an_error_in_the_end(workers: list[Database]):
    again = text("INSERT INTO desk VALUES (1, 7)")

    with pytest.raises(IntegrityError):
        await workers[0].write(lambda session: session.execute(again))

    assert counts(workers[0]) == [0, 0, 0]


async def test_units_that_wait_together_run_in_the_order_of_their_chats(tmp_path: Path):
    database = Database(empty_database(tmp_path))
    ran: list[int] = []
    waiting = [database.write(lambda _session, chat=chat: ran.append(chat), chat_id=chat) for chat in (3, 1, 2)]

    database.start()
    await asyncio.gather(*waiting)
    await asyncio.to_thread(database.stop)

    assert ran == [1, 2, 3]


async def test_a_lost_connection_is_one_error_and_then_over(workers: list[Database]):
    worker = workers[0]
    await worker.write(one_more(1))
    mine = "pid <> pg_backend_pid() AND datname = current_database()"
    others = text(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {mine}")

    await workers[1].claim(lambda session: session.execute(others).all())
    with pytest.raises(OperationalError):
        await worker.write(one_more(1))
    await worker.write(one_more(1))

    assert (
        workers[2].read_now(lambda session: session.execute(text("SELECT count FROM desk WHERE chat = 1")).scalar())
        == 2
    )


def test_the_migrations_make_what_the_models_say(tmp_path: Path):
    url = empty_database(tmp_path)

    before = status(url)
    copy = upgrade(url, backup_dir=tmp_path, now=NOW)
    engine = make_engine(url, writes=False)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()

    assert (before.age, copy, status(url).age) == (Age.EMPTY, None, Age.CURRENT)
    assert differences == []


async def test_workers_that_start_together_upgrade_once(tmp_path: Path):
    url = empty_database(tmp_path)

    await asyncio.gather(*(asyncio.to_thread(upgrade, url, backup_dir=tmp_path, now=NOW) for _ in range(4)))

    assert status(url).age is Age.CURRENT
