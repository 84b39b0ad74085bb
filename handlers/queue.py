"""/choduyet: what waits for this person, the oldest first, five a page (W30); chosen, searched, sorted, thanked for."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.criteria import CATEGORY_NOUNS
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.domain.workflow import WAITING
from bot.domain.workflow_words import STATE_LABELS
from bot.services import thanking
from bot.services.queries.paging import Page
from bot.services.queries.queue import QueueLine, waiting
from bot.services.queries.queue_view import Shows, View
from handlers.answers import not_understood, press_of
from handlers.decisions import opened
from handlers.phrases import bar, days_waited, digits, home, turns
from handlers.queue_panes import PANES, chosen, said_of

#: Characters of a name in the list, and of words that are searched for.
NAME, WORDS = 40, 60
#: With more than this there is something to sort or to choose from.
FEW = 1
_ELSEWHERE = {
    "nominator": N_("nominated by you, somebody else looks"),
    "related": N_("close to you, somebody else looks"),
}


_WITH_A_CLERK = N_("with a clerk")


class QueueScreen:
    """``args``: the page from 0, what is chosen (a View), and the pane that is open."""

    name = "queue"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List what waits; what somebody else has to decide is listed and says so."""
        if args.get("pane") in PANES:
            return PANES[args["pane"]](View.read(args), desk)
        say, view = desk.say, View.read(args)
        page = waiting(
            desk.session, desk.person_id, on=desk.today, page=int(args.get("page", 0)), zone=desk.zone, view=view
        )
        if not page.lines:
            return _nothing(view, desk)
        return Window(
            header=say(N_("📥 Nominations to look at · {count}"), count=page.total),
            trail=said_of(view, desk),
            body=tuple(_line(at, one, desk) for at, one in enumerate(page.lines, 1)),
            hint=say(N_("A name or a code that you type is looked for.")) if page.pages > 1 else "",
            question=say(N_("Which nomination shall be opened?")),
            rows=(
                *digits("open", [str(one.dossier_id) for one in page.lines]),
                *turns(page.number, page.pages, say),
                *_ways(page, view, desk),
            ),
            personal=True,
        )

    def react(  # noqa: PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Open a card, turn the page, choose what is shown, or thank."""
        view = View.read(args)
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", dossier_id) if dossier_id.isdecimal():
                return opened(int(dossier_id), desk)
            case Pressed("page", number) if number.isdecimal():
                return Go("queue", {**view.to_args(), "page": int(number)})
            case Pressed("filter" | "sort" | "thanks" as pane):
                return Go("queue", {**view.to_args(), "pane": pane})
            case Pressed("show" | "order" as action, value) if (other := chosen(view, action, value)) is not None:
                return Go("queue", other.to_args())
            case Pressed("thank_all") if args.get("pane") == "thanks":
                return _thank(view, desk)
            case Pressed("all"):
                return Go("queue")
            case Pressed("list"):
                return Go("queue", view.to_args())
            case Pressed("menu"):
                return Go("menu")
            case _ if isinstance(given, Typed) and _is_search(given.text):
                return Go("queue", View(**{**_all(view), "words": given.text.strip()[:WORDS]}).to_args())
            case _:
                return not_understood(given)


def _all(view: View) -> dict[str, str]:
    return {"shows": view.shows, "category": view.category, "occasion": view.occasion, "sort": view.sort}


def _is_search(text: str) -> bool:
    """Whether words look for something: a short number is a button's digit that is not there."""
    return any(map(str.isalnum, text)) and not (text.strip().isdecimal() and len(text.strip()) < FEW + 2)


def _nothing(view: View, desk: Desk) -> Window:
    say = desk.say
    if not view.is_narrowed:
        ways = Button(say(N_("Look at others")), "filter")
        return Window(
            header=say(N_("📥 Nominations to look at")),
            body=(say(N_("✅ Nothing waits for you. New ones are told here.")),),
            rows=((ways,), (home(say),)) if _reads(desk) else ((home(say),),),
        )
    return Window(
        header=say(N_("📥 Nominations to look at")),
        trail=said_of(view, desk),
        body=(say(N_("Nothing fits this choice. Marks are not needed; a part of the name does.")),),
        question=say(N_("What shall be shown instead?")),
        rows=(
            (Button(say(N_("All that waits")), "all", style=Style.PRIMARY),),
            (Button(say(N_("Choose")), "filter"), home(say)),
        ),
    )


def _reads(desk: Desk) -> bool:
    """Whether there is anything at all that this person may list."""
    view = View(shows=Shows.UNIT)
    chosen_ones = View(shows=Shows.CHOSEN)
    return any(
        waiting(desk.session, desk.person_id, on=desk.today, page=0, size=1, view=one).total
        for one in (view, chosen_ones)
    )


def _ways(page: Page[QueueLine], view: View, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    rows: list[Row] = []
    if page.total > FEW or view.is_narrowed:
        rows.append((Button(say(N_("Choose")), "filter"), Button(say(N_("Sort")), "sort")))
    thanks = thanking.open_thanks(desk.session, view, by=desk.person_id, on=desk.today)
    if thanks.nominations:
        label = say(N_("Thank ({count})"), count=thanks.nominators)
        return (*rows, (Button(label, "thanks"), home(say)))
    return (*rows, (home(say),))


def _thank(view: View, desk: Desk) -> Reaction:
    thanks = thanking.thank_all(desk.session, view, by=desk.person_id, now=desk.now, zone=desk.zone)
    said = N_("✓ Thanked: {nominators}, for {nominations} nominations.")
    values = {"nominators": thanks.nominators, "nominations": thanks.nominations}
    return Go("queue", view.to_args(), toast=Text(said, values))


def _line(at: int, one: QueueLine, desk: Desk) -> str:
    """Say who it is, and below, since a phone's line is short, how far it is and how long it has waited."""
    say = desk.say
    named = f"{at} · {cut(one.nominee_name, NAME)}, {say(CATEGORY_NOUNS[one.category])}"
    if one.conflict:
        return f"{named} · {say(_ELSEWHERE[one.conflict])}"
    if one.state not in WAITING:
        return f"{named} · {say(STATE_LABELS[one.state])}"
    how_far = (bar(one.criteria_met, one.criteria_total), say(days_waited(one.days_waiting)))
    return "\n".join((named, " · ".join((*how_far, say(_WITH_A_CLERK)) if one.is_handed else how_far)))


queue = QueueScreen()
