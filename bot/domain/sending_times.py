"""When people may be written to without being asked: 07:00 to 21:00 where they are, and never during Tết."""

from datetime import UTC, date, datetime, time, timedelta, tzinfo

from bot.domain.holidays import is_tet

SENDING_FROM = time(7)
SENDING_UNTIL = time(21)
QUIET_FROM = time(21)
QUIET_UNTIL = time(6, 30)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


def is_quiet(moment: datetime, *, zone: tzinfo) -> bool:
    """Tell whether a notice is sent without a sound: from 21:00 to 06:30."""
    at = moment.astimezone(zone).time()
    return at >= QUIET_FROM or at < QUIET_UNTIL


def is_allowed_time(moment: datetime, *, zone: tzinfo) -> bool:
    """Tell whether a reminder may be sent at a moment."""
    local = moment.astimezone(zone)
    return SENDING_FROM <= local.time() < SENDING_UNTIL and not is_tet(local.date())


def allowed_time(
    moment: datetime, *, zone: tzinfo, deadline: datetime | None = None, earliest: datetime | None = None
) -> datetime:
    """Move a moment of sending into the allowed hours: forward, or back where forward would miss the deadline.

    Where going back would lie before ``earliest`` (such as now), nothing else is left than to be late. Gives UTC.
    """
    later = _forward(moment, zone)
    if deadline is None or later <= deadline:
        return later
    sooner = _back(min(moment, deadline), zone)
    if earliest is None or sooner >= earliest:
        return sooner
    return _forward(max(moment, earliest), zone)


def at_local(day: date, at: time, *, zone: tzinfo) -> datetime:
    """Give a wall-clock time of a day as a moment in UTC."""
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


def _forward(moment: datetime, zone: tzinfo) -> datetime:
    while not is_allowed_time(moment, zone=zone):
        local = moment.astimezone(zone)
        is_early = local.time() < SENDING_FROM and not is_tet(local.date())
        moment = at_local(local.date() if is_early else local.date() + _DAY, SENDING_FROM, zone=zone)
    return moment.astimezone(UTC)


def _back(moment: datetime, zone: tzinfo) -> datetime:
    while not is_allowed_time(moment, zone=zone):
        local = moment.astimezone(zone)
        is_late = local.time() >= SENDING_UNTIL and not is_tet(local.date())
        day = local.date() if is_late else local.date() - _DAY
        moment = at_local(day, SENDING_UNTIL, zone=zone) - _MINUTE
    return moment.astimezone(UTC)
