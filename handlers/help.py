"""/huongdan: a guide for each role, the criteria with examples, the questions people ask (W55, S-06)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.criteria import Category
from bot.domain.guide import GUIDES, READER_LABELS, Reader, reader_of
from bot.domain.guide_questions import Question, questions_for
from bot.domain.wording import N_
from bot.services import drafts as held
from bot.services import roles
from handlers.answers import not_understood, press_of
from handlers.drafts import titled
from handlers.help_criteria import draw_categories, draw_criterion
from handlers.phrases import back, digits, home, turns

#: Questions on one page of the list.
QUESTIONS = 5
_PARTS = {
    "guide": N_("Step by step"),
    "criteria": N_("Criteria, with examples"),
    "questions": N_("Questions people ask"),
    "readers": N_("Guides for other roles"),
}


class HelpScreen:  # plan S-06
    """``args["on"]`` names a part, ``page`` counts from 0; without them the parts are offered."""

    name = "help"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show a page of a part, or the parts with the draft under way above them."""
        match args.get("on"):
            case "guide":
                return _guide(args, desk)
            case "criteria" if args.get("category") in set(Category):
                return draw_criterion(Category(args["category"]), _page(args), desk.say)
            case "criteria":
                return draw_categories(desk.say)
            case "questions":
                return _questions(args, desk)
            case "readers":
                return _readers(desk)
            case _:
                return _parts(desk)

    def react(  # noqa: PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Open a part or a page, or lead back."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", part) if part in _PARTS:
                return Go("help", {"on": part})
            case Pressed("reader", reader) if reader in set(Reader):
                return Go("help", {"on": "guide", "reader": reader})
            case Pressed("category", category) if category in set(Category):
                return Go("help", {"on": "criteria", "category": category})
            case Pressed("question", number) if number.isdecimal():
                return Go("help", {**args, "question": int(number)})
            case Pressed("page", number) if number.isdecimal():
                return Go("help", {**args, "page": int(number)})
            case Pressed("back"):
                return Go("help", _before(args))
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _parts(desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("Gương Sáng · Help")),
        body=tuple(_under_way(desk)),
        question=say(N_("What do you need help with?")),
        rows=(
            *((Button(f"{at} · {say(label)}", "open", part),) for at, (part, label) in enumerate(_PARTS.items(), 1)),
            (home(say),),
        ),
    )


def _guide(args: Mapping[str, Any], desk: Desk) -> Window:
    say, reader = desk.say, _reader(args, desk)
    pages = GUIDES[reader]
    at = min(_page(args), len(pages) - 1)
    return Window(
        header=say(N_("{reader} · {at}/{all}"), reader=say(READER_LABELS[reader]), at=at + 1, all=len(pages)),
        body=(say(pages[at].heading), *(f"· {say(line)}" for line in pages[at].lines)),
        rows=(*turns(at, len(pages), say), (back(say), home(say))),
    )


def _readers(desk: Desk) -> Window:
    say, own = desk.say, _reader({}, desk)
    others = [reader for reader in Reader if reader is not own]
    return Window(
        header=say(N_("Guides for other roles")),
        question=say(N_("Which guide?")),
        rows=(
            *(
                (Button(f"{at} · {say(READER_LABELS[reader])}", "reader", reader.value),)
                for at, reader in enumerate(others, 1)
            ),
            (back(say), home(say)),
        ),
    )


def _questions(args: Mapping[str, Any], desk: Desk) -> Window:
    say, all_ = desk.say, questions_for(_reader({}, desk))
    if isinstance(number := args.get("question"), int) and number < len(all_):
        return _answer(all_[number], desk)
    pages = -(-len(all_) // QUESTIONS)
    page = min(_page(args), pages - 1)
    first = page * QUESTIONS
    shown = all_[first : first + QUESTIONS]
    return Window(
        header=say(N_("Questions people ask")),
        body=tuple(f"{at} · {say(one.asks)}" for at, one in enumerate(shown, 1)),
        question=say(N_("Which question?")),
        rows=(
            *digits("question", [str(first + at) for at in range(len(shown))]),
            *turns(page, pages, say),
            (back(say), home(say)),
        ),
    )


def _answer(one: Question, desk: Desk) -> Window:
    say = desk.say
    return Window(header=say(one.asks), body=(say(one.answer),), rows=((back(say), home(say)),))


def _before(args: Mapping[str, Any]) -> dict[str, Any]:
    """Give the place one step back: from an answer its list, from a criterion the categories, else the parts."""
    match args:
        case {"on": "questions", "question": int()}:
            return {"on": "questions", "page": _page(args)}
        case {"on": "criteria", "category": str()}:
            return {"on": "criteria"}
        case {"on": "guide", "reader": str()}:
            return {"on": "readers"}
        case _:
            return {}


def _reader(args: Mapping[str, Any], desk: Desk) -> Reader:
    if args.get("reader") in set(Reader):
        return Reader(args["reader"])
    grants = roles.roles_of(desk.session, desk.person_id, on=desk.today) if desk.person_id else []
    return reader_of({one.role for one in grants})


def _page(args: Mapping[str, Any]) -> int:
    return max(0, int(args.get("page", 0)))


def _under_way(desk: Desk) -> list[str]:
    drafts = held.open_of(desk.session, desk.person_id) if desk.person_id else []
    if not drafts:
        return [desk.say(N_("Good people and good deeds are introduced here, and each story can be followed."))]
    return [
        desk.say(N_("✍️ Under way: {title}."), title=titled(drafts[0], desk)),
        desk.say(N_("/tieptuc goes on · /quaylai one step back · /desau keeps the draft")),
    ]


help_ = HelpScreen()
