"""Chats as delivery sees them, and the pause that a 429 asks for."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from models.base import time_column


class Chat(SQLModel, table=True):
    """What is known of a chat beyond its dialog; no row means: reachable."""

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    unreachable_at: datetime | None = time_column()
    reason: str = Field(default="", description="Telegram's words, such as 'bot was blocked by the user'.")
    migrated_to: int | None = Field(default=None, sa_type=BigInteger)
    greeted_at: datetime | None = time_column()  # a group was told once where the bot can be used


class SendingPause(SQLModel, table=True):
    """Until when nobody sends anything: one row, kept here so that a restart does not forget a 429."""

    __tablename__ = "sending_pause"

    name: str = Field(primary_key=True)
    until: datetime = time_column(nullable=False)
    reason: str = ""
