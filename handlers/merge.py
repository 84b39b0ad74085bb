"""Merge a duplicate: which nomination stays, then once "shall these become one?"."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.domain.workflow import Action
from bot.services.merging import Twin, twins_of
from bot.services.queries.card import DossierCard
from bot.services.sight import no_such_dossier
from handlers.answers import not_understood, press_of
from handlers.card_lines import nominee_line
from handlers.decisions import decide, open_card
from handlers.phrases import back, digits
from models import Dossier

#: So many candidates are shown; more bearers of one name in one school would be told apart by hand.
SHOWN = 5
_FROM = N_("from {name}")


class MergeScreen:
    """``args``: the dossier's id, the version that was seen, and ``into``: the one that stays, once it is chosen."""

    name = "merge"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the nominations that may be about the same person, or ask once."""
        dossier, twins = _open(args, desk)
        chosen = next((twin for twin in twins if twin.dossier_id == args.get("into")), None)
        return _list(dossier, twins, desk) if chosen is None else _ask(dossier, chosen, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Choose, confirm, or go back to the card."""
        here = {"id": args["id"], "version": args["version"]}
        match press_of(given, self.draw(args, desk)):
            case Pressed("into", twin) if twin.isdecimal():
                return Go("merge", {**here, "into": int(twin)})
            case Pressed("really") if args.get("into"):
                return decide(args, desk, Action.MERGE, into=args["into"])
            case Pressed("back"):
                return Go("merge", here) if args.get("into") else Go("card", here)
            case _:
                return not_understood(given)


def _open(args: Mapping[str, Any], desk: Desk) -> tuple[DossierCard, list[Twin]]:
    dossier = open_card(args, desk)
    row = desk.session.get(Dossier, dossier.id)
    if row is None or Action.MERGE not in dossier.actions:
        raise no_such_dossier()
    return dossier, twins_of(desk.session, row, viewer=desk.person_id, on=desk.today)[:SHOWN]


def _list(dossier: DossierCard, twins: list[Twin], desk: Desk) -> Window:
    say = desk.say
    if not twins:
        body: tuple[str, ...] = (say(N_("No other nomination here has a name like this one for the same occasion.")),)
    else:
        body = (
            say(N_("The other one stays; this one's words and files are read with it.")),
            *(
                f"{at} · {twin.code} · {_named(twin)} · {say(_FROM, name=cut(twin.nominator_name, 40))}"
                for at, twin in enumerate(twins, 1)
            ),
        )
    rows: tuple[Row, ...] = digits("into", [str(twin.dossier_id) for twin in twins])
    return Window(
        header=say(N_("Merge a duplicate · {code}"), code=dossier.code),
        trail=nominee_line(dossier, desk),
        body=body,
        question=say(N_("Which one is about the same person?")) if twins else "",
        rows=(*rows, (back(say),)),
        personal=True,
    )


def _ask(dossier: DossierCard, twin: Twin, desk: Desk) -> Window:
    say = desk.say
    supporter = N_("{name} becomes a supporter of {code} and is told after two minutes; until then it can be undone.")
    return Window(
        header=say(N_("Merge a duplicate · {code}"), code=dossier.code),
        trail=nominee_line(dossier, desk),
        body=(
            say(N_("{code} stays: {name}"), code=twin.code, name=_named(twin)),
            say(supporter, name=cut(dossier.nominator_name, 40), code=twin.code),
        ),
        question=say(N_("Shall these two become one?")),
        rows=((Button(say(N_("Make them one")), "really", style=Style.SUCCESS),), (back(say),)),
        personal=True,
    )


def _named(twin: Twin) -> str:
    return ", ".join(part for part in (cut(twin.nominee_name, 40), cut(twin.position, 30)) if part)


merge = MergeScreen()
