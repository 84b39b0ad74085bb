"""Tick: several points, each ticked or left open, each with a line of proof."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Navigated, Sent
from bot.conversation.outcomes import Accept, Cursor, Hold, Reply, Turn
from bot.conversation.steps.ask import Turning
from bot.conversation.steps.step import Face, Step, Values, digit_of, digits, is_label, label_key
from bot.conversation.window import Button, Row, Style
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.nomination import CriterionClaim
from bot.domain.wording import N_, Text


@dataclass(frozen=True, slots=True)
class Item:
    """A point to tick: its short name, the question that asks for its proof, and a name for a small button."""

    code: str
    label: str
    asks: str
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class Tick(Step[D]):
    """The answer is a tuple of CriterionClaim. A digit ticks and opens a point; the next line typed is its proof.

    Words typed while no point is open are kept in the cursor until the person has said what they are: more of the
    story (``story_into``) or a proof. ``assign`` ties a file that is sent to the open point. Lengths are in characters.
    """

    items: Callable[[D], Sequence[Item]]
    story_into: str
    assign: Callable[[Desk, int, str], None] | None = None
    max_proof: int = 300
    max_story: int = 4000
    turns: tuple[Turning, ...] = ()

    optional = True

    def face(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> Face:
        """Draw the points with what is said of each; the question follows the open one."""
        items, claims = self.items(draft), self._claims(draft)
        room = _PROOF_SHOWN if len(items) <= _FEW else _PROOF_GLIMPSED
        lines = [self._line(n, item, claims.get(item.code), room, desk) for n, item in enumerate(items, 1)]
        ticks = [
            [Button(f"{n} {mark(claims.get(items[n - 1].code))}", "item", items[n - 1].code) for n in row]
            for row in digits(len(items))
        ]
        rows: list[Row] = [tuple(row) for row in ticks]
        if cursor.kept:
            lines.append(f"“{cut(cursor.kept, 80)}”")
            if cursor.confirm != _PROOF:
                rows = [(Button(desk.say(_STORY), "story"), Button(desk.say(_A_PROOF), "proof"))]
        else:
            rows += [(Button(desk.say(turn.label), "go", turn.step),) for turn in self.turns]
            rows.append(self._continue(draft, desk))
        return Face(
            question=self._question(draft, cursor, desk, values),
            body=(*self._say_body(draft, desk, values), *lines),
            quote=self._say(self.quote, draft, desk, values),
            hint=self._say(self.hint, draft, desk, values),
            rows=tuple(rows),
        )

    def say_answer(self, draft: D, desk: Desk) -> str:
        """Say how many points are ticked."""
        items, claims = self.items(draft), self._claims(draft)
        ticked = [item for item in items if _ticked(claims.get(item.code))]
        return desk.say(_COUNT, called=desk.say(self.called), count=len(ticked), all=len(items)) if ticked else ""

    def typed(  # noqa: PLR0911 -- one line a meaning
        self, draft: D, cursor: Cursor, text: str, desk: Desk
    ) -> Reply[D]:
        """Take a digit as its button; other words as the proof of the open point, or ask what they are."""
        items = self.items(draft)
        if digit := digit_of(text):
            if digit <= len(items):
                return self._press_item(draft, cursor, items[digit - 1].code)
            return Hold(draft, cursor, problem=Text(_NO_SUCH_ITEM, {"number": digit, "count": len(items)}))
        words = normalise(text, keep_lines=True)
        if cursor.kept:
            return self._place_kept(draft, cursor, words, desk)
        if is_label(words, (_CONTINUE,), desk) or label_key(words) == label_key(self._continue(draft, desk)[0].label):
            return Accept(draft)
        for turn in self.turns:
            if is_label(words, (turn.label,), desk):
                return Turn(draft, turn.step, Cursor(returning=cursor.returning))
        if cursor.item and any(item.code == cursor.item for item in items):
            return self._prove(draft, cursor, cursor.item, words)
        return self._ask_what(draft, replace(cursor, item=""), words)

    def pressed(self, draft: D, cursor: Cursor, action: str, value: str, desk: Desk) -> Reply[D]:
        """Tick a point, say what kept words are, or go on."""
        if action == "item" and any(item.code == value for item in self.items(draft)):
            return self._press_item(draft, cursor, value)
        if action == "story" and cursor.kept:
            return self._add_to_story(draft, cursor)
        if action == "proof" and cursor.kept:
            return Hold(draft, replace(cursor, confirm=_PROOF))
        if action == "continue":
            return self.go_on(draft, cursor, Navigated("done"))
        if action == "go" and not cursor.kept and any(turn.step == value for turn in self.turns):
            return Turn(draft, value, Cursor(returning=cursor.returning))
        return Step.pressed(self, draft, cursor, action, value, desk)

    def sent(self, draft: D, cursor: Cursor, given: Sent, desk: Desk) -> Reply[D]:
        """Keep the file as evidence, of the open point if there is one."""
        items = [item.code for item in self.items(draft)]
        if self.assign is None or cursor.item not in items:
            return Step.sent(self, draft, cursor, given, desk)
        self.assign(desk, given.evidence_id, cursor.item)
        return Hold(draft, cursor, problem=Text(_FILE_OF_ITEM, {"number": items.index(cursor.item) + 1}))

    def go_on(self, draft: D, cursor: Cursor, given: Navigated) -> Reply[D]:  # noqa: ARG002 -- asked of every kind
        """Go on, but not away from words that have no place yet."""
        return Hold(draft, cursor, problem=_KEPT_FIRST) if cursor.kept else Accept(draft)

    def _claims(self, draft: D) -> dict[str, CriterionClaim]:
        return {claim.criterion: claim for claim in getattr(draft, self.into)}

    def _with_claim(self, draft: D, claim: CriterionClaim) -> D:
        claims = self._claims(draft)
        claims[claim.criterion] = claim
        return self.keep(draft, tuple(claims.values()))

    def _press_item(self, draft: D, cursor: Cursor, code: str) -> Reply[D]:
        """Tick and open a point; open a ticked one; untick the open one, whose proof is kept for the next tick."""
        if cursor.kept:
            return self._prove(draft, cursor, code, cursor.kept)
        claim = self._claims(draft).get(code, CriterionClaim(code))
        if claim.claimed and cursor.item == code:
            return Hold(self._with_claim(draft, replace(claim, claimed=False)), replace(cursor, item=""))
        ticked = draft if claim.claimed else self._with_claim(draft, replace(claim, claimed=True))
        return Hold(ticked, replace(cursor, item=code))

    def _prove(self, draft: D, cursor: Cursor, code: str, words: str) -> Reply[D]:
        if len(words) > self.max_proof:
            # A long text is rather a story: it is kept, and the person says where it belongs.
            asked = replace(cursor, item="", kept=words, confirm="")
            return Hold(draft, asked, problem=Text(_LONG_PROOF, {"count": len(words), "most": self.max_proof}))
        proved = self._with_claim(draft, CriterionClaim(code, claimed=True, proof=words))
        # A point is closed by its proof, so that the next words do not silently replace it.
        return Hold(
            proved,
            Cursor(returning=cursor.returning),
            receipt=Text(_PROOF_RECEIPT, {"proof": cut(words, 60)}),
        )

    def _place_kept(self, draft: D, cursor: Cursor, words: str, desk: Desk) -> Reply[D]:
        """Understand the words of the two buttons; more text is kept with the text before."""
        key = label_key(words)
        if key == label_key(desk.say(_STORY)):
            return self._add_to_story(draft, cursor)
        if key == label_key(desk.say(_A_PROOF)):
            return Hold(draft, replace(cursor, confirm=_PROOF))
        return self._ask_what(draft, cursor, f"{cursor.kept}\n{words}")

    def _ask_what(self, draft: D, cursor: Cursor, words: str) -> Reply[D]:
        if len(words) > self.max_story:
            return Hold(draft, cursor, problem=Text(_TOO_MUCH, {"count": len(words), "most": self.max_story}))
        return Hold(draft, replace(cursor, kept=words))

    def _add_to_story(self, draft: D, cursor: Cursor) -> Reply[D]:
        story = f"{getattr(draft, self.story_into)}\n{cursor.kept}".strip()
        if len(story) > self.max_story:
            return Hold(draft, cursor, problem=Text(_LONG_STORY, {"count": len(story), "most": self.max_story}))
        told = replace(draft, **{self.story_into: story})
        receipt = Text(_STORY_RECEIPT, {"count": len(story.split())})
        return Hold(told, Cursor(returning=cursor.returning), receipt=receipt)

    def _line(self, number: int, item: Item, claim: CriterionClaim | None, room: int, desk: Desk) -> str:
        line = f"{number} {mark(claim)} {desk.say(item.label)}"
        if claim is None or not claim.claimed:
            return line
        return f"{line}: “{cut(claim.proof, room)}”" if claim.proof else f"{line}: {desk.say(_NO_PROOF)}"

    def _question(self, draft: D, cursor: Cursor, desk: Desk, values: Values) -> str:
        if cursor.kept:
            return desk.say(_WHICH_ITEM if cursor.confirm == _PROOF else _WHAT_IS_THIS)
        for number, item in enumerate(self.items(draft), 1):
            if item.code == cursor.item:
                if (claim := self._claims(draft).get(item.code)) and claim.proof:
                    return desk.say(_PROVE_AGAIN, number=number)
                return desk.say(_PROVE, question=desk.say(item.asks), number=number)
        return self._say(self.question, draft, desk, values)

    def _continue(self, draft: D, desk: Desk) -> Row:
        claims = self._claims(draft)
        left = sum(not _ticked(claims.get(item.code)) for item in self.items(draft))
        label = desk.say(_CONTINUE_OPEN, count=left) if left else desk.say(_CONTINUE)
        return (Button(label, "continue", style=Style.PRIMARY),)


def mark(claim: CriterionClaim | None) -> str:
    """Give the sign of a point: empty, ticked without a proof, ticked with one."""
    if claim is None or not claim.claimed:
        return "⬜"
    return "✅" if claim.proof else "🔸"


def _ticked(claim: CriterionClaim | None) -> bool:
    return claim is not None and claim.claimed


#: Up to so many points have room for a longer piece of each proof, in characters.
_FEW, _PROOF_SHOWN, _PROOF_GLIMPSED = 6, 40, 16
_PROOF = "proof"
_STORY = N_("The story")
_A_PROOF = N_("A proof")
_COUNT = N_("{called}: {count}/{all}")
_NO_PROOF = N_("no proof yet")
_PROVE = N_("{question} Type one line, or choose another item.")
_PROVE_AGAIN = N_("Item {number} has its proof. Type a new line to replace it, or {number} again to untick it.")
_WHAT_IS_THIS = N_("What is this text?")
_WHICH_ITEM = N_("Which item does it prove?")
_KEPT_FIRST = Text(N_("Say first where this text belongs; /back drops it."))
_CONTINUE = N_("Continue")
_CONTINUE_OPEN = N_("Continue, {count} still open")
_NO_SUCH_ITEM = N_("There is no item {number}. Type a number from 1 to {count}.")
_LONG_PROOF = N_("That is {count} characters, and a proof has at most {most}. It is kept: say where it belongs.")
_LONG_STORY = N_("With this the story has {count} characters, and at most {most} fit. Make it a proof, or go back.")
_TOO_MUCH = N_("That is {count} characters, and at most {most} fit. Please send a shorter text.")
_FILE_OF_ITEM = N_("📎 The file is kept as evidence of item {number}.")
_PROOF_RECEIPT = N_("✓ Proof: “{proof}”")
_STORY_RECEIPT = N_("✓ Story: {count} words")
