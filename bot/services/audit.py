"""The trail of every change: writing it, erasing words from it, and closing each day under a root.

A hash covers ids, codes, the time and a salted digest of the words, never the words themselves: they can be erased and
the chain still holds. Checking the trail stands in bot/services/audit_check.py.
"""

import hashlib
import json
import secrets
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from bot.services import prepared
from models import AuditEntry, AuditRoot, AuditText

#: Days of the trail are cut in this zone for ever: a changed setting must not move entries under another root.
DAY_ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

_LAST = (
    select(AuditEntry.sequence, AuditEntry.hash)
    .where(col(AuditEntry.dossier_id) == bindparam("dossier"))
    .order_by(col(AuditEntry.sequence).desc())
    .limit(1)
)


def record(
    session: Session,
    dossier_id: int,
    *,
    at: datetime,
    person_id: int | None,
    role: str,
    unit_id: int | None,
    action: str,
    from_state: str,
    to_state: str,
    text: str = "",
) -> AuditEntry:
    """Write one change at the end of a dossier's chain; no person means that the bot itself did it."""
    last = prepared.run(session, _LAST, dossier=dossier_id).first()
    salt = secrets.token_hex(16) if text else ""
    entry = AuditEntry(
        dossier_id=dossier_id,
        sequence=1 if last is None else last.sequence + 1,
        at=at,
        person_id=person_id,
        role=role,
        unit_id=unit_id,
        action=action,
        from_state=from_state,
        to_state=to_state,
        text_digest=digest_of(text, salt=salt) if text else "",
        previous_hash="" if last is None else last.hash,
        hash="",
    )
    entry.hash = hash_of(entry)
    session.add(entry)
    session.flush()
    if text:
        assert entry.id is not None
        session.add(AuditText(entry_id=entry.id, salt=salt, text=text))
        session.flush()
    return entry


def erase_text(session: Session, entry_id: int) -> bool:
    """Erase the words of a change and the salt of their digest; False when there were none."""
    words = session.get(AuditText, entry_id)
    if words is None:
        return False
    session.delete(words)
    session.flush()
    return True


def make_root(session: Session, day: date, *, now: datetime) -> AuditRoot:
    """Close a day that is over under one hash; a second call gives the same root.

    It covers the heads of all chains that changed since the root before, so that days on which the bot stood still are
    covered too. Raises ValueError for a day that is not over.
    """
    if now < end_of(day):
        msg = f"{day} is not over"
        raise ValueError(msg)
    made = session.get(AuditRoot, day)
    if made is not None:
        return made
    before = session.exec(select(AuditRoot).order_by(col(AuditRoot.day).desc()).limit(1)).first()
    heads = _heads(session, after=None if before is None else end_of(before.day), until=end_of(day))
    previous = "" if before is None else before.root
    root = AuditRoot(
        day=day,
        root=root_hash(day, heads=heads, previous=previous),
        previous_root=previous,
        heads=len(heads),
        made_at=now,
    )
    session.add(root)
    session.flush()
    return root


def end_of(day: date) -> datetime:
    """Give the moment at which a day of the trail is over."""
    return datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=DAY_ZONE)


def hash_of(entry: AuditEntry) -> str:
    """Hash one entry and the hash before it."""
    return _hash(
        [
            entry.dossier_id,
            entry.sequence,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.person_id,
            str(entry.role),
            entry.unit_id,
            str(entry.action),
            str(entry.from_state),
            str(entry.to_state),
            entry.text_digest,
            entry.previous_hash,
        ]
    )


def digest_of(text: str, *, salt: str) -> str:
    """Digest words with their salt; without the salt nobody can try out what they may have been."""
    return hashlib.sha256((salt + text).encode()).hexdigest()


def root_hash(day: date, *, heads: list[tuple[int, int, str]], previous: str) -> str:
    """Hash the heads of a day (dossier, sequence, hash; by dossier) and the root before."""
    return _hash([day.isoformat(), heads, previous])


def _heads(session: Session, *, after: datetime | None, until: datetime) -> list[tuple[int, int, str]]:
    within = [col(AuditEntry.at) < until, *([] if after is None else [col(AuditEntry.at) >= after])]
    last = (
        select(col(AuditEntry.dossier_id).label("dossier_id"), func.max(AuditEntry.sequence).label("sequence"))
        .where(*within)
        .group_by(col(AuditEntry.dossier_id))
        .subquery()
    )
    rows = session.exec(
        select(AuditEntry.dossier_id, AuditEntry.sequence, AuditEntry.hash)
        .join(last, (col(AuditEntry.dossier_id) == last.c.dossier_id) & (col(AuditEntry.sequence) == last.c.sequence))
        .order_by(col(AuditEntry.dossier_id))
    )
    return [(dossier_id, sequence, head) for dossier_id, sequence, head in rows]


def _hash(fields: list[object]) -> str:
    canonical = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
