"""How complete several dossiers are against their criteria, with a fixed number of statements however many they are."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from bot.domain.achievements import Achieved, solutions_in
from bot.domain.criteria import Category, Completeness, Counts, Told, completeness, criteria_for
from bot.services import achievements, endorsements, evidence
from bot.services.merging import sources_of
from models import Claim, Dossier


def completeness_of(session: Session, dossiers: Sequence[Dossier], *, joined: bool = True) -> dict[int, Completeness]:
    """Measure each dossier against the criteria of its category, in the version that it started with.

    What was ``joined`` with it counts as its own, unless only the nominator's own part is asked for.
    """
    ids = [dossier.id for dossier in dossiers if dossier.id is not None]
    shown_by = {one: one for one in ids} | (sources_of(session, ids) if joined else {})
    told = _claims_and_files(session, shown_by)
    listed: dict[int, list[Achieved]] = defaultdict(list)
    for dossier_id, achieved in achievements.of_dossiers(session, list(shown_by)).items():
        listed[shown_by[dossier_id]] += achieved
    voices = endorsements.counts_of(session, ids)
    needed = {one: achievements.needed(session, one) for one in (Counts.MANY, Counts.SOME)} if listed else {}
    measured = {}
    for dossier in dossiers:
        if dossier.id is None:
            continue
        solutions = solutions_in(listed[dossier.id])
        for about in criteria_for(Category(dossier.category), dossier.criteria_version):
            given = told[dossier.id][about.code]
            told[dossier.id][about.code] = replace(
                given,
                voices=voices.get(dossier.id, 0),
                solutions=solutions,
                solutions_needed=needed.get(about.counts, 1),
            )
        measured[dossier.id] = completeness(
            Category(dossier.category), told[dossier.id], version=dossier.criteria_version
        )
    return measured


def _claims_and_files(session: Session, shown_by: Mapping[int, int]) -> dict[int, dict[str, Told]]:
    """Gather ticks, proofs and files by the dossier that shows them; the first proof of a criterion stands."""
    told: dict[int, dict[str, Told]] = defaultdict(lambda: defaultdict(Told))
    for (dossier_id, criterion), count in evidence.counts_of(session, list(shown_by)).items():
        of_one = told[shown_by[dossier_id]]
        of_one[criterion] = replace(of_one[criterion], evidence=of_one[criterion].evidence + count)
    claims = session.exec(
        select(Claim).where(col(Claim.dossier_id).in_(list(shown_by))).order_by(col(Claim.dossier_id))
    )
    for claim in claims:
        of_one = told[shown_by[claim.dossier_id]]
        before = of_one[claim.criterion]
        of_one[claim.criterion] = replace(
            before,
            claimed=before.claimed or claim.claimed,
            proof=before.proof or (claim.proof if claim.claimed else ""),
        )
    return told
