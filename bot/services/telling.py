"""Who hears of what happens to a dossier. The words are made when a notice is sent, see handlers/notices.py."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain.notices import Template
from bot.domain.sending_times import is_quiet
from bot.domain.workflow import Action, State
from bot.services import endorsements, notices, placing
from bot.services.roles import Reach, reach_of
from models import Decision, Dossier

#: What the nominator hears of an act of somebody else.
_TO_NOMINATOR = {
    Action.ADOPT: Template.ADOPTED,
    Action.ASK_SUPPLEMENT: Template.SUPPLEMENT_ASKED,
    Action.NOT_THIS_ROUND: Template.NOT_THIS_ROUND,
    Action.PASS_TO_DEPUTY: Template.ON_THE_WAY,
    Action.PASS_UP: Template.ON_THE_WAY,
    Action.MERGE: Template.MERGED,
    Action.DECLINE: Template.NOMINEE_DECLINED,
}
_SILENT = frozenset({Template.ON_THE_WAY, Template.MERGED})
#: After which those who support a nomination hear what came of it.
_RESULTS = frozenset({Action.ADOPT, Action.NOT_THIS_ROUND})
#: What those hear who may decide at the desk where the dossier lies after an act.
_TO_OFFICERS = {
    Action.PASS_TO_DEPUTY: Template.NEW_NOMINATION,
    Action.PASS_UP: Template.NEW_NOMINATION,
    Action.GIVE_SUPPLEMENT: Template.SUPPLEMENT_GIVEN,
}


@dataclass(frozen=True, slots=True)
class Posting:
    """When a notice is queued and when it is due, and the decision that takes it back when it is undone."""

    now: datetime
    zone: ZoneInfo
    due_at: datetime
    decision_id: int | None = None


def tell(
    session: Session,
    dossier: Dossier,
    template: Template,
    posting: Posting,
    *,
    person_id: int,
    reached_at: Iterable[Reach],
    silent: bool = False,
    words: Mapping[str, str] | None = None,
) -> None:
    """Queue a notice about a dossier for one person; at night it makes no sound."""
    for reach in reached_at:
        notices.queue(
            session,
            template,
            chat_id=reach.chat_id,
            args={
                "dossier_id": dossier.id,
                "version": dossier.version,
                "person_id": person_id,
                "decision_id": posting.decision_id,
                **(words or {}),
            },
            due_at=posting.due_at,
            created_at=posting.now,
            dedupe_key=f"{template.value}:{dossier.id}:{dossier.version}:{reach.chat_id}",
            silent=silent or is_quiet(posting.due_at, zone=posting.zone),
            dossier_id=dossier.id,
            decision_id=posting.decision_id,
        )


def tell_officers(
    session: Session, dossier: Dossier, template: Template, posting: Posting, *, state: State | None = None
) -> None:
    """Queue a notice for everybody who may decide at the desk where a dossier lies, or lay in another state."""
    on = posting.now.astimezone(posting.zone).date()
    for officer in placing.officers_at(session, dossier, on=on, state=state):
        tell(session, dossier, template, posting, person_id=officer.person_id, reached_at=officer.reached_at)


def tell_of_decision(session: Session, dossier: Dossier, decision: Decision, *, zone: ZoneInfo, comment: str) -> None:
    """Queue what people hear of a decision, for the moment after which it cannot be undone."""
    action = Action(decision.action)
    posting = Posting(decision.made_at, zone, decision.undo_until, decision.id)
    if action in _TO_NOMINATOR and decision.person_id != dossier.nominator_id:
        template = _TO_NOMINATOR[action]
        tell(
            session,
            dossier,
            template,
            posting,
            person_id=dossier.nominator_id,
            reached_at=nominator_reach(session, dossier),
            silent=template in _SILENT,
            words={"comment": comment} if comment else None,
        )
    if action is Action.ADOPT and dossier.nominee_person_id is not None:
        nominee = dossier.nominee_person_id
        reached_at = reach_of(session, nominee)
        tell(session, dossier, Template.NOMINEE_ADOPTED, posting, person_id=nominee, reached_at=reached_at)
    if action in _RESULTS:
        _tell_supporters(session, dossier, posting)
    if action in _TO_OFFICERS:
        tell_officers(session, dossier, _TO_OFFICERS[action], posting)
    if action is Action.GIVE_SUPPLEMENT and dossier.handed_to_id is not None:
        clerk = dossier.handed_to_id
        reached_at = reach_of(session, clerk)
        tell(session, dossier, Template.SUPPLEMENT_GIVEN, posting, person_id=clerk, reached_at=reached_at)
    if action is Action.DECLINE:
        tell_those_who_chose(session, dossier, Template.NOMINEE_DECLINED, posting)
    if action is Action.WITHDRAW:
        tell_officers(session, dossier, Template.WITHDRAWN, posting, state=State(decision.from_state))


def tell_those_who_chose(session: Session, dossier: Dossier, template: Template, posting: Posting) -> None:
    """Queue a notice for those at whose desk a dossier was chosen for the list."""
    chosen_at = session.exec(
        select(Decision.from_state)
        .where(
            Decision.dossier_id == dossier.id, Decision.action == Action.ADOPT.value, col(Decision.undone_at).is_(None)
        )
        .order_by(col(Decision.id).desc())
        .limit(1)
    ).first()
    tell_officers(session, dossier, template, posting, state=State(chosen_at or State.WITH_HEAD))


def _tell_supporters(session: Session, dossier: Dossier, posting: Posting) -> None:
    for person_id in endorsements.people_of(session, dossier.id or 0):
        tell(
            session,
            dossier,
            Template.SUPPORTED_RESULT,
            posting,
            person_id=person_id,
            reached_at=reach_of(session, person_id),
            silent=True,
        )


def nominator_reach(session: Session, dossier: Dossier) -> tuple[Reach, ...]:
    """Give where the nominator hears of a dossier: the chat in which it was sent, else every account."""
    if dossier.nominator_chat_id is not None:
        return (Reach(dossier.nominator_chat_id, ""),)
    return reach_of(session, dossier.nominator_id)
