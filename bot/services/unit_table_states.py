"""What the database knows of every unit, as plain values that can be compared with what a table says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Generic, TypeVar

from sqlmodel import Session, select

from models import Unit, UnitAlias, UnitRelation, UnitSuccession, UnitVersion
from models.unit import RelationKind, SuccessionKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a unit is called and what it is."""

    name: str
    kind: str
    place: str


@dataclass(frozen=True, slots=True)
class Period(Generic[T]):
    """Something that counts from one day to another, both included; open without a last day."""

    valid_from: date
    valid_to: date | None
    value: T

    def covers(self, day: date) -> bool:
        """Tell whether it counts on a day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True)
class Ending:
    """What became of a unit on a day: another one by its code, or nothing."""

    day: date
    to: str | None
    kind: SuccessionKind
    decision: str


@dataclass(frozen=True, slots=True)
class UnitState:
    """Everything that is known of one unit, in the order of days; names of people's making are ``also``."""

    versions: tuple[Period[Facts], ...] = ()
    above: Mapping[RelationKind, tuple[Period[str], ...]] = field(default_factory=dict)
    also: frozenset[str] = frozenset()
    endings: frozenset[Ending] = frozenset()

    def on(self, day: date) -> Facts | None:
        """Give what the unit is on a day, None while it is not open."""
        return next((period.value for period in self.versions if period.covers(day)), None)

    def parent_on(self, kind: RelationKind, day: date) -> str:
        """Give the code of the unit above on a day, "" for none."""
        return next((period.value for period in self.above.get(kind, ()) if period.covers(day)), "")

    def open_until(self, day: date) -> date | None:
        """Give the last day on which the unit is open without a gap from a day on; None while no end is known."""
        for period in self.versions:
            if period.covers(day):
                if period.valid_to is None:
                    return None
                day = period.valid_to + timedelta(days=1)
        return day - timedelta(days=1)


def joined(periods: Iterable[Period[T]]) -> tuple[Period[T], ...]:
    """Put periods in order, and make one of two that follow each other and say the same."""
    kept: list[Period[T]] = []
    for period in sorted(periods, key=lambda one: one.valid_from):
        last = kept[-1] if kept else None
        follows = last is not None and last.valid_to is not None and period.valid_from == after(last.valid_to)
        if last is not None and follows and last.value == period.value:
            kept[-1] = Period(last.valid_from, period.valid_to, period.value)
        else:
            kept.append(period)
    return tuple(kept)


def until(periods: Iterable[Period[T]], day: date) -> list[Period[T]]:
    """Give what counted before a day, cut off on its eve."""
    return [
        Period(one.valid_from, before(day) if one.valid_to is None or one.valid_to >= day else one.valid_to, one.value)
        for one in periods
        if one.valid_from < day
    ]


def before(day: date) -> date:
    """Give the day before."""
    return day - timedelta(days=1)


def after(day: date) -> date:
    """Give the day after."""
    return day + timedelta(days=1)


def load(session: Session) -> dict[str, UnitState]:
    """Read every unit by its code, in five statements."""
    codes = {unit.id: unit.code for unit in session.exec(select(Unit))}
    versions: defaultdict[str, list[Period[Facts]]] = defaultdict(list)
    for version in session.exec(select(UnitVersion)):
        facts = Facts(version.name, version.kind, version.place)
        versions[codes[version.unit_id]].append(Period(version.valid_from, version.valid_to, facts))
    relations: defaultdict[str, defaultdict[RelationKind, list[Period[str]]]] = defaultdict(lambda: defaultdict(list))
    for relation in session.exec(select(UnitRelation)):
        above = relations[codes[relation.child_id]][RelationKind(relation.kind)]
        above.append(Period(relation.valid_from, relation.valid_to, codes[relation.parent_id]))
    also: defaultdict[str, set[str]] = defaultdict(set)
    for alias in session.exec(select(UnitAlias)):
        also[codes[alias.unit_id]].add(alias.text)
    endings: defaultdict[str, set[Ending]] = defaultdict(set)
    for one in _endings(session.exec(select(UnitSuccession)).all()):
        to = None if one.to_id is None else codes[one.to_id]
        endings[codes[one.from_id]].add(Ending(one.day, to, SuccessionKind(one.kind), one.decision))
    return {
        code: UnitState(
            versions=joined(versions[code]),
            above={kind: joined(periods) for kind, periods in relations[code].items()},
            also=frozenset(also[code]),
            endings=frozenset(endings[code]),
        )
        for code in codes.values()
    }


def _endings(successions: Sequence[UnitSuccession]) -> list[UnitSuccession]:
    """Leave out renamings: the versions say the same."""
    return [one for one in successions if one.kind != SuccessionKind.RENAME]
