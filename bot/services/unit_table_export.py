"""The units as a table that can be edited and brought in again: a line for each stretch of days without a change."""

from collections.abc import Iterable
from datetime import date

from sqlmodel import Session

from bot.services.unit_table import Line, in_order
from bot.services.unit_table_states import Ending, UnitState, after, before, load
from models.unit import RelationKind


def lines(session: Session, *, on: date | None = None) -> list[Line]:
    """Give the lines of every unit, by code and day; with ``on`` only those that count on that day."""
    found = [line for code, state in load(session).items() for line in _lines_of(code, state)]
    if on is not None:
        found = [line for line in found if line.valid_from <= on and (line.valid_to is None or on <= line.valid_to)]
    return in_order(found)


def _lines_of(code: str, state: UnitState) -> Iterable[Line]:
    starts = _starts(state)
    for version in state.versions:
        within = [day for day in starts if version.covers(day)]
        for since, following in zip(within, [*within[1:], None], strict=True):
            valid_to = version.valid_to if following is None else before(following)
            endings = [] if valid_to is None else _endings_on(state, after(valid_to))
            is_last = version is state.versions[-1] and following is None
            goes_on = valid_to is not None and state.on(after(valid_to)) is not None
            yield Line(
                number=0,
                code=code,
                name=version.value.name,
                kind=version.value.kind,
                place=version.value.place,
                above=state.parent_on(RelationKind.PROFESSIONAL, since),
                administered_by=state.parent_on(RelationKind.ADMINISTRATIVE, since),
                cluster=state.parent_on(RelationKind.CLUSTER, since),
                valid_from=since,
                valid_to=valid_to,
                also=tuple(sorted(state.also)) if is_last else (),
                successors=_successors(code, endings, goes_on=goes_on),
                succession=endings[0].kind if endings else None,
                decision=endings[0].decision if endings else "",
            )


def _starts(state: UnitState) -> list[date]:
    """Give every day from which on something about a unit is otherwise than the day before."""
    spans = [(one.valid_from, one.valid_to) for one in state.versions]
    spans += [(one.valid_from, one.valid_to) for above in state.above.values() for one in above]
    days = {since for since, _until in spans} | {after(until) for _since, until in spans if until is not None}
    return sorted(days | {ending.day for ending in state.endings})


def _endings_on(state: UnitState, day: date) -> list[Ending]:
    return sorted((ending for ending in state.endings if ending.day == day), key=lambda one: one.to or "")


def _successors(code: str, endings: Iterable[Ending], *, goes_on: bool) -> tuple[str, ...]:
    others = tuple(ending.to for ending in endings if ending.to is not None)
    return (code, *others) if others and goes_on else others
