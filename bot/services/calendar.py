"""Milestones and the ladder of steps before each: which occasions take nominations, and what closes when.

The rules are bot.domain.deadlines'; here they meet the rows, which administrators change. A shipped row is marked as a
default until somebody edits it.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.domain import deadlines
from bot.domain.deadlines import DEFAULT_MILESTONES, Step, days_left
from bot.domain.wording import N_, Text
from models import LadderStep, Milestone

#: The steps that people are waited for in: teachers nominate until the first closes, schools send until the second.
NOMINATE = Step.NOMINATE
SCHOOL = Step.SCHOOL


@dataclass(frozen=True, slots=True)
class Occasion:
    """A milestone in one year; it takes nominations until ``closes_on``, that day included.

    ``label`` is the bare day, such as 11/6/2027, for use within sentences.
    """

    code: str
    year: int
    closes_on: date
    label: Text
    is_open: bool


# Asked for at many steps of a nomination, so as core statements that are built once.
_LADDERS = select(col(LadderStep.milestone), col(LadderStep.code), col(LadderStep.days_before))
_MILESTONES = (
    select(col(Milestone.code), col(Milestone.month), col(Milestone.day), col(Milestone.is_default))
    .where(col(Milestone.enabled))
    .order_by(col(Milestone.month), col(Milestone.day))
)


@dataclass(frozen=True, slots=True)
class StepDue:
    """A step of the ladder in one year; ``days_left`` is 0 on its last day and negative afterwards."""

    code: str
    year: int
    step: Step
    closes_on: date
    days_left: int
    label: Text


def seed(session: Session) -> None:
    """Write the shipped milestones and ladders where they are missing; an edited row is left alone."""
    there = {milestone.code for milestone in session.exec(select(Milestone))}
    steps = {(row.milestone, row.code) for row in session.exec(select(LadderStep))}
    for shipped in DEFAULT_MILESTONES:
        if shipped.code not in there:
            session.add(Milestone(code=shipped.code, month=shipped.month, day=shipped.day))
            session.flush()
        for step, days in shipped.ladder.items():
            if (shipped.code, step) not in steps:
                session.add(LadderStep(milestone=shipped.code, code=step.value, days_before=days))
    session.flush()


def milestones(session: Session) -> tuple[deadlines.Milestone, ...]:
    """Give the enabled milestones with their ladders, in two statements."""
    session.flush()
    connection = session.connection()
    ladders: defaultdict[str, dict[Step, int]] = defaultdict(dict)
    for milestone, code, days_before in connection.execute(_LADDERS):
        ladders[milestone][Step(code)] = days_before
    return tuple(
        deadlines.Milestone(code, month, day, ladders[code], is_default=is_default)
        for code, month, day, is_default in connection.execute(_MILESTONES)
    )


def open_occasions(session: Session, today: date) -> list[Occasion]:
    """Give the occasions that take nominations, the one to offer first in front; then the closed ones still to come."""
    known = milestones(session)
    return [
        Occasion(one.code, one.year, one.closes_on, spoken(one), is_open=is_open)
        for is_open, occasions in (
            (True, deadlines.open_occasions(today, known)),
            (False, deadlines.closed_occasions(today, known)),
        )
        for one in occasions
    ]


def closing_of(session: Session, code: str, year: int, step: str) -> date:
    """Give the working day on which a step closes; LookupError where no enabled milestone has such a step."""
    due = step_due(session, code, year, step=Step(step), today=date(year, 1, 1))
    if due is None:
        msg = f"no step {step} in the ladder of {code}"
        raise LookupError(msg)
    return due.closes_on


def step_due(session: Session, code: str, year: int, *, step: Step, today: date) -> StepDue | None:
    """Give one step of one occasion as it stands today; None where no enabled milestone has it."""
    milestone = next((one for one in milestones(session) if one.code == code and step in one.ladder), None)
    return None if milestone is None else _due(milestone, year, step, today)


def next_step_due(session: Session, today: date, *, step: str) -> StepDue | None:
    """Give the edition of a step that closes next, today included; None where no enabled milestone has the step."""
    due = (
        _due(milestone, today.year + more, Step(step), today)
        for milestone in milestones(session)
        if step in milestone.ladder
        for more in (0, 1, 2)  # a step far before an early milestone lies in the year before
    )
    return min((one for one in due if one.days_left >= 0), key=lambda one: one.closes_on, default=None)


def spoken(occasion: deadlines.Occasion) -> Text:
    """Say an occasion by its day, for use within a sentence: 11/6/2027."""
    return Text(N_("{day}/{year}"), {"day": occasion.spoken, "year": str(occasion.year)})


def _due(milestone: deadlines.Milestone, year: int, step: Step, today: date) -> StepDue:
    closes_on = milestone.date_of(step, year)
    label = spoken(milestone.occasion(year))
    return StepDue(milestone.code, year, step, closes_on, days_left(today, closes_on), label)
