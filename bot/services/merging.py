"""Two nominations of one person become one: the second nominator supports the first, and nothing is lost.

Nothing is moved: a merged dossier keeps its files and claims and names the one that it was joined with; the card of
that one shows both (see `sources_of`). So taking it back is only to forget the name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from bot.domain.criteria import Category
from bot.domain.likeness import Likeness, likeness_of_collectives, likeness_of_people
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED, WAITING, State
from bot.services import endorsements, moves
from bot.services.moves import Act, move
from bot.services.roles import standing_on
from bot.services.sight import no_such_dossier
from models import Decision, Dossier, Endorsement
from models.support import EndorsementSource

#: What a nomination may be joined with.
TARGETS = WAITING | ASKED | {State.ADOPTED}


@dataclass(frozen=True, slots=True)
class Twin:
    """A nomination that may be about the same person, as whoever merges sees it."""

    dossier_id: int
    code: str
    nominee_name: str
    position: str
    nominator_name: str
    likeness: Likeness


def likeness(category: str, one: str, other: str) -> Likeness:
    """Compare two nominees' names as names of their category are compared."""
    if category == Category.COLLECTIVE:
        return likeness_of_collectives(one, other)
    return likeness_of_people(one, other)


def twins_of(session: Session, dossier: Dossier, *, viewer: int, on: date) -> list[Twin]:
    """Give the nominations with which a dossier may be joined by this person, the likeliest first."""
    candidates = session.exec(
        select(Dossier.id, Dossier.nominee_name, Dossier.nominee_person_id).where(
            Dossier.unit_id == dossier.unit_id,
            Dossier.holder_unit_id == dossier.holder_unit_id,
            Dossier.category == dossier.category,
            Dossier.occasion == dossier.occasion,
            Dossier.occasion_year == dossier.occasion_year,
            Dossier.id != dossier.id,
            col(Dossier.state).in_(sorted(TARGETS)),
        )
    )
    alike = {id_: _likeness(dossier, name, person_id) for id_, name, person_id in candidates}
    likely = [id_ for id_, how in alike.items() if how is not Likeness.NONE]
    found = [
        Twin(other.id, other.code, other.nominee_name, other.position, other.nominator_name, alike[other.id])
        for other in session.exec(select(Dossier).where(col(Dossier.id).in_(likely)))
        if other.id is not None and not standing_on(session, other, viewer, on=on).conflict
    ]
    return sorted(found, key=lambda twin: (-twin.likeness, twin.dossier_id))


def sources_of(session: Session, dossier_ids: Sequence[int]) -> dict[int, int]:
    """Give every dossier that was joined with one of these, however indirectly: its id, and the one that shows it."""
    found: dict[int, int] = {}
    shown = {dossier_id: dossier_id for dossier_id in dossier_ids}
    while shown:
        rows = session.exec(
            select(Dossier.id, Dossier.merged_into_id).where(col(Dossier.merged_into_id).in_(list(shown)))
        )
        shown = {source: shown[into] for source, into in rows if source is not None and into is not None}
        found.update(shown)
    return found


def ensure_target(session: Session, dossier: Dossier, into: int, doing: Act) -> Dossier:
    """Give the dossier to join with; raise Refusal where it is none of this person's, or cannot be joined with."""
    target = session.get(Dossier, into)
    if target is None or doing.person_id is None:
        raise no_such_dossier()
    if into not in {twin.dossier_id for twin in twins_of(session, dossier, viewer=doing.person_id, on=doing.on)}:
        raise Refusal("no_twin", Text(N_("These two cannot be joined now. The list shows those that can.")))
    return target


def join(session: Session, dossier: Dossier, target: Dossier, doing: Act) -> None:
    """Let the target show what the dossier holds, and its nominator stand behind the target."""
    assert target.id is not None
    dossier.merged_into_id = target.id
    endorsements.add(session, target.id, person_id=dossier.nominator_id, source=EndorsementSource.MERGE, at=doing.now)
    _note(session, target, doing, action=moves.MERGED_IN, text=dossier.code)


def reverse(session: Session, decision: Decision, dossier: Dossier, doing: Act) -> None:
    """Take an undone merging back: the voice that came with it goes."""
    target = session.get(Dossier, dossier.merged_into_id) if dossier.merged_into_id is not None else None
    if target is None:
        return
    dossier.merged_into_id = None
    voices = session.exec(
        select(Endorsement).where(
            Endorsement.dossier_id == target.id,
            Endorsement.person_id == dossier.nominator_id,
            Endorsement.source == EndorsementSource.MERGE,
            Endorsement.at == decision.made_at,
        )
    )
    for voice in voices:
        session.delete(voice)
    _note(session, target, doing, action=moves.UNDONE, text=dossier.code)


def _note(session: Session, target: Dossier, doing: Act, *, action: str, text: str) -> None:
    """Write into the target's trail, which makes a card of it that somebody has open an older one."""
    move(
        session,
        target,
        doing,
        action=action,
        to=State(target.state),
        holder_unit_id=target.holder_unit_id,
        expected_version=target.version,
        text=text,
    )


def _likeness(dossier: Dossier, name: str, person_id: int | None) -> Likeness:
    if dossier.nominee_person_id is not None and dossier.nominee_person_id == person_id:
        return Likeness.SAME
    return likeness(dossier.category, dossier.nominee_name, name)
