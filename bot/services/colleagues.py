"""Who holds which role on a unit: lists for those who give and end them, and the trail of every grant."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from bot.domain.names import search_key
from bot.domain.roles import Role
from bot.services.units import valid_on
from models import Person, RoleGrant


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody with roles on a unit today."""

    person_id: int
    name: str
    position: str
    roles: tuple[Role, ...]


def held_on(session: Session, person_id: int, unit_id: int, *, on: date) -> list[RoleGrant]:
    """Give a person's grants on a unit that day."""
    return list(
        session.exec(
            select(RoleGrant)
            .where(RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id, valid_on(RoleGrant, on))
            .order_by(col(RoleGrant.id))
        )
    )


def history_of(session: Session, person_id: int, unit_id: int) -> list[RoleGrant]:
    """Give every grant that a person has or had on a unit, the newest first."""
    return list(
        session.exec(
            select(RoleGrant)
            .where(RoleGrant.person_id == person_id, RoleGrant.unit_id == unit_id)
            .order_by(col(RoleGrant.id).desc())
        )
    )


def count_on(session: Session, unit_id: int, *, on: date, words: str = "") -> int:
    """Count who has a role on a unit that day."""
    return session.exec(
        select(func.count(func.distinct(Person.id)))
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(*_on_unit(unit_id, on=on, words=words))
    ).one()


def colleagues(
    session: Session, unit_id: int, *, on: date, limit: int, offset: int = 0, words: str = ""
) -> list[Colleague]:
    """List who has a role on a unit that day, by given name; ``words`` narrow it to names that hold them."""
    people = session.exec(
        select(Person)
        .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
        .where(*_on_unit(unit_id, on=on, words=words))
        .distinct()
        .order_by(col(Person.sort_key), col(Person.id))
        .limit(limit)
        .offset(offset)
    ).all()
    held: dict[int, list[Role]] = {}
    for person_id, role in session.exec(
        select(RoleGrant.person_id, RoleGrant.role)
        .where(
            RoleGrant.unit_id == unit_id,
            col(RoleGrant.person_id).in_([one.id for one in people]),
            valid_on(RoleGrant, on),
        )
        .order_by(col(RoleGrant.id))
    ):
        held.setdefault(person_id, []).append(Role(role))
    return [Colleague(one.id or 0, one.name, one.position, tuple(held.get(one.id or 0, ()))) for one in people]


def _on_unit(unit_id: int, *, on: date, words: str) -> list[ColumnElement[bool]]:
    wanted = [col(Person.name_key).contains(word, autoescape=True) for word in search_key(words).split()]
    return [col(RoleGrant.unit_id) == unit_id, valid_on(RoleGrant, on), *wanted]
