"""The occasions of the year, the ladder of steps on the way to each, and the moments at which people are reminded.

Plan 1729 (section IV.1) names 11/6 of every year; 20/11 is an added occasion. All dates before them are our defaults:
the plan gives none, and administrators change them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from bot.domain.defaults import Setting, default
from bot.domain.holidays import opening_day_from, working_day_from, working_day_until
from bot.domain.refusals import Refusal
from bot.domain.sending_times import SENDING_FROM, allowed_time, at_local
from bot.domain.wording import N_, Text


class Step(StrEnum):
    """The steps on the way to an occasion, in their order."""

    OPEN = "open"
    NOMINATE = "nominate"  # nominations in chat close
    SCHOOL = "school"  # the school's dossiers go to the next level
    LEVEL_ABOVE = "level_above"  # the next level's list goes to the Department Office
    APPRAISE = "appraise"
    COUNCIL = "council"
    PROVINCE = "province"  # submitted upward
    CEREMONY = "ceremony"


STEP_LABELS = {
    Step.OPEN: N_("Nominations open"),
    Step.NOMINATE: N_("Nominations close"),
    Step.SCHOOL: N_("Schools send their dossiers"),
    Step.LEVEL_ABOVE: N_("Lists reach the Department Office"),
    Step.APPRAISE: N_("Appraisal and supplements end"),
    Step.COUNCIL: N_("The Council meets"),
    Step.PROVINCE: N_("Submitted to the province"),
    Step.CEREMONY: N_("Exemplars are honoured"),
}

Ladder = Mapping[Step, int]

#: Days before the occasion at which each step closes (opens, for the first): our defaults.
LADDER_11_6: Ladder = {
    Step.OPEN: 120,
    Step.NOMINATE: 75,
    Step.SCHOOL: 60,
    Step.LEVEL_ABOVE: 50,
    Step.APPRAISE: 40,
    Step.COUNCIL: 35,
    Step.PROVINCE: 30,
    Step.CEREMONY: 0,
}
LADDER_20_11: Ladder = {
    Step.OPEN: 76,  # 5/9: a hundred days before, teachers are on leave
    Step.NOMINATE: 60,
    Step.SCHOOL: 50,
    Step.LEVEL_ABOVE: 45,
    Step.APPRAISE: 38,
    Step.COUNCIL: 30,
    Step.PROVINCE: 25,
    Step.CEREMONY: 0,
}

#: Days before a closing at which those whom it still concerns are reminded; -1 is the day after.
RUNGS = (30, 14, 7, 3, 1, 0, -1)
_OFFICE_CLOSES = time(17)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Occasion:
    """A milestone in one year: its day, and from when to when nominations for it are collected."""

    code: str
    year: int
    day: date
    opens_on: date
    closes_on: date

    def is_open(self, today: date) -> bool:
        """Tell whether nominations are being collected; before that they are taken too and wait."""
        return self.opens_on <= today <= self.closes_on

    @property
    def spoken(self) -> str:
        """The occasion as people call it: 11/6."""
        return f"{self.day.day}/{self.day.month}"

    @property
    def label(self) -> Text:
        """The occasion with its year, to be said."""
        return Text(N_("Occasion of {day}"), {"day": f"{self.spoken}/{self.year}"})


@dataclass(frozen=True, slots=True)
class Milestone:
    """A day that comes every year, with the ladder that leads to it."""

    code: str
    month: int
    day: int
    ladder: Ladder = field(hash=False)
    is_default: bool = True

    def date_of(self, step: Step, year: int) -> date:
        """Give the working day of a step: an opening moves forward, every other one back. KeyError: no such step."""
        raw = date(year, self.month, self.day) - timedelta(days=self.ladder[step])
        return opening_day_from(raw) if step is Step.OPEN else working_day_until(raw)

    def occasion(self, year: int) -> Occasion:
        """Give the occasion of one year."""
        return Occasion(
            code=self.code,
            year=year,
            day=date(year, self.month, self.day),
            opens_on=self.date_of(Step.OPEN, year),
            closes_on=self.date_of(Step.NOMINATE, year),
        )


# plan partly S-37
DEFAULT_MILESTONES = (Milestone("11-6", 6, 11, LADDER_11_6), Milestone("20-11", 11, 20, LADDER_20_11))


def _around(today: date, milestones: Iterable[Milestone]) -> list[Occasion]:
    return [milestone.occasion(today.year + more) for milestone in milestones for more in (0, 1)]


def next_occasion(today: date, milestones: Iterable[Milestone] = DEFAULT_MILESTONES) -> Occasion | None:
    """Give the occasion whose day comes next, today included; None without milestones."""
    return min(
        (occasion for occasion in _around(today, milestones) if occasion.day >= today),
        key=lambda occasion: occasion.day,
        default=None,
    )


def open_occasions(today: date, milestones: Iterable[Milestone] = DEFAULT_MILESTONES) -> tuple[Occasion, ...]:
    """Give the next occasion of every milestone that still takes nominations, the one to offer first in front.

    Before its opening day an occasion takes nominations too: a good deed should not have to wait for a season.
    """
    coming: dict[str, Occasion] = {}
    for occasion in _around(today, milestones):
        if occasion.closes_on >= today:
            coming.setdefault(occasion.code, occasion)
    return tuple(sorted(coming.values(), key=lambda occasion: (not occasion.is_open(today), occasion.closes_on)))


def closed_occasions(today: date, milestones: Iterable[Milestone] = DEFAULT_MILESTONES) -> tuple[Occasion, ...]:
    """Give the occasions that no longer take nominations although their day is still to come."""
    return tuple(occasion for occasion in _around(today, milestones) if occasion.closes_on < today <= occasion.day)


def closes_at(step: Step, day: date, *, zone: tzinfo) -> datetime:
    """Give the last moment of a step's day, in UTC: midnight for nominations in chat, 17:00 for offices."""
    if step is Step.NOMINATE:
        return at_local(day + _DAY, time(), zone=zone)
    return at_local(day, _OFFICE_CLOSES, zone=zone)


@dataclass(frozen=True, slots=True)
class Rung:
    """One reminder before a closing: so many days before (-1: the day after), sent at ``at`` (UTC)."""

    days_before: int
    at: datetime


def rungs(closing: date, *, zone: tzinfo) -> tuple[Rung, ...]:
    """Give the reminders of a closing in their order, at 07:00 or moved out of Tết.

    Of several that would then come on one day only the last is kept.
    """
    kept: dict[datetime, Rung] = {}
    for days_before in RUNGS:
        wanted = at_local(closing - timedelta(days=days_before), SENDING_FROM, zone=zone)
        at = allowed_time(wanted, zone=zone)
        kept[at] = Rung(days_before, at)
    return tuple(kept.values())


def days_left(today: date, day: date) -> int:
    """Give how many days are left until a day; negative once it is over."""
    return (day - today).days


def supplement_due(today: date) -> date:
    """Give the due date that is offered for a supplement."""
    return working_day_from(today + timedelta(days=default(Setting.SUPPLEMENT_DAYS)))


def ensure_ahead(due_on: date, *, today: date) -> None:
    """Raise Refusal unless a due date leaves at least one day."""
    if due_on <= today:
        raise Refusal(
            "deadline.past", Text(N_("That day leaves no time. Please type one from tomorrow on, such as 17/3."))
        )
