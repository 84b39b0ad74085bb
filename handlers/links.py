"""What a link does when it is followed: each kind has its own place, and none of them asks for more than it needs."""

from collections.abc import Callable, Mapping

from bot.conversation.desk import Desk, Go
from bot.domain.links import LinkKind, read_payload
from bot.domain.wording import N_, Text
from bot.services import accounts, consents, invitations
from bot.services.invitations import Opening
from models.invitation import InvitationKind

_WORDS = {
    Opening.UNKNOWN: N_("This link opens nothing. Please ask for it again, or look for your unit by its name."),
    Opening.SPENT: N_("This invitation is used up or over. The unit can send a new one."),
    Opening.PAUSED: N_("Several links did not fit, so links rest for an hour. Your unit can be found by its name."),
}

_NOT_TOGETHER = {
    Opening.UNKNOWN: N_("This link opens nothing. Please ask the colleague who sent it for a new one."),
    Opening.SPENT: N_("This link is over. Whoever sent it can make a new one."),
}
_JOIN_FIRST = N_("To nominate together you first join your unit; then open the link again.")


def follow(payload: str, desk: Desk) -> Go:
    """Go where a payload leads; who has not chosen a language yet does so first."""
    read = read_payload(payload)
    place = _FOLLOW[read[0]](read[1], desk) if read and read[0] in _FOLLOW else _nowhere(Opening.UNKNOWN)
    if accounts.language_of(desk.session, desk.account_id):
        return place
    return Go("language", {"then": [place.screen, dict(place.args)]}, problem=place.problem)


def _join(secret: str, desk: Desk) -> Go:
    opened = invitations.open_link(desk.session, secret, kind=InvitationKind.JOIN, user_id=desk.chat_id, now=desk.now)
    if opened.invitation is None:
        return _nowhere(opened.outcome)
    here = {"invitation": opened.invitation.id}
    if desk.person_id and consents.has_agreed(desk.session, desk.person_id):
        return Go("invited", here)
    return Go("consent", here)


def _co_nominate(secret: str, desk: Desk) -> Go:
    if not desk.person_id:
        return Go("start", problem=Text(_JOIN_FIRST))
    opened = invitations.open_link(
        desk.session, secret, kind=InvitationKind.CO_NOMINATE, user_id=desk.chat_id, now=desk.now
    )
    if opened.invitation is None:
        return Go("start", problem=Text(_NOT_TOGETHER.get(opened.outcome, _WORDS[opened.outcome])))
    return Go("co_nominate", {"invitation": opened.invitation.id})


def _nowhere(outcome: Opening) -> Go:
    return Go("start", problem=Text(_WORDS[outcome]))


_FOLLOW: Mapping[LinkKind, Callable[[str, Desk], Go]] = {LinkKind.JOIN: _join, LinkKind.CO_NOMINATE: _co_nominate}
