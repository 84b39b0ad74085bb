"""One own item: how it stands, who has it, by when, what has happened; withdraw it, add what is asked."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Resume
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED, FINAL, Action, State
from bot.domain.workflow_words import NOMINATOR_LABELS
from bot.services import asking, dossiers, drafts
from bot.services.queries.card import DossierCard
from bot.services.sight import no_such_dossier
from handlers.answers import not_understood, press_of
from handlers.card_lines import fact, nominee_line
from handlers.decisions import open_card
from handlers.drafts import titled
from handlers.mine import sign
from handlers.nominate_again import answers_of
from handlers.phrases import days_left
from models.dialog import DraftState

#: Lines of the history shown here, the latest; the whole is one press away.
HISTORY = 4


class ItemScreen:
    """``args``: the dossier's id, and what is being asked once before it is done."""

    name = "item"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show where the item is, in plain words."""
        say, dossier = desk.say, _own(args, desk)
        if args.get("asked") == "withdraw":
            return _ask_withdraw(dossier, desk)
        return Window(
            header=f"{dossier.code} · {cut(dossier.nominee_name, 40)}",
            trail=nominee_line(dossier, desk),
            body=(*_standing(dossier, desk), *_history(dossier, desk)),
            question=say(N_("Shall we add what is asked for?")) if dossier.state in ASKED else "",
            rows=_rows(dossier, desk),
            personal=True,
        )

    def react(  # noqa: PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Add, withdraw, look closer, or go back to the list."""
        here = {"id": args["id"]}
        match press_of(given, self.draw(args, desk)):
            case Pressed("supplement" | "whole" | "files" | "question" as screen):
                return Go(screen, here)
            case Pressed("withdraw"):
                return Go("item", {**here, "asked": "withdraw"})
            case Pressed("really"):
                return _withdraw(args, desk)
            case Pressed("nominate_again"):
                return Begin("nominate", answers_of(args["id"], desk))
            case Pressed("resume", draft_id) if draft_id.isdecimal():
                return Resume(int(draft_id))
            case Pressed("back"):
                return Go("item", here) if args.get("asked") else Go("mine")
            case _:
                return not_understood(given)


def _own(args: Mapping[str, Any], desk: Desk) -> DossierCard:
    dossier = open_card(args, desk)
    if not dossier.is_own:
        raise no_such_dossier()
    return dossier


def _standing(dossier: DossierCard, desk: Desk) -> list[str]:
    say = desk.say
    lines = [f"{sign(dossier.state)} {say(NOMINATOR_LABELS[dossier.state])}"]
    if dossier.state not in FINAL:
        lines.append(say(N_("At: {unit}"), unit=dossier.holder_name))
    if dossier.due_on is not None and dossier.state is not State.NOT_THIS_ROUND:
        due = say(
            N_("⏰ By {date}, {left}"),
            date=say.date(dossier.due_on),
            left=days_left((dossier.due_on - desk.today).days),
        )
        lines.append(due)
    return lines


def _history(dossier: DossierCard, desk: Desk) -> list[str]:
    lines = []
    for line in dossier.history[-HISTORY:]:
        words = f": “{cut('; '.join(line.words.splitlines()), 80)}”" if line.words else ""
        lines.append(f"· {fact(line, desk)}{words}")
    return lines


def _rows(dossier: DossierCard, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    rows: list[Row] = []
    if dossier.state in ASKED:
        rows.append((Button(say(N_("Add what is asked")), "supplement", style=Style.PRIMARY),))
    if dossier.state in {State.NOT_THIS_ROUND, State.WITHDRAWN}:
        rows.append((Button(say(N_("Nominate again")), "nominate_again", style=Style.PRIMARY),))
    rows.append((Button(say(N_("Copy {code}"), code=dossier.code), copy=dossier.code),))
    files = (Button(say(N_("📎 Files ({count})"), count=len(dossier.evidence)), "files"),) if dossier.evidence else ()
    rows.append((Button(say(N_("See all of it")), "whole"), *files))
    rows += _under_way(desk)
    ask = (
        (Button(say(N_("Ask the unit")), "question"),)
        if asking.may_ask(desk.session, dossier.id, by=desk.person_id)
        else ()
    )
    rows.append((*ask, Button(say(N_("‹ My items")), "back")))
    if Action.WITHDRAW in dossier.actions:
        rows.append((Button(say(N_("Withdraw it")), "withdraw", style=Style.DANGER),))
    return tuple(rows)


def _under_way(desk: Desk) -> list[Row]:
    """Offer the draft that was left when this item was opened."""
    draft = drafts.own(desk.session, desk.draft_id, person_id=desk.person_id) if desk.draft_id else None
    if draft is None or draft.state != DraftState.OPEN:
        return []
    label = cut(desk.say(N_("✍️ Continue {title}"), title=titled(draft, desk)), 32)
    return [(Button(label, "resume", str(draft.id)),)]


def _ask_withdraw(dossier: DossierCard, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=f"{dossier.code} · {cut(dossier.nominee_name, 40)}",
        body=(say(N_("Whoever has it now is told. The story stays with you and can be sent again.")),),
        question=say(N_("Withdraw the nomination of {name}?"), name=cut(dossier.nominee_name, 60)),
        rows=(
            (Button(say(N_("Leave it as it is")), "back", style=Style.PRIMARY),),
            (Button(say(N_("Withdraw it")), "really", style=Style.DANGER),),
        ),
        personal=True,
    )


def _withdraw(args: Mapping[str, Any], desk: Desk) -> Reaction:
    dossier = _own(args, desk)
    dossiers.withdraw(
        desk.session,
        dossier.id,
        by=desk.person_id,
        expected_version=dossier.version,
        now=desk.now,
        zone=desk.zone,
    )
    return Go("item", {"id": dossier.id}, toast=Text(N_("✓ Withdrawn.")))


item = ItemScreen()
