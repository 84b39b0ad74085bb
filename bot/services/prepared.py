"""Statements that are built once: building a select takes ten times as long as running it."""

from typing import Any

from sqlalchemy import CursorResult, Executable
from sqlmodel import Session


def run(session: Session, statement: Executable, **values: Any) -> CursorResult[*tuple[Any, ...]]:  # noqa: ANN401 -- values of columns
    """Run a statement with its values; what is pending in the session is written first, as its own queries do."""
    session.flush()
    return session.connection().execute(statement, values)
