"""The practice clock: real time plus seconds ahead, kept in a file that the bot reads."""

import os
import time
from pathlib import Path


class RoomClock:
    """Gives practice time in Unix seconds; it can be moved forward only, as reminders that were sent stay sent."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            self.ahead = float(file.read_text(encoding="ascii"))
        except (FileNotFoundError, ValueError):
            self.ahead = 0.0
        self._write()

    def now(self) -> float:
        """Give the practice time."""
        return time.time() + self.ahead

    def forward(self, seconds: float) -> bool:
        """Move the clock; False when that would be into the past."""
        if seconds < 0:
            return False
        self.ahead += seconds
        self._write()
        return True

    def _write(self) -> None:
        self.file.parent.mkdir(parents=True, exist_ok=True)
        half = self.file.with_suffix(".new")
        half.write_text(f"{self.ahead:.3f}", encoding="ascii")
        os.replace(half, self.file)  # noqa: PTH105 -- the atomic one, by its known name
