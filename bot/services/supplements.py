"""What is asked of a nominator in addition, item by item, and the answers."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED
from bot.services import evidence
from bot.services.sight import no_such_dossier
from bot.services.untold import told_of
from models import Decision, Dossier, Evidence, SupplementItem
from models.evidence import EvidenceState

#: Longest answer to one item, in characters.
LONGEST_ANSWER = 1000


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One thing asked for: what, by when, the answer so far, and how many files came for it."""

    id: int
    position: int
    text: str
    due_on: date
    answer: str
    files: int

    @property
    def is_given(self) -> bool:
        """Whether something came for it, words or a file."""
        return bool(self.answer) or self.files > 0


def items_of(session: Session, dossier_id: int, *, before: Decision | None = None) -> list[ItemLine]:
    """Give what is asked for now, or was before an act, in order, with what has come for it."""
    files = (
        select(func.count(col(Evidence.id)))
        .where(
            Evidence.supplement_item_id == SupplementItem.id,
            col(Evidence.state).not_in([EvidenceState.REMOVED, EvidenceState.REFUSED]),
        )
        .scalar_subquery()
    )
    rows = session.exec(
        select(SupplementItem, files)
        .where(SupplementItem.dossier_id == dossier_id, *_asked(before))
        .order_by(col(SupplementItem.position), col(SupplementItem.id))
    )
    return [
        ItemLine(item.id, item.position, item.text, item.due_on, item.answer, count or 0)
        for item, count in rows
        if item.id is not None
    ]


def answer_item(session: Session, item_id: int, *, by: int, now: datetime, text: str) -> list[ItemLine]:
    """Keep the nominator's words for one item; give all items as they stand now.

    Nothing is sent to the officer yet: see dossiers.give_supplement.
    """
    item = _ensure_open(session, item_id, by=by, now=now)
    answer = normalise(text, keep_lines=True)
    if len(answer) > LONGEST_ANSWER:
        too_long = N_("This is longer than {most} characters. A few lines do, or send it as a file.")
        raise Refusal("answer_too_long", Text(too_long, {"most": LONGEST_ANSWER}))
    item.answer, item.given_at = answer, now
    session.flush()
    return _items_told(session, item.dossier_id, by=by, now=now)


def take_file(
    session: Session, item_id: int, *, evidence_id: int, by: int, chat_id: int, now: datetime
) -> list[ItemLine]:
    """Let a file that has just come into this chat belong to one item; give all items as they stand now."""
    item = _ensure_open(session, item_id, by=by, now=now)
    row = session.get(Evidence, evidence_id)
    if (
        row is None
        or row.chat_id != chat_id
        or row.draft_id is not None
        or row.dossier_id not in {None, item.dossier_id}
    ):
        raise no_such_dossier()
    if len(evidence.of_item(session, item_id)) >= evidence.MOST_FILES:
        raise Refusal("item_full", evidence.FULL)
    row.dossier_id, row.supplement_item_id = item.dossier_id, item.id
    if row.state != EvidenceState.REFUSED:
        item.given_at = now
    session.flush()
    return _items_told(session, item.dossier_id, by=by, now=now)


def _items_told(session: Session, dossier_id: int, *, by: int, now: datetime) -> list[ItemLine]:
    told = told_of(session, session.get_one(Dossier, dossier_id), viewer=by, now=now)
    return items_of(session, dossier_id, before=told.untold)


def ensure_something_given(session: Session, dossier_id: int) -> None:
    """Raise Refusal where nothing at all has come for what was asked."""
    if not any(item.is_given for item in items_of(session, dossier_id)):
        raise Refusal(
            "nothing_given",
            Text(N_("Nothing has been added yet. Send a file or type a line; “I do not have it” is an answer too.")),
        )


def ask(session: Session, dossier_id: int, *, items: tuple[str, ...], due_on: date, now: datetime) -> None:
    """Write down what is asked for."""
    for position, text in enumerate(items, 1):
        session.add(SupplementItem(dossier_id=dossier_id, position=position, text=text, due_on=due_on, asked_at=now))
    session.flush()


def close(session: Session, dossier_id: int, *, now: datetime) -> None:
    """Close what was asked for: it was sent, or is not needed any more."""
    for item in _open_items(session, dossier_id):
        item.closed_at = now
    session.flush()


def reverse(session: Session, decision: Decision) -> None:
    """Take an undone act's effect on the items back: what it asked is closed, what it closed is open again."""
    items = session.exec(select(SupplementItem).where(SupplementItem.dossier_id == decision.dossier_id))
    for item in items:
        if item.asked_at == decision.made_at:
            item.closed_at = decision.undone_at
        elif item.closed_at == decision.made_at:
            item.closed_at = None
    session.flush()


def due_of(session: Session, dossier: Dossier) -> date | None:
    """Give by when the open items are due, None where nothing is asked for."""
    return max((item.due_on for item in _open_items(session, dossier.id or 0)), default=None)


def _asked(before: Decision | None) -> tuple[ColumnElement[bool], ...]:
    is_open = col(SupplementItem.closed_at).is_(None)
    if before is None:
        return (is_open,)
    was_open = or_(is_open, col(SupplementItem.closed_at) == before.made_at)
    return was_open, col(SupplementItem.asked_at) != before.made_at


def _ensure_open(session: Session, item_id: int, *, by: int, now: datetime) -> SupplementItem:
    item = session.get(SupplementItem, item_id)
    dossier = None if item is None else session.get(Dossier, item.dossier_id)
    if item is None or dossier is None or dossier.nominator_id != by:
        raise no_such_dossier()
    told = told_of(session, dossier, viewer=by, now=now)
    is_open = item.closed_at is None or (told.untold is not None and item.closed_at == told.untold.made_at)
    if not is_open or told.state not in ASKED:
        raise Refusal("item_closed", Text(N_("This is no longer asked for. /hoso shows where the nomination is.")))
    return item


def _open_items(session: Session, dossier_id: int) -> list[SupplementItem]:
    return list(
        session.exec(
            select(SupplementItem).where(
                SupplementItem.dossier_id == dossier_id, col(SupplementItem.closed_at).is_(None)
            )
        )
    )
