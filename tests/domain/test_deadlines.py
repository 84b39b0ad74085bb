"""The calendar: closings move back to a working day, openings forward, reminders stay within the day and out of Tết."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deadlines import (
    DEFAULT_MILESTONES,
    STEP_LABELS,
    Step,
    closed_occasions,
    closes_at,
    days_left,
    ensure_ahead,
    next_occasion,
    open_occasions,
    rungs,
    supplement_due,
)
from bot.domain.holidays import is_tet, is_working_day
from bot.domain.refusals import Refusal
from bot.domain.sending_times import allowed_time, is_allowed_time, is_quiet
from bot.domain.wording import Text

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
ELEVENTH_OF_JUNE, TWENTIETH_OF_NOVEMBER = DEFAULT_MILESTONES

years = st.integers(2026, 2031)
days = st.dates(date(2026, 1, 1), date(2031, 12, 31))
moments = st.datetimes(datetime(2026, 1, 1), datetime(2031, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 -- hypothesis adds the zone
zones = st.sampled_from([HANOI, ZoneInfo("Europe/Berlin"), ZoneInfo("America/St_Johns"), UTC])


def local(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=HANOI)


@given(st.sampled_from(DEFAULT_MILESTONES), years, st.sampled_from(Step))
def test_a_closing_is_a_working_day_never_after_its_raw_date_and_an_opening_never_before(milestone, year, step):
    raw = date(year, milestone.month, milestone.day) - timedelta(days=milestone.ladder[step])
    moved = milestone.date_of(step, year)

    assert is_working_day(moved)
    assert moved >= raw if step is Step.OPEN else moved <= raw


@given(st.sampled_from(DEFAULT_MILESTONES), years)
def test_the_steps_of_a_ladder_follow_one_another(milestone, year):
    dates = [milestone.date_of(step, year) for step in Step]

    assert dates == sorted(dates)


def test_the_ladder_of_2027_is_the_one_that_was_agreed():  # plan S-37
    assert {step: ELEVENTH_OF_JUNE.date_of(step, 2027) for step in Step} == {
        Step.OPEN: date(2027, 2, 22),  # 11/2 lies in the Tết season
        Step.NOMINATE: date(2027, 3, 26),  # 28/3 is a Sunday
        Step.SCHOOL: date(2027, 4, 12),
        Step.LEVEL_ABOVE: date(2027, 4, 22),
        Step.APPRAISE: date(2027, 4, 29),  # 2/5 is a Sunday after two holidays
        Step.COUNCIL: date(2027, 5, 7),
        Step.PROVINCE: date(2027, 5, 12),
        Step.CEREMONY: date(2027, 6, 11),
    }
    assert TWENTIETH_OF_NOVEMBER.date_of(Step.OPEN, 2027) == date(2027, 9, 6)  # 5/9 is a Sunday
    assert set(STEP_LABELS) == set(Step)


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2027, 2, 4), False),  # two days before Tết
        (date(2027, 2, 11), False),
        (date(2027, 2, 12), True),
        (date(2030, 2, 2), False),  # Tết in Viet Nam, a day before China's
        (date(2027, 4, 16), False),  # the Hùng Kings
        (date(2027, 4, 30), False),
        (date(2027, 9, 2), False),
        (date(2027, 3, 28), False),
        (date(2027, 3, 29), True),
        (date(2040, 2, 14), True),  # the table ends before: weekends and fixed days only
    ],
)
def test_offices_rest_on_weekends_fixed_holidays_and_tet(day, is_worked):
    assert is_working_day(day) is is_worked


def test_the_next_occasion_is_the_one_whose_day_comes_next():
    assert next_occasion(date(2026, 11, 22)) == ELEVENTH_OF_JUNE.occasion(2027)
    assert next_occasion(date(2026, 11, 20)) == TWENTIETH_OF_NOVEMBER.occasion(2026)
    assert next_occasion(date(2026, 11, 20), []) is None
    assert days_left(date(2026, 11, 22), date(2027, 6, 11)) == 201


def test_the_open_occasion_is_offered_first_and_a_closed_one_only_for_the_next_year():
    in_march = open_occasions(date(2027, 3, 2))
    in_april = open_occasions(date(2027, 4, 2))
    in_september = open_occasions(date(2027, 9, 10))

    assert [(one.code, one.year) for one in in_march] == [("11-6", 2027), ("20-11", 2027)]
    assert [(one.code, one.year) for one in in_april] == [("20-11", 2027), ("11-6", 2028)]
    assert [(one.code, one.year) for one in in_september] == [("20-11", 2027), ("11-6", 2028)]
    assert [one.is_open(date(2027, 4, 2)) for one in in_april] == [False, False]
    assert [one.is_open(date(2027, 9, 10)) for one in in_september] == [True, False]
    assert closed_occasions(date(2027, 4, 2)) == (ELEVENTH_OF_JUNE.occasion(2027),)
    assert closed_occasions(date(2027, 6, 12)) == ()


@given(days)
def test_on_every_day_each_occasion_takes_nominations_once_and_none_that_is_closed(today):
    taking = open_occasions(today)

    assert sorted(one.code for one in taking) == ["11-6", "20-11"]
    assert all(one.closes_on >= today for one in taking)
    assert not set(taking) & set(closed_occasions(today))


def test_an_occasion_is_called_by_its_day():
    occasion = ELEVENTH_OF_JUNE.occasion(2027)

    assert occasion.spoken == "11/6"
    assert occasion.label == Text("Occasion of {day}", {"day": "11/6/2027"})


def test_nominations_in_chat_close_at_midnight_and_offices_at_five():
    day = date(2027, 3, 26)

    assert closes_at(Step.NOMINATE, day, zone=HANOI) == local(2027, 3, 27, 0, 0)
    assert closes_at(Step.SCHOOL, day, zone=HANOI) == local(2027, 3, 26, 17, 0)


def test_people_are_reminded_at_seven_thirty_fourteen_seven_three_one_and_no_days_before_and_a_day_after():
    reminders = rungs(date(2027, 4, 12), zone=HANOI)

    assert [(rung.days_before, rung.at) for rung in reminders] == [
        (30, local(2027, 3, 13, 7)),
        (14, local(2027, 3, 29, 7)),
        (7, local(2027, 4, 5, 7)),
        (3, local(2027, 4, 9, 7)),
        (1, local(2027, 4, 11, 7)),
        (0, local(2027, 4, 12, 7)),
        (-1, local(2027, 4, 13, 7)),
    ]


def test_reminders_that_tet_pushes_together_become_the_last_of_them():
    reminders = rungs(date(2027, 2, 12), zone=HANOI)

    assert [(rung.days_before, rung.at) for rung in reminders] == [
        (30, local(2027, 1, 13, 7)),
        (14, local(2027, 1, 29, 7)),
        (0, local(2027, 2, 12, 7)),
        (-1, local(2027, 2, 13, 7)),
    ]


@given(days, zones)
def test_reminders_come_in_order_one_a_day_and_only_at_allowed_times(closing, zone):
    at = [rung.at for rung in rungs(closing, zone=zone)]

    assert at == sorted(set(at))
    assert all(is_allowed_time(moment, zone=zone) for moment in at)


@given(moments, zones, st.integers(0, 100), st.booleans())
def test_a_sending_moment_is_moved_into_the_day_and_not_past_its_deadline(moment, zone, hours, has_deadline):
    deadline = moment + timedelta(hours=hours) if has_deadline else None

    moved = allowed_time(moment, zone=zone, deadline=deadline)

    assert time(7) <= moved.astimezone(zone).time() < time(21)
    assert not is_tet(moved.astimezone(zone).date())
    assert deadline is None or moved <= deadline
    assert moved == moment or not is_allowed_time(moment, zone=zone)


@pytest.mark.parametrize(
    ("moment", "deadline", "moved"),
    [
        (local(2027, 4, 12, 12, 30), None, local(2027, 4, 12, 12, 30)),
        (local(2027, 4, 12, 5), None, local(2027, 4, 12, 7)),
        (local(2027, 4, 12, 21), None, local(2027, 4, 13, 7)),
        (local(2027, 4, 12, 22), local(2027, 4, 12, 23), local(2027, 4, 12, 20, 59)),
        (local(2027, 4, 12, 5), local(2027, 4, 12, 6), local(2027, 4, 11, 20, 59)),
        (local(2027, 2, 5, 5), None, local(2027, 2, 12, 7)),
        (local(2027, 2, 5, 22), local(2027, 2, 11, 17), local(2027, 2, 3, 20, 59)),
    ],
)
def test_sending_waits_for_the_morning_or_comes_before_the_night(moment, deadline, moved):
    assert allowed_time(moment, zone=HANOI, deadline=deadline) == moved


def test_when_nothing_else_is_left_a_message_is_rather_late_than_in_the_past_or_at_night():
    now = local(2027, 4, 12, 22)
    deadline = local(2027, 4, 12, 23)

    assert allowed_time(now, zone=HANOI, deadline=deadline, earliest=now) == local(2027, 4, 13, 7)
    assert allowed_time(now, zone=HANOI, deadline=deadline, earliest=local(2027, 4, 12, 9)) == local(
        2027, 4, 12, 20, 59
    )


@pytest.mark.parametrize(
    ("at", "quiet"),
    [(time(6, 29), True), (time(6, 30), False), (time(20, 59), False), (time(21), True), (time(0), True)],
)
def test_notices_are_silent_from_nine_in_the_evening_to_half_past_six(at, quiet):
    assert is_quiet(datetime.combine(date(2027, 4, 12), at, tzinfo=HANOI), zone=HANOI) is quiet


def test_a_supplement_is_due_on_a_working_day_nine_days_on():
    assert supplement_due(date(2027, 3, 8)) == date(2027, 3, 17)
    assert supplement_due(date(2027, 3, 5)) == date(2027, 3, 15)  # 14/3 is a Sunday


def test_a_due_date_leaves_at_least_a_day():
    ensure_ahead(date(2027, 3, 9), today=date(2027, 3, 8))

    with pytest.raises(Refusal) as refused:
        ensure_ahead(date(2027, 3, 8), today=date(2027, 3, 8))
    assert refused.value.code == "deadline.past"
