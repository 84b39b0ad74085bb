"""When the day of a reorganisation has come: dossiers under way and people go on at what a unit has become.

A dossier keeps the name under which it was sent and the route of that day; only who has it now changes, and the trail
says so. Each succession is claimed by its row, so that it is carried out once, however often the clock looks.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.domain.workflow import FINAL, WAITING, State
from bot.services import commands_due, units
from bot.services.moves import Act, move, settle
from bot.services.roles import roles_on
from bot.services.telling import Posting, nominator_reach, tell, tell_officers
from bot.services.units import UnitName
from models import Dossier, Invitation, JoinRequest, RoleGrant, UnitSuccession
from models.invitation import JoinState

#: The code in the trail, beside those of bot/services/moves.py.
REORGANISED = "reorganise"

#: Who belongs to a unit belongs to what it becomes; offices are given anew by those who may give them.
_CARRIED_ROLES = frozenset({Role.MEMBER})
#: These have reached an end that a reorganisation does not touch.
_AT_REST = FINAL - {State.ADOPTED}
#: Where a dossier lies once its unit is closed for good and the unit above has it.
_WITHOUT_UNIT = {
    State.WITH_HEAD: State.WITH_LEVEL_ABOVE,
    State.WITH_DEPUTY: State.WITH_LEVEL_ABOVE,
    State.HEAD_ASKED: State.LEVEL_ABOVE_ASKED,
    State.DEPUTY_ASKED: State.LEVEL_ABOVE_ASKED,
}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a dossier goes on: the unit that it concerns now, who has it, and in which state."""

    unit_id: int
    holder_id: int
    state: State


