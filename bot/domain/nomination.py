"""A nomination as its author tells it: the answers of /decu, before they become a dossier."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.achievements import Achieved


@dataclass(frozen=True, slots=True)
class CriterionClaim:
    """What is said of one criterion. A proof outlives its tick: ticking again brings it back."""

    criterion: str = ""
    claimed: bool = False
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Nomination:
    """The answers so far; an empty value is an open question.

    ``category``, ``kind`` (of a collective) and ``field`` are values of bot.domain.criteria. ``occasion`` is a
    milestone and a year, such as "11-6/2027"; ``related`` is "yes" or "no". ``similar`` are the dossiers of the own
    unit whose nominee may be the same, and ``same`` what was chosen about them: "other", or the one to support.
    """

    category: str = ""
    kind: str = ""
    name: str = ""
    position: str = ""
    unit_id: int = 0
    unit_name: str = ""
    occasion: str = ""
    field: str = ""
    story: str = ""
    claims: tuple[CriterionClaim, ...] = ()
    related: str = ""
    achievements: tuple[Achieved, ...] = ()
    similar: tuple[int, ...] = ()
    same: str = ""

    @property
    def occasion_code(self) -> str:
        """The milestone of the occasion, such as 11-6."""
        return self.occasion.partition("/")[0]

    @property
    def occasion_year(self) -> int:
        """The year of the occasion, 0 while it is not chosen."""
        return int(self.occasion.partition("/")[2] or 0)

    @property
    def supports(self) -> int:
        """The dossier that is supported instead of sending a second one, 0 for none."""
        return int(self.same) if self.same.isdecimal() else 0

    @property
    def is_related(self) -> bool:
        """Whether the nominator is a relative of the nominee."""
        return self.related == "yes"

    def claims_among(self, criteria: Collection[str]) -> tuple[CriterionClaim, ...]:
        """Give the claims on these criteria: those of another category, chosen before, are kept but do not count."""
        return tuple(claim for claim in self.claims if claim.criterion in criteria)
