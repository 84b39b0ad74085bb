"""/choduyet: what waits for this person's decision, the oldest first, five a page (W30)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Window
from bot.domain.criteria import CATEGORY_NOUNS
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.services.queries.queue import QueueLine, waiting
from handlers.answers import not_understood, press_of
from handlers.decisions import opened
from handlers.phrases import bar, days_waited, digits, home, turns

#: Characters of a name in the list.
NAME = 40
_ELSEWHERE = {
    "nominator": N_("nominated by you, somebody else looks"),
    "related": N_("close to you, somebody else looks"),
}


class QueueScreen:
    """``args["page"]`` counts from 0."""

    name = "queue"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List what waits; what somebody else has to decide is listed and says so."""
        say = desk.say
        page = waiting(desk.session, desk.person_id, on=desk.today, page=int(args.get("page", 0)), zone=desk.zone)
        if not page.lines:
            return Window(
                header=say(N_("📥 Nominations to look at")),
                body=(say(N_("✅ Nothing waits for you. New ones are told here.")),),
                rows=((home(say),),),
            )
        return Window(
            header=say(N_("📥 Nominations to look at · {count}"), count=page.total),
            body=tuple(_line(at, one, desk) for at, one in enumerate(page.lines, 1)),
            question=say(N_("Which nomination shall be opened?")),
            rows=(
                *digits("open", [str(one.dossier_id) for one in page.lines]),
                *turns(page.number, page.pages, say),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open a card or turn the page."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", dossier_id) if dossier_id.isdecimal():
                return opened(int(dossier_id), desk)
            case Pressed("page", number) if number.isdecimal():
                return Go("queue", {"page": int(number)})
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _line(at: int, one: QueueLine, desk: Desk) -> str:
    say = desk.say
    named = f"{at} · {cut(one.nominee_name, NAME)}, {say(CATEGORY_NOUNS[one.category])}"
    if one.conflict:
        return f"{named} · {say(_ELSEWHERE[one.conflict])}"
    return f"{named} · {say(days_waited(one.days_waiting))} · {bar(one.criteria_met, one.criteria_total)}"


queue = QueueScreen()
