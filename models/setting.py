"""Settings that administrators change while the bot runs; no row means the default in bot.domain.defaults."""

from typing import Any

from sqlmodel import Field, SQLModel

from models.base import json_column


class Setting(SQLModel, table=True):
    """One setting by name."""

    name: str = Field(primary_key=True)
    value: dict[str, Any] = json_column()
