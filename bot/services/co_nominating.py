"""Nominating together: a link to a draft; those who followed it and agreed stand behind what is sent."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from bot.domain.defaults import Setting
from bot.domain.likeness import Likeness, likeness_of_people
from bot.domain.links import LinkKind, Links, digest_of
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import endorsements, invitations, prepared, roles, units
from bot.services.grants import Deed
from bot.services.settings import value_of
from models import CoNominator, Draft, Invitation, Person
from models.dialog import DraftState
from models.invitation import InvitationKind
from models.support import EndorsementSource

_AGREED = select(CoNominator.person_id, CoNominator.at).where(col(CoNominator.draft_id) == bindparam("draft"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody who is invited reads: who asks, and whom it is about."""

    nominator_name: str
    nominee_name: str
    has_agreed: bool


def prepare(session: Session, draft_id: int, *, by: int, links: Links, now: datetime) -> Invitation | None:
    """Give the open invitation to a draft, made anew where there is none; None for a draft that is not open."""
    draft = session.get(Draft, draft_id)
    if draft is None or draft.person_id != by or draft.state != DraftState.OPEN:
        return None
    there = _open_of(session, draft_id, now=now)
    if there is not None:
        return there
    nonce, uses = secrets.token_hex(16), value_of(session, Setting.CO_NOMINATORS)
    invitation = Invitation(
        secret_hash=digest_of(links.secret(nonce)),
        nonce=nonce,
        kind=InvitationKind.CO_NOMINATE,
        draft_id=draft_id,
        uses=uses,
        uses_left=uses,
        made_by=by,
        made_at=now,
        expires_at=now + timedelta(days=value_of(session, Setting.INVITATION_DAYS)),
    )
    session.add(invitation)
    session.flush()
    return invitation


def url_of(session: Session, draft_id: int, *, links: Links, now: datetime) -> str:
    """Give the link to a draft, "" where there is none that can still be used."""
    invitation = _open_of(session, draft_id, now=now)
    return (
        "" if invitation is None or not links.bot else links.url(LinkKind.CO_NOMINATE, links.secret(invitation.nonce))
    )


def asked(session: Session, invitation_id: int, *, by: int, deed: Deed) -> Asked:
    """Give what an invitation asks of somebody; raises Refusal (co_nominating.…) for whom it is not."""
    _invitation, draft = _ensure_open(session, invitation_id, by=by, deed=deed)
    nominator = session.get_one(Person, draft.person_id)
    there = session.get(CoNominator, (draft.id, by))
    return Asked(nominator.name, str(draft.answers.get("name", "")), has_agreed=there is not None)


def agree(session: Session, invitation_id: int, *, by: int, deed: Deed) -> None:
    """Let somebody stand behind a draft; a second time changes nothing and uses nothing up."""
    invitation, draft = _ensure_open(session, invitation_id, by=by, deed=deed)
    if session.get(CoNominator, (draft.id, by)) is not None:
        return
    invitation.uses_left -= 1
    assert draft.id is not None
    session.add(CoNominator(draft_id=draft.id, person_id=by, at=deed.now))
    session.flush()


def names_of(session: Session, draft_id: int) -> list[str]:
    """Give the names of those who have agreed, sorted as names are."""
    return list(
        session.exec(
            select(Person.name)
            .join(CoNominator, col(CoNominator.person_id) == Person.id)
            .where(CoNominator.draft_id == draft_id)
            .order_by(col(Person.sort_key), col(Person.id))
        )
    )


def stand_behind(session: Session, draft_id: int, dossier_id: int) -> None:
    """Turn those who agreed into supporters of what was sent; the link to the draft opens nothing any more."""
    for person_id, at in prepared.run(session, _AGREED, draft=draft_id):
        endorsements.add(session, dossier_id, person_id=person_id, source=EndorsementSource.CO_NOMINATOR, at=at)


def _open_of(session: Session, draft_id: int, *, now: datetime) -> Invitation | None:
    found = session.exec(
        select(Invitation)
        .where(Invitation.draft_id == draft_id, Invitation.kind == InvitationKind.CO_NOMINATE)
        .order_by(col(Invitation.id).desc())
        .limit(1)
    ).first()
    return found if found is not None and invitations.is_open(found, now=now) else None


def _ensure_open(session: Session, invitation_id: int, *, by: int, deed: Deed) -> tuple[Invitation, Draft]:
    """Raise Refusal unless this person may stand behind a draft that is still being written.

    The nominee learns nothing from it: the refusal is that of a link that is over.
    """
    invitation = session.get(Invitation, invitation_id)
    draft = None if invitation is None or invitation.draft_id is None else session.get(Draft, invitation.draft_id)
    if invitation is None or draft is None or draft.state != DraftState.OPEN:
        raise _over()
    agreed = session.get(CoNominator, (draft.id, by)) is not None
    if not agreed and (not invitations.is_open(invitation, now=deed.now) or _is_nominee(session, draft, by, deed)):
        raise _over()
    if draft.person_id == by:
        raise Refusal(
            "co_nominating.own", Text(N_("This link is for colleagues; the draft is yours. /tieptuc leads to it."))
        )
    if not roles.roles_of(session, by, on=deed.on):
        raise Refusal("co_nominating.not_a_member", Text(N_("To stand behind a nomination you first join your unit.")))
    return invitation, draft


def _is_nominee(session: Session, draft: Draft, person_id: int, deed: Deed) -> bool:
    person, own = session.get(Person, person_id), units.unit_of(session, person_id, on=deed.on)
    if person is None or own is None or own.id != draft.answers.get("unit_id", own.id):
        return False
    return likeness_of_people(person.name, str(draft.answers.get("name", ""))) >= Likeness.SHORT


def _over() -> Refusal:
    return Refusal("co_nominating.over", Text(N_("This link is over. Whoever sent it can make a new one.")))
