"""Find: one of too many to show; a few words are typed and the matches are offered."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.conversation.answers import D
from bot.conversation.desk import Desk
from bot.conversation.outcomes import Accept, Cursor, Hold, Reply
from bot.conversation.steps.choose import Option
from bot.conversation.steps.step import Face, Step, Values, digit_of
from bot.conversation.window import Button, Row
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.wording import N_, Text

#: Matches on one page, as many as there are digits in a row.
PAGE = 5


@dataclass(frozen=True, kw_only=True)
class Find(Step[D]):
    """``find(desk, words, limit, offset)`` gives the matches, ``pick`` keeps one, ``label`` says the one kept.

    The words and the page are kept in the cursor, so that the list is the same after a restart.
    """

    find: Callable[[Desk, str, int, int], Sequence[Option]]
    pick: Callable[[D, str, Desk], D]
    label: Callable[[D], str]
    none_found: str
    ask_differently: str

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the question, and the matches of the words typed before."""
        body, rows = self._matches(cursor, desk) if cursor.item else (self._say_body(draft, desk, values), [])
        return Face(
            question=self._say(self.question, draft, desk, values),
            body=body,
            quote=self._say(self.quote, draft, desk, values),
            hint=desk.say(self.ask_differently) if cursor.item else self._say(self.hint, draft, desk, values),
            rows=tuple(rows),
        )

    def say_answer(self, draft: D, desk: Desk) -> str:  # noqa: ARG002 -- asked of every kind
        """Say what was found: the stored value is an id."""
        return self.label(draft)

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take a digit of the list shown as the choice, anything else as the words to look for."""
        digit = digit_of(text)
        if cursor.item and 1 <= digit <= PAGE:
            matches = self.find(desk, cursor.item, PAGE, cursor.page * PAGE)
            if digit <= len(matches):
                return Accept(self.pick(draft, matches[digit - 1].value, desk))
        words = cut(normalise(text), 60)
        if not self.find(desk, words, 1, 0):
            return Hold(draft, replace(cursor, item="", page=0), problem=Text(self.none_found, {"text": words}))
        return Hold(draft, replace(cursor, item=words, page=0))

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Take a match, or turn the page."""
        if action == "page" and cursor.item:
            return Hold(draft, replace(cursor, page=page_of(value)))
        if action == "pick" and cursor.item:
            matches = self.find(desk, cursor.item, PAGE, cursor.page * PAGE)
            if any(match.value == value for match in matches):
                return Accept(self.pick(draft, value, desk))
        return Step.pressed(self, draft, cursor, action, value, desk)

    def close_page(self, cursor: Cursor) -> Cursor | None:
        """Close the list of matches first."""
        return replace(cursor, item="", page=0) if cursor.item else None

    def _matches(self, cursor: Cursor, desk: Desk) -> tuple[tuple[str, ...], list[Row]]:
        found = self.find(desk, cursor.item, PAGE + 1, cursor.page * PAGE)
        shown = found[:PAGE]
        lines = [f"“{cursor.item}”", *[f"{n} · {desk.say(match.label)}" for n, match in enumerate(shown, 1)]]
        rows: list[Row] = [tuple([Button(str(n), "pick", match.value) for n, match in enumerate(shown, 1)])]
        turning = turn_row(cursor.page, more=len(found) > PAGE, desk=desk)
        return tuple(lines), [*rows, turning] if turning else rows


def page_of(value: str) -> int:
    """Read the page that a button names; anything else is the first."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else 0  # noqa: PLR2004 -- 999 pages


def turn_row(page: int, *, more: bool, desk: Desk) -> Row:
    """Give the buttons to the page before and the page after, where there are such."""
    row = [Button(desk.say(N_("‹ Earlier")), "page", str(page - 1))] if page else []
    if more:
        row.append(Button(desk.say(N_("See more ›")), "page", str(page + 1)))
    return tuple(row)
