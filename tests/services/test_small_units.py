"""Classes and teams: named by the head, led by somebody of the school, never in the way of a dossier."""

from datetime import timedelta

import pytest

from bot.domain.roles import Role
from bot.services import roles, small_units, units
from bot.services.grants import Deed
from tests.handlers.conftest import refused
from tests.support.builders import a_person, a_unit, somebody
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import TU


def deed(by: int) -> Deed:
    return Deed(by, NOW, ZONE)


def a_class(session, school, name: str = "Lớp 7A2") -> int:
    return small_units.found(session, deed(school.vinh), school.id, name=name, kind="lop")


def test_a_class_has_one_class_teacher_the_newest(session, school):
    unit = a_class(session, school)

    small_units.put_in_charge(session, deed(school.vinh), school.id, unit, person_id=school.ly)
    small_units.put_in_charge(session, deed(school.vinh), school.id, unit, person_id=school.oanh)

    (small,) = small_units.of_school(session, school.id, on=TODAY)
    assert (small.name, small.leader) == ("Lớp 7A2", "Đào Khánh Oanh")
    assert roles.roles_on(session, school.oanh, unit, on=TODAY) == {Role.CLASS_TEACHER}
    assert roles.roles_on(session, school.ly, unit, on=TODAY) == frozenset()


def test_a_class_teacher_still_works_at_the_school(session, school):
    unit = a_class(session, school)

    small_units.put_in_charge(session, deed(school.vinh), school.id, unit, person_id=school.ly)

    home = units.unit_of(session, school.ly, on=TODAY)
    assert home is not None
    assert home.id == school.id


def test_the_same_name_is_not_given_twice(session, school):
    a_class(session, school)

    with refused("small_units.there"):
        a_class(session, school, "lop 7a2")


def test_nobody_from_elsewhere_leads_a_class(session, school):
    unit = a_class(session, school)

    with refused("small_units.stranger"):
        small_units.put_in_charge(session, deed(school.vinh), school.id, unit, person_id=a_person(session))


@pytest.mark.parametrize("who", ["oanh", "thuy", "ngan", "hieu", "viet", "tu"])
def test_only_the_head_of_the_school_looks_after_them(session, school, who):
    unit = a_class(session, school)
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)
    by = deed(somebody(session, TU, other) if who == "tu" else getattr(school, who))

    with refused("small_units.not_head"):
        small_units.found(session, by, school.id, name="Lớp 8A1", kind="lop")
    with refused("small_units.not_head"):
        small_units.put_in_charge(session, by, school.id, unit, person_id=school.ly)
    with refused("small_units.not_head"):
        small_units.dissolve(session, by, school.id, unit)

    assert [one.name for one in small_units.of_school(session, school.id, on=TODAY)] == ["Lớp 7A2"]


def test_a_head_reaches_no_class_of_another_school(session, school):
    unit = a_class(session, school)
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)
    tu = somebody(session, TU, other)

    with refused("small_units.none"):
        small_units.dissolve(session, deed(tu), other, unit)


def test_a_class_that_is_closed_is_gone_and_its_teacher_relieved(session, school):
    unit = a_class(session, school)
    small_units.put_in_charge(session, deed(school.vinh), school.id, unit, person_id=school.ly)

    small_units.dissolve(session, deed(school.vinh), school.id, unit)

    assert small_units.of_school(session, school.id, on=TODAY + timedelta(days=1)) == []
    assert roles.roles_on(session, school.ly, unit, on=TODAY) == frozenset()


def test_nobody_who_joins_finds_a_class(session, school):
    a_class(session, school)

    assert units.find(session, "7a2", on=TODAY, limit=5) == []
