"""The Monday digest of a head: what is new, what waits, what is late, and how many days are left.

The row only says who gets one; the numbers are counted when it is sent, and they are the queue's.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.domain.deadlines import Step
from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.services import calendar, reminders, unasked
from bot.services.calendar import StepDue
from bot.services.queries.queue import waiting_counts
from bot.services.unasked import Letter
from bot.services.units import UnitName, name_of, valid_on
from models import Dossier, RoleGrant, SupplementItem

#: What came in so long counts as new.
NEW_WITHIN: Final = timedelta(days=7)
#: An own unfinished draft is mentioned when nominations close within so many days.
DRAFTS_WITHIN: Final = 30


@dataclass(frozen=True, slots=True)
class DigestFacts:  # plan partly S-14, partly S-41
    """One head's week. ``late`` items waited beyond their day; ``late_supplements`` were not given by theirs.

    ``since`` and ``until`` are the first and last day of the week told of; ``drafts`` counts the head's own drafts
    for an occasion that closes soon.
    """

    person_id: int
    unit: UnitName | None
    since: date
    until: date
    new: int
    waiting: int
    oldest_days: int
    late: int
    late_supplements: int
    next_step: StepDue | None
    drafts: int


def handle_due(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Queue a digest for everybody who heads a unit now; give how many were queued."""
    today = now.astimezone(zone).date()
    letters = [Letter(person_id, Template.DIGEST_HEAD, {}) for person_id in unasked.heads(session, on=today)]
    return unasked.queue(session, letters, now=now, zone=zone)


def facts(session: Session, person_id: int, *, now: datetime, zone: ZoneInfo) -> DigestFacts | None:
    """Count anew what a digest says; None where there is nothing to say, or no longer a head to say it to."""
    today = now.astimezone(zone).date()
    units = _headed(session, person_id, on=today)
    if not units:
        return None
    counts = waiting_counts(session, person_id, on=today, zone=zone)
    told = DigestFacts(
        person_id=person_id,
        unit=name_of(session, units[0], on=today),
        since=today - NEW_WITHIN,
        until=today - timedelta(days=1),
        new=_new(session, units, reader=person_id, since=now - NEW_WITHIN),
        waiting=counts.total,
        oldest_days=counts.oldest_days,
        late=counts.late,
        late_supplements=_late_supplements(session, units, reader=person_id, today=today),
        next_step=calendar.next_step_due(session, today, step=Step.SCHOOL),
        drafts=_own_drafts(session, person_id, today=today),
    )
    return told if told.new or told.waiting or told.late_supplements or told.drafts else None


def _headed(session: Session, person_id: int, *, on: date) -> list[int]:
    return list(
        session.exec(
            select(RoleGrant.unit_id)
            .where(RoleGrant.person_id == person_id, RoleGrant.role == Role.UNIT_HEAD, valid_on(RoleGrant, on))
            .distinct()
            .order_by(col(RoleGrant.unit_id))
        )
    )


def _not_about(reader: int) -> ColumnElement[bool]:
    """Leave out what is about the reader: a nominee learns nothing of it, not even by counting."""
    return col(Dossier.nominee_person_id).is_distinct_from(reader)


def _new(session: Session, units: list[int], *, reader: int, since: datetime) -> int:
    return session.exec(
        select(func.count())
        .select_from(Dossier)
        .where(col(Dossier.unit_id).in_(units), col(Dossier.sent_at) >= since, _not_about(reader))
    ).one()


def _late_supplements(session: Session, units: list[int], *, reader: int, today: date) -> int:
    return session.exec(
        select(func.count(func.distinct(Dossier.id)))
        .join(SupplementItem, col(SupplementItem.dossier_id) == Dossier.id)
        .where(
            col(Dossier.holder_unit_id).in_(units),
            _not_about(reader),
            col(SupplementItem.given_at).is_(None),
            col(SupplementItem.closed_at).is_(None),
            col(SupplementItem.due_on) < today,
        )
    ).one()


def _own_drafts(session: Session, person_id: int, *, today: date) -> int:
    due = calendar.next_step_due(session, today, step=Step.NOMINATE)
    if due is None or due.days_left > DRAFTS_WITHIN:
        return 0
    return len(reminders.drafts_for(session, due, person_id=person_id, today=today))
