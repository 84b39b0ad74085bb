"""What closes when, by the rows that administrators change."""

from datetime import date

import pytest
from sqlmodel import select

from bot.domain.deadlines import DEFAULT_MILESTONES, Step
from bot.services import calendar
from models import LadderStep, Milestone

SPRING = date(2027, 3, 2)


@pytest.fixture(autouse=True)
def seeded(session):
    calendar.seed(session)


def shown(occasions):
    return [(one.code, one.year, one.is_open) for one in occasions]


def test_the_shipped_calendar_is_marked_as_a_default(session):
    milestones = session.exec(select(Milestone)).all()

    assert {row.code for row in milestones} == {"11-6", "20-11"}
    assert all(row.is_default for row in milestones)
    assert len(session.exec(select(LadderStep)).all()) == sum(len(one.ladder) for one in DEFAULT_MILESTONES)


def test_writing_the_calendar_again_leaves_edited_rows_alone(session):
    row = session.exec(select(LadderStep).where(LadderStep.milestone == "11-6", LadderStep.code == Step.NOMINATE)).one()
    row.days_before, row.is_default = 60, False
    before = len(session.exec(select(LadderStep)).all())

    calendar.seed(session)

    assert len(session.exec(select(LadderStep)).all()) == before
    assert calendar.closing_of(session, "11-6", 2027, calendar.NOMINATE) == date(2027, 4, 12)


def test_a_sunday_closing_moves_back_to_friday(session):
    assert calendar.closing_of(session, "11-6", 2027, calendar.NOMINATE) == date(2027, 3, 26)  # 28/3 is a Sunday


def test_the_occasion_that_closes_next_is_offered_first(session):
    offered = calendar.open_occasions(session, SPRING)

    assert shown(offered) == [("11-6", 2027, True), ("20-11", 2027, True)]
    assert (offered[0].closes_on, offered[0].label.args) == (date(2027, 3, 26), {"day": "11/6", "year": "2027"})


@pytest.mark.parametrize(
    ("today", "closed"),
    [(date(2027, 3, 26), []), (date(2027, 3, 27), [("11-6", 2027, False)]), (date(2027, 6, 12), [])],
)
def test_an_occasion_is_closed_from_the_day_after_its_closing_until_its_day(session, today, closed):
    assert [one for one in shown(calendar.open_occasions(session, today)) if not one[2]] == closed


def test_a_switched_off_milestone_takes_no_nominations(session):
    session.get(Milestone, "20-11").enabled = False
    session.flush()

    assert shown(calendar.open_occasions(session, SPRING)) == [("11-6", 2027, True)]
    assert calendar.step_due(session, "20-11", 2027, step=Step.SCHOOL, today=SPRING) is None


def test_a_step_that_no_ladder_has_is_not_made_up(session):
    with pytest.raises(LookupError):
        calendar.closing_of(session, "1-1", 2027, calendar.SCHOOL)


def test_the_next_closing_of_a_step_counts_its_own_day(session):
    last_day = date(2027, 4, 12)

    due = calendar.next_step_due(session, last_day, step=Step.SCHOOL)
    after = calendar.next_step_due(session, date(2027, 4, 13), step=Step.SCHOOL)

    assert due is not None
    assert after is not None
    assert (due.code, due.closes_on, due.days_left) == ("11-6", last_day, 0)
    assert (after.code, after.year) == ("20-11", 2027)


def test_without_milestones_nothing_is_due(session):
    for row in session.exec(select(Milestone)):
        row.enabled = False
    session.flush()

    assert calendar.next_step_due(session, SPRING, step=Step.SCHOOL) is None
    assert calendar.open_occasions(session, SPRING) == []


def test_the_calendar_is_read_with_two_statements(session, statements):
    with statements.counted():
        calendar.open_occasions(session, SPRING)

    assert len(statements) == 2
