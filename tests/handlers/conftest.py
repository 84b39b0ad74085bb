"""Somebody who visits screens: what is shown, pressed, typed and answered, on real rows in memory."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from sqlmodel import Session

from bot.conversation.desk import Begin, Desk, Given, Go, Navigated, Pressed, Reaction, Resume, Sent, Stay, Typed
from bot.conversation.window import Window
from bot.domain.refusals import Refusal
from bot.domain.wording import Text
from bot.i18n import Audience, Speaker
from bot.services import accounts, evidence, roles
from handlers.screens import SCREENS
from models import Person
from tests.services.conftest import engine, school, session, statements
from tests.support.builders import School
from tests.support.clock import NOW, ZONE

__all__ = ["engine", "school", "session", "statements"]

_numbers = count(1)


@dataclass
class Visit:
    """One person at a screen; a Refusal becomes the problem, as handlers/following.py does it."""

    desk: Desk
    screen: str = "menu"
    args: dict[str, Any] = field(default_factory=dict)
    problem: Text | None = None
    toast: Text | None = None
    left: Reaction | None = None

    def opens(self, screen: str, **args: Any) -> "Visit":
        self.screen, self.args = screen, args
        return self

    @property
    def window(self) -> Window:
        return SCREENS[self.screen].draw(self.args, self.desk)

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.window.rows for button in row]

    def presses(self, label: str) -> "Visit":
        """Press the button with this label, which must be there."""
        buttons = {button.label: button for row in self.window.rows for button in row}
        return self.forges(buttons[label].action, buttons[label].value)

    def forges(self, action: str, value: str = "") -> "Visit":
        """Press a button that may not be there."""
        return self._gives(Pressed(action, value))

    def types(self, text: str) -> "Visit":
        return self._gives(Typed(text))

    def goes(self, to: str) -> "Visit":
        return self._gives(Navigated(to))

    def sends(self, name: str, *, size: int = 1000) -> "Visit":
        number = next(_numbers)
        row = evidence.attach(
            self.desk.session,
            draft_id=None,
            chat_id=self.desk.chat_id,
            message_id=number,
            media_group_id="",
            kind="document",
            file_id=f"sent-{number}",
            file_unique_id=f"sent-{number}",
            file_name=name,
            declared_size=size,
            now=self.desk.now,
        )
        assert row.id is not None
        return self._gives(Sent(row.id, "document", name))

    def later(self, **by: float) -> "Visit":
        self.desk.now += timedelta(**by)
        return self

    def _gives(self, given: Given) -> "Visit":
        self.problem = self.toast = self.left = None
        try:
            reaction = SCREENS[self.screen].react(self.args, given, self.desk)
        except Refusal as refusal:
            self.problem = refusal.text
            return self
        match reaction:
            case Stay(problem, toast):
                self.problem, self.toast = problem, toast
            case Go():
                self.screen, self.args = reaction.screen, dict(reaction.args)
                self.toast, self.problem = reaction.toast, reaction.problem
            case Begin() | Resume():
                self.left = reaction
        return self


@pytest.fixture
def visit(session: Session, school: School) -> Callable[..., Visit]:
    """Let a person of the school in, who is spoken to in English unless another language is asked for."""

    def enter(person_id: int, *, language: str = "en") -> Visit:
        return Visit(desk_of(session, person_id, language=language))

    return enter


def desk_of(session: Session, person_id: int, *, language: str = "en") -> Desk:
    person = session.get_one(Person, person_id)
    chat_id = roles.reach_of(session, person_id)[0].chat_id
    account = accounts.by_user(session, chat_id)
    assert account is not None
    audience = Audience(roles.audience_of(session, person_id, on=NOW.date()))
    return Desk(
        session=session,
        now=NOW,
        zone=ZONE,
        say=Speaker(language, audience, ZONE),
        chat_id=chat_id,
        account_id=account.id or 0,
        person_id=person_id,
        person_name=person.name,
    )


@contextmanager
def refused(code: str) -> Iterator[None]:
    """What is done inside must be refused with this code."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.code == code
