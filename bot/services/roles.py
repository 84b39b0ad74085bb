"""Who holds which role on which unit on a day, looked up at the moment of every act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import sqlalchemy
from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain import roles as rules
from bot.domain.roles import Role
from bot.domain.workflow_rules import Standing
from bot.i18n import Audience
from bot.services import prepared
from bot.services.units import ON_DAY, UnitName, valid_on
from models import Account, AccountPerson, Declaration, Dossier, Person, RoleGrant, UnitVersion


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role that a person holds today, on the unit as it is called today."""

    role: Role
    unit: UnitName
    acting_for: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """Where somebody can be written to, and in which language ("" until one was chosen)."""

    chat_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody who holds a role on a unit, with the accounts through which that person is reached."""

    person_id: int
    name: str
    reached_at: tuple[Reach, ...] = ()


_HELD = (
    sqlalchemy.select(
        col(RoleGrant.role),
        col(RoleGrant.acting_for),
        col(UnitVersion.unit_id),
        col(UnitVersion.name),
        col(UnitVersion.place),
    )
    .join(UnitVersion, col(UnitVersion.unit_id) == RoleGrant.unit_id)
    .where(col(RoleGrant.person_id) == bindparam("person"), valid_on(RoleGrant, ON_DAY), valid_on(UnitVersion, ON_DAY))
    .order_by(col(RoleGrant.id))
)
_HELD_ON_UNIT = select(RoleGrant.role).where(
    col(RoleGrant.person_id) == bindparam("person"),
    col(RoleGrant.unit_id) == bindparam("unit"),
    valid_on(RoleGrant, ON_DAY),
)
_OFFICERS = (
    sqlalchemy.select(col(Person.id), col(Person.name), col(Account.user_id), col(Account.language))
    .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
    .outerjoin(AccountPerson, col(AccountPerson.person_id) == Person.id)
    .outerjoin(Account, col(Account.id) == AccountPerson.account_id)
    .where(
        col(RoleGrant.unit_id) == bindparam("unit"),
        col(RoleGrant.role).in_(bindparam("roles", expanding=True)),
        valid_on(RoleGrant, ON_DAY),
    )
    .distinct()
    .order_by(col(Person.id), col(Account.user_id))
)
_RELATED = select(Declaration.person_id).where(col(Declaration.dossier_id) == bindparam("dossier"))


def roles_of(session: Session, person_id: int, *, on: date) -> list[HeldRole]:
    """Give every role that a person holds that day."""
    rows = prepared.run(session, _HELD, person=person_id, on=on)
    return [
        HeldRole(Role(role), UnitName(unit_id, name, place), acting_for)
        for role, acting_for, unit_id, name, place in rows
    ]


def roles_on(session: Session, person_id: int, unit_id: int, *, on: date) -> frozenset[Role]:
    """Give the roles that a person holds on one unit that day."""
    held = prepared.run(session, _HELD_ON_UNIT, person=person_id, unit=unit_id, on=on)
    return frozenset(Role(role) for role in held.scalars())


def officers_of(session: Session, unit_id: int, roles: Collection[Role], *, on: date) -> list[Officer]:
    """Give who holds one of the roles on a unit that day, each person once, with the chats that reach them."""
    rows = prepared.run(session, _OFFICERS, unit=unit_id, roles=sorted(roles), on=on)
    officers: dict[int, Officer] = {}
    for person_id, name, user_id, language in rows:
        known = officers.get(person_id, Officer(person_id, name))
        reach = (Reach(user_id, language),) if user_id else ()  # an outer join: nobody's account is None
        officers[person_id] = Officer(person_id, name, (*known.reached_at, *reach))
    return list(officers.values())


def reach_of(session: Session, person_id: int) -> tuple[Reach, ...]:
    """Give the chats through which a person is reached; a private chat has the number of its account."""
    rows = session.exec(
        select(Account.user_id, Account.language)
        .join(AccountPerson, col(AccountPerson.account_id) == Account.id)
        .where(AccountPerson.person_id == person_id)
        .order_by(col(Account.id))
    )
    return tuple(Reach(user_id, language) for user_id, language in rows)


def standing_on(session: Session, dossier: Dossier, person_id: int, *, on: date) -> Standing:
    """Give how a person stands to a dossier that day: the roles on the unit that holds it, and what ties them to it."""
    deputies = free_officers(session, dossier, dossier.holder_unit_id, {Role.UNIT_DEPUTY}, on=on)
    held = roles_on(session, person_id, dossier.holder_unit_id, on=on)
    return Standing(
        roles=held,
        is_nominee=dossier.nominee_person_id == person_id,
        is_nominator=dossier.nominator_id == person_id,
        is_related=person_id in related_to(session, dossier),
        has_free_deputy=any(deputy.person_id != person_id for deputy in deputies),
        is_preparer=dossier.handed_to_id == person_id and Role.UNIT_CLERK in held,
    )


def free_officers(
    session: Session, dossier: Dossier, unit_id: int, roles: Collection[Role], *, on: date
) -> list[Officer]:
    """Give who holds one of the roles on a unit that day and may decide on this dossier: nobody who is part of it."""
    involved = {dossier.nominee_person_id, dossier.nominator_id, *related_to(session, dossier)}
    return [one for one in officers_of(session, unit_id, roles, on=on) if one.person_id not in involved]


def related_to(session: Session, dossier: Dossier) -> frozenset[int]:
    """Give the people who said, or of whom it was said, that they are the nominee's relatives."""
    return frozenset(prepared.run(session, _RELATED, dossier=dossier.id).scalars())


def audience_of(session: Session, person_id: int, *, on: date) -> Audience:
    """Tell in which role a person is spoken to: an officer's above a teacher's.

    Without any role it is what the person said to be when joining; unknown where nothing was said.
    """
    held = session.exec(select(RoleGrant.role).where(RoleGrant.person_id == person_id, valid_on(RoleGrant, on)))
    audiences = {Audience(rules.audience_of(Role(role))) for role in held}
    if Audience.OFFICER in audiences:
        return Audience.OFFICER
    if audiences:
        return Audience.TEACHER
    kind = session.exec(select(Person.kind).where(Person.id == person_id)).first()
    return Audience.TEACHER if kind else Audience.UNKNOWN
