"""Giving a role, ending one, leaving a unit, moving to another: chosen, then seen as it will be, then done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.roles import ROLE_LABELS, Role, fits
from bot.domain.wording import N_, Text
from bot.services import colleagues, grants, units
from bot.services.grants import Deed
from handlers.answers import not_understood, press_of
from handlers.due_dates import read_day
from handlers.phrases import back, digits
from handlers.roles_screen import NAME, WORDS, fact, person_in_hand, unit_to_change
from handlers.unit_search import search, words_of
from models import RoleGrant

_DONE = Text(N_("✓ Done, and on record"))


class RoleChangeScreen:
    """``args``: unit, person, change; then role or grant or to (a unit); until and why as they are typed."""

    name = "role_change"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask what is still missing, else show how it will be."""
        unit_to_change(args, desk)
        if _is_chosen(args):
            return _preview(args, desk)
        return {"give": _which_role, "end": _which_grant, "move": _which_unit}[str(args["change"])](args, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:  # noqa: PLR0911 -- one line a button
        """Take the choice, a day or a reason; do it on a press of the button."""
        there = {"unit": args["unit"], "person": args["person"]}
        match press_of(given, self.draw(args, desk)):
            case Pressed("role", name) if name in set(Role) and args["change"] == "give":
                return Go("role_change", {**args, "role": name})
            case Pressed("grant", number) if number.isdecimal() and args["change"] == "end":
                return Go("role_change", {**args, "grant": int(number)})
            case Pressed("unit", number) if number.isdecimal() and args["change"] == "move":
                return Go("role_change", {**there, "change": "move", "to": int(number)})
            case Pressed("page", page) if page.isdecimal():
                return Go("role_change", {**args, "page": int(page)})
            case Pressed("do") if _is_chosen(args):
                _do(args, desk)
                stays = colleagues.held_on(desk.session, int(args["person"]), int(args["unit"]), on=desk.today)
                return Go("role" if stays else "roles", there if stays else {"unit": args["unit"]}, toast=_DONE)
            case Pressed("back"):
                return Go("role", there)
            case _ if isinstance(given, Typed) and _is_chosen(args):
                return Go("role_change", {**args, **_typed(given.text, args, desk)})
            case _ if isinstance(given, Typed) and args["change"] == "move":
                return Go("role_change", {**there, "change": "move", **words_of(given.text)})
            case _:
                return not_understood(given)


def _is_chosen(args: Mapping[str, Any]) -> bool:
    needed = {"give": "role", "end": "grant", "move": "to", "leave": "person"}
    return bool(args.get(needed[str(args["change"])]))


def _which_role(args: Mapping[str, Any], desk: Desk) -> Window:
    say, person, unit = desk.say, person_in_hand(args, desk), unit_to_change(args, desk)
    held = {Role(one.role) for one in colleagues.held_on(desk.session, person.id or 0, unit.id, on=desk.today)}
    may = grants.may_grant(desk.session, desk.person_id, unit.id, on=desk.today)
    level = units.level_on(desk.session, unit.id, on=desk.today)
    offered = [role for role in may if role not in held and fits(role, level)]
    return Window(
        header=say(N_("Give a role · {unit}"), unit=unit.name),
        trail=cut(person.name, NAME),
        body=tuple(f"{at} · {say(ROLE_LABELS[role])}" for at, role in enumerate(offered, 1)),
        question=say(N_("Which role?")),
        rows=(*digits("role", [role.value for role in offered]), (back(say),)),
        personal=True,
    )


def _which_grant(args: Mapping[str, Any], desk: Desk) -> Window:
    say, person, unit = desk.say, person_in_hand(args, desk), unit_to_change(args, desk)
    may = grants.may_grant(desk.session, desk.person_id, unit.id, on=desk.today)
    held = colleagues.held_on(desk.session, person.id or 0, unit.id, on=desk.today)
    endable = [one for one in held if Role(one.role) in may]
    return Window(
        header=say(N_("End a role · {unit}"), unit=unit.name),
        trail=cut(person.name, NAME),
        body=tuple(f"{at} · {fact(one, desk)}" for at, one in enumerate(endable, 1)),
        question=say(N_("Which role ends today?")),
        rows=(*digits("grant", [str(one.id) for one in endable]), (back(say),)),
        personal=True,
    )


def _which_unit(args: Mapping[str, Any], desk: Desk) -> Window:
    say, person, found = desk.say, person_in_hand(args, desk), search(args, desk)
    return Window(
        header=say(N_("Moves to another unit")),
        trail=cut(person.name, NAME),
        body=found.lines,
        hint=say(N_("Type only the name itself, marks are not needed, old names work too.")),
        problem=found.problem,
        question=say(N_("To which unit?")),
        rows=(*found.rows, (back(say),)),
        personal=True,
    )


def _preview(args: Mapping[str, Any], desk: Desk) -> Window:
    say, person, unit = desk.say, person_in_hand(args, desk), unit_to_change(args, desk)
    until, why = args.get("until"), str(args.get("why", ""))
    days = (
        say(N_("From today until {date}."), date=say.date(date.fromisoformat(until)))
        if until
        else say(N_("From today, with no end set."))
    )
    is_given = args["change"] == "give"
    hint = (
        N_("Type a day such as 30/6 for its end, or a reason; both can stay empty.")
        if is_given
        else N_("Type a reason if there is one; it goes on record.")
    )
    return Window(
        header=say(N_("As it will be · {unit}"), unit=unit.name),
        trail=cut(person.name, NAME),
        body=(
            *_what(args, desk),
            days if is_given else say(N_("From today on.")),
            *((f"💬 “{cut(why, 200)}”",) if why else ()),
            say(N_("The person is told at once; who did it, when and why stays on record.")),
        ),
        hint=say(hint),
        question=say(N_("Is it right like this?")),
        rows=(
            (Button(say(N_("Yes, do it")), "do", style=Style.SUCCESS if is_given else Style.PRIMARY),),
            (back(say),),
        ),
        personal=True,
    )


def _what(args: Mapping[str, Any], desk: Desk) -> Sequence[str]:
    say = desk.say
    match args["change"]:
        case "give":
            return (say(N_("Gets: {role}"), role=say(ROLE_LABELS[Role(args["role"])])),)
        case "end":
            grant = desk.session.get(RoleGrant, int(args["grant"]))
            return (say(N_("Ends: {role}"), role=say(ROLE_LABELS[Role(grant.role)]) if grant else ""),)
        case "move":
            unit = units.name_of(desk.session, int(args["to"]), on=desk.today)
            return (say(N_("Everything here ends; membership begins at {unit}."), unit=unit.name if unit else ""),)
        case _:
            return (say(N_("Everything here ends. What the person has sent goes its way all the same.")),)


def _typed(text: str, args: Mapping[str, Any], desk: Desk) -> dict[str, Any]:
    """Read a day for the end of a role, anything else as the reason."""
    day = read_day(text, today=desk.today) if args["change"] == "give" else None
    return {"until": day.isoformat()} if day else {"why": cut(normalise(text), WORDS * 4)}


def _do(args: Mapping[str, Any], desk: Desk) -> None:
    deed = Deed(desk.person_id, desk.now, desk.zone, str(args.get("why", "")))
    person_id, unit_id = int(args["person"]), int(args["unit"])
    match args["change"]:
        case "give":
            until = date.fromisoformat(args["until"]) if args.get("until") else None
            grants.give(desk.session, deed, person_id=person_id, role=Role(args["role"]), unit_id=unit_id, until=until)
        case "end":
            grants.end(desk.session, deed, int(args["grant"]))
        case "move":
            grants.transfer(desk.session, deed, person_id=person_id, from_unit=unit_id, to_unit=int(args["to"]))
        case _:
            grants.leave(desk.session, deed, person_id=person_id, unit_id=unit_id)


role_change = RoleChangeScreen()
