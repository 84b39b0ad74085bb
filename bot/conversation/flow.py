"""Flow: answers are collected step by step, shown again, and sent. It knows no channel and sends nothing.

A step is known by its name, so that a stored draft finds its place when steps are added or moved.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Generic, assert_never

from bot.conversation.answers import AnswersForm, D
from bot.conversation.changes import changes_face, take_change
from bot.conversation.desk import Desk, Given, Navigated, Pressed, Reaction, Sent, Typed
from bot.conversation.outcomes import (
    FRESH,
    RETURNING,
    Accept,
    Close,
    Corrected,
    Cursor,
    Discard,
    Finished,
    Hold,
    Outcome,
    Park,
    Place,
    Reply,
    Send,
    Show,
    Turn,
)
from bot.conversation.path import TRAIL, Path
from bot.conversation.steps.confirm import CHANGES, Confirm
from bot.conversation.steps.step import NOT_CHANGED, Face, Step, label_key
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text


def _no_values(draft: Any) -> Mapping[str, Any]:  # noqa: ANN401, ARG001 -- any draft
    return {}


@dataclass(frozen=True, eq=False, kw_only=True)
class Flow(Generic[D]):
    """One conversation as data.

    ``heading``: the header's first word. ``title``: what the draft is called in lists. ``values``: placeholders that
    every word of the flow may use. ``done``: what follows when all is answered and sent; it may raise Refusal.
    Raise `version` when steps are added, renamed or taken away. A flow that cannot work raises ValueError here.
    """

    name: str
    version: int
    command: str
    aliases: tuple[str, ...] = ()
    heading: str
    draft: type[D]
    steps: tuple[Step[D], ...]
    done: Callable[[D, Desk], Reaction]
    title: Callable[[D], str]
    values: Callable[[D], Mapping[str, Any]] = _no_values
    path: Path[D] = field(init=False)
    form: AnswersForm[D] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "form", AnswersForm(self.draft))
        object.__setattr__(self, "path", Path(self.steps, self.title))
        names = [step.into for step in self.steps]
        if len(set(names)) < len(names):
            raise ValueError(f"{self.name}: two steps have the same name")
        if not names or not isinstance(self.steps[-1], Confirm):
            raise ValueError(f"{self.name}: the last step must be a Confirm")
        for step in self.steps:
            if (step.into in self.form.names) is step.fieldless:
                raise ValueError(f"{self.name}: {step.into} and the fields of the draft do not fit")
            if not step.called and step is not self.steps[-1]:
                raise ValueError(f"{self.name}: {step.into} is called nothing")
            step.check_options()

    def write(self, draft: D) -> dict[str, Any]:
        """Give the answers as they are stored."""
        return self.form.to_json(draft)

    def read(self, stored: Mapping[str, Any]) -> D:
        """Read stored answers, of this version or of another."""
        return self.form.from_json(stored)

    def begin(self, draft: D) -> Place:
        """Say where a new draft begins, in which some answers may be given already."""
        return Place(self.path.first_open(draft).into)

    def open(self, draft: D, step: str, cursor: Cursor = FRESH, *, version: int) -> Place:
        """Say where a stored draft is taken up again, with a word if the flow has changed in the meantime."""
        at = self.path.find(step, draft)
        changed = version != self.version
        if at is None:
            first = self.path.first_open(draft)
            return Place(first.into, FRESH, _FLOW_CHANGED)
        missing = self.path.first_missing(draft, until=at)
        if missing is None or not changed:
            return Place(step, cursor)
        word = Text(_NEW_QUESTION, {"question": Text(missing.called)})
        if at is self.path.preview:
            return Place(missing.into, RETURNING, word)
        return Place(step, cursor, word)

    def answer(self, draft: D, step: str, cursor: Cursor, given: Given, desk: Desk) -> Outcome[D]:
        """Say what becomes of the draft, and where the person stands, after what was given."""
        at = self.path.find(step, draft)
        if at is None:
            place = self.open(draft, step, version=self.version)
            return Show(draft, place.step, place.cursor, problem=place.word)
        if cursor.confirm == _DISCARD:
            return self._whether_to_discard(at, draft, cursor, given, desk)
        match given:
            case Pressed("back") | Navigated("back"):
                return self._back(at, draft, cursor, desk)
            case Pressed("later") | Navigated("later"):
                return Park()
            case Pressed("discard") | Navigated("discard"):
                return Show(draft, step, replace(cursor, confirm=_DISCARD))
            case _:
                pass
        return self._outcome(at, cursor, self._reply(at, draft, cursor, given, desk), desk)

    def correct(self, draft: D, step: str, given: Given, desk: Desk) -> Corrected[D]:
        """Change the answer of one step as an edited message says; nobody moves, and what is refused is told."""
        at = self.path.find(step, draft)
        if at is None:
            return Corrected(draft, problem=NOT_CHANGED)
        corrected = at.correct(draft, given, desk)
        if corrected.problem is not None or corrected.draft == draft:
            return corrected
        said = cut(at.say_answer(corrected.draft, desk), 60)
        return replace(corrected, toast=Text(_CORRECTED, {"question": Text(at.called), "answer": said}))

    def draw(self, draft: D, step: str, cursor: Cursor, desk: Desk, problem: Text | None = None) -> Window:
        """Make the window of a step; it may be made again at any time and changes nothing."""
        at = self.path.find(step, draft) or self.path.first_open(draft)
        face = self._face(at, draft, cursor, desk)
        trail = self.path.trail(at, draft, desk) if face.nav else ""
        said = desk.say(problem) if problem is not None else ""
        is_note = said.startswith("📎")  # good news beside the question is no problem
        return Window(
            header=self._header(at, draft, face, desk),
            trail=f"✓ {cut(trail, TRAIL)}" if trail else "",
            body=(*face.body, said) if is_note else face.body,
            quote=face.quote,
            hint=face.hint,
            problem="" if is_note else said,
            question=face.question,
            rows=(*face.rows, self._nav(at, draft, cursor, desk)) if face.nav else face.rows,
            personal=face.personal,
        )

    def _reply(self, at: Step[D], draft: D, cursor: Cursor, given: Given, desk: Desk) -> Reply[D]:
        if cursor.item == CHANGES and at is self.path.preview:
            change = take_change(self.path.changeable(draft), draft, cursor, given, desk)
            if change is not None:
                return change
        try:
            return at.take(draft, cursor, given, desk)
        except Refusal as refusal:
            return Hold(draft, cursor, problem=refusal.text)

    def _outcome(self, at: Step[D], cursor: Cursor, reply: Reply[D], desk: Desk) -> Outcome[D]:
        match reply:
            case Accept(draft):
                return self._onwards(at, draft, cursor, desk)
            case Hold(draft, held, problem, receipt, toast):
                return Show(draft, at.into, held, problem=problem, receipt=receipt, toast=toast)
            case Close(draft):
                return Finished(draft)
            case Turn(draft, name, turned):
                there = self.path.find(name, draft) or at
                return self._stand(there, draft, turned, desk)
            case Send(draft):
                missing = self.path.first_missing(draft)
                if missing is None:
                    return Finished(draft)
                word = Text(_STILL_MISSING, {"question": Text(missing.called)})
                return replace(self._stand(missing, draft, RETURNING, desk), problem=word)
            case _:
                assert_never(reply)

    def _onwards(self, at: Step[D], draft: D, cursor: Cursor, desk: Desk) -> Show[D]:
        """Go to the next step; back to the preview if it waits, but through what is still missing."""
        draft = draft if at.leave is None else at.leave(draft, desk)
        following = self.path.preview if cursor.returning else self.path.after(at, draft)
        stand = FRESH
        if following is self.path.preview and (missing := self.path.first_missing(draft)) is not None:
            following, stand = missing, RETURNING
        trail = cut(self.path.trail(at, draft, desk, inclusive=True), TRAIL - 2)
        receipt = Text(_RECEIPT, {"trail": trail}) if trail else None
        return replace(self._stand(following, draft, stand, desk), receipt=receipt)

    def _stand(self, step: Step[D], draft: D, cursor: Cursor, desk: Desk) -> Show[D]:
        arrived = draft if step.arrive is None else step.arrive(draft, desk)
        return Show(arrived, step.into, cursor)

    def _back(self, at: Step[D], draft: D, cursor: Cursor, desk: Desk) -> Show[D]:
        closed = at.close_page(cursor)
        if closed is not None:
            return Show(draft, at.into, closed)
        if cursor.returning:
            return Show(draft, self.path.preview.into)
        before = self.path.before(at, draft)
        if before is None:
            return Show(draft, at.into, cursor, problem=_FIRST)
        return self._stand(before, draft, FRESH, desk)

    def _whether_to_discard(self, at: Step[D], draft: D, cursor: Cursor, given: Given, desk: Desk) -> Outcome[D]:
        """Understand the answer to "discard this draft?"; nothing but its own words and button discards."""
        calm = replace(cursor, confirm="")
        if isinstance(given, Sent):
            return self._outcome(at, calm, self._reply(at, draft, calm, given, desk), desk)
        if isinstance(given, Typed):
            said = {label_key(desk.say(_DISCARD_IT)): "yes", label_key(desk.say(_KEEP_IT)): "later"}
            wish = said.get(label_key(given.text), "")
        else:
            wish = given.to if isinstance(given, Navigated) else given.value or given.action
        if wish == "yes":
            return Discard()
        if wish == "later":
            return Park()
        if wish == "back":
            return Show(draft, at.into, calm)
        return Show(draft, at.into, cursor, problem=_NOT_DISCARDED)

    def _face(self, at: Step[D], draft: D, cursor: Cursor, desk: Desk) -> Face:
        if cursor.confirm == _DISCARD:
            return self._discard_face(draft, desk)
        if cursor.item == CHANGES and at is self.path.preview:
            return changes_face(self.path.changeable(draft), draft, cursor, desk)
        return at.face(draft, cursor, desk, self.values(draft))

    def _discard_face(self, draft: D, desk: Desk) -> Face:
        title = self.title(draft)
        question = desk.say(_DISCARD_NAMED, title=title) if title else desk.say(_DISCARD_UNNAMED)
        return Face(
            question=question,
            body=(desk.say(_RECOVERABLE),),
            rows=(
                (Button(desk.say(_KEEP_IT), "later", style=Style.PRIMARY),),
                (Button(desk.say(_DISCARD_IT), "discard", "yes", Style.DANGER),),
                (Button(desk.say(_BACK), "back"),),
            ),
            nav=False,
        )

    def _header(self, at: Step[D], draft: D, face: Face, desk: Desk) -> str:
        number, total = self.path.number_of(at, draft)
        header = desk.say(_HEADER, heading=desk.say(self.heading), number=number, total=total)
        return f"{header} · {face.page}" if face.page else header

    def _nav(self, at: Step[D], draft: D, cursor: Cursor, desk: Desk) -> Row:
        later = Button(desk.say(_LATER), "later")
        first = not cursor.returning and at.close_page(cursor) is None and self.path.before(at, draft) is None
        return (later,) if first else (Button(desk.say(_BACK), "back"), later)


_DISCARD = "discard"
_HEADER = N_("{heading} · Step {number}/{total}")
_RECEIPT = N_("✓ {trail}")
_BACK = N_("‹ Back")
_LATER = N_("Later")
_KEEP_IT = N_("Keep as draft")
_DISCARD_IT = N_("Discard the draft")
_DISCARD_NAMED = N_("Discard the draft {title}?")
_DISCARD_UNNAMED = N_("Discard this draft?")
_RECOVERABLE = N_("Every answer and file is kept for 24 more hours; /tieptuc brings it back.")
_CORRECTED = N_("Corrected. {question}: {answer}")
_NEW_QUESTION = N_("There is a new question, “{question}”; it is asked before the preview.")
_STILL_MISSING = N_("One answer is still missing: {question}.")
_FLOW_CHANGED = Text(N_("This conversation has been improved since. Every answer is kept; it goes on here."))
_FIRST = Text(N_("This is the first question. /later keeps the draft, /cancel discards it."))
_NOT_DISCARDED = Text(N_("Nothing is discarded yet. Choose a button, or type its words."))
