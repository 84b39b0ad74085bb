"""Giving and ending roles. A grant is never erased: who gave it, when, why, and who ended it stays in its row."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session, select

from bot.domain.defaults import Setting
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import WITH_MEMBERSHIP, Role, grantable
from bot.domain.sending_times import is_quiet
from bot.domain.wording import N_, Text
from bot.services import accounts, commands_due, notices, roles, settings
from bot.services.colleagues import held_on
from bot.services.units import valid_on
from models import Account, RoleGrant


@dataclass(frozen=True, slots=True)
class Deed:
    """Who does it (None: the operator at the command line, or the bot itself), when, and why."""

    by: int | None
    now: datetime
    zone: ZoneInfo
    reason: str = ""

    @property
    def on(self) -> date:
        """The day where the people are."""
        return self.now.astimezone(self.zone).date()


def may_grant(session: Session, person_id: int, unit_id: int, *, on: date) -> tuple[Role, ...]:
    """List the roles that a person may give or end on a unit."""
    held = roles.roles_of(session, person_id, on=on)
    here = {one.role for one in held if one.unit.id == unit_id}
    return grantable(on_the_unit=here, anywhere={one.role for one in held})


def give(
    session: Session,
    deed: Deed,
    *,
    person_id: int,
    role: Role,
    unit_id: int,
    until: date | None = None,
    acting_for: int | None = None,
    quietly: bool = False,
) -> RoleGrant:
    """Give a role from today on, perhaps until a day; ``quietly``: another notice says it already.

    Raises Refusal: not_yours_to_give, not_to_yourself, held, past.
    """
    if deed.by is not None and acting_for is None:
        ensure_may(session, deed, person_id=person_id, role=role, unit_id=unit_id)
    if role in roles.roles_on(session, person_id, unit_id, on=deed.on):
        raise Refusal("grants.held", Text(N_("This role is held already. Nothing has changed.")))
    if until is not None and until < deed.on:
        raise Refusal("grants.past", Text(N_("That day is over. Please type one from today on, such as 17/3.")))
    if role in WITH_MEMBERSHIP and acting_for is None:
        _make_member(session, deed, person_id, unit_id)
    grant = _row(deed, person_id, role, unit_id, until=until, acting_for=acting_for)
    session.add(grant)
    session.flush()
    _follow(session, deed, grant, None if quietly else Template.ROLE_GIVEN)
    return grant


def act_for(session: Session, deed: Deed, *, person_id: int, unit_id: int, until: date) -> RoleGrant:
    """Let somebody of the unit act for its head until a day. Who only acts for the head passes it on to nobody."""
    assert deed.by is not None
    held = roles.roles_of(session, deed.by, on=deed.on)
    heads = [one for one in held if one.unit.id == unit_id and one.role is Role.UNIT_HEAD and one.acting_for is None]
    if not heads:
        raise Refusal("grants.not_head", Text(N_("Only the head of the unit lets somebody act for them.")))
    if person_id == deed.by or not roles.roles_on(session, person_id, unit_id, on=deed.on):
        raise Refusal("grants.not_of_unit", Text(N_("Whoever acts for the head belongs to the unit. Choose a name.")))
    longest = settings.value_of(session, Setting.ACTING_DAYS)
    if until > deed.on + timedelta(days=longest):
        raise Refusal(
            "grants.too_long",
            Text(N_("That is longer than {days} days. Please choose an earlier day."), {"days": longest}),
        )
    return give(
        session, deed, person_id=person_id, role=Role.UNIT_HEAD, unit_id=unit_id, until=until, acting_for=deed.by
    )


def acting_for(session: Session, head_id: int, unit_id: int, *, on: date) -> RoleGrant | None:
    """Give the grant by which somebody acts for a head of a unit that day."""
    return session.exec(
        select(RoleGrant).where(RoleGrant.unit_id == unit_id, RoleGrant.acting_for == head_id, valid_on(RoleGrant, on))
    ).first()


def end(session: Session, deed: Deed, grant_id: int) -> RoleGrant:
    """End a role at once. Raises Refusal like `give`; a head may also end what somebody does in their place."""
    grant = session.get(RoleGrant, grant_id)
    if grant is None or not _counts(grant, deed.on):
        raise Refusal("grants.ended", Text(N_("This role has ended already.")))
    if deed.by is not None and grant.acting_for != deed.by:
        ensure_may(session, deed, person_id=grant.person_id, role=Role(grant.role), unit_id=grant.unit_id)
    _end(session, deed, grant)
    _follow(session, deed, grant, Template.ROLE_ENDED)
    return grant


def leave(session: Session, deed: Deed, *, person_id: int, unit_id: int) -> list[RoleGrant]:
    """End everything that a person has on a unit: moved away, retired. All of it or, where one may not be, nothing."""
    grants = held_on(session, person_id, unit_id, on=deed.on)
    for grant in grants:
        if deed.by is not None:
            ensure_may(session, deed, person_id=person_id, role=Role(grant.role), unit_id=unit_id)
    for grant in grants:
        _end(session, deed, grant)
    if grants:
        _follow(session, deed, grants[0], Template.ROLE_ENDED)
    return grants


def transfer(session: Session, deed: Deed, *, person_id: int, from_unit: int, to_unit: int) -> RoleGrant:
    """Move a person: everything on the old unit ends, membership of the new one begins."""
    if deed.by is not None:
        ensure_may(session, deed, person_id=person_id, role=Role.MEMBER, unit_id=to_unit)
    leave(session, deed, person_id=person_id, unit_id=from_unit)
    return give(session, deed, person_id=person_id, role=Role.MEMBER, unit_id=to_unit)


def ensure_may(session: Session, deed: Deed, *, person_id: int, role: Role, unit_id: int) -> None:
    """Raise Refusal unless whoever does it may give and end this role here; nobody changes their own."""
    assert deed.by is not None
    if role not in may_grant(session, deed.by, unit_id, on=deed.on):
        raise Refusal(
            "grants.not_yours_to_give",
            Text(N_("This role is given by the level above. The Department Office can help.")),
        )
    if person_id == deed.by:
        raise Refusal("grants.not_to_yourself", Text(N_("Nobody changes their own roles; somebody else does it.")))


def _row(
    deed: Deed, person_id: int, role: Role, unit_id: int, *, until: date | None = None, acting_for: int | None = None
) -> RoleGrant:
    return RoleGrant(
        person_id=person_id,
        role=role.value,
        unit_id=unit_id,
        valid_from=deed.on,
        valid_to=until,
        granted_by=deed.by,
        granted_at=deed.now,
        acting_for=acting_for,
        reason=deed.reason,
    )


def _make_member(session: Session, deed: Deed, person_id: int, unit_id: int) -> None:
    if Role.MEMBER not in roles.roles_on(session, person_id, unit_id, on=deed.on):
        session.add(_row(deed, person_id, Role.MEMBER, unit_id))


def _counts(grant: RoleGrant, on: date) -> bool:
    return grant.valid_from <= on and (grant.valid_to is None or grant.valid_to >= on)


def _end(session: Session, deed: Deed, grant: RoleGrant) -> None:
    grant.valid_to = deed.on - timedelta(days=1)
    grant.ended_by, grant.ended_at, grant.end_reason = deed.by, deed.now, deed.reason
    session.flush()


def _follow(session: Session, deed: Deed, grant: RoleGrant, template: Template | None) -> None:
    """Address the person anew, have the menu renewed, and tell the person."""
    for account in session.exec(select(Account).where(Account.person_id == grant.person_id)).all():
        accounts.remember_audience(session, account.id or 0, person_id=grant.person_id, now=deed.now)
    commands_due.mark_person(session, grant.person_id)
    if template is None:
        return
    for reach in roles.reach_of(session, grant.person_id):
        notices.queue(
            session,
            template,
            chat_id=reach.chat_id,
            args={"grant_id": grant.id, "person_id": grant.person_id},
            due_at=deed.now,
            dedupe_key=f"{template.value}:{grant.id}:{reach.chat_id}",
            silent=is_quiet(deed.now, zone=deed.zone),
        )
