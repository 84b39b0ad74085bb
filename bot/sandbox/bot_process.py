"""The bot as a process of its own: started, killed when the plug is pulled, started again whenever it ends."""

import asyncio
import os
import signal
import time
from asyncio.subprocess import PIPE, STDOUT, Process
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from enum import StrEnum
from pathlib import Path

_LINES_KEPT = 60
_DARK_FOR = 0.7
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 30.0
_WELL_AFTER = 20.0
_STOP_WITHIN = 8.0


class BotState(StrEnum):
    """What the page shows of the bot."""

    STARTING = "starting"
    RUNNING = "running"
    UNPLUGGED = "unplugged"
    CRASHED = "crashed"
    STOPPED = "stopped"


class BotProcess:
    """Keeps one command running; ``on_change`` is called at every change of `state`."""

    def __init__(
        self, command: list[str], *, env: dict[str, str], data_dir: Path, on_change: Callable[[], None]
    ) -> None:
        self.state = BotState.STOPPED
        self.starts = 0
        self.exit_code: int | None = None
        self.retry_in = 0.0
        self.lines: deque[str] = deque(maxlen=_LINES_KEPT)
        self._command = command
        self.env = env
        self._log = data_dir / "bot.log"
        self._pid_file = data_dir / "bot.pid"
        self._on_change = on_change
        self._process: Process | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._was_unplugged = False

    def start(self) -> None:
        """Start the bot and keep it running."""
        self._end_forgotten_bot()
        self._keeper = asyncio.create_task(self._keep())

    def seen_at_work(self) -> None:
        """Be told that the bot has asked for updates."""
        if self.state is BotState.STARTING:
            self._turn(BotState.RUNNING)

    def pull_the_plug(self) -> bool:
        """Kill the bot with SIGKILL in mid-sentence; False when it was not running."""
        process = self._process
        if process is None or process.returncode is not None:
            return False
        self._was_unplugged = True
        process.kill()
        return True

    async def stop(self) -> None:
        """End the bot in an orderly way, and with force after a few seconds."""
        if self._keeper is not None:
            self._keeper.cancel()
            await asyncio.gather(self._keeper, return_exceptions=True)
            self._keeper = None
        process = self._process
        if process is not None and process.returncode is None:
            process.terminate()
            try:
                await asyncio.wait_for(process.wait(), _STOP_WITHIN)
            except TimeoutError:
                process.kill()
                await process.wait()
        self._pid_file.unlink(missing_ok=True)
        self._turn(BotState.STOPPED)

    async def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while True:
            began = time.monotonic()
            self._turn(BotState.STARTING)
            await self._run_once()
            if self._was_unplugged:
                self._was_unplugged = False
                pause, self.retry_in = _FIRST_PAUSE, _DARK_FOR
                self._turn(BotState.UNPLUGGED)
            else:
                pause = _FIRST_PAUSE if time.monotonic() - began > _WELL_AFTER else pause
                self.retry_in = pause
                pause = min(pause * 2, _LONGEST_PAUSE)
                self._turn(BotState.CRASHED)
            await asyncio.sleep(self.retry_in)

    async def _run_once(self) -> None:
        # A session of its own: Ctrl-C at the terminal must reach the room only, which then ends the bot in order.
        process = await asyncio.create_subprocess_exec(
            *self._command, env=self.env, stdout=PIPE, stderr=STDOUT, start_new_session=True
        )
        self._process = process
        self.starts += 1
        self._pid_file.write_text(str(process.pid), encoding="ascii")
        reader = asyncio.create_task(self._read(process))
        self.exit_code = await process.wait()
        with suppress(TimeoutError):
            await asyncio.wait_for(reader, 1)

    async def _read(self, process: Process) -> None:
        assert process.stdout is not None
        with self._log.open("ab") as log:
            while True:
                try:
                    line = await process.stdout.readline()
                except ValueError:
                    continue  # longer than the reader's buffer: dropped, as nobody reads such a line
                if not line:
                    return
                log.write(line)
                log.flush()
                self.lines.append(line.decode(errors="replace").rstrip())

    def _turn(self, state: BotState) -> None:
        self.state = state
        self._on_change()

    def _end_forgotten_bot(self) -> None:
        """Kill the bot of a room that was itself killed: two bots on one database would answer everything twice."""
        try:
            pid = int(self._pid_file.read_text(encoding="ascii"))
            said = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
        except (OSError, ValueError):
            return
        if [part for part in said if part][1:] == self._command[1:]:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
