"""One moment for all tests, and a clock that is moved by hand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")

#: A Tuesday morning while the occasion of 11/6/2027 takes nominations: 09:05 in the province.
NOW = datetime(2027, 3, 2, 2, 5, tzinfo=UTC)
TODAY = date(2027, 3, 2)


@dataclass
class FakeClock:
    """Gives the same time until it is moved."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> datetime:
        """Move on by days, hours, minutes or seconds."""
        self.now += timedelta(**by)
        return self.now
