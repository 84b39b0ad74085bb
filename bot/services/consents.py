"""Consent to keep and use what somebody sends: given with a press, in words of a numbered version, taken back at will.

Before it nothing is kept of a person but the account that wrote. Taking it back unties the person from every account:
nobody is spoken to any more, and whoever agrees again under the same name is the same person.
"""

from datetime import datetime

from sqlmodel import Session, col, select, update

from bot.services import accounts, commands_due
from models import Account, AccountPerson, Consent, JoinRequest, Person
from models.invitation import JoinState

#: The words in handlers/consent.py; raise it when they change in meaning, and people are asked again.
TEXT_VERSION = 1
PROCESSING = "processing"


def give(session: Session, account_id: int, *, language: str, now: datetime, person_id: int | None = None) -> None:
    """Keep that somebody agreed; before a name is known it is the account's next person who did."""
    session.add(
        Consent(
            account_id=account_id,
            person_id=person_id,
            purpose=PROCESSING,
            text_version=TEXT_VERSION,
            language=language,
            given=True,
            at=now,
            evidence="button",
        )
    )
    session.flush()


def has_agreed(session: Session, person_id: int) -> bool:
    """Tell whether a person's consent to today's words stands."""
    return (
        session.exec(
            select(Consent.id).where(
                Consent.person_id == person_id,
                Consent.purpose == PROCESSING,
                Consent.text_version == TEXT_VERSION,
                col(Consent.given),
                col(Consent.withdrawn_at).is_(None),
            )
        ).first()
        is not None
    )


def nameless(session: Session, account_id: int) -> Consent | None:
    """Give the consent of somebody on this account who has not said a name yet."""
    return session.exec(
        select(Consent)
        .where(
            Consent.account_id == account_id,
            col(Consent.person_id).is_(None),
            Consent.purpose == PROCESSING,
            Consent.text_version == TEXT_VERSION,
            col(Consent.withdrawn_at).is_(None),
        )
        .order_by(col(Consent.id).desc())
    ).first()


def given_at(session: Session, person_id: int) -> datetime | None:
    """Tell since when a person's consent stands, None where it does not."""
    return session.exec(
        select(Consent.at)
        .where(
            Consent.person_id == person_id,
            Consent.purpose == PROCESSING,
            col(Consent.withdrawn_at).is_(None),
        )
        .order_by(col(Consent.id).desc())
    ).first()


def who_withdrew(session: Session, account_id: int, *, name_key: str) -> int | None:
    """Give the person of this name who took the consent back on this account, None if nobody did."""
    return session.exec(
        select(Person.id)
        .join(Consent, col(Consent.person_id) == Person.id)
        .where(
            Consent.account_id == account_id,
            Person.name_key == name_key,
            col(Consent.withdrawn_at).is_not(None),
        )
        .order_by(col(Consent.id).desc())
    ).first()


def withdraw(session: Session, person_id: int, *, now: datetime) -> None:
    """Take the consent back: the person no longer speaks through any account and waits for no unit."""
    session.exec(
        update(Consent)
        .where(col(Consent.person_id) == person_id, col(Consent.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )
    session.exec(
        update(JoinRequest)
        .where(col(JoinRequest.person_id) == person_id, col(JoinRequest.state) == JoinState.WAITING)
        .values(state=JoinState.WITHDRAWN.value, decided_at=now, remind_at=None)
    )
    links = session.exec(select(AccountPerson).where(AccountPerson.person_id == person_id)).all()
    for link in links:
        session.delete(link)
    session.flush()
    for account in session.exec(select(Account).where(Account.person_id == person_id)).all():
        account.person_id, account.audience = None, ""
        others = accounts.people_of(session, account.id or 0)
        if others:
            accounts.speak_as(session, account.id or 0, person_id=others[0].id or 0, now=now)
        commands_due.mark(session, account_id=account.id or 0)
    session.flush()
