"""Queueing notices: each once, however often it is asked for, and taken back while it has not been sent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Executable, update
from sqlmodel import Session, col

from bot.domain.notices import Template
from bot.services import prepared
from models import OutboxMessage
from models.base import insert_into, table_of
from models.outbox import OutboxState, Priority

OUTBOX = table_of(OutboxMessage)
#: Where a session remembers that something was queued.
QUEUED = "outbox"
#: The insert of each kind of database, built once.
_INSERTS: dict[str, Executable] = {}


def queue(
    session: Session,
    template: Template,
    *,
    chat_id: int,
    args: Mapping[str, Any],
    due_at: datetime,
    dedupe_key: str,
    created_at: datetime | None = None,
    priority: Priority = Priority.NOTICE,
    silent: bool = False,
    dossier_id: int | None = None,
    decision_id: int | None = None,
) -> bool:
    """Queue a notice for one chat; True when it is new, False when ``dedupe_key`` was queued before."""
    row = {
        "dedupe_key": dedupe_key,
        "chat_id": chat_id,
        "template": template.value,
        "args": dict(args),
        "priority": priority.value,
        "silent": silent,
        "dossier_id": dossier_id,
        "decision_id": decision_id,
        "state": OutboxState.WAITING.value,
        "due_at": due_at,
        "created_at": created_at or due_at,
        "attempts": 0,
        "error": "",
        "pressed": "",
    }
    session.info[QUEUED] = True
    dialect = session.get_bind().dialect.name
    if dialect not in _INSERTS:
        insert = insert_into(session, OUTBOX).on_conflict_do_nothing(index_elements=["dedupe_key"])
        _INSERTS[dialect] = insert.returning(OUTBOX.c.id)
    return prepared.run(session, _INSERTS[dialect], **row).first() is not None


def queued(session: Session) -> bool:
    """Tell whether the unit of work under way has queued something, and forget it: delivery is woken only then."""
    return bool(session.info.pop(QUEUED, False))


def take_back(session: Session, decision_id: int) -> int:
    """Skip the notices of a decision that have not been sent; give how many there were."""
    skipped = session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.decision_id) == decision_id, col(OutboxMessage.state) == OutboxState.WAITING)
        .values(state=OutboxState.SKIPPED.value)
    )
    return skipped.rowcount
