"""Telegram accounts and who speaks through them."""

from datetime import datetime

from sqlmodel import Session, col, select

from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.i18n import LANGUAGES, Audience
from bot.services import notices
from bot.services.roles import audience_of
from models import Account, AccountPerson, Person


def by_user(session: Session, user_id: int) -> Account | None:
    """Give the account of a Telegram user, None for somebody who has never written."""
    return session.exec(select(Account).where(Account.user_id == user_id)).one_or_none()


def of_user(session: Session, user_id: int, *, now: datetime) -> Account:
    """Give the account of a Telegram user, made at the first contact."""
    account = by_user(session, user_id)
    if account is None:
        account = Account(user_id=user_id, created_at=now)
        session.add(account)
        session.flush()
    return account


def speaking_person(session: Session, account: Account) -> Person | None:
    """Give who is speaking through an account now, None while nobody is linked to it."""
    return None if account.person_id is None else session.get(Person, account.person_id)


def people_of(session: Session, account_id: int) -> list[Person]:
    """Give everybody who may speak through an account, by given name."""
    return list(
        session.exec(
            select(Person)
            .join(AccountPerson, col(AccountPerson.person_id) == Person.id)
            .where(AccountPerson.account_id == account_id)
            .order_by(col(Person.sort_key), col(Person.id))
        )
    )


def link(session: Session, account_id: int, *, person_id: int, now: datetime) -> None:
    """Let a person speak through an account; the first one speaks at once, a second call changes nothing."""
    if session.get(AccountPerson, (account_id, person_id)) is None:
        session.add(AccountPerson(account_id=account_id, person_id=person_id, since=now))
    account = session.get_one(Account, account_id)
    if account.person_id is None:
        account.person_id = person_id
        account.audience = audience_of(session, person_id, on=now.date())
    session.flush()


def speak_as(session: Session, account_id: int, *, person_id: int, now: datetime) -> None:
    """Switch who is speaking; only somebody linked to the account can."""
    if session.get(AccountPerson, (account_id, person_id)) is None:
        raise Refusal(
            "not_linked", Text(N_("This person does not use this account yet. The school's invitation links them."))
        )
    account = session.get_one(Account, account_id)
    account.person_id = person_id
    account.audience = audience_of(session, person_id, on=now.date())
    account.commands_due = True
    session.flush()
    session.info[notices.QUEUED] = True


def choose_language(session: Session, account_id: int, *, language: str) -> None:
    """Remember the language that an account chose."""
    if language not in LANGUAGES:
        raise Refusal("no_such_language", Text(N_("This language is not there yet. Vietnamese and English are.")))
    account = session.get_one(Account, account_id)
    account.language, account.commands_due = language, True
    session.flush()
    session.info[notices.QUEUED] = True


def seen(session: Session, account_id: int, *, now: datetime) -> None:
    """Remember when an account last wrote."""
    session.get_one(Account, account_id).seen_at = now
    session.flush()


def remember_audience(session: Session, account_id: int, *, person_id: int, now: datetime) -> Audience:
    """Work out how the person who is speaking is addressed, and keep it with the account."""
    audience = audience_of(session, person_id, on=now.date())
    session.get_one(Account, account_id).audience = audience
    session.flush()
    return audience


def language_of(session: Session, account_id: int) -> str:
    """Give the language that an account chose, "" before it did."""
    return session.exec(select(Account.language).where(Account.id == account_id)).one()


def speaking_id(session: Session, account_id: int) -> int:
    """Give the id of who is speaking through an account now, 0 while nobody is linked to it."""
    return session.exec(select(Account.person_id).where(Account.id == account_id)).one() or 0


def speaking_name(session: Session, account_id: int) -> str:
    """Give the name of who is speaking through an account now, "" while nobody is."""
    found = session.exec(
        select(Person.name).join(Account, col(Account.person_id) == Person.id).where(Account.id == account_id)
    )
    return found.first() or ""


def choose_address(session: Session, person_id: int, *, form: str) -> None:
    """Remember how a person wishes to be addressed: "thay", "co", or "" for the neutral form."""
    session.get_one(Person, person_id).gender_address = form
    session.flush()


def mute_tips(session: Session, person_id: int, *, muted: bool) -> None:
    """Remember whether a person wants the tip of the week."""
    session.get_one(Person, person_id).tips_muted = muted
    session.flush()
