"""Listing: achievements, one a line, each with fields that are read from the line or asked for one by one."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Navigated
from bot.conversation.outcomes import Accept, Cursor, Hold, Reply, Turn
from bot.conversation.steps.find import PAGE
from bot.conversation.steps.step import Face, Step, Values, digit_of, is_label
from bot.conversation.window import Button, Row, Style
from bot.domain.achievements import PRIZE, Achieved, details, fill_in, read
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text

_ASKS = {
    "year": N_("In which year was that? ({title})"),
    "recognised_by": N_("Who recognised it? ({title})"),
    "decision_number": N_("What is the number of the decision? ({title})"),
    "level": N_("At which level was the prize? ({title})"),
    "rank": N_("Which prize was it? ({title})"),
}


@dataclass(frozen=True, kw_only=True)
class Listing(Step[D]):
    """The answer is a tuple of Achieved. ``back_to`` is the step from which a button leads here.

    The cursor's item is the number and the field that is asked for, such as "0:year"; its page is the one shown.
    """

    back_to: str
    most: int = 10

    optional = True

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the list, or the question for one missing field."""
        listed = self._listed(draft)
        asked = self._asked(listed, cursor)
        if asked is not None:
            at, field = asked
            return Face(
                question=desk.say(_ASKS[field], title=cut(listed[at].title, 60)),
                body=(_line(at, listed[at]),),
                rows=((Button(desk.say(_SKIP), "skip"), Button(desk.say(_THE_LIST), "list")),),
            )
        first = cursor.page * PAGE
        shown = listed[first : first + PAGE]
        rows: list[Row] = []
        if cursor.confirm == _LESS:
            rows.append(tuple(Button(str(first + at), "drop", str(first + at)) for at in range(1, len(shown) + 1)))
        elif any(one.missing for one in shown):
            numbers = [first + at for at, one in enumerate(shown, 1) if one.missing]
            rows.append(tuple(Button(f"{n} 🔸", "open", str(n)) for n in numbers))
        if len(listed) > PAGE:
            rows.append((Button(desk.say(_TURN), "page"),))
        if listed and cursor.confirm != _LESS:
            rows.append((Button(desk.say(_REMOVE), _LESS),))
        rows.append((Button(desk.say(_DONE), "done", style=Style.PRIMARY),))
        return Face(
            question=self._question(listed, cursor, draft, desk, values),
            body=(*self._say_body(draft, desk, values), *(_line(first + at, one) for at, one in enumerate(shown))),
            hint=self._say(self.hint, draft, desk, values),
            rows=tuple(rows),
        )

    def say_answer(self, draft: D, desk: Desk) -> str:
        """Say how many are listed."""
        listed = self._listed(draft)
        return desk.say(_COUNT, called=desk.say(self.called), count=len(listed)) if listed else ""

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take each line as an achievement; a word of a button as the button; an answer to the field that is asked."""
        listed = self._listed(draft)
        for label, action in ((_SKIP, "skip"), (_THE_LIST, "list"), (_REMOVE, _LESS), (_DONE, "done"), (_TURN, "page")):
            if is_label(text, (label,), desk):
                return self.pressed(draft, cursor, action, "", desk)
        asked = self._asked(listed, cursor)
        if asked is not None:
            return self._fill(draft, cursor, *asked, text)
        if digit := digit_of(text):
            action = "drop" if cursor.confirm == _LESS else "open"
            return self._press_line(draft, cursor, action, str(digit)) or Hold(draft, cursor, problem=_NO_SUCH_LINE)
        return self._add(draft, cursor, text)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Open one for its missing fields, take one away, turn the page, or go back to where the list was opened."""
        listed = self._listed(draft)
        plain = Cursor(returning=cursor.returning, page=cursor.page)
        match action:
            case "done":
                return self.go_on(draft, cursor, Navigated("done"))
            case "skip" if asked := self._asked(listed, cursor):
                return Hold(draft, self._next(listed, cursor, *asked))
            case "list":
                return Hold(draft, plain)
            case "less" if listed:
                return Hold(draft, replace(plain, confirm=_LESS))
            case "page":
                return Hold(
                    draft, replace(plain, page=0 if (cursor.page + 1) * PAGE >= len(listed) else cursor.page + 1)
                )
            case _:
                return self._press_line(draft, cursor, action, value) or Step.pressed(
                    self, draft, cursor, action, value, desk
                )

    def _press_line(self, draft: D, cursor: Cursor, action: str, value: str) -> Reply[D] | None:
        """Open a line or take it away; None for a number that no line has."""
        listed = self._listed(draft)
        number = int(value) if value.isdecimal() else 0
        if not 1 <= number <= len(listed):
            return None
        if action == "drop":
            left = (*listed[: number - 1], *listed[number:])
            return Hold(self.keep(draft, left), Cursor(returning=cursor.returning))
        plain = Cursor(returning=cursor.returning, page=cursor.page)
        return self._open(draft, plain, number - 1, listed) if action == "open" else None

    def go_on(self, draft: D, cursor: Cursor, given: Navigated) -> Reply[D]:
        """Skip the field that is asked for, or go back to where the list was opened."""
        asked = self._asked(self._listed(draft), cursor)
        if asked is not None and given.to == "skip":
            return Hold(draft, self._next(self._listed(draft), cursor, *asked))
        return Accept(draft) if cursor.returning else Turn(draft, self.back_to)

    def close_page(self, cursor: Cursor) -> Cursor | None:
        """Close the question for a field first."""
        return Cursor(returning=cursor.returning, page=cursor.page) if cursor.item or cursor.confirm else None

    def _add(self, draft: D, cursor: Cursor, text: str) -> Reply[D]:
        listed = self._listed(draft)
        lines = [line for line in normalise(text, keep_lines=True).splitlines() if line.strip()]
        if len(listed) + len(lines) > self.most:
            return Hold(draft, cursor, problem=Text(_FULL, {"most": self.most}))
        try:
            added = [read(line) for line in lines]
        except Refusal as refusal:
            return Hold(draft, cursor, problem=refusal.text)
        if not added:
            return Hold(draft, cursor, problem=_NO_SUCH_LINE)
        known = {(one.kind, one.title.casefold()) for one in listed}
        listed = (*listed, *(one for one in added if (one.kind, one.title.casefold()) not in known))
        told = Cursor(returning=cursor.returning, page=max(len(listed) - 1, 0) // PAGE)
        return Hold(self.keep(draft, listed), told, receipt=Text(_RECEIPT, {"title": cut(added[-1].title, 60)}))

    def _open(self, draft: D, plain: Cursor, at: int, listed: Sequence[Achieved]) -> Reply[D]:
        missing = listed[at].missing
        if not missing:
            return Hold(draft, plain, toast=_WHOLE, problem=_WHOLE)
        return Hold(draft, replace(plain, item=f"{at}:{missing[0]}"))

    def _fill(self, draft: D, cursor: Cursor, at: int, field: str, text: str) -> Reply[D]:
        listed = self._listed(draft)
        try:
            filled = fill_in(listed[at], field, text)
        except Refusal as refusal:
            return Hold(draft, cursor, problem=refusal.text)
        told = (*listed[:at], filled, *listed[at + 1 :])
        return Hold(self.keep(draft, told), self._next(told, cursor, at, field))

    def _next(self, listed: Sequence[Achieved], cursor: Cursor, at: int, field: str) -> Cursor:
        """Ask for the next field that is missing, in order; after the last one show the list."""
        order = ("year", "level", "rank") if listed[at].kind == PRIZE else ("year", "recognised_by", "decision_number")
        later = [one for one in order[order.index(field) + 1 :] if one in listed[at].missing]
        plain = Cursor(returning=cursor.returning, page=cursor.page)
        return replace(plain, item=f"{at}:{later[0]}") if later else plain

    def _listed(self, draft: D) -> tuple[Achieved, ...]:
        listed: tuple[Achieved, ...] = getattr(draft, self.into)
        return listed

    def _asked(self, listed: Sequence[Achieved], cursor: Cursor) -> tuple[int, str] | None:
        at, _colon, field = cursor.item.partition(":")
        return (int(at), field) if at.isdecimal() and int(at) < len(listed) and field in _ASKS else None

    def _question(self, listed: Sequence[Achieved], cursor: Cursor, draft: D, desk: Desk, values: Values) -> str:
        if cursor.confirm == _LESS:
            return desk.say(N_("Which line should be taken away?"))
        if any(one.missing for one in listed):
            return desk.say(N_("Is there another one? Type it, or the number of a line to fill in."))
        return desk.say(N_("Is there another one?")) if listed else self._say(self.question, draft, desk, values)


def _line(at: int, one: Achieved) -> str:
    said = ", ".join(details(one))
    return f"{at + 1} {'🔸' if one.missing else '✅'} {cut(one.title, 60)}{f' ({said})' if said else ''}"


_LESS = "less"
_COUNT = N_("{called}: {count}")
_SKIP = N_("Skip it")
_THE_LIST = N_("‹ The list")
_TURN = N_("Other lines")
_REMOVE = N_("Remove a line")
_DONE = N_("Done, continue")
_RECEIPT = N_("✓ {title}")
_FULL = N_("{most} lines are as many as fit. Remove one first.")
_WHOLE = Text(N_("Nothing is missing in that line. Type another one, or press Done."))
_NO_SUCH_LINE = Text(N_("Type one achievement a line, or the number of a line in the list."))
