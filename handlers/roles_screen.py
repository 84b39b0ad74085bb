"""/vaitro: who holds which role on a unit; each is given or ended with a preview first, and all is on record."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_, Text
from bot.services import colleagues, grants, units
from bot.services.roles import roles_of
from bot.services.units import UnitName
from handlers.answers import not_understood, press_of
from handlers.phrases import back, digits, home, turns
from handlers.unit_search import search, words_of
from models import Person, RoleGrant

PAGE, NAME, WORDS = 5, 40, 40
#: So many grants of a person are shown; all of them stay on record.
TRAIL = 4
_EVERYWHERE = {Role.DEPARTMENT_OFFICE, Role.TECHNICAL_ADMINISTRATOR}


class RolesScreen:
    """``args``: unit once it is known, page and name while looking for somebody; words while looking for a unit."""

    name = "roles"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the people of the unit, or ask which unit."""
        say, unit = desk.say, unit_in_hand(args, desk)
        if unit is None:
            found = search(args, desk)
            return Window(
                header=say(N_("Roles")),
                body=found.lines,
                hint=say(N_("Type only the name itself, marks are not needed, old names work too.")),
                problem=found.problem,
                question=say(N_("At which unit?")),
                rows=(*found.rows, (home(say),)),
            )
        name, page = str(args.get("name", "")), int(args.get("page", 0))
        total = colleagues.count_on(desk.session, unit.id, on=desk.today, words=name)
        people = colleagues.colleagues(desk.session, unit.id, on=desk.today, limit=PAGE, offset=page * PAGE, words=name)
        return Window(
            header=say(N_("Roles · {unit}"), unit=unit.name),
            trail=f"“{name}”" if name else "",
            body=tuple(f"{at} · {cut(one.name, NAME)}: {_said(one.roles, desk)}" for at, one in enumerate(people, 1))
            or (say(N_("Nobody here has that name.")),),
            hint=say(N_("Type a part of a name to find somebody.")),
            question=say(N_("Whose roles?")),
            rows=(
                *digits("person", [str(one.person_id) for one in people]),
                *turns(page, -(-total // PAGE), say),
                *(((Button(say(N_("Another unit")), "units"),),) if _is_everywhere(desk) else ()),
                *(((Button(say(N_("Classes and teams")), "groups"),),) if _is_head(desk) else ()),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:  # noqa: PLR0911 -- one line a button
        """Choose a unit, then a person."""
        unit = unit_in_hand(args, desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("unit", unit_id) if unit_id.isdecimal():
                return Go("roles", {"unit": int(unit_id)})
            case Pressed("person", person_id) if unit is not None and person_id.isdecimal():
                return Go("role", {"unit": unit.id, "person": int(person_id)})
            case Pressed("page", page) if page.isdecimal():
                return Go("roles", {**args, "page": int(page)})
            case Pressed("units") if _is_everywhere(desk):
                return Go("roles")
            case Pressed("menu" | "groups" as screen):
                return Go(screen)
            case _ if isinstance(given, Typed) and unit is None:
                return Go("roles", words_of(given.text))
            case _ if isinstance(given, Typed) and unit is not None:
                return Go("roles", {"unit": unit.id, "name": cut(normalise(given.text), WORDS)})
            case _:
                return not_understood(given)


class RoleScreen:
    """One person on one unit: what is held, by whom it was given; ``args``: unit and person."""

    name = "role"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the trail and what may be done."""
        say, unit, person = desk.say, unit_to_change(args, desk), person_in_hand(args, desk)
        trail = colleagues.history_of(desk.session, person.id or 0, unit.id)
        held = colleagues.held_on(desk.session, person.id or 0, unit.id, on=desk.today)
        may = set(grants.may_grant(desk.session, desk.person_id, unit.id, on=desk.today))
        is_other = person.id != desk.person_id
        endable = is_other and any(Role(one.role) in may for one in held)
        leaving = is_other and held and all(Role(one.role) in may for one in held)
        return Window(
            header=say(N_("Roles · {unit}"), unit=unit.name),
            trail=cut(person.name, NAME),
            body=tuple(fact(one, desk) for one in trail[:TRAIL]),
            question=say(N_("What shall be changed?")) if is_other else "",
            hint="" if is_other else say(N_("Nobody changes their own roles; somebody else does it.")),
            rows=(
                *(((Button(say(N_("Give a role")), "give"),),) if is_other and may else ()),
                *(((Button(say(N_("End a role")), "end"),),) if endable else ()),
                *(((Button(say(N_("Leaves the unit")), "leave"),),) if leaving else ()),
                *(((Button(say(N_("Moves to another unit")), "move"),),) if leaving and _is_everywhere(desk) else ()),
                (back(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Go to the change; it is previewed there."""
        here = {"unit": args["unit"], "person": args["person"]}
        match press_of(given, self.draw(args, desk)):
            case Pressed("give" | "end" | "leave" | "move" as change):
                return Go("role_change", {**here, "change": change})
            case Pressed("back"):
                return Go("roles", {"unit": args["unit"]})
            case _:
                return not_understood(given)


def fact(grant: RoleGrant, desk: Desk) -> str:
    """Say one grant: the role, its days, who gave it and why."""
    say = desk.say
    by = desk.session.get(Person, grant.granted_by) if grant.granted_by else None
    until = say.date(grant.valid_to) if grant.valid_to else say(N_("open"))
    words = N_("{role} · {since}–{until} · by {name}") if by else N_("{role} · {since}–{until}")
    label = N_("Acting head") if grant.acting_for else ROLE_LABELS[Role(grant.role)]
    line = say(
        words, role=say(label), since=say.date(grant.valid_from), until=until, name=cut(by.name, 24) if by else ""
    )
    why = grant.end_reason or grant.reason
    return f"{line} · “{cut(why, WORDS)}”" if why and by else line


def unit_in_hand(args: Mapping[str, Any], desk: Desk) -> UnitName | None:
    """Give the unit whose roles are shown: the one chosen, else a head's own."""
    if args.get("unit"):
        return unit_to_change(args, desk)
    held = roles_of(desk.session, desk.person_id, on=desk.today)
    if _is_everywhere(desk):
        return None
    own = [one.unit for one in held if grants.may_grant(desk.session, desk.person_id, one.unit.id, on=desk.today)]
    if not own:
        raise not_for_you()
    return own[0]


def unit_to_change(args: Mapping[str, Any], desk: Desk) -> UnitName:
    """Give the unit of ``args`` to somebody who may give a role there; raises Refusal for anybody else."""
    unit = units.name_of(desk.session, int(args.get("unit", 0)), on=desk.today)
    if unit is None or not grants.may_grant(desk.session, desk.person_id, unit.id, on=desk.today):
        raise not_for_you()
    return unit


def person_in_hand(args: Mapping[str, Any], desk: Desk) -> Person:
    """Give the person of ``args``; raises Refusal unless they have, or had, a role on the unit of ``args``."""
    person = desk.session.get(Person, int(args.get("person", 0)))
    if person is None or not colleagues.history_of(desk.session, person.id or 0, int(args["unit"])):
        raise Refusal("roles.nobody", Text(N_("Nobody of that kind is here. /vaitro shows who is.")))
    return person


def not_for_you() -> Refusal:
    """Say kindly that roles are not this person's to look after."""
    return Refusal(
        "roles.not_for_you", Text(N_("Roles are looked after by the head of the unit and the Department Office."))
    )


def _is_everywhere(desk: Desk) -> bool:
    return any(one.role in _EVERYWHERE for one in roles_of(desk.session, desk.person_id, on=desk.today))


def _is_head(desk: Desk) -> bool:
    return any(one.role is Role.UNIT_HEAD for one in roles_of(desk.session, desk.person_id, on=desk.today))


def _said(held: tuple[Role, ...], desk: Desk) -> str:
    return ", ".join(desk.say(ROLE_LABELS[role]) for role in held)


roles = RolesScreen()
role = RoleScreen()
