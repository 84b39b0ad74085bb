"""Whom one can nominate, in which field, and what a criterion is made of."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wording import N_


class Category(StrEnum):  # plan partly S-18
    """The five kinds of nominee of plan section II.1; each has criteria of its own."""

    COLLECTIVE = "collective"
    MANAGER = "manager"
    TEACHER = "teacher"
    STAFF = "staff"
    PUPIL = "pupil"


class CollectiveKind(StrEnum):  # plan partly S-25
    """Collectives may be small: plan section II.2.a asks to honour them."""

    SCHOOL = "school"
    TEAM = "team"
    CLASS = "class"
    CLUB = "club"


class Field(StrEnum):  # plan S-11
    """Where somebody does something new (plan section I.3)."""

    TEACHING = "teaching"
    CARING = "caring"
    RESEARCH = "research"
    MANAGEMENT = "management"
    SERVICE = "service"
    STUDY = "study"
    CONDUCT = "conduct"
    ACTIVITIES = "activities"
    STARTING_UP = "starting_up"
    VOLUNTEERING = "volunteering"
    NOBLE_DEED = "noble_deed"
    OTHER = "other"


class Rule(StrEnum):
    """How the criteria of a category count together."""

    ALL = "all"
    ANY = "any"  # our reading of the list for pupils; the plan does not say


class Counts(StrEnum):
    """How many listed solutions a criterion speaks of (plan section III.1.b); each number is a setting."""

    NONE = ""
    SOME = "some"  # "có giải pháp"
    MANY = "many"  # "có nhiều giải pháp"


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion in plain words of our own; all texts are message ids.

    ``short`` is its line in a list, ``tag`` fits a button beside another one, ``asks`` is the question for a line of
    proof, ``hint`` names evidence that usually shows it. ``needs_document``: words alone do not meet it.
    ``counts``: listed solutions count towards it; ``by_colleagues``: the voices of colleagues do, in part.
    """

    code: str
    category: Category
    section: str
    short: str
    tag: str
    explain: str
    asks: str
    hint: str
    needs_document: bool = False
    counts: Counts = Counts.NONE
    by_colleagues: bool = False


CATEGORY_LABELS = {
    Category.COLLECTIVE: N_("Collective"),
    Category.MANAGER: N_("Manager"),
    Category.TEACHER: N_("Teacher"),
    Category.STAFF: N_("Support staff"),
    Category.PUPIL: N_("Pupil"),
}

#: The same within a line: "Tạ Công Quân, nhân viên".
CATEGORY_NOUNS = {
    Category.COLLECTIVE: N_("collective"),
    Category.MANAGER: N_("manager"),
    Category.TEACHER: N_("teacher"),
    Category.STAFF: N_("member of staff"),
    Category.PUPIL: N_("pupil"),
}

COLLECTIVE_LABELS = {
    CollectiveKind.SCHOOL: N_("The whole school"),
    CollectiveKind.TEAM: N_("A team"),
    CollectiveKind.CLASS: N_("A class"),
    CollectiveKind.CLUB: N_("A club or group"),
}

FIELD_LABELS = {
    Field.TEACHING: N_("Teaching"),
    Field.CARING: N_("Caring, educating"),
    Field.RESEARCH: N_("Research"),
    Field.MANAGEMENT: N_("Management"),
    Field.SERVICE: N_("Serving the school"),
    Field.STUDY: N_("Learning"),
    Field.CONDUCT: N_("Conduct"),
    Field.ACTIVITIES: N_("Hands-on activities"),
    Field.STARTING_UP: N_("Starting up"),
    Field.VOLUNTEERING: N_("Volunteering"),
    Field.NOBLE_DEED: N_("A noble deed"),
    Field.OTHER: N_("Something else"),
}

_FIELDS = {
    Category.COLLECTIVE: (Field.TEACHING, Field.CARING, Field.MANAGEMENT, Field.VOLUNTEERING),
    Category.MANAGER: (Field.MANAGEMENT, Field.TEACHING, Field.RESEARCH),
    Category.TEACHER: (Field.TEACHING, Field.CARING, Field.RESEARCH),
    Category.STAFF: (Field.SERVICE, Field.CARING, Field.MANAGEMENT),
    Category.PUPIL: (
        Field.STUDY,
        Field.CONDUCT,
        Field.ACTIVITIES,
        Field.STARTING_UP,
        Field.RESEARCH,
        Field.VOLUNTEERING,
        Field.NOBLE_DEED,
    ),
}


def fields_for(category: Category) -> tuple[Field, ...]:
    """Give the fields that are offered for a category, the usual one first, "something else" last."""
    return (*_FIELDS[category], Field.OTHER)
