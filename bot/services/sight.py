"""Who may see a dossier, and how much of it."""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Session, col, select

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.domain.workflow import State
from bot.services.roles import related_to
from bot.services.units import valid_on
from bot.services.untold import told_of
from models import Dossier, RoleGrant

#: Roles that see the dossiers of their unit, or those that their unit holds.
_SEEING = (
    Role.UNIT_HEAD,
    Role.UNIT_DEPUTY,
    Role.UNIT_CLERK,
    Role.INTERMEDIATE_OFFICER,
    Role.DEPARTMENT_OFFICE,
)


class Sight(StrEnum):
    """How much somebody sees."""

    WHOLE = "whole"
    BASIC = "basic"  # that it exists, whom it is about and where it stands; no story, no nominator


def sight_of(session: Session, dossier: Dossier, person_id: int, *, on: date, now: datetime) -> Sight | None:
    """Tell how much a person sees of a dossier that day, None for nothing.

    A nominee hears of it only once it is chosen for good; an officer who is a relative knows only that somebody else
    decides.
    """
    if dossier.nominator_id == person_id:
        return Sight.WHOLE
    if dossier.nominee_person_id == person_id:
        is_told = told_of(session, dossier, viewer=person_id, now=now).state is State.ADOPTED
        return Sight.BASIC if is_told else None
    sees = session.exec(
        select(RoleGrant.id)
        .where(
            RoleGrant.person_id == person_id,
            col(RoleGrant.unit_id).in_((dossier.unit_id, dossier.holder_unit_id)),
            col(RoleGrant.role).in_(_SEEING),
            valid_on(RoleGrant, on),
        )
        .limit(1)
    ).first()
    if sees is None:
        return None
    return Sight.BASIC if person_id in related_to(session, dossier) else Sight.WHOLE


def ensure_may_see(session: Session, dossier: Dossier, person_id: int, *, on: date, now: datetime) -> Sight:
    """Give how much a person sees of a dossier that day; raise Refusal for nothing."""
    sight = sight_of(session, dossier, person_id, on=on, now=now)
    if sight is None:
        raise no_such_dossier()
    return sight


def no_such_dossier() -> Refusal:
    """Say the same of a dossier that is none of somebody's business and of one that does not exist."""
    return Refusal(
        "no_such_dossier",
        Text(N_("This is not among your items. /hoso and /choduyet show those that are yours to see.")),
    )
