"""Drafts of one person: which are open, which were discarded and can still be taken back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import prepared
from models import Draft, Evidence
from models.dialog import DraftState
from models.evidence import EvidenceState

#: A discarded draft can be taken back for so long.
RECOVERY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Held:
    """What would be lost with a draft: words written and files sent."""

    written: int
    files: int


_OPEN = select(func.count()).where(
    col(Draft.person_id) == bindparam("person"), col(Draft.state) == DraftState.OPEN.value
)


def open_count(session: Session, person_id: int) -> int:
    """Count the open drafts of a person."""
    return int(prepared.run(session, _OPEN, person=person_id).scalar_one())


def open_of(session: Session, person_id: int) -> list[Draft]:
    """List the open drafts of a person, the one written last first."""
    return list(
        session.exec(
            select(Draft)
            .where(Draft.person_id == person_id, Draft.state == DraftState.OPEN)
            .order_by(col(Draft.updated_at).desc(), col(Draft.id).desc())
        )
    )


def recoverable_of(session: Session, person_id: int, *, now: datetime) -> list[Draft]:
    """List the drafts that a person discarded in the last 24 hours, the latest first."""
    return list(
        session.exec(
            select(Draft)
            .where(
                Draft.person_id == person_id,
                Draft.state == DraftState.DISCARDED,
                col(Draft.discarded_at) > now - RECOVERY,
            )
            .order_by(col(Draft.discarded_at).desc(), col(Draft.id).desc())
        )
    )


def own(session: Session, draft_id: int, *, person_id: int) -> Draft | None:
    """Give a draft if it belongs to this person."""
    draft = session.get(Draft, draft_id)
    return draft if draft is not None and draft.person_id == person_id else None


def held_by(session: Session, draft: Draft, *, long_answer: str = "story") -> Held:
    """Count what a draft holds; ``long_answer`` is the answer whose length is told."""
    files = session.exec(
        select(func.count())
        .select_from(Evidence)
        .where(Evidence.draft_id == draft.id, Evidence.state != EvidenceState.REMOVED)
    ).one()
    return Held(written=len(str(draft.answers.get(long_answer, "")).split()), files=files)


def discard(session: Session, draft_id: int, *, by: int, now: datetime) -> Draft:
    """Put an open draft aside for 24 hours, after which its words are emptied; doing it twice changes nothing."""
    draft = _ensure_own(session, draft_id, by=by)
    if draft.state == DraftState.SENT:
        raise Refusal("draft_sent", Text(N_("This has been sent already. /hoso shows where it is.")))
    if draft.state == DraftState.OPEN:
        draft.state, draft.discarded_at = DraftState.DISCARDED, now
        session.add(draft)
    return draft


def recover(session: Session, draft_id: int, *, by: int, now: datetime) -> Draft:
    """Take a discarded draft back; after 24 hours it is gone."""
    draft = _ensure_own(session, draft_id, by=by)
    if draft.state == DraftState.SENT:
        raise Refusal("draft_sent", Text(N_("This has been sent already. /hoso shows where it is.")))
    if draft.state == DraftState.DISCARDED:
        if draft.discarded_at is None or draft.discarded_at <= now - RECOVERY:
            raise Refusal(
                "draft_gone", Text(N_("This draft was kept for 24 hours and is gone now. /decu begins anew."))
            )
        draft.state, draft.discarded_at = DraftState.OPEN, None
        session.add(draft)
    return draft


def _ensure_own(session: Session, draft_id: int, *, by: int) -> Draft:
    draft = own(session, draft_id, person_id=by)
    if draft is None:
        raise Refusal("draft_not_yours", Text(N_("There is no such draft of yours. /tieptuc lists those there are.")))
    return draft
