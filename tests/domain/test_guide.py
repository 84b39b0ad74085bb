"""The guide speaks to each role, explains every criterion by example, and has a tip for every week."""

from datetime import date, timedelta

import pytest

from bot.domain.criteria import Category, criteria_for
from bot.domain.guide import GUIDES, READER_LABELS, Reader, reader_of
from bot.domain.guide_examples import EXAMPLES
from bot.domain.guide_questions import questions_for
from bot.domain.guide_tips import TIPS, tip_of
from bot.domain.roles import Role

MONDAY = date(2027, 3, 8)


def test_every_criterion_of_the_plan_has_a_good_and_a_poor_example():  # plan S-06
    codes = [one.code for category in Category for one in criteria_for(category)]

    assert list(EXAMPLES) == codes
    lines = [line for example in EXAMPLES.values() for line in (example.good, example.poor)]
    assert len(set(lines)) == len(lines) == 2 * len(codes)


def test_a_poor_example_says_what_it_lacks_after_the_quoted_words():
    assert [code for code, example in EXAMPLES.items() if not example.poor.partition("” ")[2]] == []


def test_every_reader_has_a_guide_and_questions():
    assert set(GUIDES) == set(READER_LABELS) == set(Reader)
    assert all(questions_for(reader) for reader in Reader)


@pytest.mark.parametrize(
    ("roles", "reader"),
    [
        (set(), Reader.TEACHER),
        ({Role.MEMBER}, Reader.TEACHER),
        ({Role.MEMBER, Role.UNIT_HEAD}, Reader.HEAD),
        ({Role.MEMBER, Role.UNIT_DEPUTY}, Reader.HEAD),
        ({Role.MEMBER, Role.UNIT_CLERK}, Reader.CLERK),
        ({Role.UNIT_CLERK, Role.UNIT_HEAD}, Reader.HEAD),
        ({Role.INTERMEDIATE_OFFICER}, Reader.OFFICER),
        ({Role.DEPARTMENT_OFFICE, Role.MEMBER}, Reader.OFFICER),
    ],
)
def test_the_guide_of_the_highest_role_in_the_unit_comes_first(roles, reader):
    assert reader_of(roles) is reader


def test_a_tip_stays_for_a_week_and_all_come_round():
    week = {tip_of(MONDAY + timedelta(days=day)) for day in range(7)}
    round_ = [tip_of(MONDAY + timedelta(weeks=week)) for week in range(len(TIPS))]

    assert len(week) == 1
    assert sorted(round_) == sorted(TIPS)
