"""Checking the trail: every link, every field, every word that is still there, every day's root."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlmodel import Session, col, select

from bot.services.audit import digest_of, end_of, hash_of, root_hash
from models import AuditEntry, AuditRoot, AuditText


class Flaw(StrEnum):
    """What can be wrong with the trail."""

    BROKEN_LINK = "broken_link"
    CHANGED_FIELD = "changed_field"
    MISSING_SEQUENCE = "missing_sequence"
    CHANGED_TEXT = "changed_text"
    CHANGED_ROOT = "changed_root"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which dossier at which place, or under which day's root."""

    flaw: Flaw
    dossier_id: int | None = None
    sequence: int | None = None
    day: date | None = None


@dataclass
class _Roots:
    """The roots, and the heads that their days have now."""

    rows: list[AuditRoot]
    heads: dict[date, dict[int, tuple[int, int, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ends = [end_of(row.day) for row in self.rows]

    def see(self, entry: AuditEntry) -> None:
        place = bisect_right(self._ends, entry.at)
        if place < len(self.rows):
            heads = self.heads.setdefault(self.rows[place].day, {})
            heads[entry.dossier_id] = (entry.dossier_id, entry.sequence, entry.hash)

    def problems(self) -> Iterator[Problem]:
        previous = ""
        for row in self.rows:
            heads = sorted(self.heads.get(row.day, {}).values())
            expected = root_hash(row.day, heads=heads, previous=previous)
            if row.root != expected or row.previous_root != previous or row.heads != len(heads):
                yield Problem(Flaw.CHANGED_ROOT, day=row.day)
            previous = row.root


def verify(session: Session) -> list[Problem]:
    """Check the whole trail; an empty list means that nothing was changed, left out or put in."""
    problems: list[Problem] = []
    roots = _Roots(list(session.exec(select(AuditRoot).order_by(col(AuditRoot.day)))))
    before: AuditEntry | None = None
    rows = session.exec(
        select(AuditEntry, AuditText)
        .outerjoin(AuditText, col(AuditText.entry_id) == AuditEntry.id)
        .order_by(col(AuditEntry.dossier_id), col(AuditEntry.sequence))
        .execution_options(yield_per=500)
    )
    for entry, words in rows:
        if before is not None and before.dossier_id != entry.dossier_id:
            before = None
        problems += [Problem(flaw, entry.dossier_id, entry.sequence) for flaw in _flaws(entry, words, before)]
        roots.see(entry)
        before = entry
    return [*problems, *roots.problems()]


def _flaws(entry: AuditEntry, words: AuditText | None, before: AuditEntry | None) -> Iterator[Flaw]:
    if entry.sequence != (1 if before is None else before.sequence + 1):
        yield Flaw.MISSING_SEQUENCE
    if entry.previous_hash != ("" if before is None else before.hash):
        yield Flaw.BROKEN_LINK
    if entry.hash != hash_of(entry):
        yield Flaw.CHANGED_FIELD
    if words is not None and entry.text_digest != digest_of(words.text, salt=words.salt):
        yield Flaw.CHANGED_TEXT
