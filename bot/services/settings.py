"""Settings that administrators change while the bot runs, else their defaults."""

from sqlmodel import Session

from bot.domain import defaults
from models import Setting


def value_of(session: Session, setting: defaults.Setting) -> int:
    """Give a setting in the unit of its default."""
    row = session.get(Setting, setting.value)
    return defaults.default(setting) if row is None else int(row.value["value"])
