"""Classes and teams within a school, and who leads each: small units that no dossier waits at."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.domain.names import read_collective_name, search_key
from bot.domain.refusals import Refusal
from bot.domain.roles import LEADERS, Role
from bot.domain.wording import N_, Text
from bot.services import grants, roles
from bot.services.grants import Deed
from bot.services.reorganise import Order, close, open_unit
from bot.services.units import valid_on, with_code
from models import Person, RoleGrant, Unit, UnitRelation, UnitVersion
from models.unit import RelationKind


@dataclass(frozen=True, slots=True)
class SmallUnit:
    """A class or team as it is called today, with its leader ("" while there is none)."""

    id: int
    name: str
    kind: str
    leader_id: int = 0
    leader: str = ""


def of_school(session: Session, school_id: int, *, on: date) -> list[SmallUnit]:
    """List the classes and teams of a school, teams last, each with who leads it."""
    versions = session.exec(
        select(UnitVersion)
        .join(UnitRelation, col(UnitRelation.child_id) == UnitVersion.unit_id)
        .where(
            UnitRelation.parent_id == school_id,
            UnitRelation.kind == RelationKind.ADMINISTRATIVE,
            col(UnitVersion.kind).in_(LEADERS),
            valid_on(UnitRelation, on),
            valid_on(UnitVersion, on),
        )
        .order_by(col(UnitVersion.kind), col(UnitVersion.name_key), col(UnitVersion.unit_id))
    ).all()
    leaders = {
        unit_id: (person_id or 0, name)
        for unit_id, person_id, name in session.exec(
            select(RoleGrant.unit_id, Person.id, Person.name)
            .join(Person, col(Person.id) == RoleGrant.person_id)
            .where(
                col(RoleGrant.unit_id).in_([one.unit_id for one in versions]),
                col(RoleGrant.role).in_(LEADERS.values()),
                valid_on(RoleGrant, on),
            )
        )
    }
    return [SmallUnit(one.unit_id, one.name, one.kind, *(leaders.get(one.unit_id, (0, "")))) for one in versions]


def found(session: Session, deed: Deed, school_id: int, *, name: str, kind: str) -> int:
    """Open a class or team; give its id. Raises Refusal: not the head's school, or such a one is there already."""
    _ensure_head(session, deed, school_id)
    called = read_collective_name(name)
    if any(search_key(one.name) == search_key(called) for one in of_school(session, school_id, on=deed.on)):
        raise Refusal("small_units.there", Text(N_("“{name}” is there already."), {"name": called}))
    school = session.get_one(Unit, school_id)
    number = 1
    while with_code(session, f"{school.code}-{kind}-{number}") is not None:
        number += 1
    here = session.exec(
        select(UnitVersion.name).where(UnitVersion.unit_id == school_id, valid_on(UnitVersion, deed.on))
    ).one()
    order = Order(deed.on, deed.now, deed.zone)
    unit_id = open_unit(session, f"{school.code}-{kind}-{number}", order, name=called, kind=kind, place=here)
    session.add(
        UnitRelation(child_id=unit_id, parent_id=school_id, kind=RelationKind.ADMINISTRATIVE, valid_from=deed.on)
    )
    session.flush()
    return unit_id


def put_in_charge(session: Session, deed: Deed, school_id: int, unit_id: int, *, person_id: int) -> None:
    """Make somebody of the school the class teacher or team leader; whoever was it before no longer is."""
    small = one_of(session, deed, school_id, unit_id)
    if not roles.roles_on(session, person_id, school_id, on=deed.on):
        raise Refusal("small_units.stranger", Text(N_("Whoever leads it belongs to the school. Choose a name.")))
    if small.leader_id == person_id:
        return
    _relieve(session, deed, small)
    by_head = Deed(None, deed.now, deed.zone, deed.reason)
    grant = grants.give(session, by_head, person_id=person_id, role=LEADERS[small.kind], unit_id=unit_id)
    grant.granted_by = deed.by
    session.flush()


def dissolve(session: Session, deed: Deed, school_id: int, unit_id: int) -> None:
    """Close a class or team from tomorrow on: it is kept with its days, and its leader is relieved."""
    small = one_of(session, deed, school_id, unit_id)
    _relieve(session, deed, small)
    close(session, unit_id, Order(deed.on + timedelta(days=1), deed.now, deed.zone))


def one_of(session: Session, deed: Deed, school_id: int, unit_id: int) -> SmallUnit:
    """Give a class or team of a school to its head; raises Refusal for anybody else and for any other unit."""
    _ensure_head(session, deed, school_id)
    small = next((one for one in of_school(session, school_id, on=deed.on) if one.id == unit_id), None)
    if small is None:
        raise Refusal("small_units.none", Text(N_("This class or team is no longer there.")))
    return small


def _relieve(session: Session, deed: Deed, small: SmallUnit) -> None:
    by_head = Deed(None, deed.now, deed.zone, deed.reason)
    held = session.exec(
        select(RoleGrant).where(
            RoleGrant.unit_id == small.id, RoleGrant.role == LEADERS[small.kind], valid_on(RoleGrant, deed.on)
        )
    ).all()
    for grant in held:
        grants.end(session, by_head, grant.id or 0)
        grant.ended_by = deed.by
    session.flush()


def _ensure_head(session: Session, deed: Deed, school_id: int) -> None:
    assert deed.by is not None
    if Role.UNIT_HEAD not in roles.roles_on(session, deed.by, school_id, on=deed.on):
        raise Refusal("small_units.not_head", Text(N_("Classes and teams are looked after by the head of the unit.")))
