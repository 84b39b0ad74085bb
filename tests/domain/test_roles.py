"""Roles: each has a name, and whoever acts for a school is spoken to as a teacher."""

from bot.domain.roles import ROLE_LABELS, Role, audience_of


def test_every_role_has_a_name_of_its_own():
    assert set(ROLE_LABELS) == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)


def test_people_of_a_school_are_spoken_to_as_teachers_and_all_others_as_officers():
    of_a_school = {Role.CLASS_TEACHER, Role.TEAM_LEADER, Role.MEMBER, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK}

    assert {role for role in Role if audience_of(role) == "teacher"} == of_a_school
    assert {audience_of(role) for role in set(Role) - of_a_school} == {"officer"}
