"""What people do in a private chat: words, commands, buttons, edits. Runs inside a unit of work.

Nothing here speaks to Telegram: the scene is changed and saved, and delivery draws it after the commit.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Screen, Stay
from bot.conversation.flow import Flow
from bot.domain.buttons import Kind, Press
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import accounts, chats, commands_due, drafts, failures, inbox, outbox, scenes
from bot.services.failures import Stood
from handlers.commands import Command, Leads
from handlers.drawing import HOME, Artist
from handlers.following import Follower
from handlers.turn import Turn
from models import Draft
from models.dialog import DraftState

FollowLink = Callable[[str, Desk], Go]
ReactNotice = Callable[[str, Mapping[str, Any], str, str, Desk], Reaction]

STALE = Text(N_("This button belongs to an earlier step; nothing has changed."))
NOT_WITHIN_A_FLOW = Text(N_("Somebody else can go on once this is sent or put aside: /desau keeps it as a draft."))


class Guide:
    """Leads people through flows and screens."""

    def __init__(
        self,
        *,
        artist: Artist,
        flows: Mapping[str, Flow[Any]],
        screens: Mapping[str, Screen],
        react_notice: ReactNotice,
        follow_link: FollowLink | None = None,
    ) -> None:
        self._artist = artist
        self._follower = Follower(flows=flows, screens=screens, artist=artist)
        self._react_notice = react_notice
        self._follow_link = follow_link

    def turn(self, session: Session, chat_id: int, *, now: datetime) -> Turn:
        """Begin the work on an update: load where the chat stands."""
        scene = scenes.open_for(session, chat_id, now=now)
        if scene.person_id and not scene.audience:
            scene.audience = accounts.remember_audience(session, scene.account_id, person_id=scene.person_id, now=now)
        if scene.unreachable:
            chats.mark_reachable(session, chat_id)  # who writes can be written to
            commands_due.mark(session, account_id=scene.account_id)
        return Turn(session, scene, now, self._artist.desk(session, scene, now=now))

    # What people do.

    def given(self, turn: Turn, given: Given) -> None:
        """Take words or a file: an answer to the step or the screen that is shown."""
        scene = turn.scene
        if not scene.language and scene.screen == "start":
            self._follower.go(turn, Go("language"), below=True)
        elif scene.in_flow:
            turn.answered = (scene.draft_id, scene.step)
            self._follower.answer(turn, given, below=True)
        else:
            self._follower.react(turn, given, below=True)

    def command(self, turn: Turn, command: Command, payload: str = "") -> None:
        """Follow a slash command; ``payload`` is what a link put behind /start."""
        scene = turn.scene
        if payload and command.name == "start" and self._follow_link is not None:
            self._follower.go(turn, self._follow_link(payload, turn.desk), below=True)
        elif command.to == "switch" and scene.in_flow:
            turn.problem(NOT_WITHIN_A_FLOW, below=True)
        elif command.leads is Leads.STEP:
            self._follower.navigate(turn, command.to)
        elif not scene.language and command.name == "start":
            self._follower.go(turn, Go("language"), below=True)
        elif command.leads is Leads.SCREEN:
            args = {"draft": scene.draft_id} if command.to == "discard" and scene.draft_id else {}
            self._follower.go(turn, Go(command.to, args), below=True)
        else:
            self._follower.begin(turn, Begin(command.to), below=True)

    def unknown_command(self, turn: Turn) -> None:
        """Say that a command does not exist, and keep the window."""
        turn.problem(Text(N_("There is no such command. /menu leads home, /huongdan helps.")), below=True)

    def pressed(self, turn: Turn, press: Press | None, *, message_id: int) -> None:
        """Follow a button. What is not drawn on the live window acts on nothing."""
        scene = turn.scene
        if press is not None and press.kind is Kind.NOTICE:
            self._pressed_notice(turn, press)
        elif (
            press is None
            or press.row != scene.dialog_id
            or not scene.acted_revision <= press.revision <= scene.revision
        ):
            turn.toast = STALE
            if message_id != scene.live_message_id:
                scene.changed(below=True)  # the old buttons go, the live window comes below
        elif press.action == HOME:
            self._follower.go(turn, Go("menu"), below=False)
        elif scene.in_flow:
            self._follower.answer(turn, Pressed(press.action, press.value), below=False)
        else:
            self._follower.react(turn, Pressed(press.action, press.value), below=False)

    def corrected(self, turn: Turn, given: Given, *, message_id: int, update_id: int) -> None:
        """Let an edited message correct the answer it gave, wherever the person stands now."""
        chat_id = turn.scene.chat_id
        found = inbox.answered_by(turn.session, chat_id=chat_id, message_id=message_id)
        if found is None:
            turn.problem(Text(N_("This message was not an answer, so editing it changes nothing.")), below=True)
        elif inbox.overtaken(turn.session, found, chat_id=chat_id, message_id=message_id, update_id=update_id):
            turn.problem(
                Text(N_("A later answer to this question stands, so editing this one changes nothing.")), below=True
            )
        else:
            turn.answered = (found.draft_id, found.step)
            self._follower.fill(turn, found.draft_id, found.step, given)

    def fill_late(self, turn: Turn, stood: Stood, given: Given) -> bool:
        """Put a replayed answer to its question, if that is still open, and move nobody; tell whether it was."""
        draft = self.stood_before(turn, stood)
        if draft is None or draft.answers.get(stood.step):
            return False
        turn.answered = (draft.id, stood.step)
        self._follower.fill(turn, draft.id or 0, stood.step, given)
        return True

    def stood_before(self, turn: Turn, stood: Stood) -> Draft | None:
        """Give the draft that a person stood before when a handler failed, if it is still open."""
        if not stood.draft_id:
            return None
        draft = drafts.own(turn.session, stood.draft_id, person_id=turn.scene.person_id)
        return draft if draft is not None and draft.state == DraftState.OPEN else None

    # Notices.

    def _pressed_notice(self, turn: Turn, press: Press) -> None:
        message = outbox.find(turn.session, press.row)
        if message is None or message.chat_id != turn.scene.chat_id or not message.args:  # emptied after a month
            turn.toast = STALE
            return
        if press.action == "retry":
            turn.released.append(int(message.args.get("update_id", 0)))
            failures.release(turn.session, turn.released, chat_id=turn.scene.chat_id)
            turn.toast = Text(N_("Trying once more."))
            return
        try:
            with turn.session.begin_nested():
                reaction = self._react_notice(message.template, message.args, press.action, press.value, turn.desk)
        except Refusal as refusal:
            turn.toast = refusal.text
            return
        if isinstance(reaction, Begin) and message.pressed == press.action:
            reaction = Go("drafts")  # pressed twice, it begins once
        message.pressed, turn.settled = press.action, True
        self._follower.apply(turn, reaction, below=not isinstance(reaction, Stay))
