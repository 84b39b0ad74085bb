"""Getting to know each other: who is writing (W4), pupils and parents later, the name (W5)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.steps.choose import beside_each_other
from bot.conversation.window import Button, Window
from bot.domain.names import given_name, read_name
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import invitations, joining, units
from bot.services.grants import Deed
from handlers.answers import not_understood, press_of
from handlers.arrival import next_stop
from handlers.consent import spoken_to
from handlers.phrases import back

#: Who can join today, and what each is called within a line.
KIND_NOUNS = {"teacher": N_("teacher"), "staff": N_("member of staff"), "manager": N_("manager")}
_COLLEAGUE = N_("colleague")
_LATER = ("pupil", "parent")
_KINDS = (
    ("teacher", N_("Teacher")),
    ("staff", N_("Staff")),
    ("pupil", N_("Pupil")),
    ("parent", N_("Parent")),
    ("manager", N_("School manager")),
)


def kind_noun(kind: str, desk: Desk) -> str:
    """Say what somebody is; who came by invitation has not been asked."""
    return desk.say(KIND_NOUNS.get(kind, _COLLEAGUE))


class WhoScreen:
    """``args["another"]``: somebody else joins on this phone."""

    name = "who"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Offer the five kinds of people."""
        say = desk.say
        buttons = [Button(f"{at} · {say(label)}", "kind", kind) for at, (kind, label) in enumerate(_KINDS, 1)]
        return Window(
            header=say(N_("Getting to know you · Step {at}/{all}"), at=1, all=3),
            body=(say(N_("So that you are addressed rightly and everything reaches the right place.")),),
            question=say(N_("Who is writing?")),
            rows=tuple(beside_each_other(buttons, 2)),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Go on to the consent; nothing is kept yet."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("kind", kind) if kind in KIND_NOUNS:
                return Go("consent", {"kind": kind, **({"another": True} if args.get("another") else {})})
            case Pressed("kind", kind) if kind in _LATER:
                return Go("not_yet", {**args, "kind": kind})
            case _:
                return not_understood(given)


class NotYetScreen:
    """Pupils and parents: not yet, and what they can do meanwhile."""

    name = "not_yet"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say it kindly; nothing is asked of a child."""
        say = desk.say
        words = {
            "pupil": N_(
                "The place for pupils' good deeds is still being prepared. Until then please tell your class teacher, "
                "who can tell it here."
            ),
            "parent": N_(
                "The place for parents is still being prepared. Until then the class teacher is glad to hear of a "
                "good deed and can tell it here."
            ),
        }
        return Window(
            header="Gương Sáng",
            body=(say(words[args.get("kind", "pupil")]), say(N_("Nothing of you was kept."))),
            question=say(N_("What would you like to read meanwhile?")),
            rows=((Button(say(N_("The plan")), "plan"), Button(say(N_("Help")), "help")), (back(say),)),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Go on reading, or back to the question."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("plan" | "help" as screen):
                return Go(screen)
            case Pressed("back"):
                return Go("who", {"another": True} if args.get("another") else {})
            case _:
                return not_understood(given)


class NameScreen:
    """``args``: kind, or invitation from a link."""

    name = "join_name"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask for the full name."""
        say = spoken_to(desk)
        return Window(
            header=say(N_("Getting to know you · Step {at}/{all}"), at=2, all=2 if args.get("invitation") else 3),
            hint=say(N_("Family name and given name, without a title.")),
            question=say(N_("What is your full name?")),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Take the name; with an invitation that is all, else the unit is next."""
        if not isinstance(given, Typed):
            return not_understood(given)
        name = read_name(given.text)
        person_id = joining.register(
            desk.session, desk.account_id, name=name, kind=str(args.get("kind", "")), now=desk.now
        )
        receipt = Text(N_("✓ {name}"), {"name": name})
        if not args.get("invitation"):
            stop = next_stop(desk)
            return Go(stop.screen, stop.args, receipt=receipt)
        try:
            return accepted(int(args["invitation"]), person_id, name, desk)
        except Refusal as refusal:
            return Go("join_unit", problem=refusal.text, receipt=receipt)


def accepted(invitation_id: int, person_id: int, name: str, desk: Desk) -> Go:
    """Use an invitation and go home with a welcome; raises Refusal where it can no longer be used."""
    deed = Deed(person_id, desk.now, desk.zone)
    invitation = invitations.accept(desk.session, deed, invitation_id, person_id=person_id)
    unit = units.name_of(desk.session, invitation.unit_id or 0, on=desk.today)
    welcome = Text(N_("✅ {unit} welcomes {given}!"), {"unit": unit.name if unit else "", "given": given_name(name)})
    return Go("menu", toast=welcome, receipt=welcome)


who = WhoScreen()
not_yet = NotYetScreen()
join_name = NameScreen()
