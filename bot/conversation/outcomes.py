"""Where a person stands within a step, and what a flow gives back for what the person gave."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Generic

from bot.conversation.answers import D
from bot.domain.wording import Text


@dataclass(frozen=True, slots=True)
class Cursor:
    """What is open within a step; kept as JSON in the draft's row.

    ``returning``: the preview waits, the next answer leads back to it. ``item``: the open criterion, or the name of an
    open page. ``page``: of a list, from 0. ``confirm``: the question that was asked once. ``kept``: words whose place
    is still being asked for.
    """

    returning: bool = False
    item: str = ""
    page: int = 0
    confirm: str = ""
    kept: str = ""

    def to_json(self) -> dict[str, Any]:
        """Give the form that is stored: only what differs from a fresh step."""
        return {name: value for name in _CURSOR_TYPES if (value := getattr(self, name))}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Cursor":
        """Read the stored form; what another version wrote and this one does not know is left out."""
        known = {name: stored[name] for name in stored if type(stored[name]) is _CURSOR_TYPES.get(name)}
        return cls(**known)


_CURSOR_TYPES: dict[str, type] = {field.name: type(field.default) for field in fields(Cursor)}

FRESH = Cursor()
RETURNING = Cursor(returning=True)


@dataclass(frozen=True, slots=True)
class Show(Generic[D]):
    """Store the draft and draw this step. ``receipt`` is what the old window shrinks to when the person wrote."""

    draft: D
    step: str
    cursor: Cursor = FRESH
    problem: Text | None = None
    receipt: Text | None = None
    toast: Text | None = None


@dataclass(frozen=True, slots=True)
class Finished(Generic[D]):
    """Every question is answered and the person said "send"; the flow's ``done`` comes next."""

    draft: D


@dataclass(frozen=True, slots=True)
class Park:
    """Keep the draft as it is and go to the main menu."""


@dataclass(frozen=True, slots=True)
class Discard:
    """The person was asked, and wants the draft away."""


Outcome = Show[D] | Finished[D] | Park | Discard


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft is taken up again, with a word to the person where the flow has changed since."""

    step: str
    cursor: Cursor = FRESH
    word: Text | None = None


@dataclass(frozen=True, slots=True)
class Corrected(Generic[D]):
    """What an edited message did to the answer it gave; the person stands where they stood."""

    draft: D
    problem: Text | None = None
    toast: Text | None = None


# What a step answers to its flow.


@dataclass(frozen=True, slots=True)
class Accept(Generic[D]):
    """The step is answered: on to the next."""

    draft: D


@dataclass(frozen=True, slots=True)
class Hold(Generic[D]):
    """Stay in the step, perhaps elsewhere in it, perhaps with something stored."""

    draft: D
    cursor: Cursor
    problem: Text | None = None
    receipt: Text | None = None
    toast: Text | None = None


@dataclass(frozen=True, slots=True)
class Turn(Generic[D]):
    """Go to another step by name; ``cursor`` says how to stand there."""

    draft: D
    step: str
    cursor: Cursor = FRESH


@dataclass(frozen=True, slots=True)
class Send(Generic[D]):
    """The person said "send"."""

    draft: D


@dataclass(frozen=True, slots=True)
class Close(Generic[D]):
    """Nothing more needs asking: the flow is finished as it stands."""

    draft: D


Reply = Accept[D] | Hold[D] | Turn[D] | Send[D] | Close[D]
