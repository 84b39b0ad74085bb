"""Put somebody forward again: the answers of a nomination that was not on the list, ready for another occasion."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlmodel import select

from bot.conversation.desk import Desk
from bot.services import achievements
from bot.services.sight import no_such_dossier
from models import Claim, Dossier


def answers_of(dossier_id: int, desk: Desk) -> Mapping[str, Any]:
    """Give the answers of an own nomination in the form of a draft, with the occasion left open."""
    dossier = desk.session.get(Dossier, dossier_id)
    if dossier is None or dossier.nominator_id != desk.person_id:
        raise no_such_dossier()
    claims = desk.session.exec(select(Claim).where(Claim.dossier_id == dossier_id))
    listed = achievements.of_dossiers(desk.session, [dossier_id]).get(dossier_id, [])
    return {
        "category": dossier.category,
        "kind": dossier.collective_kind,
        "name": dossier.nominee_name,
        "position": dossier.position,
        "unit_id": dossier.unit_id,
        "unit_name": dossier.unit_name,
        "field": dossier.field,
        "story": dossier.story,
        "claims": [{"criterion": one.criterion, "claimed": one.claimed, "proof": one.proof} for one in claims],
        "achievements": [asdict(one) for one in listed],
        "related": "yes" if dossier.nominator_related else "no",
    }
