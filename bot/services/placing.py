"""On whose desk a dossier lies: where it starts, and who comes next where nobody there may decide."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from bot.domain.roles import Role
from bot.domain.workflow import DESKS, State
from bot.domain.workflow_rules import Standing, who_can_act
from bot.services.roles import Officer, free_officers
from bot.services.units import day_of, level_above
from models import Dossier

#: A dossier is never passed on through more levels than there can be; a circle of relations must not hang the bot.
_MOST_LEVELS = 10


@dataclass(frozen=True, slots=True)
class Desk:
    """A state that waits on officers, and the unit whose officers they are."""

    state: State
    unit_id: int


def desk_for(session: Session, dossier: Dossier, *, on: date) -> Desk:
    """Give the first desk, from the head of the unit upwards, at which somebody may decide on this dossier.

    Where nobody at all may, it stays with the head: whoever holds the office next finds it there.
    """
    unit_id = dossier.unit_id
    free = [
        Standing(roles=frozenset({role}))
        for role in (Role.UNIT_HEAD, Role.UNIT_DEPUTY)
        if free_officers(session, dossier, unit_id, {role}, on=on)
    ]
    start = who_can_act(free)
    if start is not State.WITH_LEVEL_ABOVE:
        return Desk(start, unit_id)
    above = free_level_above(session, dossier, unit_id, on=on)
    return Desk(State.WITH_HEAD, unit_id) if above is None else Desk(start, above)


def free_level_above(session: Session, dossier: Dossier, unit_id: int, *, on: date) -> int | None:
    """Give the nearest unit above in which somebody may decide on this dossier, None where there is none."""
    roles = DESKS[State.WITH_LEVEL_ABOVE]
    return next(
        (
            above
            for above in _levels_above(session, unit_id, on=on, sent_on=day_of(dossier.sent_at))
            if free_officers(session, dossier, above, roles, on=on)
        ),
        None,
    )


def officers_at(session: Session, dossier: Dossier, *, on: date, state: State | None = None) -> list[Officer]:
    """Give who may decide on a dossier at the desk where it lies, or lay in another state."""
    roles = DESKS.get(state or State(dossier.state), frozenset())
    return free_officers(session, dossier, dossier.holder_unit_id, roles, on=on) if roles else []


def _levels_above(session: Session, unit_id: int, *, on: date, sent_on: date) -> Iterator[int]:
    for _level in range(_MOST_LEVELS):
        above = level_above(session, unit_id, on=on, sent_on=sent_on)
        if above is None:
            return
        unit_id = above.id
        yield unit_id
