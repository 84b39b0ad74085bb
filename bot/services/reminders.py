"""Reminders before a closing: planned as rows, claimed when they are due, and checked again when they are sent.

Only those are reminded whom the step still concerns: officers of a school with items waiting for that occasion, and
nominators with an unfinished draft for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, or_, update
from sqlmodel import Session, col, select

from bot.domain.deadlines import Step, rungs
from bot.domain.deadlines import open_occasions as open_on
from bot.domain.notices import Template
from bot.domain.sending_times import allowed_time
from bot.domain.wording import Text
from bot.services import calendar, unasked
from bot.services.calendar import StepDue
from bot.services.queries import waiting
from bot.services.unasked import Letter
from models import Account, Draft, Reminder
from models.dialog import DraftState

#: The steps whose closings people are reminded of.
STEPS: Final = (Step.NOMINATE, Step.SCHOOL)
#: Longer than so many days after a closing its reminders are of no use to anybody.
TOO_LATE: Final = 7
#: A reminder further ahead than this comes without a sound.
SOUND_FROM: Final = 7
_WAITING, _DONE, _SKIPPED = "waiting", "done", "skipped"


@dataclass(frozen=True, slots=True)
class OfficerFacts:
    """What a reminder to an officer says, as it is when it is sent; ``occasion`` is the bare day, such as 11/6/2027."""

    person_id: int
    occasion: Text
    step: Step
    closes_on: date
    days_left: int
    waiting: int


@dataclass(frozen=True, slots=True)
class DraftFacts:
    """What a reminder to a nominator says; ``others`` counts further drafts for the same occasion."""

    person_id: int
    draft_id: int
    title: str
    occasion: Text
    closes_on: date
    days_left: int
    others: int


def plan(session: Session, *, now: datetime, zone: ZoneInfo) -> None:
    """Write the reminders of this year's and next year's ladders; where the ladder was changed, they move.

    One whose moment was over before it was written is not made up for.
    """
    there = {_key(row): row for row in session.exec(select(Reminder))}
    wanted: set[tuple[str, int, str, int]] = set()
    for milestone in calendar.milestones(session):
        for year in (now.year, now.year + 1):
            for step in STEPS:
                if step not in milestone.ladder:
                    continue
                for rung in rungs(milestone.date_of(step, year), zone=zone):
                    key = (milestone.code, year, step.value, rung.days_before)
                    wanted.add(key)
                    session.add(_planned(there.get(key), key, rung.at, now=now))
    for key, row in there.items():
        if key not in wanted and row.state == _WAITING:
            session.delete(row)
    session.flush()


def handle_due(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Claim what is due and queue its messages; give how many were claimed.

    After a long stop only the latest reminder of a step is sent; those it overtook are skipped.
    """
    due = session.exec(
        select(Reminder)
        .where(Reminder.state == _WAITING, Reminder.due_at <= now)
        .order_by(Reminder.milestone, col(Reminder.year), Reminder.step, col(Reminder.due_at))
    ).all()
    claimed = 0
    letters: list[Letter] = []
    for _step, same in groupby(due, key=lambda row: (row.milestone, row.year, row.step)):
        *overtaken, latest = same
        for row in overtaken:
            claimed += _claim(session, row, _SKIPPED, now=now)
        step_due = _step_due(session, latest.milestone, latest.year, latest.step, today=_day(now, zone))
        useful = step_due is not None and step_due.days_left >= -TOO_LATE
        if _claim(session, latest, _DONE if useful else _SKIPPED, now=now):
            claimed += 1
            if useful and step_due is not None:
                letters += _letters(session, step_due, now=now, zone=zone)
    officers_first = sorted(letters, key=lambda letter: letter.template is not Template.REMINDER_OFFICER)
    unasked.queue(session, officers_first, now=now, zone=zone)
    return claimed


def still_holds(
    session: Session, args: Mapping[str, Any], *, now: datetime, zone: ZoneInfo
) -> OfficerFacts | DraftFacts | None:
    """Work out anew what a queued reminder says; None where it no longer concerns its reader."""
    today = _day(now, zone)
    due = _step_due(session, args["milestone"], args["year"], args["step"], today=today)
    if due is None or due.days_left < -TOO_LATE:
        return None
    if due.step is Step.NOMINATE:
        return _draft_facts(session, due, person_id=args["person_id"], today=today)
    return _officer_facts(session, due, person_id=args["person_id"], today=today)


