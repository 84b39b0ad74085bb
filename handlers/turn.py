"""A turn: what one update changes, and what it leaves for the edge to do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.conversation.desk import Desk
from bot.domain.wording import Text
from bot.services.scene import Scene

#: Among the arguments of a screen: what is said above its question.
PROBLEM = "problem"


@dataclass(slots=True)
class Turn:
    """One update at work: its session, the scene it changes, and what it asks of the edge after the commit."""

    session: Session
    scene: Scene
    now: datetime
    desk: Desk
    toast: Text | None = None
    answered: tuple[int | None, str] = (None, "")
    released: list[int] = field(default_factory=list)
    settled: bool = False

    def problem(self, text: Text | None, *, below: bool, receipt: str = "") -> None:
        """Draw the window again, with a problem above its question."""
        self.scene.args.pop(PROBLEM, None)
        if text is not None:
            self.scene.args[PROBLEM] = text.as_json()
        self.scene.changed(below=below, receipt=receipt)


def args_of(scene: Scene) -> Mapping[str, Any]:
    """Give the arguments of the screen alone, without the problem above its question."""
    return {name: value for name, value in scene.args.items() if name != PROBLEM}
