"""/hoso: what this person has nominated and where each item is, five a page."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.domain.workflow import ASKED, FINAL, State
from bot.domain.workflow_words import NOMINATOR_LABELS
from bot.services.queries.mine import MineLine
from bot.services.queries.mine import mine as own_items
from handlers.answers import not_understood, press_of
from handlers.phrases import digits, home, turns

#: Characters of a name in a list.
NAME = 60


class MineScreen:
    """``args["page"]`` counts from 0."""

    name = "mine"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the items, the latest first."""
        say = desk.say
        page = own_items(desk.session, desk.person_id, page=int(args.get("page", 0)), now=desk.now)
        if not page.lines:
            return Window(
                header=say(N_("My items")),
                body=(say(N_("Nothing has been sent yet. Whoever does good work near you can be the first.")),),
                question=say(N_("What would you like to do?")),
                rows=((Button(say(N_("✍️ Nominate")), "nominate", style=Style.PRIMARY),), (home(say),)),
            )
        return Window(
            header=say(N_("My items · {count}"), count=page.total),
            body=tuple(_line(at, one, desk) for at, one in enumerate(page.lines, 1)),
            question=say(N_("Which one shall be opened?")),
            rows=(
                *digits("open", [str(one.dossier_id) for one in page.lines]),
                *turns(page.number, page.pages, say),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open an item or turn the page."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", dossier_id) if dossier_id.isdecimal():
                return Go("item", {"id": int(dossier_id)})
            case Pressed("page", number) if number.isdecimal():
                return Go("mine", {"page": int(number)})
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def sign(state: State) -> str:
    """Show at a glance how an item stands: ⏳ in other hands, 🔸 more is asked, ✅ on the list, · ended otherwise."""
    if state in ASKED:
        return "🔸"
    if state is State.ADOPTED:
        return "✅"
    return "·" if state in FINAL else "⏳"


def _line(at: int, one: MineLine, desk: Desk) -> str:
    state = State(one.state)
    return f"{at} {sign(state)} {cut(one.nominee_name, NAME)} · {desk.say(NOMINATOR_LABELS[state])}"


mine = MineScreen()
