"""Days on which nobody works: fixed holidays, and those of the lunar calendar as a table to be renewed by 2031."""

from datetime import date, timedelta

_FIXED = frozenset({(1, 1), (4, 30), (5, 1), (9, 2)})

#: The first day of the lunar year (Tết) as counted in Viet Nam, UTC+7: in 2030 it is a day before China's.
LUNAR_NEW_YEAR = {
    2026: date(2026, 2, 17),
    2027: date(2027, 2, 6),
    2028: date(2028, 1, 26),
    2029: date(2029, 2, 13),
    2030: date(2030, 2, 2),
    2031: date(2031, 1, 23),
}
#: The tenth day of the third lunar month, the Hùng Kings' commemoration.
HUNG_KINGS = {
    2026: date(2026, 4, 26),
    2027: date(2027, 4, 16),
    2028: date(2028, 4, 4),
    2029: date(2029, 4, 23),
    2030: date(2030, 4, 12),
    2031: date(2031, 4, 1),
}

# Our defaults: the real break is set anew each year.
_TET_BEGINS = timedelta(days=-2)
_TET_ENDS = timedelta(days=5)
_FESTIVE_SEASON_ENDS = timedelta(days=14)  # the full moon: nothing is opened before it
_DAY = timedelta(days=1)
_SATURDAY = 5


def is_tet(day: date) -> bool:
    """Tell whether a day lies in the Tết break; always False in years that the table does not know."""
    new_year = LUNAR_NEW_YEAR.get(day.year)
    return new_year is not None and new_year + _TET_BEGINS <= day <= new_year + _TET_ENDS


def is_festive_season(day: date) -> bool:
    """Tell whether a day lies between the Tết break and the first full moon, when schools are still coming back."""
    new_year = LUNAR_NEW_YEAR.get(day.year)
    return new_year is not None and new_year + _TET_BEGINS <= day <= new_year + _FESTIVE_SEASON_ENDS


def is_working_day(day: date) -> bool:
    """Tell whether offices work on a day."""
    is_holiday = (day.month, day.day) in _FIXED or day == HUNG_KINGS.get(day.year) or is_tet(day)
    return day.weekday() < _SATURDAY and not is_holiday


def working_day_from(day: date) -> date:
    """Give the day itself, or the next working day."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_day_until(day: date) -> date:
    """Give the day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= _DAY
    return day


def opening_day_from(day: date) -> date:
    """Give the day itself, or the next working day on which something new may be opened."""
    while is_festive_season(day) or not is_working_day(day):
        day += _DAY
    return day
