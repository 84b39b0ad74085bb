"""The criteria by which exemplars are chosen, as versioned tables, and how complete a nomination is against them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from bot.domain.criteria_1729 import CRITERIA
from bot.domain.criterion import (
    CATEGORY_LABELS,
    CATEGORY_NOUNS,
    COLLECTIVE_LABELS,
    FIELD_LABELS,
    Category,
    CollectiveKind,
    Counts,
    Criterion,
    Field,
    Rule,
    fields_for,
)

__all__ = [
    "CATEGORY_LABELS",
    "CATEGORY_NOUNS",
    "COLLECTIVE_LABELS",
    "CRITERIA_VERSION",
    "FIELD_LABELS",
    "Category",
    "CollectiveKind",
    "Completeness",
    "Counts",
    "Criterion",
    "Field",
    "Fill",
    "Rule",
    "Told",
    "completeness",
    "criteria_for",
    "criterion",
    "fields_for",
    "fill",
    "rule_for",
]

#: What new nominations are measured by; a dossier keeps the version it started with.
CRITERIA_VERSION = 1

_SETS: Mapping[int, Mapping[Category, tuple[Criterion, ...]]] = MappingProxyType(
    {1: {category: tuple(one for one in CRITERIA if one.category is category) for category in Category}}
)
_BY_CODE = {
    version: {one.code: one for criteria in categories.values() for one in criteria}
    for version, categories in _SETS.items()
}
_RULES = {1: {category: Rule.ANY if category is Category.PUPIL else Rule.ALL for category in Category}}


def criteria_for(category: Category, version: int = CRITERIA_VERSION) -> tuple[Criterion, ...]:
    """Give the criteria of a category in the plan's order; KeyError for an unknown version."""
    return _SETS[version][category]


def criterion(code: str, version: int = CRITERIA_VERSION) -> Criterion:
    """Give one criterion by its code, such as GV-2; KeyError for an unknown one."""
    return _BY_CODE[version][code]


def rule_for(category: Category, version: int = CRITERIA_VERSION) -> Rule:
    """Tell whether all criteria of a category are looked for, or one may do."""
    return _RULES[version][category]


class Fill(StrEnum):
    """How far a criterion is filled."""

    MET = "met"
    PARTLY = "partly"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Told:
    """What there is for one criterion: a tick, a line of proof, a number of files.

    ``voices`` are colleagues who support the nomination, ``solutions`` those listed for the nominee, of which
    ``solutions_needed`` meet a criterion that counts them.
    """

    claimed: bool = False
    proof: str = ""
    evidence: int = 0
    voices: int = 0
    solutions: int = 0
    solutions_needed: int = 1


NOTHING_TOLD = Told()


def fill(about: Criterion, told: Told) -> Fill:
    """Tell how far one criterion is filled.

    A tick with a line of proof meets it, together with a file where the criterion needs a document, and so do as many
    listed solutions as it speaks of. A bare tick, a file, a solution or the voices of colleagues alone fill it partly:
    the formal proof that colleagues recognise somebody stays the minutes of their meeting.
    """
    listed = told.solutions if about.counts else 0
    if told.claimed and told.proof and (told.evidence or not about.needs_document):
        return Fill.MET
    if listed and listed >= told.solutions_needed:
        return Fill.MET
    voices = told.voices if about.by_colleagues else 0
    return Fill.PARTLY if told.claimed or told.evidence or listed or voices else Fill.OPEN


@dataclass(frozen=True, slots=True)
class Completeness:
    """How complete a nomination is: criteria ticked, with a line of proof, with evidence, of so many; and the gaps."""

    total: int
    claimed: int
    proven: int
    evidenced: int
    fills: tuple[tuple[Criterion, Fill], ...]
    rule: Rule = Rule.ALL

    @property
    def open(self) -> tuple[Criterion, ...]:
        """The criteria for which nothing is there."""
        return tuple(about for about, filled in self.fills if filled is Fill.OPEN)

    @property
    def met(self) -> int:
        """How many criteria are met."""
        return sum(filled is Fill.MET for _about, filled in self.fills)

    @property
    def is_whole(self) -> bool:
        """Whether the rule of the category is satisfied; a nomination may be sent without."""
        return self.met == self.total if self.rule is Rule.ALL else self.met > 0


def completeness(category: Category, told: Mapping[str, Told], *, version: int = CRITERIA_VERSION) -> Completeness:
    """Measure what was told (by criterion code) against the criteria of a category; unknown codes do not count."""
    criteria = criteria_for(category, version)
    given: Sequence[Told] = [told.get(about.code, NOTHING_TOLD) for about in criteria]
    return Completeness(
        total=len(criteria),
        claimed=sum(one.claimed for one in given),
        proven=sum(one.claimed and bool(one.proof) for one in given),
        evidenced=sum(one.evidence > 0 for one in given),
        fills=tuple((about, fill(about, one)) for about, one in zip(criteria, given, strict=True)),
        rule=rule_for(category, version),
    )
