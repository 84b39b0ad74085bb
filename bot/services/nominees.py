"""What a nominee may say once the unit has chosen: take no part, or that something needs correcting."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.domain.defaults import Setting, default
from bot.domain.names import normalise
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action, State
from bot.services import dossiers, moves
from bot.services.moves import Act, move
from bot.services.sight import ensure_may_see, no_such_dossier
from bot.services.telling import Posting, tell_those_who_chose
from models import Decision, Dossier


def decline(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> Decision:
    """Let the nominee take no part; the nominator and those who chose are told, without a reason."""
    return dossiers.act(
        session, dossier_id, Action.DECLINE, by=by, expected_version=expected_version, now=now, zone=zone
    )


def correct(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo, text: str
) -> None:
    """Hand the nominee's own words on to those who chose; they stand in the trail.

    Raises Refusal: no_such_dossier, already_decided, correction_short, correction_long.
    """
    dossier = session.get(Dossier, dossier_id)
    doing = Act(now, zone, by)
    if dossier is None:
        raise no_such_dossier()
    ensure_may_see(session, dossier, by, on=doing.on, now=now)
    if dossier.nominee_person_id != by or dossier.state != State.ADOPTED:
        raise no_such_dossier()
    words, most = normalise(text, keep_lines=True), default(Setting.REASON_MOST)
    if not words:
        raise Refusal("correction_short", Text(N_("Please type what needs correcting; one line is enough.")))
    if len(words) > most:
        raise Refusal("correction_long", Text(N_("That is longer than {most} characters."), {"most": most}))
    move(
        session,
        dossier,
        doing,
        action=moves.CORRECTED,
        to=State.ADOPTED,
        holder_unit_id=dossier.holder_unit_id,
        expected_version=expected_version,
        text=words,
    )
    tell_those_who_chose(session, dossier, Template.NOMINEE_CORRECTED, Posting(now, zone, due_at=now))
