"""Confirm: the preview, from which every answer can be changed, and the sending."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Navigated
from bot.conversation.outcomes import RETURNING, Cursor, Hold, Reply, Send, Turn
from bot.conversation.steps.ask import Turning
from bot.conversation.steps.find import page_of, turn_row
from bot.conversation.steps.step import Face, Step, Values, is_label, label_key
from bot.conversation.window import Button, Row, Style
from bot.domain.wording import N_, Text

#: Names of the pages behind the preview.
CHANGES = "changes"
WHOLE = "whole"

_NOT_SENT = Text(N_("Nothing is sent yet. Press a button, or type /done to send, /later to keep the draft."))
_NO_SKIP = Text(N_("There is nothing to skip here. /done sends, /later keeps the draft."))
_CHANGE = N_("Change an answer")
_READ_WHOLE = N_("Read all")
_KEEP = N_("Keep as draft")
_DISCARD = N_("Discard the draft")


@dataclass(frozen=True, kw_only=True)
class Confirm(Step[D]):
    """The last step of every flow; ``into`` is only its name.

    ``summary`` gives the lines of the card, ``whole`` the parts of the full text, ``send`` the label that tells where
    it goes.
    """

    send: str
    summary: Callable[[D, Desk], tuple[str, ...]]
    whole: Callable[[D, Desk], tuple[str, ...]]
    turns: tuple[Turning, ...] = ()

    optional = True
    fieldless = True

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the card, or a part of the full text."""
        if cursor.item == WHOLE:
            return self._whole_face(draft, cursor, desk)
        rows: tuple[Row, ...] = (
            (Button(desk.say(self.send), "send", style=Style.SUCCESS),),
            (Button(desk.say(_CHANGE), CHANGES), Button(desk.say(_READ_WHOLE), WHOLE)),
            *((Button(desk.say(turn.label), "go", turn.step),) for turn in self.turns),
            (Button(desk.say(_KEEP), "later"),),
            (Button(desk.say(_DISCARD), "discard", style=Style.DANGER),),
        )
        return Face(
            question=self._say(self.question, draft, desk, values),
            body=self.summary(draft, desk),
            rows=rows,
            nav=False,
            page=desk.say(N_("Preview")),
            personal=True,
        )

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take the words of a button as the button; nothing is sent by other words."""
        key = label_key(text)
        if key == label_key(desk.say(self.send)):
            return Send(draft)
        for label, page in ((_CHANGE, CHANGES), (_READ_WHOLE, WHOLE)):
            if key == label_key(desk.say(label)):
                return Hold(draft, Cursor(item=page))
        for turn in self.turns:
            if is_label(text, (turn.label,), desk):
                return Turn(draft, turn.step, RETURNING)
        return Hold(draft, cursor, problem=_NOT_SENT)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Send, or open a page."""
        if action == "send":
            return Send(draft)
        if action in (CHANGES, WHOLE):
            return Hold(draft, Cursor(item=action))
        if action == "go" and any(turn.step == value for turn in self.turns):
            return Turn(draft, value, RETURNING)
        if action == "page" and cursor.item:
            return Hold(draft, replace(cursor, page=page_of(value)))
        return Step.pressed(self, draft, cursor, action, value, desk)

    def go_on(self, draft: D, cursor: Cursor, given: Navigated) -> Reply[D]:
        """Send on /done; there is nothing to skip."""
        return Send(draft) if given.to == "done" else Hold(draft, cursor, problem=_NO_SKIP)

    def close_page(self, cursor: Cursor) -> Cursor | None:
        """Close the open page first."""
        return Cursor() if cursor.item else None

    def _whole_face(self, draft: D, cursor: Cursor, desk: Desk) -> Face:
        parts = self.whole(draft, desk)
        page = min(cursor.page, len(parts) - 1)
        turning = turn_row(page, more=page + 1 < len(parts), desk=desk)
        return Face(
            question=desk.say(N_("Is all as you want it?")),
            body=(parts[page],),
            rows=(turning,) if turning else (),
            personal=True,
        )
