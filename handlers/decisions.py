"""A decision taken on a screen: done on the version that was seen, or told that somebody was faster."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from bot.conversation.desk import Desk, Go
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action
from bot.services import dossiers
from bot.services.queries.card import DossierCard
from bot.services.queries.card import card as card_of
from models import Dossier

#: What a press is answered with.
_DONE = {
    Action.ADOPT: N_("✓ On the list. It can be undone for two minutes."),
    Action.ASK_SUPPLEMENT: N_("✓ The request goes out in two minutes; until then it can be undone."),
    Action.NOT_THIS_ROUND: N_("✓ The words go out in two minutes; until then it can be undone."),
    Action.PASS_TO_DEPUTY: N_("✓ Passed to the deputy head."),
    Action.PASS_UP: N_("✓ Passed to the level above."),
    Action.MERGE: N_("✓ The two are one now. It can be undone for two minutes."),
}


def open_card(args: Mapping[str, Any], desk: Desk) -> DossierCard:
    """Give the card as this person may see it today; Refusal for somebody whom it does not concern."""
    return card_of(desk.session, args["id"], viewer=desk.person_id, on=desk.today, now=desk.now)


def opened(dossier_id: int, desk: Desk, *, toast: Text | None = None) -> Go:
    """Lead to the card as it stands now: a press on it acts on this version and on no other."""
    dossier = desk.session.get(Dossier, dossier_id)
    return Go("card", {"id": dossier_id, "version": dossier.version if dossier else 0}, toast=toast)


def decide(
    args: Mapping[str, Any],
    desk: Desk,
    action: Action,
    *,
    comment: str = "",
    items: Sequence[str] = (),
    due_on: date | None = None,
    into: int | None = None,
) -> Go:
    """Act on the version that was seen and lead to the card; where somebody was faster, say who and change nothing."""
    try:
        dossiers.act(
            desk.session,
            args["id"],
            action,
            by=desk.person_id,
            expected_version=args["version"],
            now=desk.now,
            zone=desk.zone,
            comment=comment,
            items=items,
            due_on=due_on,
            into=into,
        )
    except Refusal as refusal:
        if refusal.code != "already_decided":
            raise
        return opened(args["id"], desk, toast=refusal.text)
    return opened(args["id"], desk, toast=Text(_DONE[action]))
