"""Updates that could not be handled: what failed and where the dialog stood then, and letting them run once more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from bot.domain import references
from bot.services import scenes
from bot.services.inbox import TABLE, Arrival, C
from models.inbox import InboxState


@dataclass(frozen=True, slots=True)
class Failure:
    """A failed update as the operator's list shows it."""

    update_id: int
    chat_id: int | None
    kind: str
    received_at: datetime
    error: str
    reference: str


@dataclass(frozen=True, slots=True)
class Stood:
    """Where the dialog stood when a handler failed."""

    draft_id: int | None
    step: str
    revision: int


def mark_failed(session: Session, arrival: Arrival, *, error: str, now: datetime) -> str:
    """Record a failure with where the dialog stood, and give the reference that the person is told."""
    scene = scenes.load(session, arrival.chat_id) if arrival.chat_id > 0 else None
    reference = references.make(arrival.update_id)
    session.connection().execute(
        update(TABLE)
        .where(C.update_id == arrival.update_id)
        .values(
            state=InboxState.FAILED.value,
            attempts=C.attempts + 1,
            error=error[:500],
            reference=reference,
            done_at=now,
            draft_id=scene.draft_id if scene and scene.in_flow else None,
            step=scene.step if scene and scene.in_flow else "",
            revision=scene.revision if scene else None,
        )
    )
    return reference


def failed(session: Session) -> list[Failure]:
    """Give the failed updates, oldest first."""
    rows = session.connection().execute(select(TABLE).where(C.state == InboxState.FAILED.value).order_by(C.id))
    return [Failure(r.update_id, r.chat_id, r.kind, r.received_at, r.error, r.reference) for r in rows]


def release(session: Session, update_ids: Sequence[int], *, chat_id: int | None = None) -> int:
    """Let failed updates run once more; gives how many. What they may still change is judged when they run.

    With ``chat_id`` only updates of that chat are released: a person's button reaches nobody else's.
    """
    mine = C.update_id.in_(update_ids) if chat_id is None else C.update_id.in_(update_ids) & (C.chat_id == chat_id)
    result = session.connection().execute(
        update(TABLE)
        .where(mine, C.state == InboxState.FAILED.value, C.body != "")
        .values(state=InboxState.NEW.value, error="", claimed_until=None)
    )
    return int(result.rowcount)


def stood_at(session: Session, update_id: int) -> Stood | None:
    """Tell where the dialog stood when this update failed; None when it never did."""
    row = session.connection().execute(select(C.draft_id, C.step, C.revision).where(C.update_id == update_id)).first()
    return None if row is None or row.revision is None else Stood(row.draft_id, row.step, row.revision)
