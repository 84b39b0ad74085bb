"""/uyquyen: while the head is away somebody of the unit acts for them until a day; it can be ended any time."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.services import colleagues, grants
from bot.services.colleagues import Colleague
from bot.services.grants import Deed
from bot.services.roles import roles_of
from bot.services.units import UnitName
from handlers.answers import not_understood, press_of
from handlers.due_dates import read_day
from handlers.phrases import back, digits, home, turns
from models import Person, RoleGrant

PAGE, NAME = 5, 40


class DelegateScreen:
    """``args``: person, then until; page of the list."""

    name = "delegate"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show who acts now, or ask who and until when, then how it will be."""
        unit = _own_unit(desk)
        acting = grants.acting_for(desk.session, desk.person_id, unit.id, on=desk.today)
        if acting is not None:
            return _running(acting, unit, desk)
        if not args.get("person"):
            return _whom(args, unit, desk)
        return _preview(args, unit, desk) if args.get("until") else _until(args, unit, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:  # noqa: PLR0911 -- one line a button
        """Take the choices; do it on a press of the green button."""
        unit, deed = _own_unit(desk), Deed(desk.person_id, desk.now, desk.zone)
        match press_of(given, self.draw(args, desk)):
            case Pressed("person", number) if number.isdecimal():
                return Go("delegate", {"person": int(number)})
            case Pressed("page", page) if page.isdecimal():
                return Go("delegate", {"page": int(page)})
            case Pressed("do") if args.get("person") and args.get("until"):
                until = date.fromisoformat(args["until"])
                grants.act_for(desk.session, deed, person_id=int(args["person"]), unit_id=unit.id, until=until)
                return Go("delegate", toast=Text(N_("✓ Done, and on record")))
            case Pressed("end", number) if number.isdecimal():
                grants.end(desk.session, deed, int(number))
                return Go("delegate", toast=Text(N_("✓ Ended")))
            case Pressed("back"):
                return Go("delegate", {"person": args["person"]} if args.get("until") else {})
            case Pressed("menu"):
                return Go("menu")
            case _ if isinstance(given, Typed) and args.get("person"):
                return Go("delegate", {**args, "until": _read(given.text, desk).isoformat()})
            case _:
                return not_understood(given)


def _own_unit(desk: Desk) -> UnitName:
    held = roles_of(desk.session, desk.person_id, on=desk.today)
    unit = next((one.unit for one in held if one.role is Role.UNIT_HEAD and one.acting_for is None), None)
    if unit is None:
        raise Refusal("delegate.not_head", Text(N_("Only the head of the unit lets somebody act for them.")))
    return unit


def _running(acting: RoleGrant, unit: UnitName, desk: Desk) -> Window:
    say = desk.say
    person = desk.session.get_one(Person, acting.person_id)
    until = say.date(acting.valid_to) if acting.valid_to else ""
    return Window(
        header=say(N_("Acting head · {unit}"), unit=unit.name),
        body=(
            say(N_("⏳ {name} acts for you until {date}."), name=cut(person.name, NAME), date=until),
            say(N_("You can decide as well; whoever is first decides.")),
        ),
        question=say(N_("End it now?")),
        rows=((home(say),), (Button(say(N_("End it now")), "end", str(acting.id), Style.DANGER),)),
        personal=True,
    )


def _whom(args: Mapping[str, Any], unit: UnitName, desk: Desk) -> Window:
    say, page = desk.say, int(args.get("page", 0))
    people = [one for one in _deputies_first(unit, desk) if one.person_id != desk.person_id]
    shown = people[page * PAGE : (page + 1) * PAGE]
    return Window(
        header=say(N_("Acting head · {unit}"), unit=unit.name),
        body=(
            say(N_("Acts with all your rights as head until the day you set; every act names who did it.")),
            *(f"{at} · {cut(one.name, NAME)}" for at, one in enumerate(shown, 1)),
        ),
        question=say(N_("Who acts for you?")),
        rows=(
            *digits("person", [str(one.person_id) for one in shown]),
            *turns(page, -(-len(people) // PAGE), say),
            (home(say),),
        ),
        personal=True,
    )


def _until(args: Mapping[str, Any], unit: UnitName, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("Acting head · {unit}"), unit=unit.name),
        trail=f"✓ {cut(desk.session.get_one(Person, int(args['person'])).name, NAME)}",
        hint=say(N_("Type a day like 17/03; that day is the last.")),
        question=say(N_("Until which day?")),
        rows=((back(say),),),
        personal=True,
    )


def _preview(args: Mapping[str, Any], unit: UnitName, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("As it will be · {unit}"), unit=unit.name),
        body=(
            say(
                N_("{name} acts as head from today until {date}."),
                name=cut(desk.session.get_one(Person, int(args["person"])).name, NAME),
                date=say.date(date.fromisoformat(args["until"])),
            ),
            say(N_("The person is told at once; who did it, when and why stays on record.")),
        ),
        question=say(N_("Is it right like this?")),
        rows=((Button(say(N_("Yes, do it")), "do", style=Style.SUCCESS),), (back(say),)),
        personal=True,
    )


def _deputies_first(unit: UnitName, desk: Desk) -> list[Colleague]:
    people = colleagues.colleagues(desk.session, unit.id, on=desk.today, limit=500)
    return sorted(people, key=lambda one: Role.UNIT_DEPUTY not in one.roles)


def _read(text: str, desk: Desk) -> date:
    day = read_day(text, today=desk.today)
    if day is None:
        raise Refusal(
            "no_date", Text(N_("“{words}” was not read as a date. Type it like 17/03."), {"words": text.strip()[:30]})
        )
    if day < desk.today:
        raise Refusal("grants.past", Text(N_("That day is over. Please type one from today on, such as 17/3.")))
    return day


delegate = DelegateScreen()
