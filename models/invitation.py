"""Invitations by link or QR, requests to join, and how often somebody has guessed."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class InvitationKind(StrEnum):
    """What an invitation is for."""

    JOIN = "join"  # a unit, in a role
    CO_NOMINATE = "co_nominate"  # a draft that is not sent yet


class Invitation(SQLModel, table=True):
    """A link that may be used a few times until a day. Only a hash of its secret is stored."""

    id: int | None = row_id()
    secret_hash: str = Field(unique=True)
    nonce: str = Field(default="", description="With the bot's key it gives the secret again, to show the link anew.")
    kind: str
    unit_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    role: str = ""
    draft_id: int | None = Field(default=None, foreign_key="draft.id", index=True)
    uses: int = Field(description="How often it could be used when it was made.")
    uses_left: int
    made_by: int | None = Field(default=None, foreign_key="person.id")
    made_at: datetime = time_column(nullable=False)
    expires_at: datetime = time_column(nullable=False)
    revoked_at: datetime | None = time_column()


class Guess(SQLModel, table=True):
    """How many wrong links a Telegram user has tried since a moment."""

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    tries: int = 0
    since: datetime = time_column(nullable=False)


class JoinState(StrEnum):
    """Where a request to join stands."""

    WAITING = "waiting"
    CONFIRMED = "confirmed"
    NOT_OURS = "not_ours"
    WITHDRAWN = "withdrawn"


class JoinRequest(SQLModel, table=True):
    """Somebody says to belong to a unit; its head or clerk confirms."""

    __tablename__ = "join_request"

    id: int | None = row_id()
    person_id: int = Field(foreign_key="person.id", index=True)
    account_id: int = Field(foreign_key="account.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    role: str
    state: str = Field(default=JoinState.WAITING)
    asked_at: datetime = time_column(nullable=False)
    decided_by: int | None = Field(default=None, foreign_key="person.id")
    decided_at: datetime | None = time_column()
    remind_at: datetime | None = time_column(index=True)
