"""Criteria: the plan's list in the plan's order, and how complete a nomination is."""

import pytest

from bot.domain.criteria import (
    CATEGORY_LABELS,
    CATEGORY_NOUNS,
    COLLECTIVE_LABELS,
    FIELD_LABELS,
    Category,
    CollectiveKind,
    Counts,
    Field,
    Fill,
    Rule,
    Told,
    completeness,
    criteria_for,
    criterion,
    fields_for,
    fill,
    rule_for,
)


@pytest.mark.parametrize(
    ("category", "codes", "section", "rule"),
    [
        (Category.COLLECTIVE, [f"TT-{number}" for number in range(1, 11)], "III.1.a", Rule.ALL),
        (Category.MANAGER, [f"QL-{number}" for number in range(1, 7)], "III.1.b", Rule.ALL),
        (Category.TEACHER, ["GV-1", "GV-2", "GV-3", "GV-4"], "III.1.b", Rule.ALL),
        (Category.STAFF, ["NV-1", "NV-2", "NV-3", "NV-4"], "III.1.b", Rule.ALL),
        (Category.PUPIL, ["HS-1", "HS-2", "HS-3", "HS-4", "HS-5"], "III.1.b", Rule.ANY),
    ],
)
# plan S-18, TT-*, QL-*, GV-*, NV-*, HS-*
def test_every_category_has_the_criteria_of_the_plan_in_its_order(category, codes, section, rule):
    criteria = criteria_for(category)

    assert [one.code for one in criteria] == codes
    assert {one.section for one in criteria} == {section}
    assert rule_for(category) is rule
    assert [criterion(code) for code in codes] == list(criteria)


def test_only_volunteering_of_pupils_and_recognition_by_colleagues_need_a_paper():  # plan HS-5
    in_need = [one.code for category in Category for one in criteria_for(category) if one.needs_document]

    assert in_need == ["QL-5", "GV-4", "NV-4", "HS-5"]


def test_the_short_names_fit_their_places():
    for category in Category:
        for number, one in enumerate(criteria_for(category), start=1):
            assert len(f"{number} · {one.tag}") <= 16
            assert len(one.short) <= 48


def test_an_unknown_version_or_code_is_a_mistake_of_the_caller():
    with pytest.raises(KeyError):
        criteria_for(Category.TEACHER, 99)
    with pytest.raises(KeyError):
        criterion("GV-9")


@pytest.mark.parametrize(
    ("told", "filled"),
    [
        (Told(), Fill.OPEN),
        (Told(proof="left over after the tick was taken away"), Fill.OPEN),
        (Told(claimed=True), Fill.PARTLY),
        (Told(evidence=2), Fill.PARTLY),
        (Told(claimed=True, evidence=2), Fill.PARTLY),
        (Told(claimed=True, proof="Lớp học ngoài vườn"), Fill.MET),
    ],
)
def test_a_tick_with_a_line_of_proof_meets_a_criterion(told, filled):
    assert fill(criterion("GV-2"), told) is filled


def test_words_alone_do_not_meet_what_needs_a_paper():
    told = Told(claimed=True, proof="Dọn kênh hai ngày")

    assert fill(criterion("HS-5"), told) is Fill.PARTLY
    assert fill(criterion("HS-5"), Told(claimed=True, proof=told.proof, evidence=1)) is Fill.MET


def test_as_many_solutions_as_a_criterion_speaks_of_meet_it_without_a_line_of_proof():  # plan QL-3, GV-2, NV-2
    many, some = criterion("GV-2"), criterion("NV-2")

    assert (many.counts, criterion("QL-3").counts, some.counts) == (Counts.MANY, Counts.MANY, Counts.SOME)
    assert fill(many, Told(solutions=1, solutions_needed=2)) is Fill.PARTLY
    assert fill(many, Told(solutions=2, solutions_needed=2)) is Fill.MET
    assert fill(some, Told(solutions=1)) is Fill.MET
    assert fill(criterion("GV-3"), Told(solutions=2)) is Fill.OPEN


def test_voices_of_colleagues_count_in_part_and_the_minutes_stay_the_proof():  # plan QL-5, GV-4, NV-4
    recognised = criterion("GV-4")

    assert fill(recognised, Told(voices=4)) is Fill.PARTLY
    assert fill(recognised, Told(claimed=True, proof="Tổ biểu quyết", voices=4)) is Fill.PARTLY
    assert fill(recognised, Told(claimed=True, proof="Tổ biểu quyết", evidence=1)) is Fill.MET
    assert fill(criterion("GV-1"), Told(voices=4)) is Fill.OPEN


def test_completeness_counts_ticks_proof_evidence_and_names_the_gaps():
    told = {
        "GV-1": Told(claimed=True),
        "GV-2": Told(claimed=True, proof="Lớp học ngoài vườn", evidence=4),
        "GV-3": Told(claimed=True, proof="Hai khóa bồi dưỡng", evidence=1),
        "HS-1": Told(claimed=True, proof="of another category", evidence=1),
    }

    measured = completeness(Category.TEACHER, told)

    assert (measured.total, measured.claimed, measured.proven, measured.evidenced) == (4, 3, 2, 2)
    assert [filled for _about, filled in measured.fills] == [Fill.PARTLY, Fill.MET, Fill.MET, Fill.OPEN]
    assert measured.open == (criterion("GV-4"),)
    assert measured.met == 2
    assert not measured.is_whole


def test_adults_need_all_criteria_and_pupils_any():
    one_met = {"GV-1": Told(claimed=True, proof="x"), "HS-1": Told(claimed=True, proof="x")}
    all_met = {one.code: Told(claimed=True, proof="x", evidence=1) for one in criteria_for(Category.TEACHER)}

    assert not completeness(Category.TEACHER, one_met).is_whole
    assert completeness(Category.TEACHER, all_met).is_whole
    assert completeness(Category.PUPIL, one_met).is_whole
    assert not completeness(Category.PUPIL, {}).is_whole


def test_everything_has_a_name_and_something_else_is_the_last_field():  # plan S-11
    assert (set(CATEGORY_LABELS), set(CATEGORY_NOUNS)) == (set(Category), set(Category))
    assert (set(COLLECTIVE_LABELS), set(FIELD_LABELS)) == (set(CollectiveKind), set(Field))
    assert fields_for(Category.TEACHER) == (Field.TEACHING, Field.CARING, Field.RESEARCH, Field.OTHER)
    assert {fields_for(category)[-1] for category in Category} == {Field.OTHER}
