"""Units as they are called on a day: by person, by id, by words typed, the unit above, and what became of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy
from sqlalchemy import ColumnElement, Date, String, and_, bindparam, case, cast, func, literal, or_, union_all
from sqlalchemy.orm import aliased
from sqlalchemy.sql.selectable import CTE, Subquery
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from bot.domain.names import search_key
from bot.domain.roles import Role
from bot.domain.routes import KINDS, Level, RouteCode, left_out, level_of
from bot.domain.unit_names import likeness, ways_of_writing
from bot.services import prepared
from bot.services.audit import DAY_ZONE
from models import RoleGrant, Route, Unit, UnitAlias, UnitRelation, UnitSuccession, UnitVersion
from models.base import table_of
from models.unit import RelationKind

#: Roles that make a unit somebody's own; a seat in a council elsewhere does not.
_AT_HOME = (Role.MEMBER, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK)
#: There are never more levels or successions than this; a circle in the rows must not hang the bot.
_MOST_STEPS = 10
#: Names less alike than this are no help to somebody who has mistyped one.
_ALIKE = 0.45


@dataclass(frozen=True, slots=True)
class UnitName:
    """What a unit is called today; ``former`` is the older name or code under which it was found, if it was."""

    id: int
    name: str
    place: str = ""
    former: str = ""


def valid_on(
    table: type[UnitVersion | UnitRelation | RoleGrant | Route], on: date | ColumnElement[date]
) -> ColumnElement[bool]:
    """Say that a dated row counts on a day, its first and last day included."""
    return and_(col(table.valid_from) <= on, or_(col(table.valid_to).is_(None), col(table.valid_to) >= on))


#: The day of a prepared statement.
ON_DAY: ColumnElement[date] = bindparam("on", type_=Date)
_UNIT_OF = (
    select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place)
    .join(RoleGrant, col(RoleGrant.unit_id) == UnitVersion.unit_id)
    .where(col(RoleGrant.person_id) == bindparam("person"), valid_on(RoleGrant, ON_DAY), valid_on(UnitVersion, ON_DAY))
    .order_by(
        case((col(RoleGrant.role).in_(_AT_HOME), 0), else_=1),
        col(RoleGrant.valid_from).desc(),
        col(RoleGrant.id),
    )
    .limit(1)
)
_NAME_OF = (
    select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place)
    .where(col(UnitVersion.unit_id) == bindparam("unit"), valid_on(UnitVersion, ON_DAY))
    .limit(1)
)


def unit_of(session: Session, person_id: int, *, on: date) -> UnitName | None:
    """Give the unit where a person works that day, None for somebody without any; the newest comes first."""
    row = prepared.run(session, _UNIT_OF, person=person_id, on=on).first()
    return None if row is None else UnitName(*row)


def name_of(session: Session, unit_id: int, *, on: date) -> UnitName | None:
    """Give what a unit is called that day, None where there is no such unit or it is closed."""
    row = prepared.run(session, _NAME_OF, unit=unit_id, on=on).first()
    return None if row is None else UnitName(*row)


def day_of(at: datetime) -> date:
    """Give the day of a moment where the units are; a changed setting must not move it."""
    return at.astimezone(DAY_ZONE).date()


def level_on(session: Session, unit_id: int, *, on: date) -> Level:
    """Give the level on which a unit stands that day."""
    kind = session.exec(select(UnitVersion.kind).where(UnitVersion.unit_id == unit_id, valid_on(UnitVersion, on)))
    return level_of(kind.first() or "")


def with_code(session: Session, code: str) -> int | None:
    """Give the id of the unit that has a code now."""
    return session.exec(select(Unit.id).where(Unit.code == code)).first()


def level_above(session: Session, unit_id: int, *, on: date, sent_on: date | None = None) -> UnitName | None:
    """Give the unit that a unit sends its dossiers to, None at the top.

    The route of the unit's kind says which levels are left out; a dossier under way keeps the route of ``sent_on``.
    """
    passed_by = _left_out(session, unit_id, on=on, route_on=sent_on or on)
    for _step in range(_MOST_STEPS):
        above = session.exec(
            select(UnitVersion)
            .join(UnitRelation, col(UnitRelation.parent_id) == UnitVersion.unit_id)
            .where(
                UnitRelation.child_id == unit_id,
                UnitRelation.kind == RelationKind.PROFESSIONAL,
                valid_on(UnitRelation, on),
                valid_on(UnitVersion, on),
            )
            .order_by(col(UnitRelation.valid_from).desc(), col(UnitRelation.id))
            .limit(1)
        ).first()
        if above is None:
            return None
        if level_of(above.kind) not in passed_by:
            return UnitName(above.unit_id, above.name, above.place)
        unit_id = above.unit_id
    return None


def heirs(session: Session, unit_id: int, *, on: date) -> list[UnitName]:
    """Give the open units that a unit is that day: itself, or what it was merged into or split between.

    Nothing where it was closed for good.
    """
    found: dict[int, UnitName] = {}
    waiting, seen = [unit_id], {unit_id}
    while waiting:
        here = waiting.pop(0)
        name = name_of(session, here, on=on)
        if name is not None:
            found[here] = name
            continue
        following = session.exec(
            select(UnitSuccession.to_id)
            .where(UnitSuccession.from_id == here, col(UnitSuccession.to_id).is_not(None), UnitSuccession.day <= on)
            .order_by(col(UnitSuccession.day), col(UnitSuccession.id))
        )
        new = [unit for unit in following if unit is not None and unit not in seen]
        waiting += new
        seen.update(new)
    return list(found.values())


def find(
    session: Session, query: str, *, on: date, limit: int, offset: int = 0, taking_dossiers: bool = False
) -> list[UnitName]:
    """Find units by words of a name, of an older name or place, or by a code; best first, then by name.

    Words stand in any order, without marks, shortened ("thcs") or in full. The names of units that were merged or
    split find what they have become. Classes and teams are not offered: they are chosen within their unit.
    """
    ways = ways_of_writing(query)
    if not ways:
        return []
    today, names = aliased(UnitVersion), _names(on)
    own = or_(names.c.version_id == today.id, names.c.called == today.name)
    rank = _rank(names, ways) + case((own, 0), else_=1)
    # The name that fits best, behind its rank of one digit; empty where it is today's.
    fitting = func.min(cast(rank, String) + case((own, literal("")), else_=names.c.called))
    found = session.exec(
        select(today.unit_id, today.name, today.place, fitting)
        .join(names, names.c.unit_id == today.unit_id)
        .where(
            col(today.valid_from) <= on,
            or_(col(today.valid_to).is_(None), col(today.valid_to) >= on),
            col(today.kind).not_in(_not_offered(taking_dossiers=taking_dossiers)),
            or_(
                names.c.key == search_key(query),
                *(and_(*(names.c.words.contains(word, autoescape=True) for word in way)) for way in ways),
            ),
        )
        .group_by(col(today.unit_id), today.name, today.place, today.name_key)
        .order_by(func.min(rank), col(today.name_key), col(today.unit_id))
        .limit(limit)
        .offset(offset)
    )
    return [UnitName(id_, name, place, fits[1:]) for id_, name, place, fits in found]


def near(session: Session, query: str, *, on: date, limit: int, taking_dossiers: bool = False) -> list[UnitName]:
    """Give the units whose names today are most like what was typed, the likest first: for when `find` has nothing."""
    ways = [" ".join(way) for way in ways_of_writing(query)]
    if not ways:
        return []
    rows = session.exec(
        select(UnitVersion.unit_id, UnitVersion.name, UnitVersion.place, UnitVersion.name_key).where(
            valid_on(UnitVersion, on), col(UnitVersion.kind).not_in(_not_offered(taking_dossiers=taking_dossiers))
        )
    )
    scored = [
        (max(likeness(way, key) for way in ways), key, UnitName(id_, name, place)) for id_, name, place, key in rows
    ]
    alike = sorted((one for one in scored if one[0] >= _ALIKE), key=lambda one: (-one[0], one[1], one[2].id))
    return [name for _score, _key, name in alike[:limit]]


def _not_offered(*, taking_dossiers: bool) -> list[str]:
    levels = {Level.INSIDE, Level.BESIDE} if taking_dossiers else {Level.INSIDE}
    return [kind for kind, known in KINDS.items() if known.level in levels]


def _names(on: date) -> Subquery:
    """List every name and code under which a unit of today can be found, with its folded words."""
    # The tables themselves, whose columns can be labelled and united.
    version, alias, unit, lineage = table_of(UnitVersion), table_of(UnitAlias), table_of(Unit), _lineage(on)
    words = version.c.name_key + literal(" ") + version.c.place_key
    became = case((lineage.c.old_id == lineage.c.new_id, literal("")), else_=unit.c.code)
    return union_all(
        _called(lineage, version.c.name, version.c.name_key, words=words, version_id=version.c.id)
        .join(version, version.c.unit_id == lineage.c.old_id)
        .where(version.c.valid_from <= on, version.c.valid_from < lineage.c.day),
        _called(lineage, alias.c.text, alias.c.key, words=alias.c.key).join(alias, alias.c.unit_id == lineage.c.old_id),
        _called(lineage, became, func.lower(unit.c.code)).join(unit, unit.c.id == lineage.c.old_id),
    ).subquery("names")


def _called(
    lineage: CTE,
    called: ColumnElement[Any],
    key: ColumnElement[Any],
    *,
    words: ColumnElement[Any] | None = None,
    version_id: ColumnElement[Any] | None = None,
) -> sqlalchemy.Select[Any]:
    return sqlalchemy.select(
        lineage.c.new_id.label("unit_id"),
        called.label("called"),
        key.label("key"),
        (literal("") if words is None else words).label("words"),
        (literal(0) if version_id is None else version_id).label("version_id"),
    ).select_from(lineage)


def _lineage(on: date) -> CTE:
    """Pair every unit with itself and with what became of it until a day; ``day`` is when its first change counted."""
    unit, succession = table_of(Unit), table_of(UnitSuccession)
    counts = (succession.c.to_id.is_not(None), succession.c.to_id != succession.c.from_id, succession.c.day <= on)
    lineage = sqlalchemy.select(
        unit.c.id.label("old_id"), unit.c.id.label("new_id"), literal(date.max, Date).label("day")
    ).cte("lineage", recursive=True)
    first_change = case((lineage.c.old_id == lineage.c.new_id, succession.c.day), else_=lineage.c.day)
    return lineage.union(
        sqlalchemy.select(lineage.c.old_id, succession.c.to_id, first_change)
        .join(succession, succession.c.from_id == lineage.c.new_id)
        .where(*counts)
    )


def _rank(names: Subquery, ways: Sequence[tuple[str, ...]]) -> ColumnElement[int]:
    """Put a whole name first, then its beginning, then whole words, then parts of words; smaller is better."""
    whole = [" ".join(way) for way in ways]
    padded = literal(" ") + names.c.words + literal(" ")
    return case(
        (names.c.key.in_(whole), 0),
        (or_(*(names.c.key.startswith(key, autoescape=True) for key in whole)), 2),
        (or_(*(and_(*(padded.contains(f" {word} ", autoescape=True) for word in way)) for way in ways)), 4),
        else_=6,
    )


def _left_out(session: Session, unit_id: int, *, on: date, route_on: date) -> frozenset[Level]:
    route = session.exec(
        select(Route)
        .join(UnitVersion, col(UnitVersion.kind) == Route.unit_kind)
        .where(UnitVersion.unit_id == unit_id, valid_on(UnitVersion, on), valid_on(Route, route_on))
        .order_by(col(Route.valid_from).desc())
        .limit(1)
    ).first()
    return frozenset() if route is None else left_out(RouteCode(route.code), skips_middle=route.skips_middle)


def _one(session: Session, query: Select[int, str, str]) -> UnitName | None:
    row = session.exec(query.limit(1)).first()
    return None if row is None else UnitName(*row)
