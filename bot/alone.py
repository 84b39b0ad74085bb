"""One bot a data folder: two would send the same messages twice."""

import fcntl
from pathlib import Path
from typing import IO


def take(data_dir: Path) -> IO[str] | None:
    """Hold the folder until the file given back is closed or the process ends; None where another bot holds it."""
    file = (data_dir / "running.lock").open("a", encoding="ascii")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file
