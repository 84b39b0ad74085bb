"""The roles that are granted on units, what they are called, and how those who act in them are spoken to."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Literal

from bot.domain.routes import Level
from bot.domain.wording import N_


class Role(StrEnum):
    """What a grant lets somebody do on a unit; grants are dated and looked up at the act."""

    MEMBER = "member"  # teacher, manager or member of staff of the unit
    UNIT_HEAD = "unit_head"
    UNIT_DEPUTY = "unit_deputy"
    UNIT_CLERK = "unit_clerk"
    CLASS_TEACHER = "class_teacher"  # of a class within a school
    TEAM_LEADER = "team_leader"  # of a team within a school
    INTERMEDIATE_OFFICER = "intermediate_officer"  # at the commune
    DIVISION_OFFICER = "division_officer"  # of a division of the Department
    DEPARTMENT_OFFICE = "department_office"
    COUNCIL_MEMBER = "council_member"
    COUNCIL_SECRETARY = "council_secretary"
    COUNCIL_CHAIR = "council_chair"
    DIRECTOR = "director"
    OBSERVER = "observer"
    TECHNICAL_ADMINISTRATOR = "technical_administrator"  # sees no dossier


#: A value of bot.i18n.Audience; the domain does not import it.
AudienceName = Literal["teacher", "officer"]

ROLE_LABELS = {
    Role.MEMBER: N_("Member of the unit"),
    Role.UNIT_HEAD: N_("Head of the unit"),
    Role.UNIT_DEPUTY: N_("Deputy head"),
    Role.UNIT_CLERK: N_("Clerk of the unit"),
    Role.CLASS_TEACHER: N_("Class teacher"),
    Role.TEAM_LEADER: N_("Team leader"),
    Role.INTERMEDIATE_OFFICER: N_("Officer of the commune"),
    Role.DIVISION_OFFICER: N_("Officer of a Department division"),
    Role.DEPARTMENT_OFFICE: N_("Department Office"),
    Role.COUNCIL_MEMBER: N_("Member of the Council"),
    Role.COUNCIL_SECRETARY: N_("Secretary of the Council"),
    Role.COUNCIL_CHAIR: N_("Chair of the Council"),
    Role.DIRECTOR: N_("Director of the Department"),
    Role.OBSERVER: N_("Observer"),
    Role.TECHNICAL_ADMINISTRATOR: N_("Technical administrator"),
}

#: Who confirms that somebody belongs to a unit, and invites people into it.
DOORKEEPERS = frozenset({Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK})

_OF_A_UNIT = frozenset({Role.MEMBER, Role.UNIT_DEPUTY, Role.UNIT_CLERK})
_EVERYWHERE: dict[Role, frozenset[Role]] = {
    Role.DEPARTMENT_OFFICE: frozenset(Role) - {Role.TECHNICAL_ADMINISTRATOR},
    Role.TECHNICAL_ADMINISTRATOR: frozenset(Role),
}


def grantable(*, on_the_unit: Collection[Role], anywhere: Collection[Role]) -> tuple[Role, ...]:
    """List the roles that somebody may give or end on a unit, in their order.

    ``on_the_unit``: what is held on that very unit; ``anywhere``: on any. A head never makes another head: that is
    for the Department Office; while away a head lets somebody act until a date.
    """
    may: set[Role] = set()
    for role in anywhere:
        may |= _EVERYWHERE.get(role, frozenset())
    if Role.UNIT_HEAD in on_the_unit:
        may |= _OF_A_UNIT
    return tuple(role for role in Role if role in may)


def invitable(*, on_the_unit: Collection[Role], anywhere: Collection[Role]) -> tuple[Role, ...]:
    """List the roles into which somebody may invite people by link."""
    may = set(grantable(on_the_unit=on_the_unit, anywhere=anywhere))
    if not DOORKEEPERS.isdisjoint(on_the_unit):
        may.add(Role.MEMBER)
    return tuple(role for role in Role if role in may)


#: Roles that come with membership of the unit.
WITH_MEMBERSHIP = frozenset({Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK})

#: Who leads a class or a team, by its kind (bot.domain.routes.KINDS); the head of the school says who it is.
LEADERS: Mapping[str, Role] = {"lop": Role.CLASS_TEACHER, "to": Role.TEAM_LEADER}

_INSIDE = frozenset(LEADERS.values())
_OF_A_UNIT_AS_A_WHOLE = WITH_MEMBERSHIP | {Role.MEMBER, Role.OBSERVER}
_FITTING: Mapping[Level, frozenset[Role]] = {
    Level.INSIDE: _INSIDE,
    Level.UNIT: _OF_A_UNIT_AS_A_WHOLE,
    Level.MIDDLE: _OF_A_UNIT_AS_A_WHOLE | {Role.INTERMEDIATE_OFFICER},
    Level.DIVISION: _OF_A_UNIT_AS_A_WHOLE | {Role.DIVISION_OFFICER},
    Level.BESIDE: frozenset({Role.MEMBER, Role.OBSERVER}),
}


def fits(role: Role, level: Level) -> bool:
    """Tell whether a role makes sense on a unit of a level: only those are offered."""
    return role in _FITTING.get(level, frozenset(Role) - _INSIDE - {Role.INTERMEDIATE_OFFICER, Role.DIVISION_OFFICER})


_OF_A_SCHOOL = frozenset({Role.MEMBER, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK, *LEADERS.values()})


def audience_of(role: Role) -> AudienceName:
    """Tell how somebody acting in a role is spoken to: as Thầy/Cô, or as Anh/Chị."""
    return "teacher" if role in _OF_A_SCHOOL else "officer"
