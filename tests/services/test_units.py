from datetime import date

import pytest
from sqlmodel import Session

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.services import unit_routes, units
from bot.services.units import UnitName
from tests.support.builders import School, a_grant, a_person, a_unit, a_version
from tests.support.clock import TODAY


def test_a_unit_is_found_by_words_in_any_order_without_marks(session: Session, school: School):
    found = units.find(session, "may dong  thcs", on=TODAY, limit=5)

    assert found == [UnitName(school.id, "THCS Đồng Mây", "xã Đồng Mây")]


def test_a_unit_is_found_by_its_former_name_and_shown_under_todays(session: Session):
    unit = a_unit(session, "THCS Đồng Chuông", since=date(2020, 1, 1), until=date(2025, 6, 30))
    a_version(session, unit, "THCS Đồng Mây")

    found = units.find(session, "dong chuong", on=TODAY, limit=5)

    assert found == [UnitName(unit, "THCS Đồng Mây", "xã Đồng Mây", former="THCS Đồng Chuông")]


def test_a_unit_found_by_both_names_is_listed_once_under_todays(session: Session):
    unit = a_unit(session, "THCS Đồng Chuông", since=date(2020, 1, 1), until=date(2025, 6, 30))
    a_version(session, unit, "THCS Đồng Mây")

    assert units.find(session, "thcs dong", on=TODAY, limit=5) == [UnitName(unit, "THCS Đồng Mây", "xã Đồng Mây")]


def test_a_closed_unit_is_not_offered(session: Session):
    a_unit(session, "THCS Đồng Chuông", since=date(2020, 1, 1), until=date(2025, 6, 30))

    assert units.find(session, "dong chuong", on=TODAY, limit=5) == []


def test_signs_of_a_pattern_are_taken_as_they_are_typed(session: Session, school: School):
    assert units.find(session, "%", on=TODAY, limit=5) == []
    assert units.find(session, "   ", on=TODAY, limit=5) == []


def test_a_long_list_comes_in_pages_sorted_by_name(session: Session):
    for letter in "CABD":
        a_unit(session, f"Mầm non {letter}")

    first = units.find(session, "mam non", on=TODAY, limit=2)
    second = units.find(session, "mam non", on=TODAY, limit=2, offset=2)

    assert [unit.name for unit in first + second] == ["Mầm non A", "Mầm non B", "Mầm non C", "Mầm non D"]


def test_a_unit_is_called_what_it_was_called_on_that_day(session: Session):
    unit = a_unit(session, "THCS Đồng Chuông", since=date(2020, 1, 1), until=date(2025, 6, 30))
    a_version(session, unit, "THCS Đồng Mây")

    before = units.name_of(session, unit, on=date(2025, 6, 30))
    after = units.name_of(session, unit, on=date(2025, 7, 1))

    assert [before and before.name, after and after.name] == ["THCS Đồng Chuông", "THCS Đồng Mây"]


def test_ones_own_unit_is_where_one_works_not_where_one_sits_in_a_council(session: Session, school: School):
    a_grant(session, school.oanh, Role.COUNCIL_MEMBER, school.department, since=date(2026, 9, 1))

    own = units.unit_of(session, school.oanh, on=TODAY)

    assert own == UnitName(school.id, "THCS Đồng Mây", "xã Đồng Mây")


def test_somebody_who_has_left_has_no_unit(session: Session, school: School):
    gone = a_person(session)
    a_grant(session, gone, Role.MEMBER, school.id, until=date(2027, 3, 1))

    assert units.unit_of(session, gone, on=date(2027, 3, 1)) is not None
    assert units.unit_of(session, gone, on=TODAY) is None


def test_the_level_above_ends_at_the_top(session: Session, school: School):
    above = units.level_above(session, school.id, on=TODAY)

    assert above is not None
    assert above.id == school.commune
    assert units.level_above(session, school.department, on=TODAY) is None


@pytest.mark.parametrize("typed", ["Trường Trung học cơ sở Đồng Mây", "c2 dong may", "thcs xa dong may"])
def test_a_unit_is_found_however_its_name_is_shortened(session: Session, school: School, typed: str):
    assert [unit.id for unit in units.find(session, typed, on=TODAY, limit=5)] == [school.id]


def test_the_name_that_fits_best_comes_first(session: Session):
    for name in ("Mầm non An", "Tiểu học An Bình", "THCS Thanh An", "An"):
        a_unit(session, name)

    found = units.find(session, "an", on=TODAY, limit=5)

    assert [unit.name for unit in found] == ["An", "Mầm non An", "THCS Thanh An", "Tiểu học An Bình"]


def test_a_name_with_a_slip_brings_the_names_most_like_it(session: Session, school: School):
    a_unit(session, "Mầm non Bến Lau")

    assert units.find(session, "thcs dogn may", on=TODAY, limit=5) == []
    assert [unit.id for unit in units.near(session, "thcs dogn may", on=TODAY, limit=5)] == [school.id]
    assert units.near(session, "  ", on=TODAY, limit=5) == []


def test_a_unit_under_the_department_passes_the_commune_by(session: Session, school: School):  # plan S-48
    unit_routes.seed(session)
    upper = a_unit(session, "THPT Cầu Nắng", kind="truong_thpt", above=school.commune)

    above = units.level_above(session, upper, on=TODAY)

    assert above is not None
    assert above.id == school.department


def test_the_shipped_routes_are_written_once_and_an_edited_one_stays(session: Session):
    unit_routes.seed(session)
    unit_routes.skip_middle(session, "truong_mn", skips=True, since=date(2025, 7, 1))

    unit_routes.seed(session)

    today = {route.unit_kind: (route.code, route.skips_middle) for route in unit_routes.routes_on(session, TODAY)}
    assert today["truong_mn"] == ("A", True)
    assert today["truong_th"] == ("A", False)
    assert today["truong_thpt"] == ("B", False)


@pytest.mark.parametrize(("kind", "code"), [("truong_thpt", "nothing_to_skip"), ("so_gddt", "no_route")])
def test_only_what_goes_through_the_middle_can_skip_it(session: Session, kind: str, code: str):
    unit_routes.seed(session)

    with pytest.raises(Refusal) as refused:
        unit_routes.skip_middle(session, kind, skips=True, since=TODAY)

    assert refused.value.code == code


def test_classes_are_chosen_within_their_school_and_what_takes_no_dossiers_only_where_it_is_asked_for(session: Session):
    a_unit(session, "Lớp 7A Mây", kind="lop")
    committee = a_unit(session, "Ủy ban nhân dân xã Mây", kind="cap_xa")

    everywhere, for_dossiers = (
        [
            unit.id
            for search in (units.find, units.near)
            for unit in search(session, "xa may", on=TODAY, limit=5, taking_dossiers=taking)
        ]
        for taking in (False, True)
    )

    assert set(everywhere) == {committee}
    assert for_dossiers == []
