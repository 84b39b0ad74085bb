"""Notices about who belongs to a unit and who holds a role; each is recomputed from rows when it is sent."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Style, Window
from bot.domain.names import given_name
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_
from bot.services import door, units
from handlers.members import ask_at_door
from models import JoinRequest, Person, RoleGrant
from models.invitation import JoinState

Args = Mapping[str, Any]


def draw_asked(args: Args, desk: Desk) -> Window | None:
    """Ask somebody at the door (W9); None once somebody else has dealt with it."""
    request = _request(args, desk, JoinState.WAITING)
    if request is None or not door.may_open(desk.session, args["person_id"], request.id or 0, on=desk.today):
        return None
    asking = door.asking(desk.session, request, on=desk.today)
    others = door.count_waiting(desk.session, args["person_id"], on=desk.today)
    everybody = (Button(desk.say(N_("See all who wait ({count})"), count=others), "members"),)
    return ask_at_door(asking, desk, rows=(everybody,) if others > 1 else ())


def draw_confirmed(args: Args, desk: Desk) -> Window | None:
    """Welcome somebody whom the unit has confirmed."""
    request = _request(args, desk, JoinState.CONFIRMED)
    unit = units.name_of(desk.session, request.unit_id, on=desk.today) if request else None
    if request is None or unit is None:
        return None
    person = desk.session.get_one(Person, request.person_id)
    say = desk.say
    return Window(
        header=say(N_("✅ {unit} welcomes {given}!"), unit=unit.name, given=given_name(person.name)),
        body=(say(N_("What you write can be sent from now on.")),),
        rows=((Button(say(N_("✍️ Nominate")), "nominate", style=Style.PRIMARY),), (Button(say(N_("‹ Home")), "menu"),)),
    )


def draw_not_ours(args: Args, desk: Desk) -> Window | None:
    """Say that the unit does not know somebody, and the way on."""
    request = _request(args, desk, JoinState.NOT_OURS)
    unit = units.name_of(desk.session, request.unit_id, on=desk.today) if request else None
    if request is None or unit is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("🔸 {unit} has not recognised your name yet"), unit=unit.name),
        body=(say(N_("Perhaps it was another unit of a similar name. The unit's clerk can also send an invitation.")),),
        rows=((Button(say(N_("Look for my unit")), "join_unit", style=Style.PRIMARY),),),
    )


def draw_role_given(args: Args, desk: Desk) -> Window | None:
    """Tell somebody of a new role; None once it has ended."""
    grant = desk.session.get(RoleGrant, args["grant_id"])
    unit = units.name_of(desk.session, grant.unit_id, on=desk.today) if grant else None
    if grant is None or unit is None or grant.ended_at is not None:
        return None
    say = desk.say
    until = say(N_("Until {date}."), date=say.date(grant.valid_to)) if grant.valid_to else ""
    label = N_("Acting head") if grant.acting_for else ROLE_LABELS[Role(grant.role)]
    return Window(
        header=say(N_("✅ A new role · {unit}"), unit=unit.name),
        body=tuple(filter(None, (say(label), until, say(N_("/menu shows what comes with it."))))),
        rows=((Button(say(N_("‹ Home")), "menu"),),),
        personal=True,
    )


def draw_role_ended(args: Args, desk: Desk) -> Window | None:
    """Tell somebody that a role has ended."""
    grant = desk.session.get(RoleGrant, args["grant_id"])
    unit = units.name_of(desk.session, grant.unit_id, on=desk.today) if grant else None
    if grant is None or unit is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("A role has ended · {unit}"), unit=unit.name),
        body=(
            say(ROLE_LABELS[Role(grant.role)]),
            say(N_("Thank you for the work done in it. Your own items stay with you: /hoso")),
        ),
        rows=((Button(say(N_("‹ Home")), "menu"),),),
        personal=True,
    )


def _request(args: Args, desk: Desk, state: JoinState) -> JoinRequest | None:
    request = desk.session.get(JoinRequest, args["request_id"])
    return request if request is not None and request.state == state else None
