"""Attach: files and links, each shown with what became of it, tied to a point if the person wants."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Sent
from bot.conversation.outcomes import Accept, Cursor, Hold, Reply
from bot.conversation.steps.choose import Option, beside_each_other, find_option
from bot.conversation.steps.find import PAGE, page_of, turn_row
from bot.conversation.steps.shelf import Shelf, name_of, newest_of, shelf_lines
from bot.conversation.steps.step import Face, Step, Values, digit_of, digits, is_label
from bot.conversation.steps.tick import Item
from bot.conversation.window import Button, Row, Style
from bot.domain.lengths import cut, cut_middle
from bot.domain.wording import N_, Text
from bot.services.evidence import EvidenceLine

_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
_LESS = "less"
#: More points than this get digits instead of names on their buttons: a window has seven rows at most.
_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class Attach(Step[D]):
    """The files are rows of their own, found through ``shelf``; ``into`` is only the step's name.

    ``items`` are the points that a file can be tied to, ``wanted`` the codes of those that still look for one.
    """

    shelf: Shelf
    items: Callable[[D], Sequence[Item]]
    wanted: Callable[[D], Sequence[str]]
    limit: int = 20

    optional = True
    fieldless = True

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw what has come so far, and ask what the newest files show."""
        lines, items = self.shelf.lines(desk), self.items(draft)
        if cursor.item == _LESS:
            return self._less_face(lines, cursor, desk)
        if not lines:
            return Face(
                question=self._say(self.question, draft, desk, values),
                body=self._say_body(draft, desk, values),
                hint=self._say(self.hint, draft, desk, values),
                rows=((Button(desk.say(_NONE_YET), "continue", style=Style.PRIMARY),),),
            )
        newest = newest_of(lines)
        rows = self._item_rows(items, desk) if newest else []
        less = Button(desk.say(_REMOVE), _LESS)
        rows.append((Button(desk.say(_PRODUCT), "product"), less) if newest else (less,))
        rows.append((Button(desk.say(_DONE), "continue", style=Style.PRIMARY),))
        listed = [f"{n} {desk.say(item.label)}" for n, item in enumerate(items, 1)]
        return Face(
            question=self._which_item(newest, desk) if newest else desk.say(_ANYTHING_ELSE),
            body=shelf_lines(lines, items, self.wanted(draft), desk),
            quote="\n".join(listed) if newest and len(items) > _NAMED else "",
            rows=tuple(rows),
        )

    def typed(self, draft: D, cursor: Cursor, text: str, desk: Desk) -> Reply[D]:
        """Take links as evidence, a digit as its button; other words are no evidence."""
        lines = self.shelf.lines(desk)
        if cursor.item == _LESS:
            return self._type_less(draft, cursor, text, lines, desk)
        if is_label(text, (_NONE_YET, _DONE), desk):
            return Accept(draft)
        if lines and is_label(text, (_REMOVE,), desk):
            return Hold(draft, replace(cursor, item=_LESS, page=0))
        return self._type_evidence(draft, cursor, text, lines, desk)

    def _type_evidence(
        self, draft: D, cursor: Cursor, text: str, lines: Sequence[EvidenceLine], desk: Desk
    ) -> Reply[D]:
        if links := _LINK.findall(text):
            return self._link(draft, cursor, links, len(lines), desk)
        if newest := newest_of(lines):
            options = [Option(item.code, item.tag or item.label) for item in self.items(draft)]
            option = find_option(text, [*options, Option("", _PRODUCT)], desk)
            if option is not None and option.value:
                return self._tie(draft, cursor, newest, option.value, desk)
            if option is not None and not digit_of(text):
                return self._mark_product(draft, cursor, newest, desk)
        return Hold(draft, cursor, problem=_NO_FILE)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Tie the newest files to a point, call them the work itself, take one away, or go on."""
        if action == "continue":
            return Accept(draft)
        if action in {_LESS, "page"}:
            return Hold(draft, replace(cursor, item=_LESS, page=page_of(value)))
        return self._press_file(draft, cursor, action, value, desk)

    def _press_file(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        lines = self.shelf.lines(desk)
        if action == "drop" and value in {str(line.id) for line in lines}:
            return self._drop(draft, cursor, int(value), len(lines), desk)
        newest = newest_of(lines)
        if newest and action == "item" and any(item.code == value for item in self.items(draft)):
            return self._tie(draft, cursor, newest, value, desk)
        if newest and action == "product":
            return self._mark_product(draft, cursor, newest, desk)
        return Step.pressed(self, draft, cursor, action, value, desk)

    def sent(self, draft: D, cursor: Cursor, given: Sent, desk: Desk) -> Reply[D]:
        """Welcome a file, whose row exists; beyond the limit it is taken away again."""
        if len(self.shelf.lines(desk)) > self.limit:
            self.shelf.remove(desk, given.evidence_id)
            return Hold(draft, cursor, problem=Text(_FULL, {"limit": self.limit}))
        receipt = Text(_FILE_RECEIPT, {"name": cut_middle(given.file_name, 30)}) if given.file_name else _FILE_CAME
        return Hold(draft, replace(cursor, item=""), receipt=receipt)

    def close_page(self, cursor: Cursor) -> Cursor | None:
        """Close the list of files first."""
        return replace(cursor, item="", page=0) if cursor.item else None

    def _item_rows(self, items: Sequence[Item], desk: Desk) -> list[Row]:
        if len(items) > _NAMED:
            return [tuple([Button(str(n), "item", items[n - 1].code) for n in row]) for row in digits(len(items))]
        named = [
            Button(f"{n} · {cut(desk.say(item.tag or item.label), 12)}", "item", item.code)
            for n, item in enumerate(items, 1)
        ]
        return beside_each_other(named, 2)

    def _which_item(self, newest: Sequence[EvidenceLine], desk: Desk) -> str:
        if len(newest) == 1:
            return desk.say(N_("Which item does {name} show?"), name=name_of(newest[0], desk))
        return desk.say(N_("Which item do the {count} newest files show?"), count=len(newest))

    def _link(self, draft: D, cursor: Cursor, links: list[str], there: int, desk: Desk) -> Reply[D]:
        if there + len(links) > self.limit:
            return Hold(draft, cursor, problem=Text(_FULL, {"limit": self.limit}))
        for link in links:
            self.shelf.add_link(desk, link)
        return Hold(draft, cursor, receipt=Text(_FILE_RECEIPT, {"name": cut_middle(links[-1], 60)}))

    def _tie(self, draft: D, cursor: Cursor, newest: Sequence[EvidenceLine], code: str, desk: Desk) -> Reply[D]:
        for line in newest:
            self.shelf.tie(desk, line.id, code)
        return Hold(draft, cursor)

    def _mark_product(self, draft: D, cursor: Cursor, newest: Sequence[EvidenceLine], desk: Desk) -> Reply[D]:
        for line in newest:
            self.shelf.mark_product(desk, line.id)
        return Hold(draft, cursor)

    def _less_face(self, lines: Sequence[EvidenceLine], cursor: Cursor, desk: Desk) -> Face:
        first = cursor.page * PAGE
        rows: list[Row] = [
            (Button(f"{n} · {cut_middle(name_of(line, desk), 26)}", "drop", str(line.id)),)
            for n, line in enumerate(lines[first : first + PAGE], first + 1)
        ]
        turning = turn_row(cursor.page, more=len(lines) > first + PAGE, desk=desk)
        return Face(question=desk.say(_WHICH_LESS), rows=tuple([*rows, turning] if turning else rows))

    def _type_less(self, draft: D, cursor: Cursor, text: str, lines: Sequence[EvidenceLine], desk: Desk) -> Reply[D]:
        digit = digit_of(text)
        if 1 <= digit <= len(lines):
            return self._drop(draft, cursor, lines[digit - 1].id, len(lines), desk)
        return Hold(draft, cursor, problem=Text(_NO_SUCH_FILE, {"count": len(lines)}))

    def _drop(self, draft: D, cursor: Cursor, evidence_id: int, there: int, desk: Desk) -> Reply[D]:
        """Take a file away and stay on its page, unless that page is now empty."""
        self.shelf.remove(desk, evidence_id)
        last_page = max(there - 2, 0) // PAGE
        left = replace(cursor, page=min(cursor.page, last_page)) if there > 1 else replace(cursor, item="", page=0)
        return Hold(draft, left)


_NONE_YET = N_("None yet, continue")
_DONE = N_("Done, continue")
_REMOVE = N_("Remove a file")
_PRODUCT = N_("The work itself")
_ANYTHING_ELSE = N_("Is there anything else to send?")
_WHICH_LESS = N_("Which file should be taken away?")
_FILE_RECEIPT = N_("📎 {name}")
_FILE_CAME = Text(N_("📎 A file has come."))
_FULL = N_("{limit} files are as many as fit. Remove one first, or send a link to a folder.")
_NO_FILE = Text(N_("Send a picture, a document, a voice note, or a link such as https://… /done goes on."))
_NO_SUCH_FILE = N_("Type the number of a file, from 1 to {count}, or /back.")
