"""What a screen or a step may look at, what a person can give it, and what it may answer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.conversation.window import Window
from bot.domain.links import Links
from bot.domain.wording import Text
from bot.i18n import Speaker


@dataclass(slots=True)
class Desk:
    """The surroundings of one act: who, when, in which language, and the session of its transaction."""

    session: Session
    now: datetime
    zone: ZoneInfo
    say: Speaker
    chat_id: int = 0
    account_id: int = 0
    person_id: int = 0
    person_name: str = ""
    draft_id: int = 0
    links: Links = field(default_factory=Links)

    @property
    def today(self) -> date:
        """The date where the people are."""
        return self.now.astimezone(self.zone).date()


# What a person can give.


@dataclass(frozen=True, slots=True)
class Typed:
    """Words, in NFC, never a command."""

    text: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button of the live window."""

    action: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Sent:
    """A photo, document, voice note …, already stored as a pending row."""

    evidence_id: int
    kind: str
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Navigated:
    """A slash command of navigation: back, skip, done."""

    to: str


Given = Typed | Pressed | Sent | Navigated


# What a screen may answer.


@dataclass(frozen=True, slots=True)
class Stay:
    """Nothing moves; a problem is drawn above the question, a toast is shown for a press."""

    problem: Text | None = None
    toast: Text | None = None


@dataclass(frozen=True, slots=True)
class Go:
    """Show a screen (the same one with other args, or another)."""

    screen: str
    args: Mapping[str, Any] = field(default_factory=dict)
    toast: Text | None = None
    receipt: Text | None = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Begin:
    """Start a flow with some answers already given."""

    flow: str
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with a draft where it was left."""

    draft_id: int


Reaction = Stay | Go | Begin | Resume


class Screen(Protocol):
    """A place in the conversation that is not a flow: a menu, a list, a card."""

    name: str

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Make the window from rows; it may be called again at any time and changes nothing."""
        ...

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Answer what a person gave; raise Refusal for what may not be done."""
        ...
