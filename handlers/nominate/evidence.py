"""The shelf of /decu: the files of the draft under way."""

from collections.abc import Sequence

from bot.conversation.desk import Desk
from bot.conversation.steps import Shelf
from bot.services import evidence
from bot.services.evidence import EvidenceLine
from models.evidence import Purpose


def _lines(desk: Desk) -> Sequence[EvidenceLine]:
    return evidence.of_draft(desk.session, desk.draft_id)


def _add_link(desk: Desk, address: str) -> None:
    url = address if "://" in address else f"https://{address}"
    # A link has no file that could be fetched again from its message, so the message is not noted.
    evidence.add_link(desk.session, draft_id=desk.draft_id, chat_id=desk.chat_id, message_id=0, url=url, now=desk.now)


def tie_to_criterion(desk: Desk, evidence_id: int, code: str) -> None:
    """Say which criterion a file shows."""
    evidence.assign(desk.session, evidence_id, draft_id=desk.draft_id, criterion=code)


def _mark_product(desk: Desk, evidence_id: int) -> None:
    evidence.assign(desk.session, evidence_id, draft_id=desk.draft_id, purpose=Purpose.PRODUCT)


def _remove(desk: Desk, evidence_id: int) -> None:
    evidence.remove(desk.session, evidence_id, draft_id=desk.draft_id)


SHELF = Shelf(lines=_lines, add_link=_add_link, tie=tie_to_criterion, mark_product=_mark_product, remove=_remove)
