"""Who holds which role on which unit on a day, looked up at the moment of every act."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.domain import roles as rules
from bot.domain.roles import Role
from bot.domain.workflow import Standing
from bot.i18n import Audience
from bot.services.units import UnitName, valid_on
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


def roles_of(session: Session, person_id: int, *, on: date) -> list[HeldRole]:
    """Give every role that a person holds that day."""
    rows = session.exec(
        select(RoleGrant, UnitVersion)
        .join(UnitVersion, col(UnitVersion.unit_id) == RoleGrant.unit_id)
        .where(RoleGrant.person_id == person_id, valid_on(RoleGrant, on), valid_on(UnitVersion, on))
        .order_by(col(RoleGrant.id))
    )
    return [
        HeldRole(Role(grant.role), UnitName(unit.unit_id, unit.name, unit.place), grant.acting_for)
        for grant, unit in rows
    ]


def roles_on(session: Session, person_id: int, unit_id: int, *, on: date) -> frozenset[Role]:
    """Give the roles that a person holds on one unit that day."""
    held = session.exec(
        select(RoleGrant.role).where(
            RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id, valid_on(RoleGrant, on)
        )
    )
    return frozenset(Role(role) for role in held)


def officers_of(session: Session, unit_id: int, roles: Collection[Role], *, on: date) -> list[Officer]:
    """Give who holds one of the roles on a unit that day, each person once, with the chats that reach them."""
    rows = session.exec(
        select(Person.id, Person.name, Account.user_id, Account.language)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .outerjoin(AccountPerson, col(AccountPerson.person_id) == Person.id)
        .outerjoin(Account, col(Account.id) == AccountPerson.account_id)
        .where(RoleGrant.unit_id == unit_id, col(RoleGrant.role).in_(roles), valid_on(RoleGrant, on))
        .distinct()
        .order_by(col(Person.id), col(Account.user_id))
    )
    officers: dict[int, Officer] = {}
    for person_id, name, user_id, language in rows:
        assert person_id is not None
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
    declared = session.exec(select(Declaration.person_id).where(Declaration.dossier_id == dossier.id))
    return frozenset(declared)


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