def carry_on(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Carry out every reorganisation whose day has come; give how many dossiers and people went over."""
    session.flush()
    today = now.astimezone(zone).date()
    due = session.exec(
        select(UnitSuccession)
        .where(UnitSuccession.day <= today, col(UnitSuccession.carried_on_at).is_(None))
        .order_by(col(UnitSuccession.day), col(UnitSuccession.id))
    ).all()
    ended = {one.from_id: one for one in due if _claim(session, one, now=now)}
    return sum(_carry(session, one, now=now, zone=zone) for one in ended.values())


def _claim(session: Session, succession: UnitSuccession, *, now: datetime) -> bool:
    claimed = session.exec(
        update(UnitSuccession)
        .where(col(UnitSuccession.id) == succession.id, col(UnitSuccession.carried_on_at).is_(None))
        .values(carried_on_at=now)
        .execution_options(synchronize_session=False)
    )
    return claimed.rowcount == 1


def _carry(session: Session, succession: UnitSuccession, *, now: datetime, zone: ZoneInfo) -> int:
    act = Act(now, zone)
    if units.name_of(session, succession.from_id, on=act.on) is not None:
        return 0  # renamed, or a part of it became another unit: it goes on itself
    heirs = units.heirs(session, succession.from_id, on=act.on)
    people = _carry_people(session, succession, heirs, act)
    _carry_requests(session, succession.from_id, heirs)
    dossiers = session.exec(
        select(Dossier)
        .where(
            or_(col(Dossier.unit_id) == succession.from_id, col(Dossier.holder_unit_id) == succession.from_id),
            col(Dossier.state).not_in(_AT_REST),
        )
        .order_by(col(Dossier.id))
    ).all()
    return people + sum(_carry_dossier(session, dossier, succession, act) for dossier in dossiers)


def _carry_people(session: Session, succession: UnitSuccession, heirs: Sequence[UnitName], act: Act) -> int:
    """End what people hold on a closed unit; its members belong to its heir, if there is just one."""
    day, reason = succession.day, succession.decision
    grants = session.exec(
        select(RoleGrant).where(
            RoleGrant.unit_id == succession.from_id,
            or_(col(RoleGrant.valid_to).is_(None), col(RoleGrant.valid_to) >= day),
        )
    ).all()
    for grant in grants:
        until, grant.valid_to = grant.valid_to, day - timedelta(days=1)
        grant.ended_at, grant.end_reason = act.now, reason
        if len(heirs) != 1 or Role(grant.role) not in _CARRIED_ROLES:
            continue
        if Role(grant.role) in roles_on(session, grant.person_id, heirs[0].id, on=act.on):
            continue
        session.add(
            RoleGrant(
                person_id=grant.person_id,
                role=grant.role,
                unit_id=heirs[0].id,
                valid_from=day,
                valid_to=until,
                granted_at=act.now,
                reason=reason,
            )
        )
        session.flush()
    session.flush()
    people = {grant.person_id for grant in grants}
    for person_id in people:
        commands_due.mark_person(session, person_id)
    return len(people)


def _carry_requests(session: Session, unit_id: int, heirs: Sequence[UnitName]) -> None:
    """Let those who have asked to join, or hold an invitation, come to the heir."""
    if len(heirs) != 1:
        return
    for table in (JoinRequest, Invitation):
        still = col(JoinRequest.state) == JoinState.WAITING if table is JoinRequest else col(Invitation.uses_left) > 0
        session.exec(update(table).where(col(table.unit_id) == unit_id, still).values(unit_id=heirs[0].id))


def _carry_dossier(session: Session, dossier: Dossier, succession: UnitSuccession, act: Act) -> bool:
    """Move one dossier to where it goes on; False where nothing is there to have it, so that it stays."""
    place = _place_of(session, dossier, succession, act)
    if place is None:
        return False
    moved = place.holder_id != dossier.holder_unit_id
    dossier.unit_id = place.unit_id
    if moved:
        dossier.handed_to_id = None  # the clerk belonged to the old unit
    move(
        session,
        dossier,
        act,
        action=REORGANISED,
        to=place.state,
        holder_unit_id=place.holder_id,
        expected_version=dossier.version,
        text=succession.decision,
    )
    if moved and place.state in WAITING and not settle(session, dossier, act):
        tell_officers(session, dossier, Template.NEW_NOMINATION, Posting(act.now, act.zone, due_at=act.now))
    if moved and place.state is not State.ADOPTED:
        tell(
            session,
            dossier,
            Template.REORGANISED,
            Posting(act.now, act.zone, due_at=act.now),
            person_id=dossier.nominator_id,
            reached_at=nominator_reach(session, dossier),
            silent=True,
        )
    return True


def _place_of(session: Session, dossier: Dossier, succession: UnitSuccession, act: Act) -> _Place | None:
    on, state = act.on, State(dossier.state)
    unit_id = _heir_of_unit(session, dossier, on=on)
    if units.name_of(session, dossier.holder_unit_id, on=on) is not None:
        return _Place(unit_id or dossier.unit_id, dossier.holder_unit_id, state)
    if dossier.holder_unit_id == dossier.unit_id:
        if unit_id is not None:
            return _Place(unit_id, unit_id, state)
        above = _above(session, dossier, succession, on=on)
        return None if above is None else _Place(dossier.unit_id, above, _WITHOUT_UNIT.get(state, state))
    # The level above is gone: whatever has taken its place above this very unit.
    above = _above(session, dossier, succession, on=on)
    return None if above is None else _Place(unit_id or dossier.unit_id, above, state)


def _heir_of_unit(session: Session, dossier: Dossier, *, on: date) -> int | None:
    """Give what the dossier's unit is today; of several, the one where its nominee or its nominator works."""
    heirs = [heir.id for heir in units.heirs(session, dossier.unit_id, on=on)]
    if len(heirs) > 1:
        for person_id in (dossier.nominee_person_id, dossier.nominator_id):
            own = None if person_id is None else units.unit_of(session, person_id, on=on)
            if own is not None and own.id in heirs:
                return own.id
    return heirs[0] if heirs else None


def _above(session: Session, dossier: Dossier, succession: UnitSuccession, *, on: date) -> int | None:
    """Give who stands above the dossier's unit now; for a unit that is closed, what became of who stood above it."""
    sent_on = units.day_of(dossier.sent_at)
    unit_id = _heir_of_unit(session, dossier, on=on)
    if unit_id is not None:
        above = units.level_above(session, unit_id, on=on, sent_on=sent_on)
        return None if above is None else above.id
    eve = succession.day - timedelta(days=1)
    before = units.level_above(session, dossier.unit_id, on=eve, sent_on=sent_on)
    today = [] if before is None else units.heirs(session, before.id, on=on)
    return today[0].id if today else None
