"""A short exchange between the nominator and those who have the nomination: one question at a time, one answer.

The words lie in the trail like those of every other step; a question changes neither the state nor who has it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain.defaults import Setting, default
from bot.domain.names import normalise
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.domain.workflow import DESKS, FINAL, State
from bot.services import moves, placing
from bot.services.moves import Act, move
from bot.services.roles import Reach, reach_of, roles_on
from bot.services.sight import no_such_dossier
from bot.services.telling import Posting, nominator_reach, tell
from models import AuditEntry, AuditText, Decision, Dossier

#: States in which nobody has the nomination who could be asked.
_NOBODY_THERE = frozenset({State.WITHDRAWN, State.MERGED, State.DECLINED})


@dataclass(frozen=True, slots=True)
class Question:
    """What the nominator asked last, and whether it waits for an answer."""

    words: str
    is_open: bool


def question_of(session: Session, dossier_id: int) -> Question | None:
    """Give the latest question, None where nothing was asked."""
    rows = session.exec(
        select(AuditEntry.action, AuditText.text)
        .join(AuditText, col(AuditText.entry_id) == AuditEntry.id)
        .where(AuditEntry.dossier_id == dossier_id, col(AuditEntry.action).in_([moves.ASKED_BACK, moves.ANSWERED]))
        .order_by(col(AuditEntry.sequence).desc())
        .limit(2)
    ).all()
    asked = next((text for action, text in rows if action == moves.ASKED_BACK), None)
    return None if asked is None else Question(asked, is_open=rows[0][0] == moves.ASKED_BACK)


def may_ask(session: Session, dossier_id: int, *, by: int) -> bool:
    """Tell whether the nominator may ask now: somebody has it, and no question waits."""
    dossier = session.get(Dossier, dossier_id)
    if dossier is None or dossier.nominator_id != by or dossier.state in _NOBODY_THERE:
        return False
    last = question_of(session, dossier_id)
    return last is None or not last.is_open


def may_answer(session: Session, dossier_id: int, *, by: int, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether a question waits for this person: who decides or has decided, or the clerk."""
    dossier, last = session.get(Dossier, dossier_id), question_of(session, dossier_id)
    if dossier is None or last is None or not last.is_open:
        return False
    return by in {person for person, _reach in _answering(session, dossier, Act(now, zone))}


def ask(session: Session, dossier_id: int, *, by: int, now: datetime, zone: ZoneInfo, text: str) -> None:
    """Ask those who have the nomination. Raises Refusal: no_such_dossier, question_open, question_short, …_long."""
    dossier = session.get(Dossier, dossier_id)
    if dossier is None or dossier.nominator_id != by or dossier.state in _NOBODY_THERE:
        raise no_such_dossier()
    if not may_ask(session, dossier_id, by=by):
        raise Refusal("question_open", Text(N_("Your question is on its way; the answer comes here. One at a time.")))
    _note(session, dossier, Act(now, zone, by), action=moves.ASKED_BACK, words=_read(text))
    posting = Posting(now, zone, due_at=now)
    for person_id, reached_at in _answering(session, dossier, Act(now, zone)):
        tell(session, dossier, Template.ASKED_BACK, posting, person_id=person_id, reached_at=reached_at)


def answer(session: Session, dossier_id: int, *, by: int, now: datetime, zone: ZoneInfo, text: str) -> None:
    """Answer the open question. Raises Refusal: no_such_dossier, question_short, question_long."""
    dossier = session.get(Dossier, dossier_id)
    if dossier is None or not may_answer(session, dossier_id, by=by, now=now, zone=zone):
        raise no_such_dossier()
    held = roles_on(session, by, dossier.holder_unit_id, on=Act(now, zone).on)
    role = min(held & (DESKS[_desk(session, dossier)] | {Role.UNIT_CLERK}))
    _note(session, dossier, Act(now, zone, by, role), action=moves.ANSWERED, words=_read(text))
    tell(
        session,
        dossier,
        Template.ANSWERED,
        Posting(now, zone, due_at=now),
        person_id=dossier.nominator_id,
        reached_at=nominator_reach(session, dossier),
    )


def _answering(session: Session, dossier: Dossier, doing: Act) -> Iterable[tuple[int, tuple[Reach, ...]]]:
    officers = placing.officers_at(session, dossier, on=doing.on, state=_desk(session, dossier))
    found = {officer.person_id: officer.reached_at for officer in officers}
    clerk = dossier.handed_to_id
    if clerk is not None and Role.UNIT_CLERK in roles_on(session, clerk, dossier.holder_unit_id, on=doing.on):
        found.setdefault(clerk, reach_of(session, clerk))
    return found.items()


def _desk(session: Session, dossier: Dossier) -> State:
    """Give the desk where it lies, or at which it was decided on."""
    if dossier.state not in FINAL:
        return State(dossier.state)
    decided_at = session.exec(
        select(Decision.from_state)
        .where(Decision.dossier_id == dossier.id, col(Decision.undone_at).is_(None))
        .order_by(col(Decision.id).desc())
        .limit(1)
    ).first()
    return State(decided_at) if decided_at is not None else State.WITH_HEAD


def _read(text: str) -> str:
    words, most = normalise(text, keep_lines=True), default(Setting.REASON_MOST)
    if not any(map(str.isalpha, words)):
        raise Refusal("question_short", Text(N_("Please type it in a line or two.")))
    if len(words) > most:
        raise Refusal("question_long", Text(N_("That is longer than {most} characters."), {"most": most}))
    return words


def _note(session: Session, dossier: Dossier, doing: Act, *, action: str, words: str) -> None:
    move(
        session,
        dossier,
        doing,
        action=action,
        to=State(dossier.state),
        holder_unit_id=dossier.holder_unit_id,
        expected_version=dossier.version,
        text=words,
    )
