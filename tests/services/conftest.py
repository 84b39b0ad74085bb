"""A real database for each test, of SQLite in memory."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from sqlalchemy import Connection, Engine, StaticPool, create_engine, event
from sqlmodel import Session, SQLModel

import models
from tests.support.builders import School, a_school
from tests.support.databases import emptied_database, on_postgresql

assert models.__all__  # its tables are what create_all makes


@pytest.fixture
def engine() -> Iterator[Engine]:
    engine = create_engine(emptied_database(), poolclass=StaticPool) if on_postgresql() else _in_memory()
    yield engine
    engine.dispose()


def _in_memory() -> Engine:
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})

    @event.listens_for(engine, "connect")
    def prepare(connection, _entry):
        connection.isolation_level = None  # so that savepoints are real ones
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    SQLModel.metadata.create_all(engine)
    return engine


@pytest.fixture
def session(engine: Engine) -> Iterator[Session]:
    with Session(engine, expire_on_commit=False) as session:
        yield session


@pytest.fixture
def school(session: Session) -> School:
    return a_school(session)


@dataclass
class Statements:
    """The statements that were sent to the database, for lists that must not grow with their length."""

    engine: Engine
    seen: list[str] = field(default_factory=list)

    @contextmanager
    def counted(self) -> Iterator["Statements"]:
        def note(_connection, _cursor, statement, *_rest):
            self.seen.append(statement)

        self.seen.clear()
        event.listen(self.engine, "before_cursor_execute", note)
        try:
            yield self
        finally:
            event.remove(self.engine, "before_cursor_execute", note)

    def __len__(self) -> int:
        return len(self.seen)


@pytest.fixture
def statements(engine: Engine) -> Statements:
    return Statements(engine)
