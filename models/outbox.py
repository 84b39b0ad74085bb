"""The outbox: notices on their way to people, with what became of each."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import json_column, row_id, time_column


class OutboxState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"  # its condition no longer held, or its decision was undone
    FAILED = "failed"  # Telegram will not take it; `error` says why


class Priority(StrEnum):
    """How a message may use the sending rate."""

    REPLY = "reply"  # a person is waiting: outside the bulk budget
    NOTICE = "notice"  # concerns one person
    BULK = "bulk"  # reminders, digests: paced evenly


class OutboxMessage(SQLModel, table=True):
    """One message to one chat.

    ``template`` and ``args`` name what is to be said; the words are made, in the reader's language, and the condition
    is checked again, when the message is claimed. ``dedupe_key`` makes queueing it twice harmless.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_due",
            "due_at",
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: int | None = row_id()
    dedupe_key: str = Field(unique=True)
    chat_id: int = Field(sa_type=BigInteger, index=True)
    template: str
    args: dict[str, Any] = json_column()
    priority: str = Field(default=Priority.NOTICE)
    silent: bool = False
    dossier_id: int | None = Field(default=None, index=True)
    decision_id: int | None = Field(default=None, index=True, description="An undone decision takes its notices back.")
    state: str = Field(default=OutboxState.WAITING)
    due_at: datetime = time_column(nullable=False)
    created_at: datetime = time_column(nullable=False)
    claimed_at: datetime | None = time_column()
    sent_at: datetime | None = time_column()
    attempts: int = 0
    error: str = ""
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    pressed: str = Field(
        default="", description="The action of the button pressed below it; the notice is then a receipt."
    )
