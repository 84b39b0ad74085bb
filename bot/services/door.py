"""The door of a unit: who opens it, and who waits before it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from bot.domain.refusals import Refusal
from bot.domain.roles import DOORKEEPERS, Role
from bot.domain.wording import N_, Text
from bot.services import roles, units
from bot.services.roles import Officer
from bot.services.units import UnitName
from models import JoinRequest, Person, RoleGrant, UnitRelation
from models.invitation import JoinState
from models.unit import RelationKind

#: Above a unit without anybody to open its door the next levels do it.
_LEVELS = 4
_ABOVE = frozenset({Role.INTERMEDIATE_OFFICER, Role.DEPARTMENT_OFFICE})
# Named once: SQLAlchemy takes longer to make such a name than SQLite to answer.
_mine, _keeper, _office, _everywhere = (aliased(RoleGrant) for _ in range(4))
_above = aliased(UnitRelation)


@dataclass(frozen=True, slots=True)
class Asking:
    """Somebody who waits at the door, as those who open it see them."""

    id: int
    person_id: int
    name: str
    kind: str
    unit: UnitName
    asked_at: datetime
    state: JoinState


def find_request(session: Session, request_id: int, *, by: int, on: date) -> Asking:
    """Give one request to somebody who may decide on it; raises Refusal for anybody else, as if it were not there."""
    request = session.get(JoinRequest, request_id)
    if request is None or not may_open(session, by, request_id, on=on):
        raise no_such_request()
    return asking(session, request, on=on)


def door_of(session: Session, unit_id: int, *, on: date) -> list[Officer]:
    """Give who confirms that somebody belongs to a unit: its head, deputy and clerk, else the levels above."""
    found = roles.officers_of(session, unit_id, DOORKEEPERS, on=on)
    level = unit_id
    for _ in range(_LEVELS):
        above = None if found else units.level_above(session, level, on=on)
        if above is None:
            break
        found = roles.officers_of(session, above.id, _ABOVE, on=on)
        level = above.id
    return found


def count_waiting(session: Session, person_id: int, *, on: date) -> int:
    """Count who waits for this person's word."""
    return session.exec(
        select(func.count(col(JoinRequest.id))).where(
            col(JoinRequest.state) == JoinState.WAITING, _at_the_door_of(person_id, on)
        )
    ).one()


def waiting_for(session: Session, person_id: int, *, on: date, limit: int, offset: int = 0) -> list[Asking]:
    """List who waits for this person's word, the longest first."""
    requests = session.exec(
        select(JoinRequest)
        .where(col(JoinRequest.state) == JoinState.WAITING, _at_the_door_of(person_id, on))
        .order_by(col(JoinRequest.asked_at), col(JoinRequest.id))
        .limit(limit)
        .offset(offset)
    ).all()
    return [asking(session, request, on=on) for request in requests]


def may_open(session: Session, person_id: int, request_id: int, *, on: date) -> bool:
    """Tell whether it is for this person to decide on a request."""
    found = select(JoinRequest.id).where(JoinRequest.id == request_id, _at_the_door_of(person_id, on))
    return session.exec(found).first() is not None


def asking(session: Session, request: JoinRequest, *, on: date) -> Asking:
    """Give a request as those at the door see it."""
    person = session.get_one(Person, request.person_id)
    unit = units.name_of(session, request.unit_id, on=on) or UnitName(request.unit_id, "")
    return Asking(
        request.id or 0, request.person_id, person.name, person.kind, unit, request.asked_at, JoinState(request.state)
    )


def no_such_request() -> Refusal:
    """Say the same for a request that is not there and one that is not theirs."""
    return Refusal("joining.no_request", Text(N_("There is no such request. /xacnhan shows who is waiting.")))


def _at_the_door_of(person_id: int, on: date) -> ColumnElement[bool]:
    """Say which requests wait for a person: of the own unit, or of units below without anybody at their door."""
    own = select(_mine.unit_id).where(
        _mine.person_id == person_id, col(_mine.role).in_(DOORKEEPERS), _counts(_mine, on)
    )
    kept = exists().where(
        col(_keeper.unit_id) == JoinRequest.unit_id, col(_keeper.role).in_(DOORKEEPERS), _counts(_keeper, on)
    )
    below = exists().where(
        col(_above.child_id) == JoinRequest.unit_id,
        col(_above.parent_id) == _office.unit_id,
        col(_above.kind) == RelationKind.PROFESSIONAL,
        col(_above.valid_from) <= on,
        or_(col(_above.valid_to).is_(None), col(_above.valid_to) >= on),
        col(_office.person_id) == person_id,
        col(_office.role).in_(_ABOVE),
        _counts(_office, on),
    )
    department = exists().where(
        col(_everywhere.person_id) == person_id,
        col(_everywhere.role) == Role.DEPARTMENT_OFFICE,
        _counts(_everywhere, on),
    )
    return or_(col(JoinRequest.unit_id).in_(own), and_(~kept, or_(below, department)))


def _counts(grant: type[RoleGrant], on: date) -> ColumnElement[bool]:
    return and_(col(grant.valid_from) <= on, or_(col(grant.valid_to).is_(None), col(grant.valid_to) >= on))
