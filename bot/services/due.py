"""What is due -> which service: one table, claimed by rows, so that no restart or stop loses or doubles anything."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from bot.services import (
    audit,
    calendar,
    carrying,
    commands_due,
    digest,
    fetching,
    joining,
    outbox,
    reminders,
    retention,
    tips,
    unit_routes,
)
from models import Recurring


@dataclass(frozen=True, slots=True)
class Times:
    """When work comes again: at a time of every day, or of one day of the week (Monday is 0)."""

    at: time
    weekday: int | None = None

    def after(self, moment: datetime, *, zone: ZoneInfo) -> datetime:
        """Give the first such time after a moment, in UTC."""
        day = moment.astimezone(zone).date()
        while True:
            wanted = datetime.combine(day, self.at, tzinfo=zone).astimezone(UTC)
            if wanted > moment and self.weekday in (None, day.weekday()):
                return wanted
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Work:
    """A name, what it does (giving how much it did), and when; without times its own rows say when.

    Work ``in_chunks`` stays due until it finds nothing more to do.
    """

    name: str
    do: Callable[..., int]
    times: Times | None = None
    in_chunks: bool = False


def _plan(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    reminders.plan(session, now=now, zone=zone)
    return 0


def _retention(session: Session, *, now: datetime, zone: ZoneInfo) -> int:  # noqa: ARG001 -- all work is called alike
    return retention.empty(session, now=now)


def _audit_root(session: Session, *, now: datetime, zone: ZoneInfo) -> int:  # noqa: ARG001 -- the trail has a zone of its own
    yesterday = now.astimezone(audit.DAY_ZONE).date() - timedelta(days=1)
    audit.make_root(session, yesterday, now=now)
    return 0


def _menus(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    commands_due.mark_of_the_day(session, on=now.astimezone(zone).date())
    return 0


#: In this order: a digest says what a reminder of the same day would, so it comes first.
TABLE: Final = (
    Work("plan", _plan, Times(time(0, 1))),
    Work("reorganise", carrying.carry_on, Times(time(0, 1))),
    Work("digest", digest.handle_due, Times(time(7), weekday=0)),
    Work("reminders", reminders.handle_due),
    Work("tips", tips.handle_due, Times(time(11, 30), weekday=tips.WEEKDAY), in_chunks=True),
    Work("join_reminders", joining.remind),
    Work("menus", _menus, Times(time(0, 2))),
    Work("retention", _retention, Times(time(3, 10)), in_chunks=True),
    Work("audit_root", _audit_root, Times(time(0, 5))),
)


def prepare(session: Session, *, now: datetime, zone: ZoneInfo) -> None:
    """At start, write what is missing: the shipped calendar, the coming reminders, when recurring work is due next."""
    calendar.seed(session)
    unit_routes.seed(session)
    reminders.plan(session, now=now, zone=zone)
    for work in TABLE:
        if work.times is not None and session.get(Recurring, work.name) is None:
            session.add(Recurring(name=work.name, next_due_at=work.times.after(now, zone=zone)))
    session.flush()


def handle(session: Session, work: Work, *, now: datetime, zone: ZoneInfo) -> int:
    """Do one kind of work if it is due; give how much was done. What is left over stays due."""
    if work.times is None:
        return work.do(session, now=now, zone=zone)
    row = session.get(Recurring, work.name)
    if row is None:
        return 0
    coming = work.times.after(now, zone=zone)
    if row.next_due_at > now:
        row.next_due_at = min(row.next_due_at, coming)  # the clock may have been put back
        return 0
    if not _claim(session, row, now=now, coming=coming):
        return 0
    done = work.do(session, now=now, zone=zone)
    if work.in_chunks and done:
        row.next_due_at = now
    return done


def handle_due(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Do all that is due in one unit of work; give how much was done."""
    return sum(handle(session, work, now=now, zone=zone) for work in TABLE)


def next_due(session: Session) -> datetime | None:
    """Tell when anything is due next: a message, a reminder, recurring work, or another try to fetch a file."""
    moments = (
        outbox.next_due(session),
        reminders.next_due(session),
        joining.next_reminder(session),
        _next_recurring(session),
        fetching.next_due(session),
    )
    return min((moment for moment in moments if moment is not None), default=None)


def next_reminder(session: Session) -> datetime | None:
    """Tell when people hear something next without having asked: a queued message, a reminder, or the digest."""
    weekly = session.exec(select(Recurring.next_due_at).where(Recurring.name == "digest")).one_or_none()
    moments = (outbox.next_due(session), reminders.next_due(session), weekly)
    return min((moment for moment in moments if moment is not None), default=None)


def _claim(session: Session, row: Recurring, *, now: datetime, coming: datetime) -> bool:
    """Move the row on only if nobody else has."""
    moved = session.exec(
        update(Recurring)
        .where(col(Recurring.name) == row.name, col(Recurring.next_due_at) == row.next_due_at)
        .values(next_due_at=coming, last_done_at=now)
        .execution_options(synchronize_session=False)  # else the object would change although the row did not
    )
    session.refresh(row)
    return moved.rowcount == 1


def _next_recurring(session: Session) -> datetime | None:
    return session.exec(select(func.min(Recurring.next_due_at))).one()
