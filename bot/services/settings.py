"""Settings that administrators change while the bot runs, else their defaults."""

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain import defaults
from bot.services import prepared
from models import Setting

_VALUE = select(Setting.value).where(col(Setting.name) == bindparam("name"))


def value_of(session: Session, setting: defaults.Setting) -> int:
    """Give a setting in the unit of its default."""
    value = prepared.run(session, _VALUE, name=setting.value).scalar()
    return defaults.default(setting) if value is None else int(value["value"])


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
