"""What waits on a person now: the dossiers at the desks of the roles that the person holds today."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, and_, case, exists, or_
from sqlmodel import Session, col, func, select

from bot.domain.criteria import Category
from bot.domain.workflow import DESKS, WAITING, State
from bot.services.audit import DAY_ZONE
from bot.services.queries.completeness import completeness_of
from bot.services.queries.paging import Page, within
from bot.services.units import valid_on
from models import Declaration, Dossier, RoleGrant


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One dossier that waits; ``conflict`` says why somebody else decides on it (nominator, related), "" else."""

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


@dataclass(frozen=True, slots=True)
class WaitingCounts:
    """How much waits on a person and for how many days at most; ``own`` of them somebody else has to decide."""

    total: int
    oldest_days: int
    own: int
    late: int


def waiting(
    session: Session, person_id: int, *, on: date, page: int, size: int = 5, zone: ZoneInfo = DAY_ZONE
) -> Page[QueueLine]:
    """Give a page of what waits on a person, the oldest first; four statements however many there are."""
    mine = waits_on(person_id, on=on)
    total = session.exec(select(func.count()).select_from(Dossier).where(mine)).one()
    number = within(page, size=size, total=total)
    rows = session.exec(
        select(Dossier, _conflict(person_id))
        .where(mine)
        .order_by(col(Dossier.state_since), col(Dossier.id))
        .limit(size)
        .offset(number * size)
    ).all()
    filled = completeness_of(session, [dossier for dossier, _conflict in rows])
    lines = tuple(
        QueueLine(
            dossier_id=dossier.id,
            code=dossier.code,
            version=dossier.version,
            nominee_name=dossier.nominee_name,
            category=Category(dossier.category),
            position=dossier.position,
            unit_name=dossier.unit_name,
            state=State(dossier.state),
            state_since=dossier.state_since,
            days_waiting=days_since(dossier.state_since, on=on, zone=zone),
            criteria_met=filled[dossier.id].met,
            criteria_total=filled[dossier.id].total,
            conflict=conflict,
        )
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


def waits_on(person_id: int, *, on: date) -> ColumnElement[bool]:
    """Say that a dossier lies at a desk of this person that day; one about the person is never among them."""
    desks = [
        and_(col(Dossier.state) == state, col(RoleGrant.role).in_(sorted(DESKS[state]))) for state in sorted(WAITING)
    ]
    held = exists().where(
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.unit_id) == Dossier.holder_unit_id,
        valid_on(RoleGrant, on),
        or_(*desks),
    )
    not_about = or_(col(Dossier.nominee_person_id).is_(None), col(Dossier.nominee_person_id) != person_id)
    return and_(held, not_about)


def days_since(moment: datetime, *, on: date, zone: ZoneInfo) -> int:
    """Count the days from a moment to a day, by the calendar of the place."""
    return max(0, (on - moment.astimezone(zone).date()).days)


def _conflict(person_id: int) -> ColumnElement[str]:
    related = exists().where(col(Declaration.dossier_id) == Dossier.id, col(Declaration.person_id) == person_id)
    return case((col(Dossier.nominator_id) == person_id, "nominator"), (related, "related"), else_="")
