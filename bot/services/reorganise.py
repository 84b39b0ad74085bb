"""Reorganisations of units: opened, renamed, moved below another one, merged, split, closed; nothing is ever erased.

What a unit was stays in its versions, relations and successions. Each change counts from a day on, which may lie ahead;
what then happens to dossiers and people stands in bot/services/carrying.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, select

from bot.domain.names import normalise, search_key
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import carrying
from bot.services.units import heirs, name_of, with_code
from models import Unit, UnitAlias, UnitRelation, UnitSuccession, UnitVersion
from models.unit import RelationKind, SuccessionKind


@dataclass(frozen=True, slots=True)
class Order:
    """A change that counts from ``day`` on, entered at ``now``; ``decision`` is the number and date of its paper."""

    day: date
    now: datetime
    zone: ZoneInfo
    decision: str = ""

    @property
    def eve(self) -> date:
        """The last day of the old state of things."""
        return self.day - timedelta(days=1)


def open_unit(
    session: Session, code: str, order: Order, *, name: str, kind: str, place: str = "", above: int | None = None
) -> int:
    """Open a new unit below another one; give its id. Raises Refusal: code_taken."""
    if with_code(session, code) is not None:
        raise Refusal("code_taken", Text(N_("The code {code} belongs to another unit already."), {"code": code}))
    unit = Unit(code=code)
    session.add(unit)
    session.flush()
    assert unit.id is not None
    session.add(version_of(unit.id, name=name, kind=kind, place=place, valid_from=order.day))
    if above is not None:
        session.add(UnitRelation(child_id=unit.id, parent_id=above, valid_from=order.day))
    session.flush()
    return unit.id


def rename(session: Session, unit_id: int, order: Order, *, name: str = "", place: str = "", kind: str = "") -> None:
    """Call a unit otherwise from a day on; its older names still find it. Raises Refusal: not_open, later_changes."""
    before = _ending(session, unit_id, order)
    session.add(
        version_of(
            unit_id,
            name=name or before.name,
            kind=kind or before.kind,
            place=place or before.place,
            valid_from=order.day,
        )
    )
    before.valid_to = order.eve
    _succeed(session, unit_id, order, SuccessionKind.RENAME, to=unit_id)


def move_below(
    session: Session,
    unit_id: int,
    above: int,
    order: Order,
    *,
    kind: RelationKind = RelationKind.PROFESSIONAL,
) -> None:
    """Put a unit below another one from a day on. Raises Refusal: not_open, circle."""
    _ensure_open(session, above, order.day)
    if above == unit_id:
        raise Refusal("circle", Text(N_("A unit cannot stand above itself.")))
    for relation in _relations(session, order, col(UnitRelation.child_id) == unit_id):
        if relation.kind == kind:
            _end_relation(session, relation, order)
    session.add(UnitRelation(child_id=unit_id, parent_id=above, kind=kind.value, valid_from=order.day))
    session.flush()


def merge(session: Session, unit_ids: Sequence[int], order: Order, *, into: int) -> None:
    """Let units go up in another one, which may be an older or a new one; what was below them comes below it.

    Raises Refusal: not_open, later_changes, circle.
    """
    _ensure_open(session, into, order.day)
    if into in unit_ids:
        raise Refusal("circle", Text(N_("A unit cannot be merged into itself. Please name the others only.")))
    for unit_id in unit_ids:
        _end(session, unit_id, order, heir=into)
        _succeed(session, unit_id, order, SuccessionKind.MERGE, to=into)
    carrying.carry_on(session, now=order.now, zone=order.zone)


def split(session: Session, unit_id: int, order: Order, *, into: Sequence[int]) -> None:
    """Let several units come of one; where it is among them itself, it goes on and its people and dossiers stay.

    Raises Refusal: not_open, later_changes.
    """
    for part in into:
        _ensure_open(session, part, order.day)
    if unit_id not in into:
        _end(session, unit_id, order, heir=None)
    for part in into:
        if part != unit_id:
            _succeed(session, unit_id, order, SuccessionKind.SPLIT, to=part)
    carrying.carry_on(session, now=order.now, zone=order.zone)


def close(session: Session, unit_id: int, order: Order) -> None:
    """Close a unit for good, without a successor. Raises Refusal: not_open, later_changes."""
    _end(session, unit_id, order, heir=None)
    _succeed(session, unit_id, order, SuccessionKind.CLOSE, to=None)
    carrying.carry_on(session, now=order.now, zone=order.zone)


def also_called(session: Session, unit_id: int, text: str) -> None:
    """Let a unit be found by another name or an old code, too."""
    said = normalise(text)
    there = session.exec(select(UnitAlias.id).where(UnitAlias.unit_id == unit_id, UnitAlias.text == said)).first()
    if there is None:
        session.add(UnitAlias(unit_id=unit_id, text=said, key=search_key(said)))
        session.flush()


def version_of(
    unit_id: int, *, name: str, kind: str, place: str, valid_from: date, valid_to: date | None = None
) -> UnitVersion:
    """Make what a unit is between two days, with the keys by which it is found."""
    name, place = normalise(name), normalise(place)
    return UnitVersion(
        unit_id=unit_id,
        name=name,
        name_key=search_key(name),
        kind=kind,
        place=place,
        place_key=search_key(place),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _ending(session: Session, unit_id: int, order: Order) -> UnitVersion:
    """Give the version that ends the day before the order; raise Refusal unless the order fits its history."""
    versions = session.exec(
        select(UnitVersion)
        .where(
            UnitVersion.unit_id == unit_id,
            or_(col(UnitVersion.valid_to).is_(None), col(UnitVersion.valid_to) >= order.eve),
        )
        .order_by(col(UnitVersion.valid_from))
    ).all()
    if not versions or versions[0].valid_from > order.eve or (versions[0].valid_to or order.day) < order.day:
        raise _not_open(session, unit_id, order.eve)
    if len(versions) > 1:
        words = N_("{unit} changes again on {date}. Please enter the changes in the order of their days.")
        values = {"unit": versions[0].name, "date": f"{versions[1].valid_from:%d/%m/%Y}"}
        raise Refusal("later_changes", Text(words, values))
    return versions[0]


def _end(session: Session, unit_id: int, order: Order, *, heir: int | None) -> None:
    """End a unit's version and relations; what is below it comes below its heir, if it has one."""
    _ending(session, unit_id, order).valid_to = order.eve
    mine = or_(col(UnitRelation.child_id) == unit_id, col(UnitRelation.parent_id) == unit_id)
    for relation in _relations(session, order, mine):
        _end_relation(session, relation, order)
        if heir is not None and relation.parent_id == unit_id and relation.child_id != heir:
            session.add(
                UnitRelation(child_id=relation.child_id, parent_id=heir, kind=relation.kind, valid_from=order.day)
            )
    session.flush()


