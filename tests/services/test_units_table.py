"""A table of units: everything wrong is said by line, nothing is half done, and the same file twice changes nothing."""

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.services import reorganise, unit_table, unit_table_export, unit_table_import, units
from bot.services.reorganise import Order
from bot.services.unit_table import cells_of, headings
from models import Dossier, Unit, UnitRelation, UnitVersion
from models.unit import RelationKind
from tests.support.builders import School, sent
from tests.support.clock import NOW, TODAY, ZONE

HEADING = (
    "code", "name", "kind", "place", "sends dossiers to", "from", "until", "also found by", "became", "how", "decision"
)  # fmt: skip
OFFICE = ("vp-so", "Văn phòng Sở", "van_phong_so", "", "", "01/07/2025")
COMMUNE = ("vhxh-may", "Phòng Văn hóa - Xã hội xã Mây", "phong_vhxh", "xã Mây", "vp-so", "01/07/2025")
SCHOOL = ("33000117", "THCS Bờ Đê", "truong_thcs", "xã Mây", "vhxh-may", "01/07/2025")


def a_file(*lines: tuple[str, ...]) -> list[list[str]]:
    return [list(HEADING), *(list(line) for line in lines)]


def look(session: Session, *lines: tuple[str, ...], since: date | None = None) -> unit_table_import.Plan:
    return unit_table_import.plan(session, a_file(*lines), today=TODAY, since=since)


def bring(session: Session, *lines: tuple[str, ...]) -> unit_table_import.Plan:
    planned = look(session, *lines)
    assert planned.problems == ()
    unit_table_import.apply(session, planned, now=NOW, zone=ZONE)
    return planned


def said(planned: unit_table_import.Plan) -> list[tuple[int, str]]:
    return [(problem.line, problem.text.msgid.format(**problem.text.args)) for problem in planned.problems]


def id_of(session: Session, code: str) -> int:
    found = units.with_code(session, code)
    assert found is not None
    return found


def exported(session: Session) -> list[list[str]]:
    rows: list[Sequence[str | date]] = [headings(), *(cells_of(line) for line in unit_table_export.lines(session))]
    return [[f"{cell:%d/%m/%Y}" if isinstance(cell, date) else cell for cell in row] for row in rows]


def test_units_come_in_with_who_stands_above_them_in_whatever_order(session: Session):
    planned = bring(session, SCHOOL, COMMUNE, OFFICE)

    above = units.level_above(session, id_of(session, "33000117"), on=TODAY)
    assert sorted(planned.new) == ["33000117", "vhxh-may", "vp-so"]
    assert above is not None
    assert above.name == "Phòng Văn hóa - Xã hội xã Mây"
    assert [unit.name for unit in units.find(session, "bo de", on=TODAY, limit=5)] == ["THCS Bờ Đê"]


def test_looking_writes_nothing(session: Session):
    look(session, OFFICE, COMMUNE, SCHOOL)

    assert session.exec(select(Unit)).all() == []


def test_the_same_file_twice_changes_nothing(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)
    rows = [(row.id, row.name) for row in session.exec(select(UnitVersion))]

    again = bring(session, OFFICE, COMMUNE, SCHOOL)

    assert (again.new, again.changed) == ([], [])
    assert [(row.id, row.name) for row in session.exec(select(UnitVersion))] == rows


def test_a_further_line_renames_a_unit_and_what_was_before_stays(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)

    planned = bring(session, ("33000117", "THCS Bến Lau", *SCHOOL[2:5], "01/01/2027"))

    unit = id_of(session, "33000117")
    names = [units.name_of(session, unit, on=day) for day in (date(2026, 12, 31), date(2027, 1, 1))]
    assert planned.changed == ["33000117"]
    assert [name and name.name for name in names] == ["THCS Bờ Đê", "THCS Bến Lau"]


def test_a_line_that_repeats_what_is_known_from_a_later_day_on_is_no_change(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)

    assert bring(session, (*SCHOOL[:5], "01/01/2027")).changed == []


