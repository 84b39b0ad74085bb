"""How complete several dossiers are against their criteria, with two statements however many they are."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.criteria import Category, Completeness, Told, completeness
from bot.services import evidence
from models import Claim, Dossier


def completeness_of(session: Session, dossiers: Sequence[Dossier]) -> dict[int, Completeness]:
    """Measure each dossier against the criteria of its category, in the version that it started with."""
    ids = [dossier.id for dossier in dossiers if dossier.id is not None]
    told: dict[int, dict[str, Told]] = defaultdict(dict)
    files = evidence.counts_of(session, ids)
    for (dossier_id, criterion), count in files.items():
        told[dossier_id][criterion] = Told(evidence=count)
    for claim in session.exec(select(Claim).where(col(Claim.dossier_id).in_(ids))):
        told[claim.dossier_id][claim.criterion] = Told(
            claim.claimed, claim.proof, files.get((claim.dossier_id, claim.criterion), 0)
        )
    return {
        dossier.id: completeness(Category(dossier.category), told[dossier.id], version=dossier.criteria_version)
        for dossier in dossiers
        if dossier.id is not None
    }
