"""What all kinds of steps share: their words, whether they are answered, and the answers they never understand."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Generic

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Given, Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import Accept, Corrected, Cursor, Hold, Reply
from bot.conversation.window import Button, Row, Style
from bot.domain.names import search_key
from bot.domain.wording import N_, Text

#: A message id, whose placeholders are the flow's values, or a function of the answers.
Words = str | Callable[[D], Text]
#: The values for placeholders: what the flow says of the draft, such as the name.
Values = Mapping[str, Any]

STALE = Text(N_("This button belongs to an earlier step; nothing has changed."))
NEEDED = Text(N_("This question still needs an answer before you go on."))
NOT_CHANGED = Text(N_("An edited message changes nothing here. Open the line again and write it anew."))

_KEPT = {
    "photo": N_("📎 The picture is kept with the evidence; no need to send it again."),
    "voice": N_("📎 The voice note is kept with the evidence; no need to send it again."),
    "document": N_("📎 The document is kept with the evidence; no need to send it again."),
}
_KEPT_FILE = N_("📎 The file is kept with the evidence; no need to send it again.")


@dataclass(frozen=True, slots=True)
class Face:
    """What a step shows of itself; the flow adds the header, the trail, the problem and the way back."""

    question: str
    body: tuple[str, ...] = ()
    quote: str = ""
    hint: str = ""
    rows: tuple[Row, ...] = ()
    nav: bool = True
    page: str = ""
    personal: bool = False


@dataclass(frozen=True, kw_only=True)
class Step(ABC, Generic[D]):
    """One question of a flow. Its answer lies in the field ``into``, and an answer is never an empty value.

    ``called``: the name of the answer in lists. ``when``: whether the step applies. ``aside``: the step is walked only
    while it has no answer, is not counted, and is otherwise reached by a button. ``brief``: the answer as the trail
    says it ("" leaves it out). ``arrive``: fills in what can be known when the person comes here, and ``leave``
    when the person goes on with an answer.
    """

    into: str = field(kw_only=False)
    question: Words[D] = field(kw_only=False)
    called: str = ""
    body: tuple[str, ...] | Callable[[D, Desk], tuple[str, ...]] = ()
    hint: Words[D] = ""
    quote: Words[D] = ""
    when: Callable[[D], bool] | None = None
    aside: bool = False
    brief: Callable[[D, Desk], str] | None = None
    arrive: Callable[[D, Desk], D] | None = None
    leave: Callable[[D, Desk], D] | None = None

    #: Whether the flow can be finished without this answer.
    optional = False
    #: Whether ``into`` is only a name, because the answer does not lie in the draft.
    fieldless = False
    #: Whether the answer is told by its size and stands alone in the trail.
    long = False

    def applies(self, draft: D) -> bool:
        """Whether the step is part of the path, as the answers stand."""
        return self.when is None or self.when(draft)

    def answered(self, draft: D) -> bool:
        """Whether there is an answer."""
        return bool(getattr(draft, self.into))

    def missing(self, draft: D) -> bool:
        """Whether the flow cannot be finished before this is answered."""
        return not self.optional and not self.answered(draft) and self.applies(draft)

    def say_brief(self, draft: D, desk: Desk) -> str:
        """Say the answer shortly, or "" where the trail leaves it out."""
        if self.brief is not None:
            return self.brief(draft, desk)
        return self.say_answer(draft, desk)

    def say_answer(self, draft: D, desk: Desk) -> str:  # noqa: ARG002 -- other kinds need the desk
        """Say the answer as the list of answers shows it; nothing where it does not lie in the draft."""
        return ""

    def keep(self, draft: D, answer: object) -> D:
        """Give the draft with this answer."""
        return replace(draft, **{self.into: answer})

    @abstractmethod
    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the step."""

    def take(self, draft: D, cursor: Cursor, given: Given, desk: Desk) -> Reply[D]:
        """Understand what was given here, whatever it is."""
        if isinstance(given, Typed):
            return self.typed(draft, cursor, given.text, desk)
        if isinstance(given, Pressed):
            return self.pressed(draft, cursor, given.action, given.value, desk)
        if isinstance(given, Sent):
            return self.sent(draft, cursor, given, desk)
        return self.go_on(draft, cursor, given)

    @abstractmethod
    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Understand words."""

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:  # noqa: ARG002 -- other kinds need all
        """Understand a button; one that is not here is stale."""
        return Hold(draft, cursor, toast=STALE)

    def sent(self, draft: D, cursor: Cursor, given: Sent, desk: Desk) -> Reply[D]:  # noqa: ARG002 -- other kinds need the desk
        """Understand a file: where none is asked for it is kept as evidence (its row exists) and the question stays."""
        return Hold(draft, cursor, problem=Text(_KEPT.get(given.kind, _KEPT_FILE)))

    def go_on(self, draft: D, cursor: Cursor, given: Navigated) -> Reply[D]:  # noqa: ARG002 -- the preview tells them apart
        """Go on without a new answer, as /skip and /done ask."""
        if self.optional or self.answered(draft):
            return Accept(draft)
        return Hold(draft, cursor, problem=NEEDED)

    def close_page(self, cursor: Cursor) -> Cursor | None:
        """Give the cursor with the open page closed, or None where Back leaves the step."""
        if cursor.confirm or cursor.kept:
            return replace(cursor, confirm="", kept="")
        return None

    def correct(self, draft: D, given: Given, desk: Desk) -> Corrected[D]:  # noqa: ARG002 -- other kinds need all
        """Change the answer as an edited message says, without moving."""
        return Corrected(draft, problem=NOT_CHANGED)

    def check_options(self) -> None:
        """Raise ValueError for a step that cannot work; called once, when its flow is made."""

    def _say(self, words: Words[D], draft: D, desk: Desk, values: Values) -> str:
        if not words:
            return ""
        if isinstance(words, str):
            return desk.say(words, **values)
        text = words(draft)
        return desk.say(text.msgid, **{**values, **text.args})

    def _say_body(self, draft: D, desk: Desk, values: Values) -> tuple[str, ...]:
        if callable(self.body):
            return self.body(draft, desk)
        return tuple([desk.say(line, **values) for line in self.body])


def as_it_is(text: str) -> Text:
    """Wrap words that are no message id, such as the name of a unit: they are neither translated nor formatted."""
    return Text("{text}", {"text": text})


def unsaid(draft: Any, desk: Desk) -> str:  # noqa: ANN401, ARG001 -- a ``brief`` for any draft
    """Leave an answer out of the trail."""
    return ""


KEEP = N_("Keep this answer")


def keep_row(desk: Desk, *, style: Style = Style.PRIMARY) -> Row:
    """Give the button that leaves an answer as it is and goes on."""
    return (Button(desk.say(KEEP), "keep", style=style),)


def is_label(text: str, labels: Iterable[str], desk: Desk) -> bool:
    """Tell whether somebody typed what a button says."""
    key = label_key(text)
    return any(key == label_key(desk.say(label)) for label in labels)


@lru_cache(maxsize=4096)
def label_key(label: str) -> str:
    """Fold a label so that it can be compared with what a person types, with or without marks."""
    return search_key(label)


def digit_of(text: str) -> int:
    """Read "3", "3." or "3)" as 3; 0 for anything else."""
    bare = text.strip().rstrip(".)")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) < 3 else 0  # noqa: PLR2004 -- no list has 100


def without_digit(text: str) -> str:
    """Take away the "1 · " that a label on a button begins with."""
    digit, dot, rest = text.partition("·")
    return rest.strip() if dot and digit_of(digit) else text


def digits(count: int, *, width: int = 5) -> list[range]:
    """Give the rows of digit buttons, five in a row, counted from 1."""
    return [range(first, min(first + width, count + 1)) for first in range(1, count + 1, width)]
