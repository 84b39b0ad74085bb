"""The inbox: store what came, mark what became of it, find what must be done or done again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from models import InboxUpdate
from models.base import table_of
from models.inbox import InboxState

TABLE = table_of(InboxUpdate)
C = TABLE.c


@dataclass(slots=True)
class Arrival:
    """One stored update on its way to a handler; ``error`` and ``handled`` are set on that way."""

    update_id: int
    chat_id: int
    kind: str
    raw: Mapping[str, Any]
    attempts: int = 0
    handled: bool = False
    error: BaseException | None = None

    def forget(self) -> None:
        """Forget what an earlier try came to."""
        self.handled, self.error = False, None


class AlreadyHandled(Exception):
    """The update was handled by another worker, or by this one in an earlier look at the inbox."""


#: More updates than these do not come in the 150 seconds that a tap lives.
_LATEST = 20_000

#: An update that comes again later than this is another one under the same number.
REPEATED_FOR = timedelta(days=2)

_KNOWN = select(C.update_id).where(C.update_id.in_(bindparam("ids", expanding=True)))
_STORE = insert(TABLE)
# Built once for each database, because nothing is asked for more often.
_STORE_ONE = {
    name: dialect.insert(TABLE).on_conflict_do_nothing(index_elements=["update_id"]).returning(C.id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_DONE = (
    update(TABLE)
    .where(C.update_id == bindparam("b_update"), C.state == InboxState.NEW.value)
    .values(
        state=InboxState.DONE.value, done_at=bindparam("b_at"), draft_id=bindparam("b_draft"), step=bindparam("b_step")
    )
)
_CLOSE = (
    update(TABLE)
    .where(C.update_id == bindparam("b_update"), C.state == InboxState.NEW.value)
    .values(state=bindparam("b_state"), done_at=bindparam("b_at"))
)


def arrival_of(raw: Mapping[str, Any]) -> Arrival:
    """Read from a raw update what ordering needs: which chat it belongs to (a tap belongs to its message's chat)."""
    kind = next((name for name in raw if name != "update_id"), "")
    content = _part(raw, kind)
    message = _part(content, "message") if kind == "callback_query" else content
    chat = _part(message, "chat") or _part(content, "from") or _part(content, "user")
    return Arrival(update_id=int(raw["update_id"]), chat_id=_number(chat, "id") or 0, kind=kind, raw=raw)


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = of.get(name)
    return part if isinstance(part, Mapping) else {}


def _number(of: Mapping[str, Any], name: str) -> int | None:
    number = of.get(name)
    return number if type(number) is int and -(2**63) <= number < 2**63 else None


def _row(arrival: Arrival, now: datetime) -> dict[str, Any]:
    content = _part(arrival.raw, arrival.kind)
    return {
        "update_id": arrival.update_id,
        "chat_id": arrival.chat_id,
        "user_id": _number(_part(content, "from"), "id"),
        "message_id": _number(content, "message_id"),
        "kind": arrival.kind,
        "body": _as_text(arrival.raw),
        "state": InboxState.NEW.value,
        "received_at": now,
        "attempts": 0,
        "error": "",
        "reference": "",
        "step": "",
    }


def _as_text(raw: Mapping[str, Any]) -> str:
    """Write an update as JSON; half a surrogate pair, which no database takes, stays escaped."""
    body = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
    try:
        body.encode()
    except UnicodeEncodeError:
        return json.dumps(raw, separators=(",", ":"))
    return body


def store(session: Session, updates: Sequence[Mapping[str, Any]], *, now: datetime) -> list[Arrival]:
    """Store what is new, in the order in which it came, and give it back; repetitions change nothing."""
    connection = session.connection()
    arrivals = [arrival_of(raw) for raw in updates]
    if len(arrivals) == 1:
        stored = connection.execute(_STORE_ONE[connection.dialect.name], _row(arrivals[0], now)).first()
        if stored is None and _freed(connection, arrivals, now=now):
            return store(session, updates, now=now)
        return [] if stored is None else arrivals
    known = set(connection.execute(_KNOWN, {"ids": [a.update_id for a in arrivals]}).scalars())
    known -= _freed(connection, [a for a in arrivals if a.update_id in known], now=now) if known else set()
    new = list({a.update_id: a for a in arrivals if a.update_id not in known}.values())
    if new:
        connection.execute(_STORE, [_row(arrival, now) for arrival in new])
    return new


def _freed(connection: Connection, arrivals: list[Arrival], *, now: datetime) -> set[int]:
    """Take numbers away from old updates, for new ones to bear; give which.

    Telegram repeats an update for a day. After a quiet week, or with another token, its numbers begin anew anywhere.
    """
    over = (InboxState.DONE.value, InboxState.IGNORED.value, InboxState.SUPERSEDED.value)
    came = {arrival.update_id: arrival for arrival in arrivals}
    old = C.update_id.in_(came) & (C.received_at < now - REPEATED_FOR) & C.state.in_(over)
    rows = connection.execute(select(C.update_id, C.body).where(old))
    freed = {row.update_id for row in rows if row.body != _as_text(came[row.update_id].raw)}
    if freed:
        connection.execute(update(TABLE).where(C.update_id.in_(freed)).values(update_id=-C.id))
    return freed


def mark_done(session: Session, update_id: int, *, now: datetime, draft_id: int | None = None, step: str = "") -> None:
    """The update has had its effect; ``draft_id`` and ``step`` say which answer an edit of the message corrects.

    Raises AlreadyHandled where somebody was faster: the transaction must then leave nothing behind.
    """
    values = {"b_update": update_id, "b_at": now, "b_draft": draft_id, "b_step": step}
    if session.connection().execute(_DONE, values).rowcount != 1:
        raise AlreadyHandled(update_id)


def forget_payload(session: Session, update_id: int) -> None:
    """Take the secret of a link out of an update that was followed: only its hash is kept anywhere."""
    connection = session.connection()
    body = connection.execute(select(C.body).where(C.update_id == update_id)).scalar()
    if not body:
        return
    raw = json.loads(body)
    raw["message"]["text"] = "/start"
    connection.execute(update(TABLE).where(C.update_id == update_id).values(body=_as_text(raw)))


def close(session: Session, update_id: int, state: InboxState, *, now: datetime) -> None:
    """The update is over without an effect: nobody handles its kind, it came too late, or it cannot be handled."""
    session.connection().execute(_CLOSE, {"b_update": update_id, "b_state": state.value, "b_at": now})


def waiting(session: Session, *, after: int, limit: int, chat_id: int | None = None) -> tuple[list[Arrival], int]:
    """Give updates that nobody has handled, of all chats or of one, in order of arrival.

    The last row id is for the next call.
    """
    of_chat = [] if chat_id is None else [C.chat_id == chat_id]
    rows = session.connection().execute(
        select(C.id, C.body, C.attempts)
        .where(C.state == InboxState.NEW.value, C.id > after, *of_chat)
        .order_by(C.id)
        .limit(limit)
    )
    arrivals, last = [], after
    for row in rows:
        arrivals.append(replace(arrival_of(json.loads(row.body)), attempts=row.attempts))
        last = row.id
    return arrivals, last


@dataclass(frozen=True, slots=True)
class Answered:
    """Which answer a message gave; ``row_id`` is that of the message, or of its latest edit."""

    draft_id: int
    step: str
    row_id: int


def answered_by(session: Session, *, chat_id: int, message_id: int) -> Answered | None:
    """Tell which draft and step a message answered, so that an edit of the message corrects that answer."""
    row = (
        session.connection()
        .execute(
            select(C.draft_id, C.step, C.id)
            .where(
                C.chat_id == chat_id,
                C.message_id == message_id,
                C.state == InboxState.DONE.value,
                C.draft_id.is_not(None),
                C.step != "",
            )
            .order_by(C.id.desc())
            .limit(1)
        )
        .first()
    )
    return None if row is None else Answered(*row)


def overtaken(session: Session, answered: Answered, *, chat_id: int, message_id: int, update_id: int) -> bool:
    """Tell whether a later answer to the same question stands: by other words or a press, or by a later edit."""
    own = select(C.id).where(C.update_id == update_id).scalar_subquery()
    other_words = C.message_id.is_distinct_from(message_id) & (C.id > answered.row_id)
    later = (
        select(C.id)
        .where(
            C.chat_id == chat_id,
            C.draft_id == answered.draft_id,
            C.step == answered.step,
            C.state == InboxState.DONE.value,
            other_words | (C.id > own),
        )
        .limit(1)
    )
    return session.connection().execute(later).first() is not None


def recent_taps(session: Session, *, since: datetime) -> list[str]:
    """Give the ids of taps whose answer may have been lost with the process; a tap lives 150 seconds."""
    latest = select(C.id).order_by(C.id.desc()).limit(_LATEST).subquery()  # the whole inbox would take long to look at
    rows = session.connection().execute(
        select(C.body)
        .join(latest, latest.c.id == C.id)
        .where(C.kind == "callback_query", C.received_at > since, C.state != InboxState.NEW.value, C.body != "")
        .order_by(C.id)
    )
    return [json.loads(row.body)["callback_query"]["id"] for row in rows]
