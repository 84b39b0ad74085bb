"""The unit: looked for by words (W6, W7), asked, and waited for (W8); somebody invited says yes."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Style, Window
from bot.domain.defaults import Setting, default
from bot.domain.lengths import cut
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_
from bot.services import invitations, joining, units
from bot.services.grants import Deed
from handlers.answers import not_understood, press_of
from handlers.joining import accepted
from handlers.phrases import home
from handlers.unit_search import search, words_of
from models import Invitation

#: Characters of one's own name in the trail.
NAME = 40


class JoinUnitScreen:
    """``args``: the words typed and the page; missing when the unit is not in the list."""

    name = "join_unit"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show what the words find; ask for words before."""
        say, found = desk.say, search(args, desk)
        missing = (
            say(
                N_(
                    "A unit that is not here yet: its clerk can send an invitation as soon as the Department Office "
                    "has added it."
                )
            ),
        )
        return Window(
            header=say(N_("Getting to know you · Step {at}/{all}"), at=3, all=3),
            trail=f"✓ {cut(desk.person_name, NAME)}",
            body=missing if args.get("missing") else found.lines,
            hint=say(N_("Type only the name itself, marks are not needed, old names work too.")),
            problem=found.problem,
            question=say(N_("Which unit do you work at?")),
            rows=(
                *found.rows,
                *(((Button(say(N_("My unit is not here")), "missing"),),) if args.get("words") else ()),
                (home(say),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Look for words, or ask the unit that was chosen."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("unit", unit_id) if unit_id.isdecimal() and units.name_of(
                desk.session, int(unit_id), on=desk.today
            ):
                deed = Deed(desk.person_id, desk.now, desk.zone)
                joining.ask(desk.session, deed, account_id=desk.account_id, unit_id=int(unit_id))
                return Go("waiting")
            case Pressed("page", page) if page.isdecimal() and args.get("words"):
                return Go("join_unit", {**args, "page": int(page)})
            case Pressed("missing"):
                return Go("join_unit", {"missing": True})
            case Pressed("menu"):
                return Go("menu")
            case _ if isinstance(given, Typed):
                return Go("join_unit", words_of(given.text))
            case _:
                return not_understood(given)


class WaitingScreen:
    """W8: the unit was asked; a draft can be written meanwhile."""

    name = "waiting"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say who was asked, since when, and what happens next."""
        say, request = desk.say, joining.waiting_of(desk.session, desk.person_id)
        if request is None:
            return Window(
                header="Gương Sáng",
                body=(say(N_("No unit is being asked at the moment.")),),
                rows=((Button(say(N_("Look for my unit")), "again"),), (home(say),)),
            )
        unit = units.name_of(desk.session, request.unit_id, on=desk.today)
        return Window(
            header=say(N_("Getting to know you · your part is done")),
            trail=f"✓ {unit.name if unit else ''}",
            body=(
                say(
                    N_("⏳ Your unit was asked at {moment}; we'll remind them after {days} working days."),
                    moment=say.moment(request.asked_at),
                    days=default(Setting.JOIN_REMINDER_DAYS),
                ),
                say(N_("Write now, send once confirmed.")),
            ),
            question=say(N_("What would you like to do first?")),
            rows=(
                (Button(say(N_("✍️ Write a nomination")), "nominate", style=Style.PRIMARY),),
                (Button(say(N_("Choose another unit")), "again"),),
                (home(say),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Begin a draft, or take the request back and look again."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("again"):
                joining.take_back(desk.session, Deed(desk.person_id, desk.now, desk.zone))
                return Go("join_unit")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


class InvitedScreen:
    """Somebody who is known already follows an invitation; ``args["invitation"]`` is its id."""

    name = "invited"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say what it is for and ask."""
        say, invitation = desk.say, _open(args, desk)
        unit = units.name_of(desk.session, invitation.unit_id or 0, on=desk.today)
        return Window(
            header=say(N_("Invitation · {unit}"), unit=unit.name if unit else ""),
            trail=f"✓ {cut(desk.person_name, NAME)}",
            body=(
                say(N_("Role: {role}"), role=say(ROLE_LABELS[Role(invitation.role)])),
                say(N_("⏰ Open until {date}"), date=say.date(invitation.expires_at.astimezone(desk.zone).date())),
            ),
            question=say(N_("Accept this invitation?")),
            rows=(
                (Button(say(N_("Accept")), "accept", style=Style.SUCCESS),),
                (Button(say(N_("Decide later")), "menu"),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Accept, or go home."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("accept") if desk.person_id:
                return accepted(int(args["invitation"]), desk.person_id, desk.person_name, desk)
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _open(args: Mapping[str, Any], desk: Desk) -> Invitation:
    invitation = desk.session.get(Invitation, int(args.get("invitation", 0)))
    if invitation is None or not invitations.is_open(invitation, now=desk.now):
        raise invitations.spent()
    return invitation


join_unit = JoinUnitScreen()
waiting = WaitingScreen()
invited = InvitedScreen()
