"""Milestones, the ladder of steps before each, and what is due when. Dates are data with labelled defaults."""

from datetime import datetime

from sqlalchemy import Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class Milestone(SQLModel, table=True):
    """A day of the year that the movement works towards: 11/6 (plan IV.1), 20/11 (an added, switchable one)."""

    code: str = Field(primary_key=True, description="Such as 11-6.")
    month: int
    day: int
    enabled: bool = True
    is_default: bool = Field(default=True, description="Still the shipped default, shown as such.")


class LadderStep(SQLModel, table=True):
    """One step on the way to a milestone: it closes so many days before it, moved back to a working day."""

    __tablename__ = "ladder_step"
    __table_args__ = (UniqueConstraint("milestone", "code"),)

    id: int | None = row_id()
    milestone: str = Field(foreign_key="milestone.code")
    code: str = Field(description="A value of bot.domain.deadlines.Step: open, nominate, school, …")
    days_before: int
    is_default: bool = True


class Reminder(SQLModel, table=True):
    """One rung: at ``due_at`` those whom the step still concerns are reminded, and nobody else."""

    __table_args__ = (
        UniqueConstraint("milestone", "year", "step", "days_before"),
        Index(
            "ix_reminder_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: int | None = row_id()
    milestone: str = Field(foreign_key="milestone.code")
    year: int
    step: str
    days_before: int
    due_at: datetime = time_column(nullable=False)
    state: str = Field(default="waiting", description="waiting, done, skipped (overtaken while the bot stood still)")
    handled_at: datetime | None = time_column()


class Recurring(SQLModel, table=True):
    """Work that comes again, such as the Monday digest: ``next_due_at`` moves on in the transaction that does it."""

    name: str = Field(primary_key=True)
    next_due_at: datetime = time_column(nullable=False, index=True)
    last_done_at: datetime | None = time_column()
