"""What every table shares: aware times in UTC, JSON columns and names for constraints."""

from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import JSON, BigInteger, Column, DateTime, Dialect, Integer, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, Session, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC.

    SQLite has no time zones: without this a time would come back naive and be refused by the models.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC; a naive time is a mistake of the caller and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "a time without a zone cannot be stored"
            raise ValueError(msg)
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 -- SQLAlchemy's signature
        """Give back an aware time in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: Sixty-four bits everywhere; SQLite numbers rows itself only for a plain INTEGER.
RowId = BigInteger().with_variant(Integer(), "sqlite")


def row_id() -> Any:  # noqa: ANN401 -- a pydantic field declaration
    """Declare the numbered primary key of a table."""
    return Field(default=None, primary_key=True, sa_type=RowId)


def time_column(*, index: bool = False, nullable: bool = True) -> Any:  # noqa: ANN401 -- as above
    """Declare a column for an aware time."""
    return Field(default=None, sa_type=UtcDateTime, index=index, nullable=nullable)


def json_column(default: type[dict[Any, Any]] | type[list[Any]] = dict) -> Any:  # noqa: ANN401 -- as above
    """Declare a column for a small JSON value."""
    return Field(default_factory=default, sa_column=Column(JSON, nullable=False))


def table_of(model: type[SQLModel]) -> Table:
    """Give the table behind a model, for statements on the hot path."""
    table: Table = model.__table__  # type: ignore[attr-defined]  # SQLModel does not declare it
    return table


def insert_into(session: Session, table: Table) -> sqlite.Insert:
    """Begin an INSERT that can say what to do on a conflict; both databases take the same words for it."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return cast("sqlite.Insert", dialect.insert(table))  # the two classes are alike but unrelated
