"""The panes of /choduyet: which nominations are shown, in which order, and whether all nominators are thanked."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.criteria import CATEGORY_LABELS, Category
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.services import thanking
from bot.services.queries.queue_view import Shows, Sort, View, choices
from handlers.phrases import digits, occasion_label

#: So many occasions are offered, the latest first.
OCCASIONS = 4

_SHOWS = {
    Shows.WAITING: N_("Waiting for me"),
    Shows.HANDED: N_("Prepared by a clerk"),
    Shows.ASKED: N_("A supplement is asked for"),
    Shows.CHOSEN: N_("On the list"),
    Shows.UNIT: N_("All under way in the unit"),
}
_SORTS = {
    Sort.OLDEST: N_("The oldest first"),
    Sort.NEWEST: N_("The newest first"),
    Sort.NAME: N_("By given name"),
    Sort.DUE: N_("By due date"),
}


def said_of(view: View, desk: Desk) -> str:
    """Say what is chosen, "" for the usual."""
    say = desk.say
    parts = [
        say(_SHOWS[Shows(view.shows)]) if view.shows != Shows.WAITING else "",
        say(CATEGORY_LABELS[Category(view.category)]) if view.category else "",
        _occasion(view.occasion, desk),
        f"“{cut(view.words, 30)}”" if view.words else "",
        say(_SORTS[Sort(view.sort)]) if view.sort != Sort.OLDEST else "",
    ]
    return " · ".join(part for part in parts if part)


def chosen(view: View, action: str, value: str) -> View | None:
    """Give the view after a choice; what is chosen already is left again. None for a value that does not exist."""
    if action == "order":
        return replace(view, sort=value) if value in set(Sort) else None
    what, _colon, choice = value.partition(":")
    if what == "s" and choice in set(Shows):
        return replace(view, shows=choice)
    if what == "c" and choice in set(Category):
        return replace(view, category="" if view.category == choice else choice)
    if what == "o" and choice.partition("/")[2].isdecimal():
        return replace(view, occasion="" if view.occasion == choice else choice)
    return None


def _filter(view: View, desk: Desk) -> Window:
    say = desk.say
    categories, occasions = choices(desk.session, desk.person_id, on=desk.today)
    options = [
        *((f"s:{one}", say(label), view.shows == one) for one, label in _SHOWS.items()),
        *((f"c:{one}", say(CATEGORY_LABELS[one]), view.category == one) for one in categories),
        *((f"o:{one}", _occasion(one, desk), view.occasion == one) for one in occasions[:OCCASIONS]),
    ]
    return Window(
        header=say(N_("📥 Which nominations?")),
        trail=said_of(view, desk),
        body=tuple(f"{at} {'✓' if is_on else '·'} {label}" for at, (_value, label, is_on) in enumerate(options, 1)),
        hint=say(N_("In the list, a name or a code that you type is looked for.")),
        question=say(N_("Which shall be shown?")),
        rows=(
            *digits("show", [value for value, _label, _is_on in options]),
            (Button(say(N_("All that waits")), "all"), _back(desk)),
        ),
    )


def _sort(view: View, desk: Desk) -> Window:
    say = desk.say
    rows: list[Row] = [
        (Button(f"{at} · {say(label)}", "order", one.value),) for at, (one, label) in enumerate(_SORTS.items(), 1)
    ]
    return Window(
        header=say(N_("📥 In which order?")),
        trail=said_of(view, desk),
        question=say(N_("Which order is best?")),
        rows=(*rows, (_back(desk),)),
    )


def _thanks(view: View, desk: Desk) -> Window:
    say = desk.say
    thanks = thanking.open_thanks(desk.session, view, by=desk.person_id, on=desk.today)
    words = N_("Nominations: {nominations}, nominators: {nominators}. Each reads one message with your name.")
    return Window(
        header=say(N_("💬 Thank the nominators")),
        trail=said_of(view, desk),
        body=(say(words, nominations=thanks.nominations, nominators=thanks.nominators),),
        question=say(N_("Shall all of them be thanked now?")),
        rows=(
            *(
                ((Button(say(N_("Thank all of them")), "thank_all", style=Style.SUCCESS),),)
                if thanks.nominations
                else ()
            ),
            (_back(desk),),
        ),
    )


def _occasion(value: str, desk: Desk) -> str:
    code, _slash, year = value.partition("/")
    return desk.say(occasion_label(code, int(year))) if year.isdecimal() else ""


def _back(desk: Desk) -> Button:
    return Button(desk.say(N_("‹ The list")), "list")


PANES: Mapping[str, Callable[[View, Desk], Window]] = {"filter": _filter, "sort": _sort, "thanks": _thanks}
