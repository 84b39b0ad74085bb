"""/tieptuc: go on with a draft (W25); several drafts; take back one that was discarded within 24 hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Resume
from bot.conversation.outcomes import Cursor
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.services import drafts as held
from handlers.answers import not_understood, press_of
from handlers.flows import FLOWS
from handlers.phrases import home
from models import Draft

#: Lists show so many at once.
SHOWN = 5


class DraftsScreen:
    """The draft written last, the others a press away; ``args``: draft names one, all asks for the list."""

    name = "drafts"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show one draft where there is one to go on with, else the list of what can be taken back."""
        drafts = held.open_of(desk.session, desk.person_id)
        if args.get("all") or not drafts:
            return _list(drafts, desk)
        named = [draft for draft in drafts if draft.id == args.get("draft")]
        return _one((named or drafts)[0], others=len(drafts) - 1, desk=desk)

    def react(  # noqa: PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Go on with a draft, look at another, take one back, or ask before one is discarded."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("resume", draft_id) if draft_id.isdecimal() and _is_open(int(draft_id), desk):
                return Resume(int(draft_id))
            case Pressed("recover", draft_id) if draft_id.isdecimal():
                held.recover(desk.session, int(draft_id), by=desk.person_id, now=desk.now)
                return Go("drafts", {"draft": int(draft_id)}, toast=Text(N_("✓ The draft is back.")))
            case Pressed("discard", draft_id) if draft_id.isdecimal():
                return Go("discard", {"draft": int(draft_id)})
            case Pressed("others"):
                return Go("drafts", {"all": True})
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


class DiscardScreen:
    """/huy, asked once (W26); without ``args["draft"]`` it means the draft under way, or the one written last."""

    name = "discard"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say what would be lost and for how long it can be taken back."""
        say, draft = desk.say, _meant(args, desk)
        if draft is None:
            return _nothing_open(desk)
        size = held.held_by(desk.session, draft)
        return Window(
            header=say(N_("✍️ Draft · {title}"), title=titled(draft, desk)),
            body=(
                say(
                    N_("All of it (words: {words}, files: {files}) is kept for 24 hours; /tieptuc brings it back."),
                    words=size.written,
                    files=size.files,
                ),
            ),
            question=say(N_("Discard the draft {title}?"), title=titled(draft, desk)),
            rows=(
                (Button(say(N_("Keep it for later")), "keep", style=Style.PRIMARY),),
                (Button(say(N_("Discard the draft")), "discard", str(draft.id), Style.DANGER),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Discard on a press of the red button only."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("discard", draft_id) if draft_id.isdecimal():
                draft = held.discard(desk.session, int(draft_id), by=desk.person_id, now=desk.now)
                return Go(
                    "menu",
                    receipt=Text(N_("✓ Draft discarded · {title}"), {"title": draft.title}),
                    toast=Text(N_("Kept for 24 hours; /tieptuc brings it back.")),
                )
            case Pressed("keep"):
                return Go("menu", toast=Text(N_("✓ Kept. /tieptuc goes on with it.")))
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def titled(draft: Draft, desk: Desk) -> str:
    """Call a draft by the nominee's name once it is known."""
    return cut(draft.title, 60) or desk.say(N_("not named yet"))


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft is taken up again: the number of its step, of how many, and a word if the flow has changed."""

    number: int
    total: int
    word: Text | None


def standing_of(draft: Draft) -> Standing:
    """Say where a draft is taken up again."""
    flow = FLOWS[draft.flow]
    answers = flow.read(draft.answers)
    place = flow.open(answers, draft.step, Cursor.from_json(draft.cursor), version=draft.flow_version)
    step = flow.path.find(place.step, answers) or flow.path.preview
    number, total = flow.path.number_of(step, answers)
    return Standing(number, total, place.word)


def _one(draft: Draft, *, others: int, desk: Desk) -> Window:
    say, standing = desk.say, standing_of(draft)
    go_on = say(N_("Continue at step {number}/{total}"), number=standing.number, total=standing.total)
    rows: list[Row] = [(Button(go_on, "resume", str(draft.id), Style.PRIMARY),)]
    if others:
        rows.append((Button(say(N_("Other drafts ({count})"), count=others), "others"),))
    rows.append((home(say),))
    rows.append((Button(say(N_("Discard the draft")), "discard", str(draft.id), Style.DANGER),))
    return Window(
        header=say(N_("✍️ Draft · {title}"), title=titled(draft, desk)),
        body=(
            say(
                N_("Last written at {moment}, step {number}/{total}. Every answer is still there."),
                moment=say.moment(draft.updated_at),
                number=standing.number,
                total=standing.total,
            ),
            *((say(standing.word),) if standing.word else ()),
        ),
        question=say(N_("Shall we go on?")),
        rows=tuple(rows),
    )


def _list(drafts: Sequence[Draft], desk: Desk) -> Window:
    say = desk.say
    gone = held.recoverable_of(desk.session, desk.person_id, now=desk.now)
    offered = [("resume", draft) for draft in drafts][:SHOWN]
    offered += [("recover", draft) for draft in gone][: SHOWN - len(offered)]
    if not offered:
        return _nothing_open(desk)
    lines = {
        "resume": N_("{at} · {title}, last written at {moment}"),
        "recover": N_("{at} · {title}, discarded at {moment}, can be taken back"),
    }
    return Window(
        header=say(N_("✍️ Drafts · {count}"), count=len(drafts)),
        body=tuple(
            say(
                lines[action],
                at=at,
                title=titled(draft, desk),
                moment=say.moment((draft.discarded_at if action == "recover" else None) or draft.updated_at),
            )
            for at, (action, draft) in enumerate(offered, 1)
        ),
        question=say(N_("Which draft shall it be?")),
        rows=(
            tuple(Button(str(at), action, str(draft.id)) for at, (action, draft) in enumerate(offered, 1)),
            (home(say),),
        ),
    )


def _nothing_open(desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("✍️ Drafts")),
        body=(say(N_("There is no draft under way.")),),
        question=say(N_("What would you like to do?")),
        rows=((Button(say(N_("✍️ Nominate")), "nominate", style=Style.PRIMARY),), (home(say),)),
    )


def _meant(args: Mapping[str, Any], desk: Desk) -> Draft | None:
    open_ones = held.open_of(desk.session, desk.person_id)
    for wanted in (args.get("draft"), desk.draft_id):
        for draft in open_ones:
            if draft.id == wanted:
                return draft
    return open_ones[0] if open_ones and not args.get("draft") else None


def _is_open(draft_id: int, desk: Desk) -> bool:
    return any(draft.id == draft_id for draft in held.open_of(desk.session, desk.person_id))


drafts = DraftsScreen()
discard = DiscardScreen()
