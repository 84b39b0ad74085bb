"""The database as the rest of the bot uses it: shared units of work on one writer thread, and readers beside it.

`await database.write(work)` runs ``work(session)`` on the writer thread and returns when its commit is on disk. What
waits at the same moment shares one transaction (and one fsync); if one of them raises, all is rolled back and each
runs alone, so that a bad one harms nobody. Work touches nothing but its session: no network, no files, no commit.

Work may count on being alone, on both databases: SQLite has one place for a writer, PostgreSQL runs SERIALIZABLE, and
what two workers did across each other is done again here, without its caller noticing.
"""

import asyncio
import random
import sqlite3
import threading
import time
from collections import deque
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, NullPool, QueuePool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session

T = TypeVar("T")
Work = Callable[[Session], T]

#: So many units of work share a transaction at most; more would make the first wait for the last.
BATCH = 64
#: Milliseconds that a statement waits for another process (the command line) to leave the writer's place.
BUSY_MS = 10_000
#: So often a unit of work is tried that crossed another worker's; the waits between them grow, with some chance.
TRIES = 12
#: PostgreSQL's words for "somebody else was faster": serialization failure, deadlock, and a key taken meanwhile.
CROSSED = frozenset({"40001", "40P01", "23505"})


@dataclass(slots=True)
class _Job:
    work: Work[Any]
    done: "asyncio.Future[Any]"
    chat_id: int = 0
    result: Any = None
    error: BaseException | None = None


def is_shared(url: str) -> bool:
    """Tell whether several workers may be at work on this database: PostgreSQL's answer is yes."""
    return url.startswith("postgresql")


