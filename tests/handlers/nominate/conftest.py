"""The database of the services' tests, and a teacher who goes through /decu."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlmodel import Session

from bot.conversation.desk import Desk, Given, Go, Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import FRESH, Cursor, Finished, Show
from bot.conversation.window import Window
from bot.domain.nomination import Nomination
from bot.domain.wording import Text
from bot.i18n import Speaker
from bot.services import evidence
from handlers.nominate import nominate
from tests.services.conftest import engine, school, session, statements
from tests.support.builders import School, a_draft
from tests.support.clock import NOW, ZONE

__all__ = ["engine", "school", "session", "statements"]


@dataclass
class Walk:
    """Somebody in the middle of a nomination; what is given counts as one action."""

    desk: Desk
    draft: Nomination = field(default_factory=Nomination)
    step: str = "category"
    cursor: Cursor = FRESH
    problem: Text | None = None
    actions: int = 1  # /decu itself
    reaction: Go | None = None

    def types(self, text: str) -> None:
        self._gives(Typed(text))

    def presses(self, label: str) -> None:
        """Press the button with this label, which must be there."""
        buttons = {button.label: button for row in self.window.rows for button in row}
        self._gives(Pressed(buttons[label].action, buttons[label].value))

    def goes(self, to: str) -> None:
        self._gives(Navigated(to))

    def sends(self, name: str, *, kind: str = "document", **said: Any) -> int:
        row = evidence.attach(
            self.desk.session,
            draft_id=self.desk.draft_id,
            chat_id=self.desk.chat_id,
            message_id=self.actions,
            media_group_id="",
            kind=kind,
            file_id=f"file-{name}",
            file_unique_id=f"unique-{name}",
            file_name=name,
            declared_size=100_000,
            now=self.desk.now,
            **said,
        )
        assert row.id is not None
        self._gives(Sent(row.id, kind, name))
        return row.id

    @property
    def window(self) -> Window:
        return nominate.draw(self.draft, self.step, self.cursor, self.desk, self.problem)

    @property
    def labels(self) -> list[str]:
        return [button.label for row in self.window.rows for button in row]

    def _gives(self, given: Given) -> None:
        self.actions += 1
        outcome = nominate.answer(self.draft, self.step, self.cursor, given, self.desk)
        match outcome:
            case Show():
                self.draft, self.step, self.cursor = outcome.draft, outcome.step, outcome.cursor
                self.problem = outcome.problem
            case Finished():
                reaction = nominate.done(outcome.draft, self.desk)
                assert isinstance(reaction, Go)
                self.reaction = reaction
            case _:
                pytest.fail(f"the flow ended with {outcome}")


def a_desk(session: Session, person_id: int, *, language: str = "en") -> Desk:
    return Desk(session, NOW, ZONE, Speaker(language), chat_id=7001, person_id=person_id, person_name="Đào Khánh Oanh")


@pytest.fixture
def walk(session: Session, school: School) -> Walk:
    desk = a_desk(session, school.oanh)
    desk.draft_id = a_draft(session, school.oanh)
    return Walk(desk)
