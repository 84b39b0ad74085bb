"""What a person has nominated, and where each item is."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from bot.domain.workflow import ASKED, FINAL, State
from bot.services.queries.paging import Page, within
from bot.services.untold import told_state
from models import Dossier, SupplementItem


@dataclass(frozen=True, slots=True)
class MineLine:
    """One own item; ``asked`` counts the things that are still asked for, ``due_on`` is by when the next step comes."""

    dossier_id: int
    code: str
    nominee_name: str
    category: str
    state: State
    state_since: datetime
    due_on: date | None
    asked: int


def mine(session: Session, person_id: int, *, page: int, now: datetime, size: int = 5) -> Page[MineLine]:
    """Give a page of the items that a person nominated, the latest first."""
    own = Dossier.nominator_id == person_id
    total = session.exec(select(func.count()).select_from(Dossier).where(own)).one()
    number = within(page, size=size, total=total)
    asked = (
        select(func.count(col(SupplementItem.id)))
        .where(
            SupplementItem.dossier_id == Dossier.id,
            col(SupplementItem.given_at).is_(None),
            col(SupplementItem.closed_at).is_(None),
        )
        .scalar_subquery()
    )
    rows = session.exec(
        select(Dossier, asked, told_state(viewer=person_id, now=now))
        .where(own)
        .order_by(col(Dossier.sent_at).desc(), col(Dossier.id).desc())
        .limit(size)
        .offset(number * size)
    )
    lines = tuple(_line(dossier, asked=count or 0, state=State(state)) for dossier, count, state in rows)
    return Page(lines, number, size, total)


def under_way(session: Session, person_id: int, *, now: datetime) -> int:
    """Count the own items that are still on their way."""
    final = list(FINAL)
    return session.exec(
        select(func.count())
        .select_from(Dossier)
        .where(Dossier.nominator_id == person_id, told_state(viewer=person_id, now=now).not_in(final))
    ).one()


def asked_of(session: Session, person_id: int, *, now: datetime) -> int:
    """Count the own items for which something is asked."""
    return session.exec(
        select(func.count())
        .select_from(Dossier)
        .where(Dossier.nominator_id == person_id, told_state(viewer=person_id, now=now).in_(list(ASKED)))
    ).one()


def _line(dossier: Dossier, *, asked: int, state: State) -> MineLine:
    assert dossier.id is not None
    return MineLine(
        dossier_id=dossier.id,
        code=dossier.code,
        nominee_name=dossier.nominee_name,
        category=dossier.category,
        state=state,
        state_since=dossier.state_since,
        due_on=dossier.due_on,
        asked=asked,
    )
