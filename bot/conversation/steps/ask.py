"""Ask: a question that is answered in the person's own words."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Given, Sent, Typed
from bot.conversation.outcomes import Accept, Corrected, Cursor, Hold, Reply, Turn
from bot.conversation.steps.step import KEEP, NEEDED, Face, Step, Values, is_label, keep_row, label_key
from bot.conversation.window import Button, Row
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text


@dataclass(frozen=True, slots=True)
class Oddity:
    """An answer that may well be right but is asked about once, with a button that says so."""

    problem: Text
    accept: str


@dataclass(frozen=True, slots=True)
class Turning:
    """A button that leads to a step off the path."""

    label: str
    step: str


_ODD = "odd"


@dataclass(frozen=True, kw_only=True)
class Ask(Step[D]):
    """``check`` gives the answer to keep or raises Refusal. ``long`` answers keep their lines and are told by size.

    ``voice`` is the sentence that stands in the answer when a voice note was sent; without it none is understood.
    Lengths are in characters.
    """

    check: Callable[[D, str], str] | None = None
    odd: Callable[[D, str], Oddity | None] | None = None
    min_length: int = 1
    max_length: int = 200
    long: bool = False
    voice: str = ""
    turns: tuple[Turning, ...] = ()

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the question; an answer that stands already is shown and can be kept."""
        body = self._say_body(draft, desk, values)
        rows: list[Row] = []
        if cursor.confirm == _ODD and (oddity := self._oddity(draft, cursor.kept)):
            rows.append((Button(desk.say(oddity.accept), "accept"),))
        if self.answered(draft):
            body += (desk.say(N_("Your answer so far: “{answer}”"), answer=cut(getattr(draft, self.into), 160)),)
            if not cursor.returning:
                rows.append(keep_row(desk))
        rows += [(Button(desk.say(turn.label), "go", turn.step),) for turn in self.turns]
        return Face(
            question=self._say(self.question, draft, desk, values),
            body=body,
            quote=self._say(self.quote, draft, desk, values),
            hint=self._say(self.hint, draft, desk, values),
            rows=tuple(rows),
        )

    def say_answer(self, draft: D, desk: Desk) -> str:
        """Say a short answer itself and a long one by its size."""
        answer: str = getattr(draft, self.into)
        if not self.long or not answer:
            return answer
        return desk.say(N_("{called}: {count} words"), called=desk.say(self.called), count=len(answer.split()))

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take the words as the answer, unless they are refused or odd."""
        if cursor.confirm == _ODD and self._accepts_oddity(draft, cursor, text, desk):
            return Accept(self.keep(draft, cursor.kept))
        for turn in self.turns:
            if is_label(text, (turn.label,), desk):
                return Turn(draft, turn.step, Cursor(returning=cursor.returning))
        if self.answered(draft) and is_label(text, (KEEP,), desk):
            return Accept(draft)
        return self._answer(draft, cursor, text)

    def _answer(self, draft: D, cursor: Cursor, text: str) -> Reply[D]:
        try:
            answer = self._checked(draft, text)
        except Refusal as refusal:
            return Hold(draft, Cursor(returning=cursor.returning), problem=refusal.text)
        if oddity := self._oddity(draft, answer):
            odd = Cursor(returning=cursor.returning, confirm=_ODD, kept=answer)
            return Hold(draft, odd, problem=oddity.problem)
        return Accept(self.keep(draft, answer))

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Understand the question's own buttons."""
        if action == "accept" and cursor.confirm == _ODD:
            return Accept(self.keep(draft, cursor.kept))
        if action == "go" and any(turn.step == value for turn in self.turns):
            return Turn(draft, value, Cursor(returning=cursor.returning))
        if action == "keep" and self.answered(draft):
            return Accept(draft)
        return Step.pressed(self, draft, cursor, action, value, desk)

    def sent(self, draft: D, cursor: Cursor, given: Sent, desk: Desk) -> Reply[D]:
        """Take a voice note as the answer where one is welcome; what was written before stays above it."""
        if given.kind != "voice" or not self.voice:
            return Step.sent(self, draft, cursor, given, desk)
        told = desk.say(self.voice)
        written: str = getattr(draft, self.into)
        return Accept(draft if told in written else self.keep(draft, f"{written}\n{told}".strip()))

    def correct(self, draft: D, given: Given, desk: Desk) -> Corrected[D]:  # noqa: ARG002 -- the desk is for other kinds
        """Take the edited words as the answer; a refused correction tells why and changes nothing."""
        if not isinstance(given, Typed):
            return Corrected(draft)
        try:
            return Corrected(self.keep(draft, self._checked(draft, given.text)))
        except Refusal as refusal:
            return Corrected(draft, problem=refusal.text)

    def check_options(self) -> None:
        """Raise ValueError for lengths that no answer has."""
        if not 1 <= self.min_length <= self.max_length:
            raise ValueError(f"{self.into}: no answer is {self.min_length} to {self.max_length} characters long")

    def _checked(self, draft: D, text: str) -> str:
        answer = normalise(text, keep_lines=self.long)
        if not answer:
            raise Refusal("empty", NEEDED)
        if len(answer) < self.min_length:
            raise Refusal("too_short", Text(_TOO_SHORT, {"count": len(answer), "least": self.min_length}))
        if len(answer) > self.max_length:
            raise Refusal("too_long", Text(_TOO_LONG, {"count": len(answer), "most": self.max_length}))
        return answer if self.check is None else self.check(draft, answer)

    def _oddity(self, draft: D, answer: str) -> Oddity | None:
        return None if self.odd is None else self.odd(draft, answer)

    def _accepts_oddity(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> bool:
        """Whether the words are the label of the button, or the odd answer once more."""
        typed = label_key(text)
        if typed == label_key(cursor.kept):
            return True
        oddity = self._oddity(draft, cursor.kept)
        return oddity is not None and typed == label_key(desk.say(oddity.accept))


_TOO_SHORT = N_("That has {count} of at least {least} characters. Please say a little more.")
_TOO_LONG = N_("That is {count} characters, and at most {most} fit. Please send a shorter text.")
