"""What waits on the desk of whom: the numbers of reminders and digests, the same as the queue's."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import Session, col, select

from bot.domain.workflow import DESKS, State
from bot.services.units import valid_on
from models import Dossier, RoleGrant

#: The desks within a school; the level above has its own ways.
SCHOOL_DESKS = (State.WITH_HEAD, State.WITH_DEPUTY)


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many dossiers wait for one person, and since when the oldest has been there."""

    person_id: int
    count: int
    oldest: datetime


def by_person(
    session: Session, *, on: date, person_id: int | None = None, occasion: tuple[str, int] | None = None
) -> list[Waiting]:
    """Count what waits in schools for each officer of that day, or for one; ``occasion`` is a milestone and a year."""
    conditions = [] if person_id is None else [col(RoleGrant.person_id) == person_id]
    if occasion is not None:
        conditions += [col(Dossier.occasion) == occasion[0], col(Dossier.occasion_year) == occasion[1]]
    rows = session.exec(
        select(RoleGrant.person_id, func.count(func.distinct(Dossier.id)), func.min(Dossier.state_since))
        .join(Dossier, col(Dossier.holder_unit_id) == RoleGrant.unit_id)
        .where(valid_on(RoleGrant, on), _on_the_desk(), *conditions)
        .group_by(col(RoleGrant.person_id))
        .order_by(col(RoleGrant.person_id))
    )
    return [Waiting(person, count, oldest) for person, count, oldest in rows]


def _on_the_desk() -> ColumnElement[bool]:
    return or_(
        *(and_(col(Dossier.state) == state, col(RoleGrant.role).in_(sorted(DESKS[state]))) for state in SCHOOL_DESKS)
    )
