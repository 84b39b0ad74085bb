"""The outbox: claim what is due, and keep what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import case, func, select, update
from sqlmodel import Session

from bot.services import chats
from models import OutboxMessage
from models.base import table_of
from models.outbox import OutboxState, Priority

TABLE = table_of(OutboxMessage)
C = TABLE.c
_FIRST = case((C.priority == Priority.REPLY.value, 0), (C.priority == Priority.NOTICE.value, 1), else_=2)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that is ours to send."""

    id: int
    chat_id: int
    template: str
    args: dict[str, Any]
    priority: str
    silent: bool


def claim(session: Session, *, now: datetime, limit: int, replies_only: bool = False) -> list[Claimed]:
    """Take what is due, people who wait first; what cannot arrive is put aside with the reason."""
    connection = session.connection()
    due = (
        select(C.id)
        .where(C.state == OutboxState.WAITING.value, C.due_at <= now)
        .order_by(_FIRST, C.due_at, C.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    if replies_only:
        due = due.where(C.priority == Priority.REPLY.value)
    rows = connection.execute(
        update(TABLE)
        .where(C.id.in_(select(due.cte("due").c.id)))
        .values(state=OutboxState.SENDING.value, claimed_at=now, attempts=C.attempts + 1)
        .returning(C.id, C.chat_id, C.template, C.args, C.priority, C.silent)
    ).all()
    gone = chats.unreachable(session, [row.chat_id for row in rows]) if rows else {}
    for row in rows:
        if row.chat_id in gone:
            finish(session, row.id, OutboxState.FAILED, now=now, error=gone[row.chat_id])
    order = {Priority.REPLY.value: 0, Priority.NOTICE.value: 1}
    mine = [Claimed(*row) for row in rows if row.chat_id not in gone]
    return sorted(mine, key=lambda message: (order.get(message.priority, 2), message.id))


def finish(
    session: Session,
    message_id: int,
    state: OutboxState,
    *,
    now: datetime,
    error: str = "",
    telegram_id: int | None = None,
) -> None:
    """Keep what became of a claimed message."""
    values: dict[str, Any] = {"state": state.value, "error": error[:300]}
    if state is OutboxState.SENT:
        values |= {"sent_at": now, "message_id": telegram_id}
    session.connection().execute(
        update(TABLE).where(C.id == message_id, C.state == OutboxState.SENDING.value).values(values)
    )


def release_claimed(session: Session, *, before: datetime | None = None) -> int:
    """At start, what was claimed and not marked goes out again: at least once is the promise, never "perhaps not".

    With ``before`` only what was claimed by then: what is younger another worker may be sending.
    """
    lost = C.state == OutboxState.SENDING.value
    if before is not None:
        lost &= C.claimed_at < before
    result = session.connection().execute(update(TABLE).where(lost).values(state=OutboxState.WAITING.value))
    return int(result.rowcount)


def next_due(session: Session) -> datetime | None:
    """Tell when the next waiting message is due."""
    return session.connection().execute(select(func.min(C.due_at)).where(C.state == OutboxState.WAITING.value)).scalar()


def postpone(session: Session, message_ids: Sequence[int], *, until: datetime) -> None:
    """Put claimed messages back."""
    session.connection().execute(
        update(TABLE).where(C.id.in_(message_ids)).values(state=OutboxState.WAITING.value, due_at=until)
    )


def find(session: Session, message_id: int) -> OutboxMessage | None:
    """Load a notice, for instance to answer a press on it."""
    return session.get(OutboxMessage, message_id)
