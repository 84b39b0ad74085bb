"""Messages that nobody asked for: one a person a day at most, within the allowed hours, never during Tết.

On Mondays heads get their digest, which says what a reminder would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, String, cast, exists, literal
from sqlmodel import Session, col, select

from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.domain.sending_times import allowed_time
from bot.services.units import valid_on
from models import Account, AccountPerson, OutboxMessage, Person, RoleGrant
from models.base import insert_into, table_of
from models.outbox import OutboxState, Priority

OUTBOX = table_of(OutboxMessage)
_KEY = "unasked:"  # then the person and the day
_AT_ONCE = 500
_MONDAY = 0


@dataclass(frozen=True, slots=True)
class Letter:
    """What one person is to be told; without a ``chat_id`` it goes to the account used last."""

    person_id: int
    template: Template
    args: Mapping[str, Any]
    silent: bool = False
    chat_id: int | None = None


def queue(session: Session, letters: Sequence[Letter], *, now: datetime, zone: ZoneInfo) -> int:
    """Queue letters for the next allowed moment, none for people who are told something that day already.

    Gives how many were queued.
    """
    if not letters:
        return 0
    due_at = allowed_time(now, zone=zone)
    day = due_at.astimezone(zone).date()
    read_a_digest = set(heads(session, on=day)) if day.weekday() == _MONDAY else set()
    chats = _chats(session, [letter.person_id for letter in letters if letter.chat_id is None])
    rows = [
        {
            "dedupe_key": f"{_KEY}{letter.person_id}:{day.isoformat()}",
            "chat_id": chat_id,
            "template": letter.template.value,
            "args": {"person_id": letter.person_id, **letter.args},
            "priority": Priority.BULK.value,
            "silent": letter.silent,
            "state": OutboxState.WAITING.value,
            "due_at": due_at,
            "created_at": now,
            "attempts": 0,
            "error": "",
            "pressed": "",
        }
        for letter in letters
        if (chat_id := letter.chat_id or chats.get(letter.person_id)) is not None
        and (letter.template is Template.DIGEST_HEAD or letter.person_id not in read_a_digest)
    ]
    return _insert(session, rows)


def is_told(day: date) -> ColumnElement[bool]:
    """Say of a Person in a query that something unasked is queued for that day."""
    key = literal(_KEY) + cast(col(Person.id), String) + literal(f":{day.isoformat()}")
    return exists().where(col(OutboxMessage.dedupe_key) == key)


def heads(session: Session, *, on: date) -> list[int]:
    """Give everybody who heads a unit that day."""
    return list(
        session.exec(
            select(RoleGrant.person_id)
            .where(RoleGrant.role == Role.UNIT_HEAD, valid_on(RoleGrant, on))
            .distinct()
            .order_by(col(RoleGrant.person_id))
        )
    )


def _insert(session: Session, rows: list[dict[str, Any]]) -> int:
    if not rows:
        return 0  # nobody among them has an account
    statement = (
        insert_into(session, OUTBOX).on_conflict_do_nothing(index_elements=["dedupe_key"]).returning(OUTBOX.c.id)
    )
    return len(session.connection().execute(statement, rows).all())


def _chats(session: Session, person_ids: Sequence[int]) -> dict[int, int]:
    """Find the private chat of each person: the one of the account that was seen last."""
    chats: dict[int, int] = {}
    for first in range(0, len(person_ids), _AT_ONCE):
        some = person_ids[first : first + _AT_ONCE]
        rows = session.exec(
            select(AccountPerson.person_id, Account.user_id)
            .join(Account, col(Account.id) == AccountPerson.account_id)
            .where(col(AccountPerson.person_id).in_(some))
            .order_by(col(Account.seen_at).is_not(None), col(Account.seen_at), col(Account.id))
        )
        chats.update(rows.all())  # of several accounts the last one stands
    return chats
