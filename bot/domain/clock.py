"""The clock that is passed to everything that asks for the time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

#: Gives the time now, aware, in UTC.
Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Give the machine's time."""
    return datetime.now(UTC)


class MovableClock:
    """The practice room's clock: the machine's time plus an offset in seconds, kept in a file.

    The file outlives the process, so that a clock moved forward stays moved when the bot is killed.
    """

    def __init__(self, offset_file: Path) -> None:
        self._file = offset_file
        self._read_at = 0
        self._offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset()

    def offset(self) -> timedelta:
        """Give how far the clock is ahead; the file is read again only when it has changed."""
        try:
            changed_at = self._file.stat().st_mtime_ns
        except FileNotFoundError:
            return timedelta()
        if changed_at != self._read_at:
            self._offset = timedelta(seconds=float(self._file.read_text(encoding="ascii") or 0))
            self._read_at = changed_at
        return self._offset
