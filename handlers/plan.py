"""/kehoach: what plan 1729 asks for, in words of our own, with the section each comes from."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Style, Window
from bot.domain.wording import N_
from handlers.answers import not_understood, press_of
from handlers.phrases import home

#: A part of the plan: its heading, its lines, the section of plan 1729 it retells.
_PARTS = (
    (
        N_("Why there is a plan"),
        (
            N_("Find good people and good deeds early, thank them, and let others learn from them."),
            N_("Make schools open, green, friendly and safe, with room for new ways of teaching and learning."),
            N_("Hold drives for a time or a theme, not only at the end of the year."),
        ),
        "I",
    ),
    (
        N_("Who can be put forward"),
        (
            N_("Schools, centres and the units of the sector, and small teams within them."),
            N_("Managers, teachers, support staff and pupils."),
            N_("Small collectives and people who do the work themselves come first."),
        ),
        "II.1, II.2",
    ),
    (
        N_("What is looked for"),
        (
            N_("Adults: a good example, new ways of doing the work, results that others confirm."),
            N_("Pupils: fine study, high prizes, an invention, a brave or kind deed, or volunteering; one is enough."),
            N_("Collectives: a movement that really works, unity, teaching in new ways, a safe and warm school."),
        ),
        "III.1",
    ),
    (
        N_("When it is decided"),
        (
            N_("Every year before 11/6 the most typical exemplars are put forward to the province."),
            N_("Every school year ends with a review of who is to be commended."),
            N_("Each unit plans how many exemplars it will build up, and who looks after them."),
        ),
        "III.2, IV.1",
    ),
    (
        N_("Who does what"),
        (
            N_("The Department Office runs the movement and appraises the dossiers."),
            N_("The divisions of the Department help to appraise evidence and work products."),
            N_("Schools choose and put forward; difficulties are answered by the Department Office."),
        ),
        "V",
    ),
)


class PlanScreen:  # plan partly S-01
    """Five short pages; anybody may read them."""

    name = "plan"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show one part and lead to the others."""
        say, at = desk.say, _at(args)
        heading, lines, section = _PARTS[at]
        onward = (Button(say(N_("See more ›")), "part", str(at + 1), Style.PRIMARY),) if at + 1 < len(_PARTS) else ()
        earlier = (Button(say(N_("‹ Earlier")), "part", str(at - 1)),) if at else ()
        row = (*earlier, *onward)
        return Window(
            header=say(N_("The plan · {at}/{all}"), at=at + 1, all=len(_PARTS)),
            body=(say(heading), *(f"· {say(line)}" for line in lines)),
            hint=say(
                N_("Plan 1729/KH-SGDĐT of 17/09/2021, section {section}, retold in our own words."), section=section
            ),
            rows=(row, (home(say),)),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Turn the page."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("part", at) if at.isdecimal():
                return Go("plan", {"at": int(at)})
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _at(args: Mapping[str, Any]) -> int:
    return min(max(int(args.get("at", 0)), 0), len(_PARTS) - 1)


plan = PlanScreen()
