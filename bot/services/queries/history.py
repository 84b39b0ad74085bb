"""The history of a dossier in plain facts, as officers read it and as the nominator does."""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import takewhile

from sqlmodel import Session, col, select

from bot.domain.workflow import Action, State
from bot.services.moves import ANSWERED, ASKED_BACK, CORRECTED, DECLARED, HANDED, MERGED_IN, PREPARED, SENT, UNDONE
from models import AuditEntry, AuditText, Decision, Person

#: Whose words are meant for the nominator.
_WORDS_FOR_NOMINATOR = frozenset(
    {Action.ASK_SUPPLEMENT, Action.NOT_THIS_ROUND, Action.GIVE_SUPPLEMENT, ASKED_BACK, ANSWERED}
)
#: What is done within the office or by others, and is not told to the nominator.
_UNTOLD = frozenset({DECLARED, UNDONE, HANDED, PREPARED, MERGED_IN, CORRECTED})


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One fact: when, what (a workflow.Action, or send, undo, declare_related), who in which role, and the words.

    ``person_name`` is empty where the bot did it, and for a nominator unless it was the nominator's own act.
    """

    at: datetime
    action: str
    role: str
    person_name: str
    from_state: str
    to_state: State
    words: str


def history_of(
    session: Session, dossier_id: int, *, to_nominator: bool, before: Decision | None = None
) -> list[HistoryLine]:
    """Give the history, oldest first, up to an act if one is given.

    A nominator reads roles instead of names, nothing of who is related and nothing of acts that were taken back.
    """
    rows = session.exec(
        select(AuditEntry, Person.name, AuditText.text)
        .outerjoin(Person, col(Person.id) == AuditEntry.person_id)
        .outerjoin(AuditText, col(AuditText.entry_id) == AuditEntry.id)
        .where(AuditEntry.dossier_id == dossier_id)
        .order_by(col(AuditEntry.sequence))
    )
    lines = [
        HistoryLine(
            at=entry.at,
            action=entry.action,
            role=entry.role,
            person_name=(name or "") if not to_nominator or not entry.role else "",
            from_state=entry.from_state,
            to_state=State(entry.to_state),
            # The words of the first entry are the story, which the card shows by itself.
            words=(text or "") if entry.action != SENT else "",
        )
        for entry, name, text in rows
    ]
    if before is not None:
        lines = list(takewhile(lambda line: (line.at, line.action) != (before.made_at, before.action), lines))
    if not to_nominator:
        return lines
    undone = _undone(session, dossier_id)
    return [_for_nominator(one) for one in lines if one.action not in _UNTOLD and (one.at, one.action) not in undone]


def _undone(session: Session, dossier_id: int) -> set[tuple[datetime, str]]:
    """Give when which acts were done that were taken back later."""
    rows = session.exec(
        select(Decision.made_at, Decision.action).where(
            Decision.dossier_id == dossier_id, col(Decision.undone_at).is_not(None)
        )
    )
    return {(at, action) for at, action in rows}


def _for_nominator(line: HistoryLine) -> HistoryLine:
    return line if line.action in _WORDS_FOR_NOMINATOR else replace(line, words="")
