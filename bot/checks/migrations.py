"""The migrations and the models must make the same database."""

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

import models
from models.upgrade import upgrade

assert models.__all__  # importing the package has made every table known


def problems() -> list[str]:
    """Upgrade an empty database and list what the models would still change in it."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{Path(folder) / 'empty.sqlite3'}"
        upgrade(url, backup_dir=Path(folder), now=datetime.now(UTC))
        engine = create_engine(url)
        with engine.connect() as connection:
            differences = compare_metadata(MigrationContext.configure(connection), SQLModel.metadata)
        engine.dispose()
    return [f"{difference}; write a migration: python -m models.migrations.draft" for difference in differences]
