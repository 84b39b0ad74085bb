"""Acts that can still be taken back: until then a dossier stands for its nominator and nominee as it did before.

Their notices wait until `Decision.undo_until`; no screen, list or count may be faster than the notice.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from bot.domain.workflow import State
from models import Decision, Dossier


@dataclass(frozen=True, slots=True)
class Told:
    """How a dossier stands for somebody who hears of acts when they are final; ``untold`` is the first that is not."""

    state: State
    holder_unit_id: int
    untold: Decision | None = None


def told_of(session: Session, dossier: Dossier, *, viewer: int, now: datetime) -> Told:
    """Give how a dossier stands for its nominator or nominee at a moment."""
    first = session.exec(
        select(Decision)
        .where(Decision.dossier_id == dossier.id, *_untold(Decision, viewer=viewer, now=now))
        .order_by(col(Decision.id))
        .limit(1)
    ).first()
    if first is None:
        return Told(State(dossier.state), dossier.holder_unit_id)
    return Told(State(first.from_state), first.from_holder_unit_id, first)


def told_state(*, viewer: int, now: datetime) -> ColumnElement[str]:
    """Give the same state for lists, as a column beside `Dossier`."""
    first = (
        select(Decision.from_state)
        .where(Decision.dossier_id == Dossier.id, *_untold(Decision, viewer=viewer, now=now))
        .order_by(col(Decision.id))
        .limit(1)
        .correlate(Dossier)
        .scalar_subquery()
    )
    return func.coalesce(first, Dossier.state)


def _untold(act: type[Decision], *, viewer: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Say that an act of somebody else can still be taken back; one that the viewer has answered is known."""
    own = aliased(Decision)
    answered = (
        select(func.max(own.id))
        .where(own.dossier_id == act.dossier_id, own.person_id == viewer)
        .correlate(act)
        .scalar_subquery()
    )
    return (
        col(act.undone_at).is_(None),
        col(act.undo_until) > now,
        col(act.person_id) != viewer,
        col(act.id) > func.coalesce(answered, 0),
    )
