"""Classes and teams of a school: named by its head, each with its class teacher or leader."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.roles import LEADERS, ROLE_LABELS, Role
from bot.domain.wording import N_, Text
from bot.services import colleagues, small_units
from bot.services.grants import Deed
from bot.services.roles import roles_of
from bot.services.small_units import SmallUnit
from bot.services.units import UnitName
from handlers.answers import not_understood, press_of
from handlers.phrases import back, digits, turns

PAGE, NAME = 5, 40
_DONE = Text(N_("✓ Done, and on record"))


class GroupsScreen:
    """``args``: the page; new is the kind that is being named."""

    name = "groups"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List them, or ask what the new one is called."""
        say, school = desk.say, _own_school(desk)
        if args.get("new"):
            question = N_("What is the class called?") if args["new"] == "lop" else N_("What is the team called?")
            return Window(
                header=say(N_("Classes and teams · {unit}"), unit=school.name),
                hint=say(N_("For example: class 7A2, natural sciences team")),
                question=say(question),
                rows=((back(say),),),
            )
        page, all_ = int(args.get("page", 0)), small_units.of_school(desk.session, school.id, on=desk.today)
        shown = all_[page * PAGE : (page + 1) * PAGE]
        return Window(
            header=say(N_("Classes and teams · {unit}"), unit=school.name),
            body=tuple(f"{at} · {_line(one, desk)}" for at, one in enumerate(shown, 1))
            or (say(N_("None has been named yet.")),),
            question=say(N_("Which one, or a new one?")),
            rows=(
                *digits("open", [str(one.id) for one in shown]),
                *turns(page, -(-len(all_) // PAGE), say),
                (Button(say(N_("New class")), "new", "lop"), Button(say(N_("New team")), "new", "to")),
                (back(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open one, or name a new one."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", number) if number.isdecimal():
                return Go("group", {"id": int(number)})
            case Pressed("page", page) if page.isdecimal():
                return Go("groups", {"page": int(page)})
            case Pressed("new", kind) if kind in LEADERS:
                return Go("groups", {"new": kind})
            case Pressed("back"):
                return Go("groups") if args.get("new") else Go("roles")
            case _ if isinstance(given, Typed) and args.get("new"):
                school = _own_school(desk)
                made = small_units.found(desk.session, _deed(desk), school.id, name=given.text, kind=args["new"])
                return Go("group", {"id": made})
            case _:
                return not_understood(given)


class GroupScreen:
    """One class or team; ``args``: its id; name and page while its leader is looked for."""

    name = "group"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show who leads it and list the people of the school."""
        say, school, small = desk.say, _own_school(desk), _one(args, desk)
        if args.get("close"):
            return _whether_to_close(small, desk)
        name, page = str(args.get("name", "")), int(args.get("page", 0))
        total = colleagues.count_on(desk.session, school.id, on=desk.today, words=name)
        people = colleagues.colleagues(
            desk.session, school.id, on=desk.today, limit=PAGE, offset=page * PAGE, words=name
        )
        return Window(
            header=cut(_line(small, desk), NAME * 2),
            trail=f"“{name}”" if name else "",
            body=tuple(f"{at} · {cut(one.name, NAME)}" for at, one in enumerate(people, 1))
            or (say(N_("Nobody here has that name.")),),
            hint=say(N_("Type a part of a name to find somebody.")),
            question=say(N_("Who leads it from today on?")),
            rows=(
                *digits("lead", [str(one.person_id) for one in people]),
                *turns(page, -(-total // PAGE), say),
                (back(say),),
                (Button(say(N_("It no longer exists")), "close", style=Style.DANGER),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:  # noqa: PLR0911 -- one line a button
        """Put somebody in charge, or close it."""
        school, small = _own_school(desk), _one(args, desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("lead", person) if person.isdecimal():
                small_units.put_in_charge(desk.session, _deed(desk), school.id, small.id, person_id=int(person))
                return Go("groups", toast=_DONE)
            case Pressed("page", page) if page.isdecimal():
                return Go("group", {**args, "page": int(page)})
            case Pressed("close"):
                return Go("group", {"id": small.id, "close": True})
            case Pressed("really") if args.get("close"):
                small_units.dissolve(desk.session, _deed(desk), school.id, small.id)
                return Go("groups", toast=_DONE)
            case Pressed("back"):
                return Go("group", {"id": small.id}) if args.get("close") else Go("groups")
            case _ if isinstance(given, Typed) and not args.get("close"):
                return Go("group", {"id": small.id, "name": cut(normalise(given.text), NAME)})
            case _:
                return not_understood(given)


def _whether_to_close(small: SmallUnit, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=cut(_line(small, desk), NAME * 2),
        body=(say(N_("From tomorrow on it is no longer offered; what was, stays on record.")),),
        question=say(N_("Close it?")),
        rows=((back(say),), (Button(say(N_("Close it")), "really", style=Style.DANGER),)),
        personal=True,
    )


def _line(small: SmallUnit, desk: Desk) -> str:
    role = desk.say(ROLE_LABELS[LEADERS[small.kind]])
    leader = small.leader or desk.say(N_("nobody yet"))
    return f"{cut(small.name, NAME)} · {role}: {cut(leader, NAME)}"


def _own_school(desk: Desk) -> UnitName:
    held = roles_of(desk.session, desk.person_id, on=desk.today)
    school = next((one.unit for one in held if one.role is Role.UNIT_HEAD), None)
    if school is None:
        raise Refusal("small_units.not_head", Text(N_("Classes and teams are looked after by the head of the unit.")))
    return school


def _one(args: Mapping[str, Any], desk: Desk) -> SmallUnit:
    return small_units.one_of(desk.session, _deed(desk), _own_school(desk).id, int(args.get("id", 0)))


def _deed(desk: Desk) -> Deed:
    return Deed(desk.person_id, desk.now, desk.zone)


groups = GroupsScreen()
group = GroupScreen()
