"""How what was given is followed: what a step, a screen or a reaction changes in the scene."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.answers import Answers
from bot.conversation.desk import Begin, Given, Go, Navigated, Reaction, Resume, Screen, Stay
from bot.conversation.flow import Flow
from bot.conversation.outcomes import Cursor, Discard, Finished, Outcome, Park, Show
from bot.domain.defaults import Setting, default
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import drafts, joining, roles, scenes
from bot.services.scene import Scene
from handlers.drawing import Artist
from handlers.turn import Turn, args_of
from models.dialog import DraftState

ENOUGH_DRAFTS = N_("There are {count} drafts already. Go on with one of them, or discard one, and begin anew then.")
JOIN_FIRST = Text(N_("To do this you first join your unit: its head or clerk sends an invitation."))


class Follower:
    """Leads a turn from what was given to where the person stands next."""

    def __init__(self, *, flows: Mapping[str, Flow[Any]], screens: Mapping[str, Screen], artist: Artist) -> None:
        self._flows = flows
        self._screens = screens
        self._artist = artist

    def answer(self, turn: Turn, given: Given, *, below: bool) -> None:
        """Put an answer to the step that is shown."""
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
                self.go(turn, Go("menu"), below=below)
            case Discard():
                drafts.discard(turn.session, scene.draft_id or 0, by=scene.person_id, now=turn.now)
                self._leave_draft(scene)
                self.go(turn, Go("menu"), below=below)

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
        self.apply(turn, reaction, below=below)

    def react(self, turn: Turn, given: Given, *, below: bool) -> None:
        """Let the screen that is shown react; where it refuses, say why."""
        scene = turn.scene
        screen = self._screens.get(scene.screen) or self._screens["menu"]
        args = args_of(scene)
        try:
            with turn.session.begin_nested():
                reaction = screen.react(args, given, turn.desk)
        except Refusal as refusal:
            reaction = self._in_its_place(turn, screen, args, given)
            if isinstance(reaction, Stay):
                turn.problem(refusal.text, below=below)
                return
        self.apply(turn, reaction, below=below)

    def _in_its_place(self, turn: Turn, screen: Screen, args: Mapping[str, Any], given: Given) -> Reaction:
        """Let the menu answer for a screen that its reader may not see any more: it is what was drawn instead."""
        try:
            screen.draw(args, turn.desk)
        except Refusal:
            turn.scene.show("menu")
            return self._screens["menu"].react({}, given, turn.desk)
        return Stay()

    def apply(self, turn: Turn, reaction: Reaction, *, below: bool) -> None:
        """Do what a screen or a notice asked for."""
        match reaction:
            case Stay():
                turn.toast = reaction.toast
                if reaction.problem is not None or below:
                    turn.problem(reaction.problem, below=below)
            case Go():
                self.go(turn, reaction, below=below)
            case Begin():
                self.begin(turn, reaction, below=below)
            case Resume():
                self._resume(turn, reaction.draft_id, below=below)

    def go(self, turn: Turn, go: Go, *, below: bool) -> None:
        """Lead to another screen; a draft under way lies in its row."""
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
            turn.desk = self._artist.desk(turn.session, scene, now=turn.now)

    def begin(self, turn: Turn, begin: Begin, *, below: bool) -> None:
        """Open a draft, unless this person may not write one or has too many."""
        scene, flow = turn.scene, self._flows[begin.flow]
        if not self._may_write(turn):
            self.go(turn, Go("menu", problem=JOIN_FIRST), below=below)
            return
        count = drafts.open_count(turn.session, scene.person_id)
        if count >= default(Setting.OPEN_DRAFTS):
            self.go(turn, Go("drafts", {"all": True}, problem=Text(ENOUGH_DRAFTS, {"count": count})), below=below)
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
            self.go(turn, Go("drafts"), below=below)
            return
        scene.take_draft(row)
        turn.desk.draft_id = draft_id
        flow = self._flows[row.flow]
        draft = flow.read(row.answers)
        place = flow.open(draft, row.step, Cursor.from_json(row.cursor), version=row.flow_version)
        self._store(turn, flow, draft)
        scene.step, scene.cursor = place.step, place.cursor.to_json()
        turn.problem(place.word, below=below)

    def navigate(self, turn: Turn, to: str) -> None:
        """Follow a command that moves between steps or places."""
        if turn.scene.in_flow and to == "later":
            self.go(turn, Go("menu"), below=True)
        elif turn.scene.in_flow:
            self.answer(turn, Navigated(to), below=True)
        else:
            self.react(turn, Navigated(to), below=True)

    def fill(self, turn: Turn, draft_id: int, step: str, given: Given) -> None:
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
