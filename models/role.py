"""Dated grants of roles on units; looked up at the moment of every act."""

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class RoleGrant(SQLModel, table=True):
    """A person holds a role on a unit from one day to another (``valid_to`` is the last day)."""

    __tablename__ = "role_grant"

    id: int | None = row_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    role: str = Field(description="A value of bot.domain.roles.Role.")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    valid_from: date
    valid_to: date | None = None
    granted_by: int | None = Field(default=None, foreign_key="person.id")
    acting_for: int | None = Field(default=None, foreign_key="person.id")
    granted_at: datetime | None = time_column()
    ended_by: int | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = time_column()
    reason: str = ""
    end_reason: str = ""
