"""Evidence on its way into the store: claim what waits, and keep what became of it in one unit of work."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, case, func, or_, select, update
from sqlmodel import Session

from bot.files import Reason
from models import Dialog, Draft, Evidence
from models.base import table_of
from models.evidence import EvidenceState

EVIDENCE = table_of(Evidence)
DIALOG = table_of(Dialog)
DRAFT = table_of(Draft)

#: A claim holds so long; after a kill the start releases it at once.
LEASE: Final = timedelta(minutes=5)
#: How long to wait after each failure; after the last one the person is told kindly.
BACK_OFF: Final = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 3600))
#: Files that end within this time share one drawing of the window.
TOGETHER: Final = timedelta(seconds=1)
#: The screen on which a person answers what is asked in addition.
SUPPLEMENT_SCREEN: Final = "supplement"


@dataclass(frozen=True, slots=True)
class Claimed:
    """A file that is ours to fetch; ``attempts`` counts this one."""

    evidence_id: int
    file_id: str
    attempts: int


def claim(session: Session, *, now: datetime, limit: int) -> list[Claimed]:
    """Take files that wait, the oldest first; two workers never take the same."""
    waiting = (
        select(EVIDENCE.c.id)
        .where(_pending(), or_(EVIDENCE.c.next_try_at.is_(None), EVIDENCE.c.next_try_at <= now))
        .order_by(EVIDENCE.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("waiting")
    )
    rows = session.connection().execute(
        update(EVIDENCE)
        .where(EVIDENCE.c.id.in_(select(waiting.c.id)))
        .values(attempts=EVIDENCE.c.attempts + 1, next_try_at=now + LEASE)
        .returning(EVIDENCE.c.id, EVIDENCE.c.file_id, EVIDENCE.c.attempts)
    )
    return sorted((Claimed(*row) for row in rows), key=lambda one: one.evidence_id)


def release_claims(session: Session) -> int:
    """At start, let what a killed process had claimed be fetched at once."""
    return (
        session.connection()
        .execute(update(EVIDENCE).where(_pending(), EVIDENCE.c.next_try_at.is_not(None)).values(next_try_at=None))
        .rowcount
    )


def keep(session: Session, evidence_id: int, *, sha256: str, media_type: str, size: int, now: datetime) -> bool:
    """Say that a file lies in the store; False where the person has taken it away meanwhile."""
    return _end(
        session,
        evidence_id,
        now=now,
        values={
            "state": EvidenceState.STORED.value,
            "reason": "",
            "sha256": sha256,
            "media_type": media_type,
            "size": size,
            "stored_at": now,
        },
    )


def refuse(session: Session, evidence_id: int, *, reason: Reason, now: datetime) -> bool:
    """Say that a file is not kept, and why."""
    return _end(session, evidence_id, now=now, values={"state": EvidenceState.REFUSED.value, "reason": reason.value})


def put_off(session: Session, claimed: Claimed, *, now: datetime, wait: timedelta | None = None) -> bool:
    """Try again later, or give up and give True; ``wait`` is what Telegram asked for and costs no attempt."""
    if wait is None and claimed.attempts > len(BACK_OFF):
        return refuse(session, claimed.evidence_id, reason=Reason.UNREACHABLE, now=now)
    values: dict[str, Any] = {"next_try_at": now + (wait or BACK_OFF[claimed.attempts - 1])}
    if wait is not None:
        values["attempts"] = claimed.attempts - 1
    session.connection().execute(
        update(EVIDENCE).where(EVIDENCE.c.id == claimed.evidence_id, _pending()).values(values)
    )
    return False


def next_due(session: Session) -> datetime | None:
    """Tell when the next file is to be tried again; those that never were tried need no clock."""
    at: datetime | None = (
        session.connection().execute(select(func.min(EVIDENCE.c.next_try_at)).where(_pending())).scalar()
    )
    return at


def named(session: Session) -> set[str]:
    """Give the hashes of all files that some evidence names."""
    rows = session.connection().execute(
        select(EVIDENCE.c.sha256).where(EVIDENCE.c.state == EvidenceState.STORED.value).distinct()
    )
    return set(rows.scalars())


def _end(session: Session, evidence_id: int, *, now: datetime, values: dict[str, Any]) -> bool:
    ended = session.connection().execute(
        update(EVIDENCE).where(EVIDENCE.c.id == evidence_id, _pending()).values(next_try_at=None, **values)
    )
    if ended.rowcount == 0:
        return False
    _draw_anew(session, evidence_id, now=now)
    return True


def _draw_anew(session: Session, evidence_id: int, *, now: datetime) -> None:
    """Draw the live windows that show this file: its draft's, or the answer to what was asked in addition."""
    idle = DIALOG.c.drawn_revision == DIALOG.c.revision  # where an answer waits to be drawn, it is not held up
    session.connection().execute(
        update(DIALOG)
        .where(DIALOG.c.id.in_(_showing(evidence_id)))
        .values(revision=DIALOG.c.revision + 1, draw_after=case((idle, now + TOGETHER), else_=DIALOG.c.draw_after))
    )


def _showing(evidence_id: int) -> Select[Any]:
    in_its_flow = and_(DIALOG.c.draft_id == EVIDENCE.c.draft_id, DIALOG.c.screen == DRAFT.c.flow)
    in_its_answer = and_(
        DIALOG.c.chat_id == EVIDENCE.c.chat_id,
        DIALOG.c.screen == SUPPLEMENT_SCREEN,
        EVIDENCE.c.supplement_item_id.is_not(None),
    )
    return (
        select(DIALOG.c.id)
        .select_from(EVIDENCE.outerjoin(DRAFT, DRAFT.c.id == EVIDENCE.c.draft_id))
        .join(DIALOG, or_(in_its_flow, in_its_answer))
        .where(EVIDENCE.c.id == evidence_id)
    )


def _pending() -> Any:  # noqa: ANN401 -- a condition of SQLAlchemy's core, whose tables are not typed
    return EVIDENCE.c.state == EvidenceState.PENDING.value
