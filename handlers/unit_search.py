"""Finding a unit by typed words, five a page, with the nearest names where nothing fits: for several screens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.window import Row
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.wording import N_
from bot.services import units
from bot.services.units import UnitName
from handlers.phrases import digits, turns

PAGE = 5
_NEAR = 3
_WORDS = 60


@dataclass(frozen=True, slots=True)
class Found:
    """What some words find on a page: the lines, the buttons, and a problem where nothing fits."""

    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    problem: str = ""


def words_of(text: str) -> dict[str, Any]:
    """Give the args of a search from what was typed."""
    return {"words": cut(normalise(text), _WORDS)}


def search(args: Mapping[str, Any], desk: Desk) -> Found:
    """Find the units of ``args`` words and page; the button of each carries its id under the action "unit"."""
    words, page = str(args.get("words", "")), int(args.get("page", 0))
    if not words:
        return Found((), ())
    found = units.find(desk.session, words, on=desk.today, limit=PAGE + 1, offset=page * PAGE)
    if not found and not page:
        near = units.near(desk.session, words, on=desk.today, limit=_NEAR)
        problem = N_("Nothing is called “{words}”. Nearest:") if near else N_("Nothing is called “{words}”.")
        return Found(_lines(near, desk), digits("unit", [str(one.id) for one in near]), desk.say(problem, words=words))
    shown = found[:PAGE]
    return Found(
        (f"“{words}”", *_lines(shown, desk)),
        (
            *digits("unit", [str(one.id) for one in shown]),
            *turns(page, page + (2 if len(found) > PAGE else 1), desk.say),
        ),
    )


def _lines(found: list[UnitName], desk: Desk) -> tuple[str, ...]:
    return tuple(f"{at} · {_label(one, desk)}" for at, one in enumerate(found, 1))


def _label(unit: UnitName, desk: Desk) -> str:
    if unit.former:
        return desk.say(N_("{former} (now {name})"), former=unit.former, name=unit.name)
    return f"{unit.name}, {unit.place}" if unit.place else unit.name
