"""Settings that administrators change while the bot runs, else their defaults."""

from sqlmodel import Session

from bot.domain import defaults
from models import Setting


def value_of(session: Session, setting: defaults.Setting) -> int:
    """Give a setting in the unit of its default."""
    row = session.get(Setting, setting.value)
    return defaults.default(setting) if row is None else int(row.value["value"])


def change(session: Session, setting: defaults.Setting, value: int) -> None:
    """Give a setting another value; its default again takes the row away."""
    row = session.get(Setting, setting.value)
    if value == defaults.default(setting):
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(Setting(name=setting.value, value={"value": value}))
    else:
        row.value = {"value": value}
    session.flush()
