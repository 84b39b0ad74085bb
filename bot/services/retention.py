"""What is no longer needed is emptied: raw updates, the contents of sent messages, discarded drafts.

The rows stay, so that counts and the order of things do. Files of emptied drafts are cleared by bot/fetch.py.
"""

from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, Text, cast, delete, select, update
from sqlmodel import Session

from bot.domain.defaults import Setting
from bot.services.settings import value_of
from models import Draft, Evidence, InboxUpdate, OutboxMessage
from models.base import table_of
from models.dialog import DraftState
from models.inbox import InboxState
from models.outbox import OutboxState

INBOX = table_of(InboxUpdate)
OUTBOX = table_of(OutboxMessage)
DRAFT = table_of(Draft)
EVIDENCE = table_of(Evidence)

#: Rows of a kind that one transaction empties; more would hold up the people who write meanwhile.
CHUNK: Final = 500
_KEPT_FOR_LATER: Final = (InboxState.NEW.value, InboxState.FAILED.value)
_ON_ITS_WAY: Final = (OutboxState.WAITING.value, OutboxState.SENDING.value)


def empty(session: Session, *, now: datetime, chunk: int = CHUNK) -> int:
    """Empty one chunk of each kind; give how many rows there were. Call it again until there are none."""
    return _inbox(session, now, chunk) + _outbox(session, now, chunk) + _drafts(session, now, chunk)


def _inbox(session: Session, now: datetime, chunk: int) -> int:
    """Empty old updates; one that failed stays for `inbox retry` as long again."""
    limit = timedelta(days=value_of(session, Setting.INBOX_DAYS))
    is_old = (INBOX.c.received_at < now - limit) & INBOX.c.state.not_in(_KEPT_FOR_LATER)
    is_very_old = INBOX.c.received_at < now - 2 * limit
    return _set(session, _some(INBOX, (INBOX.c.body != "") & (is_old | is_very_old), chunk), INBOX, {"body": ""})


def _outbox(session: Session, now: datetime, chunk: int) -> int:
    limit = timedelta(days=value_of(session, Setting.OUTBOX_DAYS))
    old = (OUTBOX.c.created_at < now - limit) & OUTBOX.c.state.not_in(_ON_ITS_WAY) & (OUTBOX.c.due_at < now - limit)
    return _set(session, _some(OUTBOX, old & (cast(OUTBOX.c.args, Text) != "{}"), chunk), OUTBOX, {"args": {}})


def _drafts(session: Session, now: datetime, chunk: int) -> int:
    """Empty discarded drafts that can no longer be taken back, with their evidence."""
    until = now - timedelta(hours=value_of(session, Setting.DISCARD_HOURS))
    gone = (DRAFT.c.state == DraftState.DISCARDED.value) & (DRAFT.c.discarded_at <= until)
    ids = list(session.connection().execute(_some(DRAFT, gone & (DRAFT.c.step != ""), chunk)).scalars())
    if not ids:
        return 0
    connection = session.connection()
    connection.execute(delete(EVIDENCE).where(EVIDENCE.c.draft_id.in_(ids), EVIDENCE.c.dossier_id.is_(None)))
    emptied = {"answers": {}, "cursor": {}, "title": "", "step": ""}
    return connection.execute(update(DRAFT).where(DRAFT.c.id.in_(ids)).values(emptied)).rowcount


def _some(table: Any, condition: Any, chunk: int) -> Select[Any]:  # noqa: ANN401 -- SQLAlchemy's core is not typed here
    return select(table.c.id).where(condition).order_by(table.c.id).limit(chunk)


def _set(session: Session, ids: Select[Any], table: Any, values: dict[str, Any]) -> int:  # noqa: ANN401 -- as above
    return session.connection().execute(update(table).where(table.c.id.in_(ids)).values(values)).rowcount
