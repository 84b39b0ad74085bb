"""Consents: to what, in which words, how it was given, and when it was taken back (law 91/2025/QH15)."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class Consent(SQLModel, table=True):
    """One person's answer to one question; silence is none, and a later row stands."""

    id: int | None = row_id()
    account_id: int = Field(foreign_key="account.id", index=True)
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    purpose: str = Field(description="processing or publishing: never bundled.")
    text_version: int
    language: str
    given: bool
    at: datetime = time_column(nullable=False)
    evidence: str = Field(default="", description="How it was given, such as the number of the update with the press.")
    withdrawn_at: datetime | None = time_column()