def test_a_merged_unit_brings_its_dossiers_to_its_heir_and_its_old_code_finds_it(session: Session, school: School):
    session.get_one(Unit, school.id).code = "thcs-cu"
    session.get_one(Unit, school.department).code = "vp-so"
    dossier_id = sent(session, school).dossier_id
    ended = ("thcs-cu", "THCS Đồng Mây", "truong_thcs", "xã Đồng Mây", "", "01/07/2025", "01/03/2027", "C2 Mây")

    bring(session, ("thcs-moi", *SCHOOL[1:4], "vp-so", "01/07/2025"), (*ended, "thcs-moi", "sáp nhập", "QĐ 7"))

    heir = id_of(session, "thcs-moi")
    session.expire_all()
    assert session.get_one(Dossier, dossier_id).unit_id == heir
    for typed in ("thcs-cu", "c2 may", "dong may"):
        assert heir in [unit.id for unit in units.find(session, typed, on=TODAY, limit=5)]


def test_units_below_a_merged_commune_come_below_its_heir(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)
    new = ("vhxh-song", "Phòng Văn hóa - Xã hội xã Sông", *COMMUNE[2:5], "01/07/2025")

    bring(session, new, (*COMMUNE, "28/02/2027", "", "vhxh-song"))

    above = units.level_above(session, id_of(session, "33000117"), on=TODAY)
    assert above is not None
    assert above.name == "Phòng Văn hóa - Xã hội xã Sông"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (("a b", *SCHOOL[1:]), "“a b” is no code"),
        (("33000117", "", *SCHOOL[2:]), "“Tên đơn vị” is empty"),
        (("33000117", "X" * 201, *SCHOOL[2:]), "longer than 200 characters"),
        ((*SCHOOL[:2], "truong_tren_may", *SCHOOL[3:]), "There is no kind “truong_tren_may”"),
        ((*SCHOOL[:5], "31/02/2027"), "“31/02/2027” is no day"),
        ((*SCHOOL[:5], ""), "The first day is missing"),
        ((*SCHOOL, "30/06/2025"), "lies before the first"),
        ((*SCHOOL[:2], "phong_gddt", *SCHOOL[3:]), "ended on 30/06/2025"),
        ((*SCHOOL[:4], "33000117", "01/07/2025"), "cannot stand above itself"),
        ((*SCHOOL[:4], "xa-la", "01/07/2025"), "There is no unit xa-la"),
        ((*SCHOOL[:5], "01/01/2024"), "not open on 01/01/2024"),
        ((*SCHOOL, "", "", "vp-so"), "needs a last day"),
        ((*SCHOOL, "31/12/2026", "", "33000117"), "cannot become itself"),
        ((*SCHOOL, "31/12/2026", "", "vp-so", "giải thể"), "has no successor"),
        ((*SCHOOL, "31/12/2026", "", "vp-so", "bay mất"), "is not how a unit ends"),
        ((*SCHOOL, "31/12/2026", "", "th-la"), "There is no unit th-la"),
    ],
    ids=lambda value: value if isinstance(value, str) else "line",
)
def test_every_wrong_line_is_said_with_its_number_and_reason(session: Session, line: tuple[str, ...], words: str):
    problems = said(look(session, OFFICE, COMMUNE, line))

    assert [number for number, _words in problems] == [4]
    assert words in problems[0][1]


def test_all_wrong_lines_are_said_at_once_and_nothing_is_brought_in(session: Session):
    planned = look(session, OFFICE, ("x y", *COMMUNE[1:]), ("33000118", "", *SCHOOL[2:]), (*SCHOOL[:5], "hôm qua"))

    assert [number for number, _words in said(planned)] == [3, 4, 5]
    with pytest.raises(ValueError, match="not applied"):
        unit_table_import.apply(session, planned, now=NOW, zone=ZONE)
    assert session.exec(select(Unit)).all() == []


def test_two_lines_for_the_same_days_are_refused(session: Session):
    problems = said(look(session, OFFICE, COMMUNE, SCHOOL, (*SCHOOL[:5], "01/01/2026")))

    assert [number for number, words in problems if "line 4" in words] == [5]


def test_a_circle_of_units_is_refused(session: Session):
    circle = ("vp-so", *OFFICE[1:4], "vhxh-may", "01/07/2025")

    problems = said(look(session, circle, COMMUNE))

    assert [number for number, words in problems if "stands above itself" in words] == [2, 3]


def test_what_takes_no_dossiers_cannot_stand_where_they_are_sent(session: Session):
    committee = ("xa-may", "Ủy ban nhân dân xã Mây", "cap_xa", "xã Mây", "", "01/07/2025")

    problems = said(look(session, committee, (*SCHOOL[:4], "xa-may", "01/07/2025")))

    assert len(problems) == 1
    assert "takes no dossiers" in problems[0][1]


