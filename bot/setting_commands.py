"""`settings` on the command line: what the movement's settings are, whose default is ours, and how one is changed."""

import sys
from collections.abc import Iterable, Iterator

from sqlmodel import Session

from bot.database import Database
from bot.domain.defaults import ASSUMED, DEFAULTS, UNIT_LABELS, Setting, Unit
from bot.i18n import Speaker
from bot.services import settings as values
from bot.settings import Settings

MISUSED = 2
#: The settings that are read from the database at the moment they count; the others are defaults of this version.
CHANGEABLE = (
    Setting.TIPS,
    Setting.INVITATION_DAYS,
    Setting.INVITATION_USES,
    Setting.JOIN_REMINDER_DAYS,
    Setting.LINK_GUESSES,
    Setting.LINK_GUESS_MINUTES,
    Setting.ACTING_DAYS,
    Setting.NAME_LOOKUPS,
    Setting.CO_NOMINATORS,
    Setting.SOLUTIONS_MANY,
    Setting.SOLUTIONS_SOME,
    Setting.DISCARD_HOURS,
    Setting.INBOX_DAYS,
    Setting.OUTBOX_DAYS,
)
_SAY = Speaker("en")


def show_or_change(settings: Settings, name: str, value: str) -> int:
    """List all settings, or one, or give one another value; gives the exit code."""
    if name and name not in CHANGEABLE:
        print(f"There is no setting {name} to change; there are {', '.join(CHANGEABLE)}.", file=sys.stderr)
        return MISUSED
    chosen = [Setting(name)] if name else CHANGEABLE
    database = Database(settings.database_url)
    if value:
        try:
            wanted = _read(chosen[0], value)
        except ValueError as problem:
            print(f"Nothing was changed: {problem}", file=sys.stderr)
            return MISUSED
        database.write_now(lambda session: values.change(session, chosen[0], wanted))
    for line in database.read_now(lambda session: list(_lines(session, chosen))):
        print(line)
    if not name:
        print(f"* {_SAY(ASSUMED)}")
    return 0


def _lines(session: Session, chosen: Iterable[Setting]) -> Iterator[str]:
    for one in chosen:
        default = DEFAULTS[one]
        now = values.value_of(session, one)
        mark = "*" if now == default.value else f"(default {default.value})"
        yield f"{one:<20} {now:>6} {_SAY(UNIT_LABELS[default.unit])} {mark}  {_SAY(default.meaning)}"


def _read(setting: Setting, value: str) -> int:
    """Read a value; raises ValueError with words for one that makes no sense."""
    is_switch = DEFAULTS[setting].unit is Unit.SWITCH
    if not value.isdecimal() or (int(value) > 1 if is_switch else int(value) < 1):
        raise ValueError(f"{value} is not {'1 or 0' if is_switch else 'a whole number from 1 on'}")
    return int(value)
