"""Whom a closing still concerns in the schools: officers with something for that occasion on their desk."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_
from sqlmodel import Session, col, func, select

from bot.domain.workflow import DESKS, State
from bot.services.queries.queue_view import waits_on
from bot.services.units import valid_on
from models import Dossier, RoleGrant

#: The desks within a school; the level above has its own closing.
SCHOOL_DESKS = (State.WITH_HEAD, State.WITH_DEPUTY)


def officers(session: Session, *, on: date, occasion: str, year: int) -> list[int]:
    """Give every officer of a school on whom something for this occasion waits, in one statement."""
    on_the_desk = [
        and_(col(Dossier.state) == state, col(RoleGrant.role).in_(sorted(DESKS[state]))) for state in SCHOOL_DESKS
    ]
    nominee = col(Dossier.nominee_person_id)
    return list(
        session.exec(
            select(RoleGrant.person_id)
            .join(Dossier, col(Dossier.holder_unit_id) == RoleGrant.unit_id)
            .where(
                valid_on(RoleGrant, on),
                or_(*on_the_desk),
                or_(nominee.is_(None), nominee != RoleGrant.person_id),
                *_of(occasion, year),
            )
            .distinct()
            .order_by(col(RoleGrant.person_id))
        )
    )


def count(session: Session, person_id: int, *, on: date, occasion: str, year: int) -> int:
    """Count what waits on one of them for this occasion; part of the number that the queue shows."""
    in_a_school = col(Dossier.state).in_(SCHOOL_DESKS)
    return session.exec(
        select(func.count()).select_from(Dossier).where(waits_on(person_id, on=on), in_a_school, *_of(occasion, year))
    ).one()


def _of(occasion: str, year: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Dossier.occasion) == occasion, col(Dossier.occasion_year) == year
