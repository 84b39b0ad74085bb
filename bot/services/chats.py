"""Chats as delivery sees them: unreachable, moved, and the pause that a 429 asked for."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlmodel import Session

from models import Chat, Dialog, OutboxMessage, SendingPause
from models.base import insert_into, table_of
from models.outbox import OutboxState

CHAT = table_of(Chat)
DIALOG = table_of(Dialog)
OUTBOX = table_of(OutboxMessage)
PAUSE = table_of(SendingPause)
_EVERYBODY = "everybody"


def mark_unreachable(session: Session, chat_id: int, *, reason: str, now: datetime) -> None:
    """Nothing can be sent to this chat until the person writes again."""
    values = {"chat_id": chat_id, "unreachable_at": now, "reason": reason[:200]}
    session.connection().execute(
        insert_into(session, CHAT).values(values).on_conflict_do_update(index_elements=["chat_id"], set_=values)
    )


def mark_reachable(session: Session, chat_id: int) -> None:
    """The person wrote, or unblocked the bot."""
    session.connection().execute(update(CHAT).where(CHAT.c.chat_id == chat_id).values(unreachable_at=None, reason=""))


def migrate(session: Session, *, old: int, new: int) -> None:
    """A group became a supergroup: follow it, with everything that waits for it."""
    connection = session.connection()
    values = {"chat_id": old, "migrated_to": new}
    connection.execute(
        insert_into(session, CHAT)
        .values({**values, "reason": ""})
        .on_conflict_do_update(index_elements=["chat_id"], set_=values)
    )
    connection.execute(
        update(OUTBOX).where(OUTBOX.c.chat_id == old, OUTBOX.c.state == OutboxState.WAITING.value).values(chat_id=new)
    )
    taken = connection.execute(select(DIALOG.c.id).where(DIALOG.c.chat_id == new)).first()
    if taken is None:
        connection.execute(update(DIALOG).where(DIALOG.c.chat_id == old).values(chat_id=new))
    else:
        connection.execute(delete(DIALOG).where(DIALOG.c.chat_id == old))


def unreachable(session: Session, chat_ids: list[int]) -> dict[int, str]:
    """Tell which of these chats cannot be reached, and why."""
    rows = session.connection().execute(
        select(CHAT.c.chat_id, CHAT.c.reason).where(CHAT.c.chat_id.in_(chat_ids), CHAT.c.unreachable_at.is_not(None))
    )
    return {row.chat_id: row.reason for row in rows}


def paused_until(session: Session) -> datetime | None:
    """Tell until when nobody sends anything."""
    return session.connection().execute(select(PAUSE.c.until).where(PAUSE.c.name == _EVERYBODY)).scalar()


def pause(session: Session, *, until: datetime, reason: str = "429") -> None:
    """Stop all sending until a moment; a later deadline stands."""
    session.connection().execute(
        insert_into(session, PAUSE)
        .values(name=_EVERYBODY, until=until, reason=reason)
        .on_conflict_do_update(
            index_elements=["name"], set_={"until": until, "reason": reason}, where=PAUSE.c.until < until
        )
    )


def greet_group_once(session: Session, chat_id: int, *, now: datetime) -> bool:
    """Tell whether a group is to be told where the bot can be used: once a day at most."""
    row = session.connection().execute(select(CHAT.c.greeted_at).where(CHAT.c.chat_id == chat_id)).first()
    if row is not None and row.greeted_at is not None and (now - row.greeted_at).days < 1:
        return False
    values = {"chat_id": chat_id, "greeted_at": now}
    session.connection().execute(
        insert_into(session, CHAT)
        .values({**values, "reason": ""})
        .on_conflict_do_update(index_elements=["chat_id"], set_=values)
    )
    return True