def next_due(session: Session) -> datetime | None:
    """Tell when the next reminder is due."""
    return session.exec(select(func.min(Reminder.due_at)).where(Reminder.state == _WAITING)).one()


def drafts_for(session: Session, due: StepDue, *, person_id: int | None = None, today: date) -> list[Draft]:
    """Give the open drafts for an occasion, the last written first; one without an occasion belongs to the next."""
    chosen = col(Draft.answers)["occasion"].as_string()
    belongs = [chosen == f"{due.code}/{due.year}"]
    first = next(iter(open_on(today, calendar.milestones(session))), None)
    if first is not None and (first.code, first.year) == (due.code, due.year):
        belongs.append(func.coalesce(chosen, "") == "")
    mine = [] if person_id is None else [Draft.person_id == person_id]
    return list(
        session.exec(
            select(Draft)
            .where(Draft.state == DraftState.OPEN, or_(*belongs), *mine)
            .order_by(col(Draft.updated_at).desc(), col(Draft.id).desc())
        )
    )


def _planned(row: Reminder | None, key: tuple[str, int, str, int], at: datetime, *, now: datetime) -> Reminder:
    if row is None:
        milestone, year, step, days_before = key
        row = Reminder(milestone=milestone, year=year, step=step, days_before=days_before, due_at=at)
        row.state = _WAITING if at > now else _SKIPPED
    elif row.due_at != at:
        row.due_at, row.state = at, _WAITING if at > now else _SKIPPED
    return row


def _claim(session: Session, row: Reminder, state: str, *, now: datetime) -> int:
    """Change the row only if nobody else has; 1 where it is ours."""
    statement = update(Reminder).where(col(Reminder.id) == row.id, col(Reminder.state) == _WAITING)
    return session.exec(statement.values(state=state, handled_at=now)).rowcount


def _letters(session: Session, due: StepDue, *, now: datetime, zone: ZoneInfo) -> list[Letter]:
    day = allowed_time(now, zone=zone).astimezone(zone).date()
    silent = due.days_left > SOUND_FROM
    args = {"milestone": due.code, "year": due.year, "step": due.step.value}
    if due.step is Step.SCHOOL:
        officers = waiting.officers(session, on=day, occasion=due.code, year=due.year)
        people: dict[int, int | None] = dict.fromkeys(officers)
        template = Template.REMINDER_OFFICER
    else:
        drafts = drafts_for(session, due, today=_day(now, zone))
        writers = select(Draft.account_id).where(Draft.state == DraftState.OPEN)
        accounts = dict(session.exec(select(Account.id, Account.user_id).where(col(Account.id).in_(writers))).all())
        people = {draft.person_id: accounts[draft.account_id] for draft in reversed(drafts)}
        template = Template.REMINDER_DRAFT
    return [Letter(person_id, template, args, silent=silent, chat_id=chat_id) for person_id, chat_id in people.items()]


def _officer_facts(session: Session, due: StepDue, *, person_id: int, today: date) -> OfficerFacts | None:
    count = waiting.count(session, person_id, on=today, occasion=due.code, year=due.year)
    if not count:
        return None
    return OfficerFacts(person_id, due.label, due.step, due.closes_on, due.days_left, count)


def _draft_facts(session: Session, due: StepDue, *, person_id: int, today: date) -> DraftFacts | None:
    drafts = drafts_for(session, due, person_id=person_id, today=today)
    if not drafts:
        return None
    draft = drafts[0]
    assert draft.id is not None
    return DraftFacts(person_id, draft.id, draft.title, due.label, due.closes_on, due.days_left, others=len(drafts) - 1)


def _step_due(session: Session, code: str, year: int, step: str, *, today: date) -> StepDue | None:
    return calendar.step_due(session, code, year, step=Step(step), today=today)


def _key(row: Reminder) -> tuple[str, int, str, int]:
    return (row.milestone, row.year, row.step, row.days_before)


def _day(moment: datetime, zone: ZoneInfo) -> date:
    return moment.astimezone(zone).date()
