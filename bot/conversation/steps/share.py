"""Share: a link that lets others take part in the draft, and who has done so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bot.conversation.answers import D
from bot.conversation.desk import Desk
from bot.conversation.outcomes import Accept, Cursor, Hold, Reply
from bot.conversation.steps.step import Face, Step, Values, is_label
from bot.conversation.window import Button, Row, Style
from bot.domain.wording import N_, Text


@dataclass(frozen=True, kw_only=True)
class Share(Step[D]):
    """``link`` gives the address ("" for none) and ``joined`` the names of those who followed it; both read rows.

    ``into`` is only the step's name. The link is made by ``arrive``.
    """

    link: Callable[[Desk], str]
    joined: Callable[[Desk], Sequence[str]]

    optional = True
    fieldless = True

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:  # noqa: ARG002 -- asked of every kind
        """Draw the link and who has followed it."""
        link, names = self.link(desk), self.joined(desk)
        body = [*self._say_body(draft, desk, values), link or desk.say(_NO_LINK)]
        body += [desk.say(N_("✅ With you: {names}"), names=", ".join(names))] if names else []
        rows: list[Row] = []
        if link:
            forward = f"https://t.me/share/url?url={quote(link, safe='')}"
            rows = [(Button(desk.say(_COPY), copy=link),), (Button(desk.say(_FORWARD), url=forward),)]
        rows.append((Button(desk.say(_DONE), "continue", style=Style.PRIMARY),))
        return Face(
            question=self._say(self.question, draft, desk, values), body=tuple(body), rows=tuple(rows), personal=True
        )

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take the words of the button; nothing else is asked here."""
        if is_label(text, (_DONE,), desk):
            return Accept(draft)
        return Hold(draft, cursor, problem=_NOTHING_ASKED)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Go on."""
        return Accept(draft) if action == "continue" else Step.pressed(self, draft, cursor, action, value, desk)


_COPY = N_("Copy the link")
_FORWARD = N_("Forward it")
_DONE = N_("Done, continue")
_NO_LINK = N_("The link cannot be made just now. The nomination can be sent without it.")
_NOTHING_ASKED = Text(N_("Nothing needs typing here. Send the link to colleagues, or press Done."))
