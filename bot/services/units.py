"""Units as they are called on a day: by person, by id, by words typed, and the unit above."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.domain.names import search_key
from bot.domain.roles import Role
from models import RoleGrant, UnitRelation, UnitVersion
from models.unit import RelationKind

#: Roles that make a unit somebody's own; a seat in a council elsewhere does not.
_AT_HOME = (Role.MEMBER, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK)


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit is called today; ``former`` is the older name under which it was found, if it was."""

    id: int
    name: str
    place: str = ""
    former: str = ""


def valid_on(table: type[UnitVersion | UnitRelation | RoleGrant], on: date) -> ColumnElement[bool]:
    """Say that a dated row counts on a day, its first and last day included."""
    return and_(col(table.valid_from) <= on, or_(col(table.valid_to).is_(None), col(table.valid_to) >= on))


def unit_of(session: Session, person_id: int, *, on: date) -> UnitName | None:
    """Give the unit where a person works that day, None for somebody without any; the newest comes first."""
    return _one(
        session,
        select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place)
        .join(RoleGrant, col(RoleGrant.unit_id) == UnitVersion.unit_id)
        .where(RoleGrant.person_id == person_id, valid_on(RoleGrant, on), valid_on(UnitVersion, on))
        .order_by(
            case((col(RoleGrant.role).in_(_AT_HOME), 0), else_=1),
            col(RoleGrant.valid_from).desc(),
            col(RoleGrant.id),
        ),
    )


def name_of(session: Session, unit_id: int, *, on: date) -> UnitName | None:
    """Give what a unit is called that day, None where there is no such unit or it is closed."""
    return _one(
        session,
        select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place).where(
            UnitVersion.unit_id == unit_id, valid_on(UnitVersion, on)
        ),
    )


def level_above(session: Session, unit_id: int, *, on: date) -> UnitName | None:
    """Give the unit that a unit sends its dossiers to, None at the top."""
    return _one(
        session,
        select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place)
        .join(UnitRelation, col(UnitRelation.parent_id) == UnitVersion.unit_id)
        .where(
            UnitRelation.child_id == unit_id,
            UnitRelation.kind == RelationKind.PROFESSIONAL,
            valid_on(UnitRelation, on),
            valid_on(UnitVersion, on),
        )
        .order_by(col(UnitRelation.valid_from).desc(), col(UnitRelation.id)),
    )


def find(session: Session, query: str, *, on: date, limit: int, offset: int = 0) -> list[UnitName]:
    """Find units by words of their name or of an older name, in any order and without marks; sorted by name."""
    words = search_key(query).split()
    if not words:
        return []
    today = aliased(UnitVersion)
    was = case((col(UnitVersion.id) == today.id, ""), else_=UnitVersion.name)
    found = session.exec(
        select(today.unit_id, today.name, today.place, func.min(was))
        .join(UnitVersion, col(UnitVersion.unit_id) == today.unit_id)
        .where(
            col(today.valid_from) <= on,
            or_(col(today.valid_to).is_(None), col(today.valid_to) >= on),
            col(UnitVersion.valid_from) <= on,
            *(col(UnitVersion.name_key).contains(word, autoescape=True) for word in words),
        )
        .group_by(col(today.unit_id), today.name, today.place, today.name_key)
        .order_by(col(today.name_key), col(today.unit_id))
        .limit(limit)
        .offset(offset)
    )
    return [UnitName(id_, name, place, former) for id_, name, place, former in found]


def _one(session: Session, query: Select[int, str, str]) -> UnitName | None:
    row = session.exec(query.limit(1)).first()
    return None if row is None else UnitName(*row)
