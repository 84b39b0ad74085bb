"""Where a person stands (dialog) and what the person has said so far (draft)."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import json_column, row_id, time_column


class Dialog(SQLModel, table=True):
    """One private chat and its one live window, which is drawn from this row.

    ``revision`` grows with every change; where ``drawn_revision`` lags, delivery draws the window again. While
    ``fresh_revision`` is not drawn, a new message is sent below instead of an edit in place, and the old one shrinks to
    ``receipt``. Buttons drawn since ``acted_revision`` still act: a file that arrives meanwhile redraws the window and
    makes nobody's press stale. Only delivery writes ``drawn_revision`` and ``live_message_id``.
    """

    __table_args__ = (
        Index(
            "ix_dialog_lagging",
            "id",
            sqlite_where=text("drawn_revision < revision"),
            postgresql_where=text("drawn_revision < revision"),
        ),
    )

    id: int | None = row_id()
    chat_id: int = Field(sa_type=BigInteger, unique=True)
    account_id: int | None = Field(default=None, foreign_key="account.id")
    screen: str = Field(default="start", description="Name of the screen or flow that is shown.")
    args: dict[str, Any] = json_column()
    draft_id: int | None = Field(default=None, foreign_key="draft.id")
    revision: int = 0
    acted_revision: int = 0
    drawn_revision: int = 0
    draw_after: datetime | None = time_column()  # an album is drawn once, a second after its last picture
    live_message_id: int | None = Field(default=None, sa_type=BigInteger)
    fresh_revision: int = 0
    receipt: str = ""


class DraftState(StrEnum):
    """Where a draft stands."""

    OPEN = "open"
    SENT = "sent"
    DISCARDED = "discarded"  # recoverable for 24 hours


class Draft(SQLModel, table=True):
    """Answers of one flow, stored as they arrive. ``step`` is a name, so that an upgraded flow still finds it."""

    id: int | None = row_id()
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    flow: str
    flow_version: int
    step: str
    cursor: dict[str, Any] = json_column()  # what is open within the step, and whether the preview waits
    answers: dict[str, Any] = json_column()
    title: str = Field(default="", description="What the draft is called in lists, such as the nominee's name.")
    state: str = Field(default=DraftState.OPEN)
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id")
    created_at: datetime = time_column(nullable=False)
    updated_at: datetime = time_column(nullable=False)
    discarded_at: datetime | None = time_column()
