"""Invitations: made by those entitled, used a few times until a day, taken back at will; only a hash is stored."""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.defaults import Setting
from bot.domain.links import LinkKind, Links, digest_of
from bot.domain.refusals import Refusal
from bot.domain.roles import Role, invitable
from bot.domain.wording import N_, Text
from bot.services import grants, roles, settings
from bot.services.grants import Deed
from models import Guess, Invitation
from models.invitation import InvitationKind

#: Somebody who opens an office is invited alone.
_ALONE = 1


class Opening(StrEnum):
    """What became of following a link."""

    OPEN = "open"
    UNKNOWN = "unknown"
    SPENT = "spent"  # used up, over or taken back
    PAUSED = "paused"  # too many wrong links from this user


@dataclass(frozen=True, slots=True)
class Opened:
    """The outcome, and the invitation where it is open."""

    outcome: Opening
    invitation: Invitation | None = None


def may_invite(session: Session, deed: Deed, unit_id: int) -> tuple[Role, ...]:
    """List the roles into which somebody may invite people to a unit."""
    assert deed.by is not None
    held = roles.roles_of(session, deed.by, on=deed.on)
    here = {one.role for one in held if one.unit.id == unit_id}
    return invitable(on_the_unit=here, anywhere={one.role for one in held})


def make(session: Session, deed: Deed, *, unit_id: int, role: Role, links: Links, uses: int = 0) -> Invitation:
    """Make an invitation into a role on a unit; raises Refusal for somebody who may not."""
    if deed.by is not None and role not in may_invite(session, deed, unit_id):
        raise Refusal(
            "invitations.not_yours", Text(N_("Inviting into this unit is for its head and clerk. They can help."))
        )
    many = settings.value_of(session, Setting.INVITATION_USES) if role is Role.MEMBER else _ALONE
    nonce = secrets.token_hex(16)
    invitation = Invitation(
        secret_hash=digest_of(links.secret(nonce)),
        nonce=nonce,
        kind=InvitationKind.JOIN,
        unit_id=unit_id,
        role=role.value,
        uses=uses or many,
        uses_left=uses or many,
        made_by=deed.by,
        made_at=deed.now,
        expires_at=deed.now + timedelta(days=settings.value_of(session, Setting.INVITATION_DAYS)),
    )
    session.add(invitation)
    session.flush()
    return invitation


def url_of(invitation: Invitation, links: Links) -> str:
    """Give an invitation's link again, "" where the bot's key is no longer the one it was made with."""
    secret = links.secret(invitation.nonce)
    if not links.bot or not hmac.compare_digest(digest_of(secret), invitation.secret_hash):
        return ""
    return links.url(LinkKind.JOIN, secret)


def open_link(session: Session, secret: str, *, kind: InvitationKind, user_id: int, now: datetime) -> Opened:
    """Look what a secret opens; wrong ones are counted, and after some of them even a right one has to wait."""
    guess = session.get(Guess, user_id)
    pause = timedelta(minutes=settings.value_of(session, Setting.LINK_GUESS_MINUTES))
    if guess is not None and guess.since + pause <= now:
        guess.tries, guess.since = 0, now
    if guess is not None and guess.tries >= settings.value_of(session, Setting.LINK_GUESSES):
        return Opened(Opening.PAUSED)
    digest = digest_of(secret)
    found = session.exec(select(Invitation).where(Invitation.secret_hash == digest)).one_or_none()
    if found is None or found.kind != kind or not hmac.compare_digest(found.secret_hash, digest):
        _count_guess(session, guess, user_id=user_id, now=now)
        return Opened(Opening.UNKNOWN)
    return Opened(Opening.OPEN, found) if is_open(found, now=now) else Opened(Opening.SPENT)


def is_open(invitation: Invitation, *, now: datetime) -> bool:
    """Tell whether an invitation can still be used."""
    return invitation.uses_left > 0 and invitation.revoked_at is None and invitation.expires_at > now


def accept(session: Session, deed: Deed, invitation_id: int, *, person_id: int) -> Invitation:
    """Use an invitation once: the person gets its role; who has it already uses none. Raises Refusal: spent."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.unit_id is None:
        raise spent()
    role = Role(invitation.role)
    if role in roles.roles_on(session, person_id, invitation.unit_id, on=deed.on):
        return invitation
    used = session.exec(
        update(Invitation)
        .where(
            col(Invitation.id) == invitation_id,
            col(Invitation.uses_left) > 0,
            col(Invitation.revoked_at).is_(None),
            col(Invitation.expires_at) > deed.now,
        )
        .values(uses_left=Invitation.uses_left - 1)
        .execution_options(synchronize_session=False)
    )
    if not used.rowcount:
        raise spent()
    session.refresh(invitation)
    by_invitation = Deed(None, deed.now, deed.zone, f"invitation {invitation_id}")
    grant = grants.give(
        session, by_invitation, person_id=person_id, role=role, unit_id=invitation.unit_id, quietly=True
    )
    grant.granted_by = invitation.made_by
    session.flush()
    return invitation


def revoke(session: Session, deed: Deed, invitation_id: int) -> None:
    """Take an invitation back; its link opens nothing any more."""
    invitation = session.get(Invitation, invitation_id)
    if invitation is None or invitation.unit_id is None:
        raise spent()
    if deed.by is not None and Role(invitation.role) not in may_invite(session, deed, invitation.unit_id):
        raise Refusal("invitations.not_yours", Text(N_("This invitation was made by somebody else; it stays.")))
    invitation.revoked_at = invitation.revoked_at or deed.now
    session.flush()


def open_of(session: Session, unit_id: int, *, now: datetime) -> list[Invitation]:
    """List the invitations into a unit that can still be used, the newest first."""
    return list(
        session.exec(
            select(Invitation)
            .where(
                Invitation.unit_id == unit_id,
                Invitation.kind == InvitationKind.JOIN,
                col(Invitation.uses_left) > 0,
                col(Invitation.revoked_at).is_(None),
                col(Invitation.expires_at) > now,
            )
            .order_by(col(Invitation.id).desc())
        )
    )


def spent() -> Refusal:
    """Say that an invitation cannot be used any more."""
    return Refusal(
        "invitations.spent",
        Text(N_("This invitation is used up or over. The unit can send a new one, or look for the unit by name.")),
    )


def _count_guess(session: Session, guess: Guess | None, *, user_id: int, now: datetime) -> None:
    if guess is None:
        guess = Guess(user_id=user_id, tries=0, since=now)
        session.add(guess)
    guess.tries += 1
    session.flush()
