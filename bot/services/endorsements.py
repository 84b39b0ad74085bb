"""Voices for a nomination: one a person, never the nominee's or the nominator's, from the same unit."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED, WAITING, State
from bot.services import units
from models import Dossier, Endorsement, Person
from models.support import EndorsementSource

#: States in which a voice still counts.
OPEN = WAITING | ASKED | {State.ADOPTED}


def endorse(session: Session, dossier_id: int, *, by: int, now: datetime, on: date) -> bool:  # plan QL-5, GV-4, NV-4
    """Let a colleague of the nominee's unit support a nomination; False where that person did so before.

    Raises Refusal: no_such_support (another unit's, the nominee's own, ended), own_nomination.
    """
    dossier = session.get(Dossier, dossier_id)
    if dossier is None or not may_know_of(session, dossier, by, on=on) or dossier.state not in OPEN:
        raise Refusal(
            "no_such_support", Text(N_("This nomination cannot be supported now. /decu begins one of yours."))
        )
    if dossier.nominator_id == by:
        raise Refusal("own_nomination", Text(N_("This nomination is yours already. /hoso shows where it is.")))
    return add(session, dossier_id, person_id=by, source=EndorsementSource.SUPPORT, at=now)


def may_know_of(session: Session, dossier: Dossier, person_id: int, *, on: date) -> bool:
    """Tell whether a person may learn that somebody is nominated: a colleague may, the nominee may not."""
    if dossier.nominee_person_id == person_id:
        return False
    own = units.unit_of(session, person_id, on=on)
    return own is not None and own.id == dossier.unit_id


def add(session: Session, dossier_id: int, *, person_id: int, source: EndorsementSource, at: datetime) -> bool:
    """Write a voice down unless the person has one already or is the nominator or the nominee."""
    dossier = session.get_one(Dossier, dossier_id)
    there = session.exec(
        select(Endorsement.id).where(Endorsement.dossier_id == dossier_id, Endorsement.person_id == person_id)
    ).first()
    if there is not None or person_id in {dossier.nominator_id, dossier.nominee_person_id}:
        return False
    session.add(Endorsement(dossier_id=dossier_id, person_id=person_id, source=source, at=at))
    session.flush()
    return True


def counts_of(session: Session, dossier_ids: Sequence[int]) -> dict[int, int]:
    """Count the voices for several dossiers in one statement; a dossier without any is left out."""
    rows = session.exec(
        select(Endorsement.dossier_id, func.count(col(Endorsement.id)))
        .where(col(Endorsement.dossier_id).in_(dossier_ids))
        .group_by(col(Endorsement.dossier_id))
    )
    return dict(rows.all())


def people_of(session: Session, dossier_id: int) -> list[int]:
    """Give who supports a nomination, in the order in which they came."""
    return list(
        session.exec(
            select(Endorsement.person_id).where(Endorsement.dossier_id == dossier_id).order_by(col(Endorsement.id))
        )
    )


def names_of(session: Session, dossier_id: int) -> list[str]:
    """Give the names of those who support a nomination, sorted as names are."""
    return list(
        session.exec(
            select(Person.name)
            .join(Endorsement, col(Endorsement.person_id) == Person.id)
            .where(Endorsement.dossier_id == dossier_id)
            .order_by(col(Person.sort_key), col(Person.id))
        )
    )
