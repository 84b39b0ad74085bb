"""What every run of the tests may be told: which database they are about."""

import os

import pytest

from tests.support.databases import CHOICE, KINDS, on_postgresql, stop


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", choices=KINDS, help="run on SQLite (the default) or on PostgreSQL")


def pytest_configure(config: pytest.Config) -> None:
    if chosen := config.getoption("--database"):
        os.environ[CHOICE] = chosen


def pytest_unconfigure() -> None:
    stop()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what only the other database does."""
    other = "sqlite" if on_postgresql() else "postgresql"
    for item in items:
        if item.get_closest_marker(other):
            item.add_marker(pytest.mark.skip(reason=f"about {other}"))
