"""A database of any age comes to the form that the models describe."""

import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from models.upgrade import MIGRATIONS, Age, DatabaseUnusable, status, upgrade

NOW = datetime(2027, 3, 2, 9, 5, 7, tzinfo=UTC)


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'bot.sqlite3'}"


def statements(path: Path, sql: str, **values: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        with connection:
            return connection.execute(sql, values).fetchall()
    finally:
        connection.close()


def indexes_of(url: str) -> set[tuple]:
    rows = statements(
        Path(url.removeprefix("sqlite:///")), "select name, tbl_name, sql from sqlite_master where type = 'index'"
    )
    return {row for row in rows if not row[1].startswith("alembic")}


def columns_of(url: str) -> set[tuple]:
    question = """
        select tables.name, columns.name, columns.type, columns."notnull", columns.pk
        from sqlite_master tables join pragma_table_info(tables.name) columns
        where tables.type = 'table' and tables.name not like 'alembic%'
    """
    return set(statements(Path(url.removeprefix("sqlite:///")), question))


@pytest.fixture
def next_version(tmp_path: Path) -> Path:
    """Give the migrations of a next version of the bot, with one script more than today's."""
    folder = shutil.copytree(MIGRATIONS, tmp_path / "migrations")
    (folder / "versions" / "9000_next.py").write_text(
        f"""
from alembic import op
import sqlalchemy as sa
revision, down_revision = "9000", "{status("sqlite:///nowhere.sqlite3").head}"
def upgrade():
    op.add_column("setting", sa.Column("colour", sa.String()))
    if op.get_bind().scalar(sa.text("select count(*) from setting where name = 'stumble'")):
        raise RuntimeError("stumbled")
"""
    )
    return folder


def test_an_upgraded_empty_database_has_exactly_the_tables_of_the_models(url: str, tmp_path: Path) -> None:
    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    engine = create_engine(url)
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
    engine.dispose()

    assert differences == []


def test_migrations_and_models_make_the_same_columns_and_indexes_down_to_their_conditions(
    url: str, tmp_path: Path
) -> None:
    straight = f"sqlite:///{tmp_path / 'straight.sqlite3'}"
    engine = create_engine(straight)
    SQLModel.metadata.create_all(engine)
    engine.dispose()

    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    assert indexes_of(url) == indexes_of(straight)
    assert columns_of(url) == columns_of(straight)


def test_asking_for_the_status_of_a_missing_database_makes_no_file(url: str, tmp_path: Path) -> None:
    found = status(url)

    assert (found.age, found.revision) == (Age.EMPTY, "")
    assert list(tmp_path.iterdir()) == []


def test_a_current_database_is_left_alone_and_not_copied(url: str, tmp_path: Path) -> None:
    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    copy = upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    assert copy is None
    assert status(url).age is Age.CURRENT
    assert not (tmp_path / "backups").exists()


def test_a_database_of_a_later_version_is_not_touched(url: str, tmp_path: Path) -> None:
    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)
    statements(tmp_path / "bot.sqlite3", "update alembic_version set version_num = '9999'")

    with pytest.raises(DatabaseUnusable, match="later version"):
        upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    assert status(url).age is Age.NEWER


def test_a_database_of_another_program_is_not_touched(url: str, tmp_path: Path) -> None:
    statements(tmp_path / "bot.sqlite3", "create table recipes (name text)")

    with pytest.raises(DatabaseUnusable, match="another program"):
        upgrade(url, backup_dir=tmp_path / "backups", now=NOW)

    assert statements(tmp_path / "bot.sqlite3", "select name from sqlite_master") == [("recipes",)]


def test_an_old_database_is_copied_and_then_upgraded(url: str, tmp_path: Path, next_version: Path) -> None:
    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)
    statements(tmp_path / "bot.sqlite3", "insert into setting (name, value) values ('kept', '{}')")
    old = status(url).revision

    copy = upgrade(url, backup_dir=tmp_path / "backups", now=NOW, migrations=next_version)

    assert copy == tmp_path / "backups" / f"bot-{old}-20270302T090507.sqlite3"
    assert copy.stat().st_mode & 0o077 == 0
    assert list((tmp_path / "backups").iterdir()) == [copy]
    assert statements(copy, "select * from setting") == [("kept", "{}")]
    assert statements(tmp_path / "bot.sqlite3", "select * from setting") == [("kept", "{}", None)]
    assert status(url, migrations=next_version).age is Age.CURRENT


def test_a_migration_that_fails_leaves_the_database_as_it_was(url: str, tmp_path: Path, next_version: Path) -> None:
    upgrade(url, backup_dir=tmp_path / "backups", now=NOW)
    statements(tmp_path / "bot.sqlite3", "insert into setting (name, value) values ('stumble', '{}')")
    before = columns_of(url)

    with pytest.raises(RuntimeError, match="stumbled"):
        upgrade(url, backup_dir=tmp_path / "backups", now=NOW, migrations=next_version)

    assert columns_of(url) == before
    assert status(url).age is Age.CURRENT
