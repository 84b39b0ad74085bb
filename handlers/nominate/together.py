"""Nominating together: the link that the nominator hands on."""

from collections.abc import Sequence

from bot.conversation.desk import Desk
from bot.domain.nomination import Nomination
from bot.services import co_nominating


def make_link(draft: Nomination, desk: Desk) -> Nomination:
    """See to it that there is a link to the draft; the draft stays as it is."""
    co_nominating.prepare(desk.session, desk.draft_id, by=desk.person_id, links=desk.links, now=desk.now)
    return draft


def link(desk: Desk) -> str:
    """Give the link."""
    return co_nominating.url_of(desk.session, desk.draft_id, links=desk.links, now=desk.now)


def joined(desk: Desk) -> Sequence[str]:
    """Name those who have agreed."""
    return co_nominating.names_of(desk.session, desk.draft_id)
