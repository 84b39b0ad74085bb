"""The inbox: every update of Telegram as it came, stored before Telegram is told "done"."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class InboxState(StrEnum):
    """Where an update stands."""

    NEW = "new"
    DONE = "done"
    IGNORED = "ignored"  # nobody handles this kind of update
    FAILED = "failed"  # its handler raised; `inbox retry` replays it
    SUPERSEDED = "superseded"  # replayed too late: a later answer stands


class InboxUpdate(SQLModel, table=True):
    """One update. ``id`` is the order of arrival; ``update_id`` makes a repetition harmless."""

    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_waiting", "id", sqlite_where=text("state = 'new'"), postgresql_where=text("state = 'new'")),
        Index(
            "ix_inbox_open",
            *("chat_id", "id"),
            sqlite_where=text("state = 'new'"),
            postgresql_where=text("state = 'new'"),
        ),
        Index("ix_inbox_chat_id_message_id", "chat_id", "message_id"),
    )

    id: int | None = row_id()
    update_id: int = Field(sa_type=BigInteger, unique=True)
    chat_id: int | None = Field(default=None, sa_type=BigInteger)
    user_id: int | None = Field(default=None, sa_type=BigInteger)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    kind: str = Field(description="The update's field: message, callback_query, edited_message …")
    body: str = Field(description="The raw JSON; emptied after `inbox_days`.")
    state: str = Field(default=InboxState.NEW)
    received_at: datetime = time_column(nullable=False)
    done_at: datetime | None = time_column()
    claimed_until: datetime | None = time_column()  # one of several workers has it in hand
    attempts: int = 0
    error: str = Field(default="", description="Type and place of the exception; never a person's words.")
    reference: str = Field(default="", index=True, description="What the person was told to quote, such as K7Q-42.")
    draft_id: int | None = Field(default=None, description="The draft that this update answered, or stood before.")
    step: str = Field(default="", description="The step of that draft: an edited message corrects it.")
    revision: int | None = Field(default=None, description="The dialog's revision when a handler failed.")
