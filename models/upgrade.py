"""A database of any age -> the form that this code expects, after a copy of what was there."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, inspect, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry

MIGRATIONS = Path(__file__).parent / "migrations"
#: The number under which PostgreSQL lets one worker at a time upgrade.
_UPGRADING = 1729


class Age(StrEnum):
    """How a database stands to this code."""

    EMPTY = "empty"
    OLD = "old"
    CURRENT = "current"
    NEWER = "newer"  # a later version of the bot has changed it
    FOREIGN = "foreign"  # has tables that are not ours


@dataclass(frozen=True, slots=True)
class Status:
    """What a database is and what it should be; ``revision`` is "" where it has none."""

    age: Age
    revision: str
    head: str


class DatabaseUnusable(Exception):
    """This code must not touch the database; ``str()`` says why and what to do."""


def status(url: str, *, migrations: Path = MIGRATIONS) -> Status:
    """Tell how old a database is; one that does not exist yet is empty, and stays so."""
    path = file_of(url)
    if path is not None and not path.exists():
        return Status(Age.EMPTY, revision="", head=_head(migrations))
    with _connected(url) as connection:
        return _status(connection, migrations)


def upgrade(url: str, *, backup_dir: Path, now: datetime, migrations: Path = MIGRATIONS) -> Path | None:
    """Bring a database to today's form in one transaction; gives the copy that was made before, if one was needed.

    Of PostgreSQL no copy is made here: its operator has pg_dump. Workers that start together upgrade it once.
    Raises DatabaseUnusable for a database of a later version or of another program.
    """
    before = status(url, migrations=migrations)
    if before.age is Age.CURRENT:
        return None
    if before.age is Age.NEWER:
        raise DatabaseUnusable(
            f"The database is of a later version of the bot (revision {before.revision}; ours is {before.head}). "
            "Start that version again, or bring back a copy from the backups folder."
        )
    if before.age is Age.FOREIGN:
        raise DatabaseUnusable("The database holds tables of another program. Name another one in DATABASE_URL.")
    copy = _back_up(url, backup_dir, revision=before.revision, now=now) if before.age is Age.OLD else None
    with _connected(url) as connection:
        command.upgrade(configuration(connection, migrations=migrations), "head")
    return copy


def configuration(connection: Connection | None = None, *, migrations: Path = MIGRATIONS) -> Config:
    """Make Alembic's configuration in memory; no alembic.ini is needed."""
    config = Config()
    config.set_main_option("script_location", str(migrations))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def file_of(url: str) -> Path | None:
    """Give the file of an SQLite database; None for one in memory, and for PostgreSQL."""
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite" or not parts.database or parts.database == ":memory:":
        return None
    return Path(parts.database)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = _engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _engine(url: str) -> Engine:
    """Make an engine whose transactions hold the writer's place and cover changes of tables, too."""
    engine = create_engine(url, poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
        if isinstance(connection, sqlite3.Connection):
            connection.isolation_level = None
            connection.execute("PRAGMA busy_timeout=10000")
            connection.execute("PRAGMA foreign_keys=OFF")  # a table that is copied is dropped for a moment

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql("BEGIN IMMEDIATE" if sqlite else f"SELECT pg_advisory_xact_lock({_UPGRADING})")

    return engine


def _status(connection: Connection, migrations: Path) -> Status:
    head = _head(migrations)
    revision = MigrationContext.configure(connection).get_current_revision() or ""
    known = {script.revision for script in _scripts(migrations).walk_revisions()}
    if revision == head:
        age = Age.CURRENT
    elif revision:
        age = Age.OLD if revision in known else Age.NEWER
    else:
        age = Age.FOREIGN if set(inspect(connection).get_table_names()) - {"alembic_version"} else Age.EMPTY
    return Status(age, revision=revision, head=head)


def _scripts(migrations: Path) -> ScriptDirectory:
    return ScriptDirectory.from_config(configuration(migrations=migrations))


def _head(migrations: Path) -> str:
    head = _scripts(migrations).get_current_head()
    assert head is not None, "there is at least the first migration"
    return head


def _back_up(url: str, folder: Path, *, revision: str, now: datetime) -> Path | None:
    """Copy the database with SQLite's own means, which see what still lies in the write-ahead log."""
    source = file_of(url)
    if source is None:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    copy = folder / f"{source.stem}-{revision}-{now:%Y%m%dT%H%M%S}.sqlite3"
    unfinished = copy.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    unfinished.touch(mode=0o600)
    before, after = sqlite3.connect(source), sqlite3.connect(unfinished)
    try:
        before.backup(after)
    finally:
        before.close()
        after.close()
    unfinished.replace(copy)
    return copy