def make_engine(url: str, *, writes: bool, busy_ms: int = BUSY_MS, alone: bool = True) -> Engine:
    """Make an engine for one of the two databases; a reading one cannot write at all.

    Without ``alone`` PostgreSQL does not keep transactions apart beyond their row locks: for claims that skip those.
    """
    if not is_shared(url):
        return _sqlite(url, writes=writes, busy_ms=busy_ms)
    # Without whole-table scans transactions cross only where they touch the same rows, however small a table is.
    options = f"-c lock_timeout={busy_ms}" + (" -c enable_seqscan=off" if writes else "")
    engine = create_engine(
        url,
        poolclass=NullPool if writes else QueuePool,
        connect_args={"connect_timeout": max(busy_ms // 1000, 1), "options": options},
        query_cache_size=2000,
        hide_parameters=True,
    )
    if not writes:
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine.execution_options(isolation_level="SERIALIZABLE" if alone else "READ COMMITTED")


def _sqlite(url: str, *, writes: bool, busy_ms: int) -> Engine:
    """Make an engine of which a writing transaction begins IMMEDIATE.

    A deferred transaction that reads first and writes later fails with "database is locked" at once when another one
    has written in between, whatever the timeout.
    """
    engine = create_engine(
        url,
        poolclass=NullPool if writes else QueuePool,
        connect_args={"check_same_thread": False},
        query_cache_size=2000,
        hide_parameters=True,  # an error's words go to the log, a person's words do not
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.isolation_level = None  # the begin below is ours, not the driver's
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={busy_ms}",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            *(() if writes else ("query_only=ON",)),
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class Database:
    """One database: a writer thread with the only writing connection, and a few reader threads.

    Where several workers share the database, claims have a writer of their own beside it.
    """

    def __init__(self, url: str, *, readers: int = 2, busy_ms: int = BUSY_MS) -> None:
        self.url = url
        self.shared = is_shared(url)
        self._writing = make_engine(url, writes=True, busy_ms=busy_ms)
        self._reading = make_engine(url, writes=False, busy_ms=busy_ms)
        self._writer = _Writer(self._writing, by_chat=self.shared)
        self._claimer = self._writer
        if self.shared:
            self._claimer = _Writer(make_engine(url, writes=True, busy_ms=busy_ms, alone=False), by_chat=False)
        self._readers = ThreadPoolExecutor(max_workers=readers, thread_name_prefix="reader")

    def start(self) -> None:
        """Start the writer thread."""
        self._writer.start()
        if self.shared:
            self._claimer.start()

    def stop(self) -> None:
        """Finish what waits, then end the threads."""
        self._writer.stop()
        if self.shared:
            self._claimer.stop()
        self._readers.shutdown()
        self._reading.dispose()

    def write(self, work: Work[T], *, chat_id: int = 0) -> Awaitable[T]:
        """Run a unit of work on the writer thread; the result comes after its commit, an exception after a rollback.

        Units that name their chat run in the order of chats on PostgreSQL, so that two workers cannot wait for each
        other's rows crosswise.
        """
        return self._writer.take(work, chat_id)

    def claim(self, work: Work[T]) -> Awaitable[T]:
        """Run a unit of work that takes rows no other worker shall take, and nothing else."""
        return self._claimer.take(work, 0)

    async def read(self, work: Work[T]) -> T:
        """Run a reading function on a reader thread; it sees one state of the database and never holds the writer."""
        return await asyncio.get_running_loop().run_in_executor(self._readers, self.read_now, work)

    def read_now(self, work: Work[T]) -> T:
        """Read on the calling thread: for the command line and for threads of our own."""
        with Session(self._reading, autoflush=False) as session:
            return work(session)

    def write_now(self, work: Work[T]) -> T:
        """Write on the calling thread, in a transaction of its own: for the command line."""
        with self._writing.connect() as connection:
            return _run_in(connection, work)


class _Writer:
    """A thread with one connection, on which what waits at the same moment is committed together."""

    def __init__(self, engine: Engine, *, by_chat: bool) -> None:
        self._engine = engine
        self._by_chat = by_chat
        self._jobs: deque[_Job] = deque()
        self._wake = threading.Semaphore(0)
        self._stopping = False
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._serve, name="writer", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._stopping = True
        self._wake.release()
        if self._thread is not None:
            self._thread.join()
        self._engine.dispose()

    def take(self, work: Work[T], chat_id: int) -> Awaitable[T]:
        job = _Job(work, asyncio.get_running_loop().create_future(), chat_id)
        self._jobs.append(job)
        self._wake.release()
        return job.done

    def _serve(self) -> None:
        connection: Connection | None = None
        while True:
            self._wake.acquire()
            jobs = self._next()
            if jobs:
                try:
                    connection = connection or self._engine.connect()
                    _run_together(connection, jobs)
                except Exception as error:  # noqa: BLE001 -- begin or commit failed: every caller must hear of it
                    _give_up(connection, jobs, error)
                    connection = None
                _tell(jobs)
            elif self._stopping:
                break
        if connection is not None:
            connection.close()

    def _next(self) -> list[_Job]:
        jobs: list[_Job] = []
        while self._jobs and len(jobs) < BATCH:
            jobs.append(self._jobs.popleft())
        if self._by_chat:
            jobs.sort(key=lambda job: job.chat_id)
        return jobs


def _run_in(connection: Connection, work: Work[T]) -> T:
    """Run one unit of work in a transaction of its own; again where another worker's transaction crossed it."""
    for attempt in range(TRIES):
        try:
            with connection.begin(), Session(connection, autoflush=True, expire_on_commit=False) as session:
                result = work(session)
                session.flush()
        except DBAPIError as error:
            if not crossed(error) or attempt == TRIES - 1:
                raise
            time.sleep(random.uniform(0, 0.002 * 2 ** min(attempt, 5)))  # noqa: S311 -- no secret
        else:
            return result
    raise AssertionError


def crossed(error: BaseException) -> bool:
    """Tell whether a transaction failed only because another worker's touched the same rows at that moment."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", None) in CROSSED


def _run_together(connection: Connection, jobs: list[_Job]) -> None:
    transaction = connection.begin()  # where this fails the database is away, for every one of the jobs
    try:
        with transaction, Session(connection, expire_on_commit=False) as session:
            for job in jobs:
                job.result = job.work(session)
                session.flush()
                session.expunge_all()  # the next one sees rows, not our objects
    except Exception as error:  # noqa: BLE001 -- handed to the caller
        if len(jobs) == 1 and not crossed(error):
            jobs[0].error = error
            return
        for job in jobs:
            _run_alone(connection, job)


def _run_alone(connection: Connection, job: _Job) -> None:
    try:
        job.result = _run_in(connection, job.work)
    except Exception as error:  # noqa: BLE001 -- handed to the caller
        job.error = error


def _give_up(connection: Connection | None, jobs: list[_Job], error: Exception) -> None:
    for job in jobs:
        job.error = job.error or error
    if connection is not None:
        connection.invalidate()
        connection.close()


def _tell(jobs: list[_Job]) -> None:
    """Resolve the futures of a batch with one call into each event loop."""
    loop = jobs[0].done.get_loop()

    def resolve() -> None:
        for job in jobs:
            if job.done.cancelled():
                continue
            if job.error is not None:
                job.done.set_exception(job.error)
            else:
                job.done.set_result(job.result)

    loop.call_soon_threadsafe(resolve)
