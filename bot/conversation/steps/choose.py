"""Choose: one of a few options, by its button, its digit or its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Given, Typed
from bot.conversation.outcomes import Accept, Close, Corrected, Cursor, Hold, Reply
from bot.conversation.steps.step import KEEP, Face, Step, Values, digit_of, is_label, keep_row, label_key, without_digit
from bot.conversation.window import Button, Row, Style
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. ``value`` is stored and travels in the button; ``note`` explains it in the body.

    Without a value it is no choice but a remark: only its note is shown.
    """

    value: str
    label: str | Text
    note: str | Text = ""
    primary: bool = False


Options = tuple[Option, ...] | Callable[[D, Desk], Sequence[Option]]

#: Characters of a label that fit beside another one on a phone.
PAIRED = 16
#: Bytes of a value that surely fit into a button's data.
MAX_VALUE = 24


@dataclass(frozen=True, kw_only=True)
class Choose(Step[D]):
    """``options`` that are a function may read the session; such a step needs ``label`` to say the chosen one.

    ``label`` must not read the session: it is said in the trail of every later step. ``closes`` tells values with which
    the flow is finished at once.
    """

    options: Options[D] = ()
    label: Callable[[D, Desk], str] | None = None
    columns: int = 1
    closes: Callable[[str], bool] | None = None

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the options with their digits; the one that stands is named."""
        offered = self.options(draft, desk) if callable(self.options) else self.options
        options = [option for option in offered if option.value]
        body = self._say_body(draft, desk, values)
        body += tuple([desk.say(option.note) for option in offered if option.note])
        buttons = [
            Button(
                f"{n} · {desk.say(option.label)}",
                "pick",
                option.value,
                Style.PRIMARY if option.primary else Style.PLAIN,
            )
            for n, option in enumerate(options, 1)
        ]
        rows = beside_each_other(buttons, self.columns)
        if self.answered(draft):
            body += (desk.say(N_("Chosen so far: {answer}"), answer=self._label_of(draft, desk)),)
            if not cursor.returning:
                suggested = any(option.primary for option in options)
                rows.append(keep_row(desk, style=Style.PLAIN if suggested else Style.PRIMARY))
        return Face(
            question=self._say(self.question, draft, desk, values),
            body=body,
            quote=self._say(self.quote, draft, desk, values),
            hint=self._say(self.hint, draft, desk, values),
            rows=tuple(rows),
        )

    def say_answer(self, draft: D, desk: Desk) -> str:
        """Say the label of the chosen option."""
        return self._label_of(draft, desk) if self.answered(draft) else ""

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Find the option by digit or words."""
        options = self._options(draft, desk)
        option = find_option(text, options, desk)
        if option is None and self.answered(draft) and is_label(text, (KEEP,), desk):
            return Accept(draft)
        if option is None:
            return Hold(draft, cursor, problem=self._not_understood(text, options, desk))
        return self._taken(draft, option.value)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Take the option of a button, if it is still offered."""
        if action == "pick" and any(option.value == value for option in self._options(draft, desk)):
            return self._taken(draft, value)
        if action == "keep" and self.answered(draft):
            return Accept(draft)
        return Step.pressed(self, draft, cursor, action, value, desk)

    def correct(self, draft: D, given: Given, desk: Desk) -> Corrected[D]:
        """Take the edited words as the choice."""
        if not isinstance(given, Typed):
            return Corrected(draft)
        options = self._options(draft, desk)
        option = find_option(given.text, options, desk)
        if option is None:
            return Corrected(draft, problem=self._not_understood(given.text, options, desk))
        return Corrected(self.keep(draft, option.value))

    def check_options(self) -> None:
        """Raise ValueError for options that clash or do not fit into a button."""
        if callable(self.options):
            if self.label is None:
                raise ValueError(f"{self.into}: options that are looked up need a label")
            return
        values = [option.value for option in self.options]
        if not values or len(set(values)) < len(values):
            raise ValueError(f"{self.into}: options must be there and differ")
        if any(not value or len(value.encode()) > MAX_VALUE for value in values):
            raise ValueError(f"{self.into}: an option's value is empty or longer than {MAX_VALUE} bytes")

    def _taken(self, draft: D, value: str) -> Reply[D]:
        kept = self.keep(draft, value)
        return Close(kept) if self.closes is not None and self.closes(value) else Accept(kept)

    def _options(self, draft: D, desk: Desk) -> Sequence[Option]:
        """Give what can be chosen now."""
        if callable(self.options):
            return [option for option in self.options(draft, desk) if option.value]
        return self.options

    def _label_of(self, draft: D, desk: Desk) -> str:
        if callable(self.options):
            assert self.label is not None  # check_options has seen to it
            return self.label(draft, desk)
        chosen = getattr(draft, self.into)
        return next((desk.say(option.label) for option in self.options if option.value == chosen), str(chosen))

    def _not_understood(self, text: str, options: Sequence[Option], desk: Desk) -> Text:
        example = desk.say(options[0].label) if options else ""
        return Text(_NOT_UNDERSTOOD, {"text": cut(text, 40), "count": len(options), "example": example})


_NOT_UNDERSTOOD = N_("“{text}” is not among the choices. Type a number from 1 to {count}, or words like “{example}”.")


def beside_each_other(buttons: Sequence[Button], columns: int) -> list[Row]:
    """Put so many buttons into a row; one whose label would not fit beside another stands alone."""
    rows: list[list[Button]] = []
    for button in buttons:
        fits = rows and len(rows[-1]) < columns and len(button.label) <= PAIRED >= len(rows[-1][-1].label)
        if fits:
            rows[-1].append(button)
        else:
            rows.append([button])
    return [tuple(row) for row in rows]


def find_option(text: str, options: Sequence[Option], desk: Desk) -> Option | None:
    """Find the option meant by a digit, by its label with or without marks, or by the only label that begins so."""
    if digit := digit_of(text):
        return options[digit - 1] if digit <= len(options) else None
    key = label_key(without_digit(text))
    if not key:
        return None
    beginning = []
    for option in options:
        label = label_key(desk.say(option.label))
        if label == key:
            return option
        if label.startswith(key):
            beginning.append(option)
    return beginning[0] if len(beginning) == 1 else None
