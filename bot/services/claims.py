"""Updates shared out among several workers on one PostgreSQL: a chat is in one worker's hand at a time."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlmodel import Session

from bot.services.inbox import TABLE, Arrival, C, arrival_of
from models.inbox import InboxState

#: A claim of a worker that died holds so long; a living one never needs that much time.
LEASE = timedelta(seconds=60)
#: The number under which PostgreSQL lets one worker at a time claim.
_CLAIMING = 1730


def claim(session: Session, *, now: datetime, limit: int) -> list[Arrival]:
    """Take updates for this worker, of each chat only the first that is open, and none while one of it is in hand.

    Workers claim one after another, so that each sees what the one before has taken; how long that took to be on the
    disk is nobody's concern, because a claim that is lost is only made again.
    """
    connection = session.connection()
    connection.execute(select(func.pg_advisory_xact_lock(_CLAIMING)))
    connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
    other = TABLE.alias("other")
    in_hand = (other.c.id < C.id) | ((other.c.id != C.id) & (other.c.claimed_until > now))
    held_up = select(other.c.id).where(
        other.c.chat_id == C.chat_id, other.c.state == InboxState.NEW.value, in_hand
    )  # fmt: skip
    first = (
        select(C.id)
        .where(
            C.state == InboxState.NEW.value,
            C.claimed_until.is_(None) | (C.claimed_until <= now),
            ~held_up.exists(),
        )
        .order_by(C.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("first")
    )
    rows = connection.execute(
        update(TABLE)
        .where(C.id.in_(select(first.c.id)))
        .values(claimed_until=now + LEASE)
        .returning(C.id, C.body, C.attempts)
    ).all()
    return [
        replace(arrival_of(json.loads(row.body)), attempts=row.attempts) for row in sorted(rows, key=lambda row: row.id)
    ]


def unclaim(session: Session, update_ids: Sequence[int]) -> None:
    """Give back what was claimed and not begun."""
    session.connection().execute(
        update(TABLE).where(C.update_id.in_(update_ids), C.state == InboxState.NEW.value).values(claimed_until=None)
    )
