"""Evidence: a pending row the moment a file arrives; fetching and looking into it come later, in bot/fetch.py."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.domain.defaults import Setting, default
from bot.domain.names import normalise, search_key
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.files import MAX_BYTES, Reason
from bot.services import prepared
from models import Evidence
from models.evidence import EvidenceState, Purpose

#: Longest address kept, in characters.
LONGEST_LINK = 2000

#: So many files belong to one draft, and to one thing that was asked for.
MOST_FILES = default(Setting.EVIDENCE_FILES)
FULL = Text(
    N_("{limit} files are as many as fit. Remove one first, or send a link to a folder."), {"limit": MOST_FILES}
)

#: How people call a picture of an identity card, folded.
_IDENTITY_CARD = re.compile(r"\b(cccd|cmnd|cmt|cmtnd|can ?cuoc|chung minh (nhan dan|thu)|identity card|id card)\b")

_OF_DRAFT = select(Evidence.id).where(col(Evidence.draft_id) == bindparam("draft"))


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """One piece of evidence as lists show it; sizes are in bytes, ``reason`` is a value of bot.files.Reason."""

    id: int
    kind: str
    file_name: str
    url: str
    size: int
    state: EvidenceState
    reason: str
    purpose: Purpose
    criterion: str
    supplement_item_id: int | None = None
    media_type: str = ""


def attach(  # noqa: PLR0913 -- what a message with a file says of it
    session: Session,
    *,
    draft_id: int | None,
    chat_id: int,
    message_id: int,
    media_group_id: str,
    kind: str,
    file_id: str,
    file_unique_id: str,
    file_name: str,
    declared_size: int,
    now: datetime,
    caption: str = "",
    dossier_id: int | None = None,
    supplement_item_id: int | None = None,
) -> Evidence:
    """Keep a file that has just been sent; the same file again in one draft stays one row.

    What is too large, and pictures of identity cards, are refused at once: the row says so in ``reason``.
    """
    session.flush()
    file_name = normalise(file_name)
    refused = _refused_at_once(f"{file_name} {caption}", declared_size=declared_size)
    row = session.exec(
        select(Evidence).where(
            Evidence.file_unique_id == file_unique_id,
            Evidence.chat_id == chat_id,
            Evidence.draft_id == draft_id,
            Evidence.dossier_id == dossier_id,
            Evidence.supplement_item_id == supplement_item_id,
        )
    ).first()
    if row is not None and row.state not in {EvidenceState.REMOVED, EvidenceState.REFUSED}:
        return row
    if row is None:
        row = Evidence(chat_id=chat_id, message_id=message_id, kind=kind, created_at=now)
    row.draft_id, row.dossier_id, row.supplement_item_id = draft_id, dossier_id, supplement_item_id
    row.message_id, row.media_group_id = message_id, media_group_id
    row.file_unique_id, row.file_name, row.declared_size = file_unique_id, file_name, declared_size
    row.file_id = "" if refused is Reason.IDENTITY_CARD else file_id  # so that nobody can fetch it later either
    row.state = EvidenceState.PENDING if refused is None else EvidenceState.REFUSED
    row.reason = "" if refused is None else refused.value
    row.attempts, row.next_try_at = 0, None
    session.add(row)
    session.flush()
    return row


def add_link(
    session: Session,
    *,
    draft_id: int | None,
    chat_id: int,
    message_id: int,
    url: str,
    now: datetime,
    dossier_id: int | None = None,
    supplement_item_id: int | None = None,
) -> Evidence:
    """Keep the address of something on the web; the same address again in one draft stays one row."""
    session.flush()
    if len(url) > LONGEST_LINK:
        raise Refusal("link_too_long", Text(N_("This link is too long to be kept. Please send a shorter one.")))
    row = session.exec(
        select(Evidence).where(
            Evidence.url == url,
            Evidence.chat_id == chat_id,
            Evidence.draft_id == draft_id,
            Evidence.dossier_id == dossier_id,
            Evidence.supplement_item_id == supplement_item_id,
        )
    ).first()
    if row is None:
        row = Evidence(chat_id=chat_id, message_id=message_id, kind="link", url=url, created_at=now)
    row.draft_id, row.dossier_id, row.supplement_item_id = draft_id, dossier_id, supplement_item_id
    row.state = EvidenceState.LINK
    session.add(row)
    session.flush()
    return row


def assign(
    session: Session,
    evidence_id: int,
    *,
    draft_id: int,
    criterion: str | None = None,
    purpose: Purpose | None = None,
) -> None:
    """Say what a file of this draft shows: a criterion, or that it is a proof or the work itself."""
    row = _of_this_draft(session, evidence_id, draft_id)
    if criterion is not None:
        row.criterion = criterion
    if purpose is not None:
        row.purpose = purpose
    session.add(row)
    session.flush()


def remove(session: Session, evidence_id: int, *, draft_id: int) -> None:
    """Take a file of this draft away; sent again, it is back."""
    row = _of_this_draft(session, evidence_id, draft_id)
    row.state = EvidenceState.REMOVED
    session.add(row)
    session.flush()


def of_draft(session: Session, draft_id: int) -> list[EvidenceLine]:
    """Give the evidence of a draft in the order in which it came, without what was taken away."""
    return _lines(session.exec(_shown().where(Evidence.draft_id == draft_id)).all())


def of_dossier(session: Session, dossier_id: int) -> list[EvidenceLine]:
    """Give the evidence of a dossier in the order in which it came, without what was taken away or refused."""
    refused = col(Evidence.state) == EvidenceState.REFUSED
    return _lines(session.exec(_shown().where(Evidence.dossier_id == dossier_id, ~refused)).all())


def of_item(session: Session, item_id: int) -> list[EvidenceLine]:
    """Give what was sent for one item of a supplement, with what could not be kept and why."""
    return _lines(session.exec(_shown().where(Evidence.supplement_item_id == item_id)).all())


def is_full(session: Session, draft_id: int) -> bool:
    """Tell whether a draft has as many files as it can have."""
    shown = select(func.count(col(Evidence.id))).where(
        Evidence.draft_id == draft_id, Evidence.state != EvidenceState.REMOVED
    )
    return session.exec(shown).one() >= MOST_FILES


def forget_unclaimed(session: Session, evidence_id: int) -> None:
    """Forget a file that nothing asked for: it is neither fetched nor kept."""
    session.flush()
    session.exec(
        delete(Evidence).where(
            col(Evidence.id) == evidence_id, col(Evidence.draft_id).is_(None), col(Evidence.dossier_id).is_(None)
        )
    )


def counts_of(session: Session, dossier_ids: list[int]) -> dict[tuple[int, str], int]:
    """Count the evidence of several dossiers by (dossier, criterion) in one statement; "" is tied to none."""
    rows = session.exec(
        select(Evidence.dossier_id, Evidence.criterion, func.count(col(Evidence.id)))
        .where(
            col(Evidence.dossier_id).in_(dossier_ids),
            col(Evidence.state).not_in([EvidenceState.REMOVED, EvidenceState.REFUSED]),
        )
        .group_by(col(Evidence.dossier_id), Evidence.criterion)
    )
    return {(dossier_id, criterion): count for dossier_id, criterion, count in rows if dossier_id is not None}


def move_to_dossier(session: Session, *, draft_id: int, dossier_id: int) -> None:
    """Let the evidence of a draft belong to the dossier it became; the draft keeps nothing of what was taken away."""
    for evidence_id in prepared.run(session, _OF_DRAFT, draft=draft_id).scalars():
        session.get_one(Evidence, evidence_id).dossier_id = dossier_id
    session.flush()


def names_an_identity_card(words: str) -> bool:
    """Tell whether a caption or a file name speaks of an identity card."""
    return _IDENTITY_CARD.search(re.sub(r"[\W_]+", " ", search_key(words))) is not None


def _refused_at_once(words: str, *, declared_size: int) -> Reason | None:
    if names_an_identity_card(words):
        return Reason.IDENTITY_CARD
    return Reason.TOO_LARGE if declared_size > MAX_BYTES else None


def _of_this_draft(session: Session, evidence_id: int, draft_id: int) -> Evidence:
    row = session.get(Evidence, evidence_id)
    if row is None or row.draft_id != draft_id or row.dossier_id is not None or row.state == EvidenceState.REMOVED:
        raise Refusal("no_such_evidence", Text(N_("This file is no longer here. The list below is the present one.")))
    return row


def _shown() -> SelectOfScalar[Evidence]:
    return select(Evidence).where(Evidence.state != EvidenceState.REMOVED).order_by(col(Evidence.id))


def _lines(rows: Iterable[Evidence]) -> list[EvidenceLine]:
    return [
        EvidenceLine(
            id=row.id,
            kind=row.kind,
            file_name=row.file_name,
            url=row.url,
            size=row.size or row.declared_size,
            state=EvidenceState(row.state),
            reason=row.reason,
            purpose=Purpose(row.purpose),
            criterion=row.criterion,
            supplement_item_id=row.supplement_item_id,
            media_type=row.media_type,
        )
        for row in rows
        if row.id is not None
    ]
