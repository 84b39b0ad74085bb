"""What a nomination lists of solutions and prizes: kept line by line when it is sent, counted against the settings."""

from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import Session, col, select

from bot.domain.achievements import Achieved, solutions_in
from bot.domain.criteria import Counts
from bot.domain.defaults import Setting
from bot.services.settings import value_of
from models import Achievement

_NEEDED = {Counts.MANY: Setting.SOLUTIONS_MANY, Counts.SOME: Setting.SOLUTIONS_SOME}


def needed(session: Session, counts: Counts) -> int:
    """Give how many solutions meet a criterion that speaks of many, or of some."""
    return value_of(session, _NEEDED[counts]) if counts in _NEEDED else 0


def keep(session: Session, dossier_id: int, achieved: Sequence[Achieved]) -> None:
    """Write down what a nomination lists, in the nominator's order."""
    for position, one in enumerate(achieved, 1):
        session.add(
            Achievement(
                dossier_id=dossier_id,
                position=position,
                kind=one.kind,
                title=one.title,
                year=one.year or None,
                recognised_by=one.recognised_by,
                decision_number=one.decision_number,
                level=one.level,
                rank=one.rank,
            )
        )
    session.flush()


def of_dossiers(session: Session, dossier_ids: Sequence[int]) -> dict[int, list[Achieved]]:
    """Give what several dossiers list, in one statement; a dossier without any is left out."""
    found: dict[int, list[Achieved]] = defaultdict(list)
    rows = session.exec(
        select(Achievement)
        .where(col(Achievement.dossier_id).in_(dossier_ids))
        .order_by(col(Achievement.dossier_id), col(Achievement.position))
    )
    for row in rows:
        found[row.dossier_id].append(
            Achieved(row.kind, row.title, row.year or 0, row.recognised_by, row.decision_number, row.level, row.rank)
        )
    return dict(found)


def distinct(achieved: Sequence[Achieved]) -> tuple[Achieved, ...]:
    """Drop what two nominations of one person both list."""
    kept: dict[tuple[str, str], Achieved] = {}
    for one in achieved:
        kept.setdefault((one.kind, one.title.casefold()), one)
    return tuple(kept.values())


def count(achieved: Sequence[Achieved]) -> int:
    """Count the solutions among them."""
    return solutions_in(achieved)
