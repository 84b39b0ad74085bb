"""A nomination is handed to a clerk who prepares it and may ask for a supplement; the decision stays where it was."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.domain.workflow import DESKS, WAITING, State
from bot.services import moves
from bot.services.moves import Act, move
from bot.services.roles import Officer, free_officers, reach_of, standing_on
from bot.services.sight import ensure_may_see, no_such_dossier
from bot.services.telling import Posting, tell, tell_officers
from models import Dossier


def clerks_for(session: Session, dossier_id: int, *, by: int, now: datetime, zone: ZoneInfo) -> list[Officer]:
    """Give the clerks to whom this person may hand a dossier now; nobody for somebody who may not decide on it."""
    dossier, doing = _load(session, dossier_id), Act(now, zone, by)
    if not _decides(session, dossier, doing):
        return []
    clerks = free_officers(session, dossier, dossier.holder_unit_id, {Role.UNIT_CLERK}, on=doing.on)
    return [clerk for clerk in clerks if clerk.person_id not in {by, dossier.handed_to_id}]


def hand_over(
    session: Session, dossier_id: int, clerk_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> None:
    """Hand a dossier that waits to a clerk of the same unit, who is told.

    Raises Refusal: no_such_dossier, already_decided, no_such_clerk.
    """
    dossier, doing = _load(session, dossier_id), Act(now, zone, by)
    ensure_may_see(session, dossier, by, on=doing.on, now=now)
    if clerk_id not in {clerk.person_id for clerk in clerks_for(session, dossier_id, by=by, now=now, zone=zone)}:
        raise Refusal("no_such_clerk", Text(N_("This cannot be handed to them now. Please open the item again.")))
    role = min(_roles(session, dossier, doing))
    _note(session, dossier, Act(now, zone, by, role), action=moves.HANDED, expected_version=expected_version)
    dossier.handed_to_id = clerk_id
    session.flush()
    posting = Posting(now, zone, due_at=now)
    reached_at = reach_of(session, clerk_id)
    tell(session, dossier, Template.HANDED_OVER, posting, person_id=clerk_id, reached_at=reached_at)


def give_back(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> None:
    """Let the clerk say that it is prepared; those who decide are told."""
    dossier, doing = _load(session, dossier_id), Act(now, zone, by, Role.UNIT_CLERK)
    if dossier.state not in WAITING or not standing_on(session, dossier, by, on=doing.on).is_preparer:
        raise no_such_dossier()
    _note(session, dossier, doing, action=moves.PREPARED, expected_version=expected_version)
    dossier.handed_to_id = None
    session.flush()
    tell_officers(session, dossier, Template.PREPARED, Posting(now, zone, due_at=now))


def _load(session: Session, dossier_id: int) -> Dossier:
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        raise no_such_dossier()
    return dossier


def _roles(session: Session, dossier: Dossier, doing: Act) -> frozenset[Role]:
    assert doing.person_id is not None
    standing = standing_on(session, dossier, doing.person_id, on=doing.on)
    if standing.conflict or dossier.state not in WAITING:
        return frozenset()
    return standing.roles & DESKS[State(dossier.state)]


def _decides(session: Session, dossier: Dossier, doing: Act) -> bool:
    return bool(_roles(session, dossier, doing))


def _note(session: Session, dossier: Dossier, doing: Act, *, action: str, expected_version: int) -> None:
    move(
        session,
        dossier,
        doing,
        action=action,
        to=State(dossier.state),
        holder_unit_id=dossier.holder_unit_id,
        expected_version=expected_version,
    )
