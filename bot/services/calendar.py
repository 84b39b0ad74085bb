"""Milestones and the ladder of steps before each: which occasions take nominations, and what closes when.

Dates are rows; this file only counts back from them. A shipped default is marked as such until somebody edits it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.domain.wording import N_, Text
from models import LadderStep, Milestone

#: The steps that somebody is waited for in: teachers nominate until the first closes, schools send until the second.
NOMINATE = "nominate"
SCHOOL = "school"

_DEFAULT_MILESTONES = (("11-6", 6, 11), ("20-11", 11, 20))
_DEFAULT_LADDERS = {
    "11-6": {"open": 120, NOMINATE: 75, SCHOOL: 60},
    "20-11": {"open": 100, NOMINATE: 70, SCHOOL: 60},
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """A milestone in one year; it takes nominations until ``closes_on``, that day included."""

    code: str
    year: int
    closes_on: date
    label: Text
    is_open: bool


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of the ladder that closes soon; ``days_left`` is 0 on its last day."""

    code: str
    year: int
    step: str
    closes_on: date
    days_left: int
    label: Text


def seed(session: Session) -> None:
    """Write the shipped milestones and ladders where they are missing; an edited row is left alone."""
    for code, month, day in _DEFAULT_MILESTONES:
        if session.get(Milestone, code) is None:
            session.add(Milestone(code=code, month=month, day=day))
    session.flush()
    there = {(row.milestone, row.code) for row in session.exec(select(LadderStep))}
    for milestone, ladder in _DEFAULT_LADDERS.items():
        for step, days in ladder.items():
            if (milestone, step) not in there:
                session.add(LadderStep(milestone=milestone, code=step, days_before=days))
    session.flush()


def open_occasions(session: Session, today: date) -> list[Occasion]:
    """Give the open occasions, the next to close first, and after them the closed ones whose day is still to come.

    A milestone is offered for its next day; where nothing else takes nominations, for the one a year later.
    """
    nearest = [_occasion(session, milestone, _next_year_of(milestone, today), today) for milestone in _enabled(session)]
    if nearest and not any(occasion.is_open for occasion in nearest):
        nearest += [
            _occasion(session, milestone, _next_year_of(milestone, today) + 1, today) for milestone in _enabled(session)
        ]
    return sorted(nearest, key=lambda occasion: (not occasion.is_open, occasion.closes_on))


def closing_of(session: Session, code: str, year: int, step: str) -> date:
    """Give the last day of a step, moved back to a working day; LookupError where the ladder has no such step."""
    milestone = session.get(Milestone, code)
    days = session.exec(
        select(LadderStep.days_before).where(LadderStep.milestone == code, LadderStep.code == step)
    ).one_or_none()
    if milestone is None or days is None:
        msg = f"no step {step} in the ladder of {code}"
        raise LookupError(msg)
    return _working_day_before(date(year, milestone.month, milestone.day) - timedelta(days=days))


def next_step_due(session: Session, today: date, *, step: str) -> StepDue | None:
    """Give the edition of a step that closes next, today included; None where no enabled milestone has the step."""
    due = [
        StepDue(milestone.code, year, step, closes_on, (closes_on - today).days, occasion_label(milestone.code, year))
        for milestone in _enabled(session)
        for year in (today.year, today.year + 1, today.year + 2)
        if (closes_on := _closing_or_none(session, milestone.code, year, step)) is not None and closes_on >= today
    ]
    return min(due, key=lambda one: one.closes_on, default=None)


def occasion_label(code: str, year: int) -> Text:
    """Say an occasion by its day, such as 11/6/2027."""
    return Text(N_("{day}/{year}"), {"day": code.replace("-", "/"), "year": str(year)})


def _enabled(session: Session) -> list[Milestone]:
    return list(
        session.exec(select(Milestone).where(col(Milestone.enabled)).order_by(col(Milestone.month), col(Milestone.day)))
    )


def _next_year_of(milestone: Milestone, today: date) -> int:
    return today.year + ((milestone.month, milestone.day) < (today.month, today.day))


def _occasion(session: Session, milestone: Milestone, year: int, today: date) -> Occasion:
    closes_on = closing_of(session, milestone.code, year, NOMINATE)
    return Occasion(milestone.code, year, closes_on, occasion_label(milestone.code, year), is_open=today <= closes_on)


def _closing_or_none(session: Session, code: str, year: int, step: str) -> date | None:
    try:
        return closing_of(session, code, year, step)
    except LookupError:
        return None


def _working_day_before(day: date) -> date:
    while day.weekday() > 4:  # noqa: PLR2004 -- Saturday is 5
        day -= timedelta(days=1)
    return day
