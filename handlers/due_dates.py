"""Read a due date as people type it: 17/3, 17/03, 17-3-2027."""

from datetime import date, timedelta

from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text

#: A due date lies at most so far ahead; further away it is a slip of the finger.
FURTHEST = timedelta(days=90)
#: Day and month, perhaps a year.
_SHORT, _LONG = 2, 3


def looks_like_a_date(text: str) -> bool:
    """Tell whether a text is nothing but a day, a month and perhaps a year."""
    parts = _parts(text)
    return len(parts) in {_SHORT, _LONG} and all(part.isdecimal() and len(part) <= len("2027") for part in parts)


def read_day(text: str, *, today: date) -> date | None:
    """Read a day of this year or the next; None where the text is none, Refusal for a day that does not exist."""
    if not looks_like_a_date(text):
        return None
    day, month, *year = (int(part) for part in _parts(text))
    try:
        return date(year[0], month, day) if year else _next(day, month, today=today)
    except ValueError:
        raise Refusal(
            "no_such_day",
            Text(N_("There is no {day}/{month}. Type a day like 17/03."), {"day": day, "month": month}),
        ) from None


def read_due_date(text: str, *, today: date) -> date:
    """Read a due date, of this year or the next; Refusal for what is no date, past, or far away."""
    wanted = read_day(text, today=today)
    if wanted is None:
        raise Refusal(
            "no_date", Text(N_("“{words}” was not read as a date. Type it like 17/03."), {"words": text.strip()[:30]})
        )
    if not today < wanted <= today + FURTHEST:
        raise Refusal(
            "due_out_of_reach",
            Text(N_("The due date must lie after today and within 90 days. Type it like 17/03.")),
        )
    return wanted


def _parts(text: str) -> list[str]:
    return text.strip().replace("-", "/").replace(".", "/").split("/")


def _next(day: int, month: int, *, today: date) -> date:
    """Take the year in which this day comes next (29/2 may be no day of this year but of the next)."""
    try:
        this_year = date(today.year, month, day)
    except ValueError:
        return date(today.year + 1, month, day)
    return this_year if this_year > today else date(today.year + 1, month, day)