def test_a_unit_above_that_ends_earlier_needs_a_line_of_what_follows(session: Session):
    problems = said(look(session, OFFICE, (*COMMUNE, "31/12/2026"), SCHOOL))

    assert any(number == 4 and "ends on 31/12/2026" in words for number, words in problems)


def test_units_left_behind_below_a_closed_one_are_named(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)

    problems = said(look(session, (*COMMUNE, "28/02/2027", "", "", "giải thể")))

    assert [number for number, _words in problems] == [2]
    assert "33000117 stands below this one" in problems[0][1]


def test_an_end_that_has_come_is_not_taken_back(session: Session):
    bring(session, OFFICE, COMMUNE, (*SCHOOL, "31/12/2026"))

    problems = said(look(session, SCHOOL))

    assert len(problems) == 1
    assert "A table cannot undo that" in problems[0][1]


def test_an_unknown_or_missing_heading_is_said(session: Session):
    rows = [["code", "name", "colour"], ["a", "b", "c"]]

    problems = unit_table_import.plan(session, rows, today=TODAY).problems

    assert [problem.line for problem in problems] == [1, 1]


def test_an_empty_file_is_said_to_be_empty(session: Session):
    planned = unit_table_import.plan(session, [["", " "]], today=TODAY)

    assert said(planned) == [(1, "The file is empty.")]


def test_headings_are_taken_in_vietnamese_too_and_a_missing_column_leaves_things_as_they_are(session: Session):
    bring(session, OFFICE, COMMUNE, SCHOOL)
    rows = [["Tên đơn vị", "MÃ ĐƠN VỊ", "loai don vi", "Xã, phường", "Từ ngày"],
            ["THCS Bến Lau", "33000117", "truong_thcs", "xã Mây", "2027-01-01"]]  # fmt: skip

    planned = unit_table_import.plan(session, rows, today=TODAY)
    unit_table_import.apply(session, planned, now=NOW, zone=ZONE)

    unit = id_of(session, "33000117")
    above = units.level_above(session, unit, on=TODAY)
    name = units.name_of(session, unit, on=TODAY)
    assert above is not None
    assert name is not None
    assert (above.name, name.name) == ("Phòng Văn hóa - Xã hội xã Mây", "THCS Bến Lau")


def test_one_first_day_can_be_given_for_all_lines(session: Session):
    planned = look(session, (*OFFICE[:5], ""), since=date(2025, 7, 1))

    assert planned.problems == ()
    assert planned.after["vp-so"].versions[0].valid_from == date(2025, 7, 1)


def test_what_is_exported_comes_in_again_without_a_change(session: Session, school: School):
    order = Order(TODAY, NOW, ZONE, "QĐ 7")
    other = reorganise.open_unit(session, "thcs-moi", order, name="THCS Mới", kind="truong_thcs", above=school.commune)
    part = reorganise.open_unit(session, "th-moi", order, name="TH Mới", kind="truong_th", above=school.commune)
    committee = reorganise.open_unit(session, "xa", order, name="UBND xã Mây", kind="cap_xa")
    reorganise.move_below(session, other, committee, order, kind=RelationKind.ADMINISTRATIVE)
    reorganise.also_called(session, other, "=1+1")
    reorganise.rename(session, school.commune, Order(TODAY - timedelta(days=9), NOW, ZONE), name="Phòng VH-XH xã Mây")
    reorganise.split(session, other, Order(TODAY + timedelta(days=5), NOW, ZONE), into=[other, part])
    reorganise.merge(session, [school.id], Order(TODAY + timedelta(days=9), NOW, ZONE, "QĐ 8"), into=part)
    before = exported(session)

    planned = unit_table_import.plan(session, before, today=TODAY)

    assert planned.problems == ()
    assert (planned.new, planned.changed) == ([], [])


def test_an_exported_province_can_be_brought_into_an_empty_database(session: Session):
    bring(session, OFFICE, COMMUNE, (*SCHOOL, "31/12/2026", "C2 Đê", "vhxh-may", "sáp nhập", "QĐ 7"))
    table = exported(session)
    for model in (UnitRelation, UnitVersion):
        for row in session.exec(select(model)):
            session.delete(row)
    session.flush()

    planned = unit_table_import.plan(session, table, today=TODAY)
    unit_table_import.apply(session, planned, now=NOW, zone=ZONE)

    assert planned.problems == ()
    assert exported(session) == table


def test_the_columns_have_a_heading_each():
    assert list(unit_table.HEADINGS) == list(unit_table.Column)
