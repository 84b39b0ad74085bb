"""Whose menu of commands may have to change: marked with the change itself, told to Telegram by delivery afterwards."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, or_, select, update

from bot.services import notices
from models import Account, AccountPerson, RoleGrant


@dataclass(frozen=True, slots=True)
class Due:
    """An account whose menu has to be looked at: who speaks there, in which language, and what was told last."""

    account_id: int
    chat_id: int
    person_id: int
    language: str
    told: str


def mark(session: Session, *, account_id: int) -> None:
    """Have one account's menu looked at after the commit."""
    session.exec(update(Account).where(col(Account.id) == account_id).values(commands_due=True))
    session.info[notices.QUEUED] = True


def mark_person(session: Session, person_id: int) -> None:
    """Have the menus looked at on every account through which a person may speak."""
    linked = select(AccountPerson.account_id).where(AccountPerson.person_id == person_id)
    session.exec(update(Account).where(col(Account.id).in_(linked)).values(commands_due=True))
    session.info[notices.QUEUED] = True


def mark_of_the_day(session: Session, *, on: date) -> int:
    """Have the menus looked at of those whose roles begin on a day or ended the day before; give how many."""
    changing = (
        select(AccountPerson.account_id)
        .join(RoleGrant, col(RoleGrant.person_id) == AccountPerson.person_id)
        .where(or_(RoleGrant.valid_from == on, RoleGrant.valid_to == on - timedelta(days=1)))
    )
    marked = session.exec(update(Account).where(col(Account.id).in_(changing)).values(commands_due=True))
    return marked.rowcount


def due(session: Session, *, limit: int) -> list[Due]:
    """Give accounts whose menus have to be looked at."""
    rows = session.exec(select(Account).where(col(Account.commands_due)).order_by(col(Account.id)).limit(limit))
    return [Due(one.id or 0, one.user_id, one.person_id or 0, one.language, one.commands_told) for one in rows]


def mark_told(session: Session, told: Sequence[tuple[Due, str]]) -> None:
    """Keep what menus say now; one that changed its language or person meanwhile stays due."""
    for one, words in told:
        session.exec(
            update(Account)
            .where(
                col(Account.id) == one.account_id,
                col(Account.language) == one.language,
                col(Account.person_id).is_not_distinct_from(one.person_id or None),
            )
            .values(commands_due=False, commands_told=words)
        )
