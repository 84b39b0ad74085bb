"""What waits on a person now: the dossiers at the desks of the roles that the person holds today."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case, exists
from sqlmodel import Session, col, func, select

from bot.domain.criteria import Category, Completeness
from bot.domain.names import sort_key
from bot.domain.workflow import State
from bot.services.audit import DAY_ZONE
from bot.services.queries.completeness import completeness_of
from bot.services.queries.paging import Page, within
from bot.services.queries.queue_view import USUAL, Sort, View, seen_in, waits_on
from models import Declaration, Dossier


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One dossier that waits; ``conflict`` says why somebody else decides on it (nominator, related), "" else.

    ``is_handed``: a clerk prepares it.
    """

    dossier_id: int
    code: str
    version: int
    nominee_name: str
    category: Category
    position: str
    unit_name: str
    state: State
    state_since: datetime
    days_waiting: int
    criteria_met: int
    criteria_total: int
    conflict: str
    is_handed: bool = False


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How much waits on a person and for how many days at most; ``own`` of them somebody else has to decide."""

    total: int
    oldest_days: int
    own: int
    late: int


def waiting(
    session: Session,
    person_id: int,
    *,
    on: date,
    page: int,
    size: int = 5,
    zone: ZoneInfo = DAY_ZONE,
    view: View = USUAL,
) -> Page[QueueLine]:
    """Give a page of what a person looks at, usually what waits, the oldest first.

    It takes as many statements however many there are.
    """
    mine = seen_in(view, person_id, on=on)
    total = session.exec(select(func.count()).select_from(Dossier).where(mine)).one()
    number = within(page, size=size, total=total)
    query = select(Dossier, _conflict(person_id)).where(mine)
    if view.sort == Sort.NAME:
        ids = _by_name(session, mine)[number * size : (number + 1) * size]
        found = {dossier.id: (dossier, why) for dossier, why in session.exec(query.where(col(Dossier.id).in_(ids)))}
        rows = [found[one] for one in ids if one in found]
    else:
        rows = list(session.exec(query.order_by(*_ORDERS[Sort(view.sort)]).limit(size).offset(number * size)))
    filled = completeness_of(session, [dossier for dossier, _conflict in rows])
    lines = tuple(
        _line(dossier, filled[dossier.id], conflict=conflict, days=days_since(dossier.state_since, on=on, zone=zone))
        for dossier, conflict in rows
        if dossier.id is not None
    )
    return Page(lines, number, size, total)


def waiting_counts(session: Session, person_id: int, *, on: date, zone: ZoneInfo = DAY_ZONE) -> WaitingCounts:
    """Count what waits on a person, in one statement; the numbers agree with the list."""
    total, oldest, own, late = session.exec(
        select(
            func.count(),
            func.min(Dossier.state_since),
            func.sum(case((_conflict(person_id) != "", 1), else_=0)),
            func.sum(case((col(Dossier.due_on) < on, 1), else_=0)),
        )
        .select_from(Dossier)
        .where(waits_on(person_id, on=on))
    ).one()
    return WaitingCounts(
        total=total,
        oldest_days=days_since(oldest, on=on, zone=zone) if total else 0,
        own=own or 0,
        late=late or 0,
    )


def days_since(moment: datetime, *, on: date, zone: ZoneInfo) -> int:
    """Count the days from a moment to a day, by the calendar of the place."""
    return max(0, (on - moment.astimezone(zone).date()).days)


def _by_name(session: Session, condition: ColumnElement[bool]) -> list[int]:
    """Give the ids in the order of given names, which no collation of a database knows."""
    named = session.exec(select(Dossier.id, Dossier.nominee_name).where(condition)).all()
    ordered = sorted(named, key=lambda one: (sort_key(one[1]), one[0] or 0))
    return [one for one, _name in ordered if one is not None]


def _line(dossier: Dossier, filled: Completeness, *, conflict: str, days: int) -> QueueLine:
    assert dossier.id is not None
    return QueueLine(
        dossier_id=dossier.id,
        code=dossier.code,
        version=dossier.version,
        nominee_name=dossier.nominee_name,
        category=Category(dossier.category),
        position=dossier.position,
        unit_name=dossier.unit_name,
        state=State(dossier.state),
        state_since=dossier.state_since,
        days_waiting=days,
        criteria_met=filled.met,
        criteria_total=filled.total,
        conflict=conflict,
        is_handed=dossier.handed_to_id is not None,
    )


def _conflict(person_id: int) -> ColumnElement[str]:
    related = exists().where(col(Declaration.dossier_id) == Dossier.id, col(Declaration.person_id) == person_id)
    return case((col(Dossier.nominator_id) == person_id, "nominator"), (related, "related"), else_="")


#: Columns, which SQLAlchemy types in several ways.
_ORDERS: Mapping[Sort, tuple[Any, ...]] = {
    Sort.OLDEST: (col(Dossier.state_since), col(Dossier.id)),
    Sort.NEWEST: (col(Dossier.state_since).desc(), col(Dossier.id).desc()),
    Sort.DUE: (col(Dossier.due_on).is_(None), col(Dossier.due_on), col(Dossier.id)),
}
