"""The real bot as its own process against the sandbox's server: started, killed in mid-sentence, started again."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.sandbox.telegram_server import BotApiServer
from bot.settings import ROOT


class RunningBot:
    """`python -m bot run` in a child process; its data lies in ``data_dir`` and outlives it."""

    def __init__(self, server: BotApiServer, data_dir: Path, **env: str) -> None:
        self._env = {
            **os.environ,
            "BOT_TOKEN": server.token,
            "BOT_BASE_URL": server.base_url,
            "BOT_BASE_FILE_URL": server.base_file_url,
            "DATA_DIR": str(data_dir),
            "PRACTICE_CLOCK_FILE": str(data_dir / "clock"),
            "LOG_LEVEL": "WARNING",
            **env,
        }
        self._log = data_dir / "bot.log"
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        """The process that is running now."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything the bot has written so far."""
        return self._log.read_text(encoding="utf-8") if self._log.exists() else ""

    async def start(self) -> None:
        """Start it; it takes up what the last process left."""
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run", cwd=ROOT, env=self._env, stdout=log, stderr=log
            )

    async def kill(self) -> None:
        """Kill it with SIGKILL: nothing is finished, nothing is flushed."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()

    async def ended(self) -> int:
        """Wait until it ends by itself; gives its exit code."""
        assert self._process is not None
        return await asyncio.wait_for(self._process.wait(), 20)

    async def stop(self) -> int:
        """Ask it to stop, as an operator would; gives its exit code."""
        assert self._process is not None
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGTERM)
        return await asyncio.wait_for(self._process.wait(), 20)
