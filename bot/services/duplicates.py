"""While a name is typed: has a colleague of the same unit nominated somebody with a name like it already?

Only members of the unit are told, never who nominated or what the story is, and each person only so often a day.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Executable, Row, bindparam, case, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from bot.domain.criteria import Category
from bot.domain.defaults import Setting
from bot.domain.likeness import Likeness
from bot.services import calendar, merging, prepared, units
from bot.services.endorsements import OPEN
from bot.services.settings import value_of
from models import Dossier, Lookup
from models.base import insert_into, table_of

_UNDER_WAY = select(
    col(Dossier.id),
    col(Dossier.nominee_name),
    col(Dossier.position),
    col(Dossier.occasion),
    col(Dossier.occasion_year),
    col(Dossier.nominator_id),
    col(Dossier.nominee_person_id),
    col(Dossier.sent_at),
).where(
    col(Dossier.unit_id) == bindparam("unit"),
    col(Dossier.category) == bindparam("category"),
    col(Dossier.state).in_(bindparam("states", expanding=True)),
)
LOOKUP = table_of(Lookup)
#: Counting a lookup, built once for each kind of database.
_COUNTS: dict[str, Executable] = {}
#: So many are offered; with more a person would rather write anew.
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Lookalike:  # plan partly S-24
    """A nomination under way as a colleague may know of it: whom it is about and for which occasion."""

    dossier_id: int
    nominee_name: str
    position: str
    occasion: str
    occasion_year: int


def look(session: Session, name: str, *, category: str, by: int, now: datetime, on: date) -> list[Lookalike]:
    """Look for nominations of the person's own unit, for occasions still open, whose nominee may be the same.

    Counts as one of the day's lookups; beyond those nothing is found.
    """
    own = units.unit_of(session, by, on=on)
    if own is None or not _may_look(session, by, on=on):
        return []
    found = [
        (how, one)
        for one in _under_way(session, own.id, category=category, on=on)
        if by not in {one.nominator_id, one.nominee_person_id}
        and one.sent_at <= now
        and (how := merging.likeness(category, name, one.nominee_name)) is not Likeness.NONE
    ]
    found.sort(key=lambda pair: (-pair[0], pair[1].id))
    return [_lookalike(one) for _how, one in found[:OFFERED]]


def again(session: Session, dossier_ids: tuple[int, ...], *, by: int, on: date) -> list[Lookalike]:
    """Give those of an earlier look that may still be supported by this person."""
    own = units.unit_of(session, by, on=on)
    if own is None or not dossier_ids:
        return []
    rows = session.exec(
        select_rows(Dossier).where(
            col(Dossier.id).in_(dossier_ids), Dossier.unit_id == own.id, col(Dossier.state).in_(sorted(OPEN))
        )
    )
    known = {one.id: one for one in rows if by not in {one.nominator_id, one.nominee_person_id}}
    return [_lookalike(known[one]) for one in dossier_ids if one in known]


def _under_way(session: Session, unit_id: int, *, category: str, on: date) -> list[Row[Any]]:
    occasions = {(one.code, one.year) for one in calendar.open_occasions(session, on) if one.is_open}
    rows = prepared.run(session, _UNDER_WAY, unit=unit_id, category=Category(category).value, states=sorted(OPEN))
    return [one for one in rows if (one.occasion, one.occasion_year) in occasions]


def _may_look(session: Session, person_id: int, *, on: date) -> bool:
    """Count one lookup of the day; False once there were as many as a day has."""
    dialect = session.get_bind().dialect.name
    if dialect not in _COUNTS:
        insert = insert_into(session, LOOKUP)
        again_today = case((LOOKUP.c.day == insert.excluded.day, LOOKUP.c.times + 1), else_=1)
        _COUNTS[dialect] = insert.on_conflict_do_update(
            index_elements=["person_id"], set_={"day": insert.excluded.day, "times": again_today}
        ).returning(LOOKUP.c.times)
    times = prepared.run(session, _COUNTS[dialect], person_id=person_id, day=on, times=1).scalar_one()
    return int(times) <= value_of(session, Setting.NAME_LOOKUPS)


def _lookalike(one: Dossier | Row[Any]) -> Lookalike:
    assert one.id is not None
    return Lookalike(one.id, one.nominee_name, one.position, one.occasion, one.occasion_year)
