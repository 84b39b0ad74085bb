"""Bringing a table of units into the database: first everything that it would do and all that is wrong, then all of it.

A file says what is from the first day of its lines on; what was before stays. Units that it does not name are left
alone, except that they come below the heir of a unit that stood above them. The same file twice changes nothing.
"""

import itertools
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.routes import Level, level_of
from bot.domain.wording import N_, Text
from bot.services import carrying, unit_table_rows
from bot.services.unit_table import HEADINGS, Column, Line, Problem, read_lines
from bot.services.unit_table_states import (
    Ending,
    Facts,
    Period,
    UnitState,
    after,
    joined,
    load,
    until,
)
from models.unit import RelationKind, SuccessionKind

#: Standing above itself through this many units is a circle.
_MOST_LEVELS = 10


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do: the units as they would be, and everything that is wrong with it."""

    before: Mapping[str, UnitState]
    after: Mapping[str, UnitState]
    problems: tuple[Problem, ...] = ()

    @property
    def new(self) -> list[str]:
        """The codes of units that are not there yet."""
        return [code for code in self.after if code not in self.before]

    @property
    def changed(self) -> list[str]:
        """The codes of units that would be otherwise than they are."""
        return [code for code, state in self.after.items() if code in self.before and state != self.before[code]]


@dataclass(slots=True)
class _Check:
    """Collects what is wrong while the lines are held against each other and against what is known."""

    lines: Mapping[str, Sequence[Line]]
    after: Mapping[str, UnitState]
    problems: list[Problem] = field(default_factory=list)

    def wrong(self, line: Line, msgid: str, **values: object) -> None:
        self.problems.append(Problem(line.number, Text(msgid, values)))


def plan(session: Session, rows: Sequence[Sequence[str]], *, today: date, since: date | None = None) -> Plan:
    """Work out what a file would do; with any problem nothing of it may be applied.

    Lines without a first day count from ``since``.
    """
    lines, problems = read_lines(rows, since=since)
    before = load(session)
    of_unit: defaultdict[str, list[Line]] = defaultdict(list)
    for line in sorted(lines, key=lambda one: (one.valid_from, one.number)):
        of_unit[line.code].append(line)
    states = {code: _state(before.get(code, UnitState()), said) for code, said in of_unit.items()}
    everything = _below_heirs({**before, **states}, of_unit)
    check = _Check(of_unit, everything)
    for code, said in of_unit.items():
        _check_unit(check, said)
        _check_past(check, before.get(code, UnitState()), said[0], today=today)
    for code in everything.keys() - of_unit.keys():
        _check_left_behind(check, code)
    found = sorted([*problems, *check.problems], key=lambda one: one.line)
    return Plan(before, everything, tuple(found))


def apply(session: Session, planned: Plan, *, now: datetime, zone: ZoneInfo) -> int:
    """Do what was planned, all of it; give how many dossiers and people went on elsewhere. ValueError with problems."""
    if planned.problems:
        msg = "a file with problems is not applied"
        raise ValueError(msg)
    unit_table_rows.write(session, {code: planned.after[code] for code in (*planned.new, *planned.changed)})
    return carrying.carry_on(session, now=now, zone=zone)


def _state(known: UnitState, lines: Sequence[Line]) -> UnitState:
    """Give a unit as it will be: what is known until the first line, and from there on what the lines say."""
    first = lines[0].valid_from
    stated = {
        RelationKind.PROFESSIONAL: [line.above for line in lines],
        RelationKind.ADMINISTRATIVE: [line.administered_by for line in lines],
        RelationKind.CLUSTER: [line.cluster for line in lines],
    }
    above = {kind: periods for kind, periods in known.above.items() if None in stated[kind]}
    for kind, parents in stated.items():
        if None not in parents:
            said = [
                Period(line.valid_from, line.valid_to, parent)
                for line, parent in zip(lines, parents, strict=True)
                if parent
            ]
            periods = joined([*until(known.above.get(kind, ()), first), *said])
            above.update({kind: periods} if periods else {})
    facts = [Period(line.valid_from, line.valid_to, Facts(line.name, line.kind, line.place)) for line in lines]
    endings = {ending for ending in known.endings if ending.day <= first}
    for line, following in zip(lines, [*lines[1:], None], strict=True):
        endings.update(_endings(line, following))
    return UnitState(
        versions=joined([*until(known.versions, first), *facts]),
        above=above,
        also=known.also.union(*(line.also for line in lines)),
        endings=frozenset(endings),
    )


def _endings(line: Line, following: Line | None) -> list[Ending]:
    if line.valid_to is None:
        return []
    day = after(line.valid_to)
    if line.successors:
        kind = line.succession or SuccessionKind.MERGE
        return [Ending(day, to, kind, line.decision) for to in line.successors if to != line.code]
    if following is not None and following.valid_from == day:
        return []  # it only changes
    return [Ending(day, None, SuccessionKind.CLOSE, line.decision)]


def _below_heirs(states: Mapping[str, UnitState], lines: Mapping[str, Sequence[Line]]) -> dict[str, UnitState]:
    """Put units that the file does not name below the heir of what stood above them and ends."""
    heir_of = {}
    for code in lines:
        merged = [ending for ending in states[code].endings if ending.to and states[code].on(ending.day) is None]
        if len(merged) == 1:
            heir_of[code] = merged[0]
    return {
        code: state if code in lines else replace(state, above=_moved(code, state.above, heir_of))
        for code, state in states.items()
    }


def _moved(
    code: str, above: Mapping[RelationKind, tuple[Period[str], ...]], heir_of: Mapping[str, Ending]
) -> dict[RelationKind, tuple[Period[str], ...]]:
    moved = {}
    for kind, periods in above.items():
        parts: list[Period[str]] = []
        for period in periods:
            ending = heir_of.get(period.value)
            if ending is None or ending.to is None or (period.valid_to is not None and period.valid_to < ending.day):
                parts.append(period)
                continue
            parts += until([period], ending.day)
            if ending.to != code:
                parts.append(Period(max(ending.day, period.valid_from), period.valid_to, ending.to))
        moved[kind] = joined(parts)
    return moved


def _check_unit(check: _Check, lines: Sequence[Line]) -> None:
    for line, following in itertools.pairwise(lines):
        if line.valid_to is None or following.valid_from <= line.valid_to:
            words = N_("The unit {code} has a line for these days already: line {other}.")
            check.wrong(following, words, code=line.code, other=line.number)
    for line in lines:
        for above in filter(None, (line.above, line.administered_by, line.cluster)):
            _check_above(check, line, above)
        if line.above:
            _check_takes_dossiers(check, line, line.above)
        for successor in line.successors:
            _check_successor(check, line, successor)


def _check_past(check: _Check, known: UnitState, line: Line, *, today: date) -> None:
    """Refuse to take back that a unit has ended: its people and dossiers have gone on."""
    stays = {(ending.day, ending.to, ending.kind) for ending in check.after[line.code].endings}
    for ending in known.endings:
        if ending.day <= today and (ending.day, ending.to, ending.kind) not in stays:
            words = N_("The unit {code} ended on {day}, and what it had went on from there. A table cannot undo that.")
            check.wrong(line, words, code=line.code, day=_said(ending.day))


def _check_above(check: _Check, line: Line, above: str) -> None:
    state = check.after.get(above)
    if state is None:
        check.wrong(line, N_("There is no unit {code}, neither in the file nor in the database."), code=above)
    elif state.on(line.valid_from) is None:
        words = N_("The unit {code} is not open on {day}, the first day of this line.")
        check.wrong(line, words, code=above, day=_said(line.valid_from))
    else:
        last = state.open_until(line.valid_from)
        if last is not None and (line.valid_to is None or line.valid_to > last):
            words = N_("The unit {code} ends on {day}, before this line does. A further line says what follows.")
            check.wrong(line, words, code=above, day=_said(last))


def _check_takes_dossiers(check: _Check, line: Line, above: str) -> None:
    state = check.after.get(above)
    facts = None if state is None else state.on(line.valid_from)
    if facts is not None and level_of(facts.kind) in {Level.BESIDE, Level.INSIDE}:
        words = N_("The unit {code} ({kind}) takes no dossiers. Another one has to stand in “{heading}”.")
        check.wrong(line, words, code=above, kind=facts.kind, heading=HEADINGS[Column.ABOVE])
    code = line.code
    for _level in range(_MOST_LEVELS):
        here = check.after.get(code)
        code = "" if here is None else here.parent_on(RelationKind.PROFESSIONAL, line.valid_from)
        if code == line.code:
            check.wrong(line, N_("Through {code} the unit stands above itself."), code=above)
        if code in {"", line.code}:
            return


def _check_successor(check: _Check, line: Line, successor: str) -> None:
    state = check.after.get(successor)
    if state is None:
        check.wrong(line, N_("There is no unit {code}, neither in the file nor in the database."), code=successor)
    elif line.valid_to is not None and state.on(after(line.valid_to)) is None:
        words = N_("The unit {code} is not open on {day}, when it should take over.")
        check.wrong(line, words, code=successor, day=_said(after(line.valid_to)))


def _check_left_behind(check: _Check, code: str) -> None:
    """Ask for lines of units that stand below one that the file ends without a single heir."""
    for periods in check.after[code].above.values():
        for period in periods:
            lines = check.lines.get(period.value)
            last = None if lines is None else check.after[period.value].open_until(period.valid_from)
            if lines is None or last is None or (period.valid_to is not None and period.valid_to <= last):
                continue
            words = N_("The unit {code} stands below this one. A line of its own has to say what follows on {day}.")
            check.wrong(lines[-1], words, code=code, day=_said(after(last)))


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"
