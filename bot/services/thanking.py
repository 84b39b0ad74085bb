"""One press thanks everybody who nominated what an officer has in view; each nomination is thanked for once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import notices
from bot.services.queries.queue_view import View, decides_on, seen_in
from bot.services.telling import nominator_reach
from models import Declaration, Dossier


@dataclass(frozen=True, slots=True)
class Thanks:
    """How many nominations would be thanked for, or were, and how many nominators hear of it."""

    nominations: int
    nominators: int


def open_thanks(session: Session, view: View, *, by: int, on: date) -> Thanks:
    """Count what one press would thank for now."""
    found = _unthanked(session, view, by=by, on=on)
    return Thanks(len(found), len({one.nominator_id for one in found}))


def thank_all(session: Session, view: View, *, by: int, now: datetime, zone: ZoneInfo) -> Thanks:
    """Thank every nominator in view, one message a person; pressed twice it thanks once."""
    found = _unthanked(session, view, by=by, on=now.astimezone(zone).date())
    by_nominator: dict[int, list[Dossier]] = defaultdict(list)
    for one in found:
        one.thanked_at = now
        by_nominator[one.nominator_id].append(one)
    session.flush()
    for dossiers in by_nominator.values():
        _thank(session, dossiers, by=by, now=now)
    return Thanks(len(found), len(by_nominator))


def _unthanked(session: Session, view: View, *, by: int, on: date) -> Sequence[Dossier]:
    """Give what the person may thank for: a deciding role, not an own nomination, no relative's."""
    related = select(Declaration.dossier_id).where(Declaration.person_id == by)
    return session.exec(
        select(Dossier)
        .where(
            seen_in(view, by, on=on),
            decides_on(by, on=on),
            col(Dossier.thanked_at).is_(None),
            Dossier.nominator_id != by,
            Dossier.state != State.WITHDRAWN,
            col(Dossier.id).not_in(related),
        )
        .order_by(col(Dossier.id))
    ).all()


def _thank(session: Session, dossiers: Sequence[Dossier], *, by: int, now: datetime) -> None:
    first = dossiers[0]
    ids = [one.id for one in dossiers]
    for reach in nominator_reach(session, first):
        notices.queue(
            session,
            Template.THANKED,
            chat_id=reach.chat_id,
            args={"dossier_ids": ids, "person_id": first.nominator_id, "by": by},
            due_at=now,
            dedupe_key=f"{Template.THANKED.value}:{first.id}:{reach.chat_id}",
            silent=True,
        )