def _relations(session: Session, order: Order, whose: ColumnElement[bool]) -> Sequence[UnitRelation]:
    still = or_(col(UnitRelation.valid_to).is_(None), col(UnitRelation.valid_to) >= order.day)
    return session.exec(select(UnitRelation).where(whose, still).order_by(col(UnitRelation.id))).all()


def _end_relation(session: Session, relation: UnitRelation, order: Order) -> None:
    if relation.valid_from > order.eve:
        session.delete(relation)  # it never came to count
    else:
        relation.valid_to = order.eve
    session.flush()


def _succeed(session: Session, unit_id: int, order: Order, kind: SuccessionKind, *, to: int | None) -> None:
    session.add(UnitSuccession(from_id=unit_id, to_id=to, kind=kind.value, day=order.day, decision=order.decision))
    session.flush()


def _ensure_open(session: Session, unit_id: int, on: date) -> None:
    if name_of(session, unit_id, on=on) is None:
        raise _not_open(session, unit_id, on)


def _not_open(session: Session, unit_id: int, on: date) -> Refusal:
    unit = session.get(Unit, unit_id)
    following = ", ".join(name.name for name in heirs(session, unit_id, on=on))
    values = {"code": "" if unit is None else unit.code, "date": f"{on:%d/%m/%Y}", "heirs": following}
    if following:
        words = N_("The unit {code} is not open on {date}; today it is {heirs}.")
    else:
        words = N_("The unit {code} is not open on {date}. Please look at its days in the exported table.")
    return Refusal("not_open", Text(words, values))
