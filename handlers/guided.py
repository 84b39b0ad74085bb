"""One update of a private chat: what was given -> flow or screen -> changed rows. Runs inside a unit of work.

Nothing here speaks to Telegram: the scene is changed and saved, and delivery draws it after the commit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.conversation.answers import Answers
from bot.conversation.desk import Begin, Desk, Given, Go, Navigated, Pressed, Reaction, Resume, Screen, Stay
from bot.conversation.flow import Flow
from bot.conversation.outcomes import Cursor, Discard, Finished, Outcome, Park, Show
from bot.conversation.window import Window
from bot.domain.buttons import Kind, Press
from bot.domain.defaults import Setting, default
from bot.domain.lengths import cut
from bot.domain.links import Links
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.i18n import Audience, Speaker
from bot.services import accounts, chats, commands_due, drafts, failures, inbox, joining, outbox, roles, scenes
from bot.services.failures import Stood
from bot.services.outbox import Claimed
from bot.services.scene import Scene
from handlers.commands import Command, Leads
from models import Draft
from models.dialog import DraftState

PROBLEM = "problem"
#: Characters of a name in the header of a shared account.
SHARED_NAME = 30

DrawNotice = Callable[[str, Mapping[str, Any], Desk], Window | None]
FollowLink = Callable[[str, Desk], Go]
ReactNotice = Callable[[str, Mapping[str, Any], str, str, Desk], Reaction]

STALE = Text(N_("This button belongs to an earlier step; nothing has changed."))
ENOUGH_DRAFTS = N_("There are {count} drafts already. Go on with one of them, or discard one, and begin anew then.")
NOT_WITHIN_A_FLOW = Text(N_("Somebody else can go on once this is sent or put aside: /desau keeps it as a draft."))
JOIN_FIRST = Text(N_("To do this you first join your unit: its head or clerk sends an invitation."))


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


@lru_cache(maxsize=64)
def speaker(language: str, audience: str, zone: ZoneInfo, address: str = "") -> Speaker:
    """Give the speaker for a reader; ``address`` is how a teacher chose to be called."""
    known = Audience(audience or Audience.UNKNOWN)
    return Speaker(language, known, zone, _CHOSEN.get(address, "") if known is Audience.TEACHER else "")


#: Forms of address that stand in for the neutral one.
_CHOSEN = {"thay": "Thầy", "co": "Cô"}


class Guide:
    """Leads people through flows and screens."""

    def __init__(
        self,
        *,
        flows: Mapping[str, Flow[Any]],
        screens: Mapping[str, Screen],
        draw_notice: DrawNotice,
        react_notice: ReactNotice,
        zone: ZoneInfo,
        language: str,
        follow_link: FollowLink | None = None,
        links: Links | None = None,
    ) -> None:
        self.links = links or Links()  # the bot's name is known once Telegram has been asked
        self._follow_link = follow_link
        self._flows = flows
        self._screens = screens
        self._draw_notice = draw_notice
        self._react_notice = react_notice
        self._zone = zone
        self._language = language

    def turn(self, session: Session, chat_id: int, *, now: datetime) -> Turn:
        """Begin the work on an update: load where the chat stands."""
        scene = scenes.open_for(session, chat_id, now=now)
        if scene.person_id and not scene.audience:
            scene.audience = accounts.remember_audience(session, scene.account_id, person_id=scene.person_id, now=now)
        if scene.unreachable:
            chats.mark_reachable(session, chat_id)  # who writes can be written to
            commands_due.mark(session, account_id=scene.account_id)
        return Turn(session, scene, now, self._desk(session, scene, now))

    def _desk(self, session: Session, scene: Scene, now: datetime) -> Desk:
        say = speaker(scene.language or self._language, scene.audience, self._zone, scene.address)
        return Desk(
            session, now, self._zone, say, scene.chat_id, scene.account_id, scene.person_id, scene.person_name,
            scene.draft_id or 0, self.links,
        )  # fmt: skip

    # What people do.

    def given(self, turn: Turn, given: Given) -> None:
        """Take words or a file: an answer to the step or the screen that is shown."""
        scene = turn.scene
        if not scene.language and scene.screen == "start":
            self._go(turn, Go("language"), below=True)
        elif scene.in_flow:
            turn.answered = (scene.draft_id, scene.step)
            self._answer(turn, given, below=True)
        else:
            self._react(turn, given, below=True)

    def command(self, turn: Turn, command: Command, payload: str = "") -> None:
        """Follow a slash command; ``payload`` is what a link put behind /start."""
        scene = turn.scene
        if payload and command.name == "start" and self._follow_link is not None:
            self._go(turn, self._follow_link(payload, turn.desk), below=True)
        elif command.to == "switch" and scene.in_flow:
            turn.problem(NOT_WITHIN_A_FLOW, below=True)
        elif command.leads is Leads.STEP:
            self._navigate(turn, command.to)
        elif not scene.language and command.name == "start":
            self._go(turn, Go("language"), below=True)
        elif command.leads is Leads.SCREEN:
            args = {"draft": scene.draft_id} if command.to == "discard" and scene.draft_id else {}
            self._go(turn, Go(command.to, args), below=True)
        else:
            self._begin(turn, Begin(command.to), below=True)

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
        elif scene.in_flow:
            self._answer(turn, Pressed(press.action, press.value), below=False)
        else:
            self._react(turn, Pressed(press.action, press.value), below=False)

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
            self._fill(turn, found.draft_id, found.step, given)

    def fill_late(self, turn: Turn, stood: Stood, given: Given) -> bool:
        """Put a replayed answer to its question, if that is still open, and move nobody; tell whether it was."""
        draft = self.stood_before(turn, stood)
        if draft is None or draft.answers.get(stood.step):
            return False
        turn.answered = (draft.id, stood.step)
        self._fill(turn, draft.id or 0, stood.step, given)
        return True

    def stood_before(self, turn: Turn, stood: Stood) -> Draft | None:
        """Give the draft that a person stood before when a handler failed, if it is still open."""
        if not stood.draft_id:
            return None
        draft = drafts.own(turn.session, stood.draft_id, person_id=turn.scene.person_id)
        return draft if draft is not None and draft.state == DraftState.OPEN else None

    # How it is followed.

    def _answer(self, turn: Turn, given: Given, *, below: bool) -> None:
        scene, flow = turn.scene, self._flows[turn.scene.flow]
        draft = flow.read(scene.answers)
        outcome = flow.answer(draft, scene.step, Cursor.from_json(scene.cursor), given, turn.desk)
        self._follow(turn, flow, outcome, below=below)

    def _follow(self, turn: Turn, flow: Flow[Any], outcome: Outcome[Any], *, below: bool) -> None:
        scene = turn.scene
        match outcome:
            case Show():
                self._store(turn, flow, outcome.draft)
                scene.step, scene.cursor = outcome.step, outcome.cursor.to_json()
                turn.toast = outcome.toast
                receipt = turn.desk.say(outcome.receipt) if outcome.receipt else ""
                turn.problem(outcome.problem, below=below, receipt=receipt)
            case Finished():
                self._store(turn, flow, outcome.draft)
                self._finish(turn, flow, outcome.draft, below=below)
            case Park():
                self._go(turn, Go("menu"), below=below)
            case Discard():
                drafts.discard(turn.session, scene.draft_id or 0, by=scene.person_id, now=turn.now)
                self._leave_draft(scene)
                self._go(turn, Go("menu"), below=below)

    def _store(self, turn: Turn, flow: Flow[Any], draft: Answers) -> None:
        scene = turn.scene
        scene.answers, scene.title = flow.write(draft), flow.title(draft)
        scene.flow_version, scene.draft_changed = flow.version, True

    def _finish(self, turn: Turn, flow: Flow[Any], draft: Answers, *, below: bool) -> None:
        scene = turn.scene
        try:
            with turn.session.begin_nested():
                scenes.save(turn.session, scene, now=turn.now)
                reaction = flow.done(draft, turn.desk)
        except Refusal as refusal:
            turn.problem(refusal.text, below=below)
            return
        self._leave_draft(scene)
        self._apply(turn, reaction, below=below)

    def _react(self, turn: Turn, given: Given, *, below: bool) -> None:
        scene = turn.scene
        screen = self._screens.get(scene.screen) or self._screens["menu"]
        args = {name: value for name, value in scene.args.items() if name != PROBLEM}
        try:
            with turn.session.begin_nested():
                reaction = screen.react(args, given, turn.desk)
        except Refusal as refusal:
            reaction = self._in_its_place(turn, screen, args, given)
            if isinstance(reaction, Stay):
                turn.problem(refusal.text, below=below)
                return
        self._apply(turn, reaction, below=below)

    def _in_its_place(self, turn: Turn, screen: Screen, args: Mapping[str, Any], given: Given) -> Reaction:
        """Let the menu answer for a screen that its reader may not see any more: it is what was drawn instead."""
        try:
            screen.draw(args, turn.desk)
        except Refusal:
            turn.scene.show("menu")
            return self._screens["menu"].react({}, given, turn.desk)
        return Stay()

    def _apply(self, turn: Turn, reaction: Reaction, *, below: bool) -> None:
        match reaction:
            case Stay():
                turn.toast = reaction.toast
                if reaction.problem is not None or below:
                    turn.problem(reaction.problem, below=below)
            case Go():
                self._go(turn, reaction, below=below)
            case Begin():
                self._begin(turn, reaction, below=below)
            case Resume():
                self._resume(turn, reaction.draft_id, below=below)

    def _go(self, turn: Turn, go: Go, *, below: bool) -> None:
        scene = turn.scene
        scene.show(go.screen, dict(go.args))
        turn.toast = go.toast or turn.toast
        self._refresh_reader(turn)
        turn.problem(go.problem, below=below, receipt=turn.desk.say(go.receipt) if go.receipt else "")

    def _refresh_reader(self, turn: Turn) -> None:
        """A screen may have changed who is speaking, and how and in which language that person is spoken to."""
        scene, reader = turn.scene, scenes.reader_of(turn.session, turn.scene.account_id)
        if reader.person_id != scene.person_id:
            self._leave_draft(scene)  # it is the draft of whoever spoke before
        if reader != scene.reader:
            scene.read_by(reader)
            turn.desk = self._desk(turn.session, scene, turn.now)

    def _begin(self, turn: Turn, begin: Begin, *, below: bool) -> None:
        scene, flow = turn.scene, self._flows[begin.flow]
        if not self._may_write(turn):
            self._go(turn, Go("menu", problem=JOIN_FIRST), below=below)
            return
        count = drafts.open_count(turn.session, scene.person_id)
        if count >= default(Setting.OPEN_DRAFTS):
            self._go(turn, Go("drafts", {"all": True}, problem=Text(ENOUGH_DRAFTS, {"count": count})), below=below)
            return
        draft = flow.read(begin.answers)
        place = flow.begin(draft)
        row = scenes.new_draft(turn.session, scene, flow=flow.name, version=flow.version, step=place.step, now=turn.now)
        scene.take_draft(row)
        turn.desk.draft_id = row.id or 0
        self._store(turn, flow, draft)
        turn.problem(None, below=below)

    def _may_write(self, turn: Turn) -> bool:
        """Whether this person belongs to a unit, or waits for its word: then drafts may be written."""
        person_id = turn.scene.person_id
        if not person_id:
            return False
        if roles.roles_of(turn.session, person_id, on=turn.desk.today):
            return True
        return joining.waiting_of(turn.session, person_id) is not None

    def _resume(self, turn: Turn, draft_id: int, *, below: bool) -> None:
        scene = turn.scene
        row = drafts.own(turn.session, draft_id, person_id=scene.person_id)
        if row is None or row.state != DraftState.OPEN:
            self._go(turn, Go("drafts"), below=below)
            return
        scene.take_draft(row)
        turn.desk.draft_id = draft_id
        flow = self._flows[row.flow]
        draft = flow.read(row.answers)
        place = flow.open(draft, row.step, Cursor.from_json(row.cursor), version=row.flow_version)
        self._store(turn, flow, draft)
        scene.step, scene.cursor = place.step, place.cursor.to_json()
        turn.problem(place.word, below=below)

    def _navigate(self, turn: Turn, to: str) -> None:
        if turn.scene.in_flow and to == "later":
            self._go(turn, Go("menu"), below=True)
        elif turn.scene.in_flow:
            self._answer(turn, Navigated(to), below=True)
        else:
            self._react(turn, Navigated(to), below=True)

    def _fill(self, turn: Turn, draft_id: int, step: str, given: Given) -> None:
        """Put an answer where it belongs, in the draft under way or in a parked one."""
        scene = turn.scene
        row = None if draft_id == scene.draft_id else drafts.own(turn.session, draft_id, person_id=scene.person_id)
        state = scene.draft_state if draft_id == scene.draft_id else row.state if row else ""
        if state != DraftState.OPEN:
            turn.problem(
                Text(N_("This answer has been sent already; /hoso shows what can still be added.")), below=True
            )
            return
        flow = self._flows[row.flow if row else scene.flow]
        corrected = flow.correct(flow.read(row.answers if row else scene.answers), step, given, turn.desk)
        if row is not None:
            row.answers, row.title, row.updated_at = (
                flow.write(corrected.draft),
                flow.title(corrected.draft)[:60],
                turn.now,
            )
            turn.session.add(row)
        else:
            self._store(turn, flow, corrected.draft)
        turn.problem(corrected.problem or corrected.toast, below=corrected.problem is not None)

    def _leave_draft(self, scene: Scene) -> None:
        scene.draft_id, scene.draft_changed, scene.draft_state = None, False, ""

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
        self._apply(turn, reaction, below=not isinstance(reaction, Stay))

    # Drawing.

    def draw(self, scene: Scene, session: Session, *, now: datetime) -> Window:
        """Make the window of a scene from its rows; where several people share the account it says whose it is."""
        window = self._drawn(scene, session, now=now)
        if not scene.is_shared or not scene.person_name or not window.header:
            return window
        return replace(window, header=f"{window.header} · {cut(scene.person_name, SHARED_NAME)}")

    def _drawn(self, scene: Scene, session: Session, *, now: datetime) -> Window:
        desk = self._desk(session, scene, now)
        problem = Text.from_json(scene.args.get(PROBLEM))
        if scene.in_flow:
            flow = self._flows[scene.flow]
            return flow.draw(flow.read(scene.answers), scene.step, Cursor.from_json(scene.cursor), desk, problem)
        screen = self._screens.get(scene.screen) or self._screens["menu"]
        args = {name: value for name, value in scene.args.items() if name != PROBLEM}
        try:
            window = screen.draw(args, desk)
        except Refusal as refusal:
            window = self._screens["menu"].draw({}, desk)
            problem = refusal.text
        return window if problem is None else replace(window, problem=desk.say(problem))

    def draw_notice(self, message: Claimed, session: Session, *, now: datetime) -> Window | None:
        """Make the words of a notice from the rows of this moment; None where there is nothing to say any more."""
        scene = scenes.load(session, message.chat_id)
        if scene is None:
            # Somebody linked to the school who has never written yet is spoken to like everybody else in that role.
            account = accounts.by_user(session, message.chat_id)
            language, audience = (account.language, account.audience) if account else ("", "")
            say = speaker(language or self._language, audience, self._zone)
            desk = Desk(session, now, self._zone, say, message.chat_id)
        else:
            desk = self._desk(session, scene, now)
        return self._draw_notice(message.template, message.args, desk)
