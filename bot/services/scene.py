"""A scene: where one private chat stands while an update is worked on, and who is speaking there."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from models import Draft


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is speaking through an account, and how that person is spoken to."""

    language: str
    audience: str
    person_id: int
    person_name: str
    address: str
    is_shared: bool


@dataclass(slots=True)
class Scene:
    """Where one chat stands: its dialog, its draft under way, and who is speaking.

    Handlers change it in place and `save` writes it; ``drawn_revision`` and ``live_message_id`` are delivery's.
    """

    chat_id: int
    dialog_id: int
    account_id: int
    language: str
    audience: str
    person_id: int
    person_name: str
    screen: str
    args: dict[str, Any]
    revision: int
    acted_revision: int
    drawn_revision: int
    live_message_id: int | None
    fresh_revision: int
    receipt: str
    draw_after: datetime | None
    unreachable: bool
    draft_id: int | None = None
    flow: str = ""
    flow_version: int = 0
    step: str = ""
    cursor: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    title: str = ""
    draft_state: str = ""
    written_at: datetime | None = None
    draft_changed: bool = False
    address: str = ""
    is_shared: bool = False

    @property
    def reader(self) -> Reader:
        """Who is speaking here."""
        return Reader(self.language, self.audience, self.person_id, self.person_name, self.address, self.is_shared)

    def read_by(self, reader: Reader) -> None:
        """Let somebody speak here from now on."""
        self.language, self.audience = reader.language, reader.audience
        self.person_id, self.person_name = reader.person_id, reader.person_name
        self.address, self.is_shared = reader.address, reader.is_shared

    @property
    def in_flow(self) -> bool:
        """Whether the window shows a step of the draft under way."""
        return self.draft_id is not None and self.screen == self.flow

    @property
    def fresh(self) -> bool:
        """Whether the next drawing is a new message below."""
        return self.fresh_revision > self.drawn_revision or self.live_message_id is None

    def changed(self, *, below: bool = False, receipt: str = "") -> None:
        """Ask for a new drawing; ``below`` for a new message, where the person has written something."""
        self.revision += 1
        self.acted_revision = self.revision
        if below:
            self.fresh_revision = self.revision
            self.receipt = receipt
        self.draw_after = None

    def show(self, screen: str, args: dict[str, Any] | None = None) -> None:
        """Go to another screen; a draft under way is parked simply by lying in its row."""
        self.screen, self.args = screen, dict(args or {})

    def take_draft(self, draft: Draft) -> None:
        """Make a draft the one under way and show it."""
        assert draft.id is not None
        self.draft_id, self.flow, self.flow_version, self.step = draft.id, draft.flow, draft.flow_version, draft.step
        self.cursor, self.answers, self.title = dict(draft.cursor), dict(draft.answers), draft.title
        self.draft_state, self.written_at = draft.state, draft.updated_at
        self.screen, self.args, self.draft_changed = draft.flow, {}, False
