"""The practice room: Bot API server, page and bot process together, opened with one call of `serve`."""

import asyncio
import os
import signal
import sys
import time
import webbrowser
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox.archive import Archive
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.limits import Rates
from bot.sandbox.room_api import NextDue, RoomApi
from bot.sandbox.room_clock import RoomClock
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Person

_SAVE_EVERY = 2.0
_UPDATE_IDS_SINCE = 1_700_000_000
#: Settings of a real bot in this terminal must not reach the practice bot: it would play on the real database.
_OF_A_REAL_BOT = ("BOT_", "DATABASE_URL", "DATA_DIR", "MODE", "PROXY_URL", "WEBHOOK_")


@dataclass(frozen=True, slots=True)
class RoomOptions:
    """What a room is made of; ``env`` goes to the bot beside the addresses and the clock file of the room."""

    people: Sequence[Person]
    start_command: list[str]
    data_dir: Path
    env: Mapping[str, str] = field(default_factory=dict)
    port: int = 8765
    open_browser: bool = True
    next_due: NextDue | None = None
    rates: Rates | None = None


class PracticeRoom:
    """Runs the server and keeps the bot running beside it; everything it knows lies in ``data_dir``."""

    def __init__(self, options: RoomOptions) -> None:
        self._options = options
        data_dir = options.data_dir
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.clock = RoomClock(data_dir / "clock")
        # After a lost archive, update ids must still be new to the bot's database: they begin with the time.
        first_update = int(time.time()) - _UPDATE_IDS_SINCE
        self.server = BotApiServer(
            port=options.port, rates=options.rates, now=self.clock.now, first_update_id=first_update, calls_kept=500
        )
        for person in options.people:
            self.server.world.meet(person)
        self._archive = Archive(data_dir)
        self._archive.load(self.server)
        self.bot = BotProcess(
            options.start_command, env=self._bot_env(), data_dir=data_dir, on_change=self._tell_of_process
        )
        self._api = RoomApi(self.server, clock=self.clock, bot=self.bot, next_due=options.next_due)
        self.server.pages = self._api.answer
        self.server.updates.on_polled = self.bot.seen_at_work
        self._saver: asyncio.Task[None] | None = None

    @property
    def url(self) -> str:
        """Where the page is."""
        return f"{self.server.url}/"

    async def start(self) -> None:
        """Open the room; raises OSError when the port is taken."""
        await self.server.start()
        self.bot.env = self._bot_env()
        self.bot.start()
        self._saver = asyncio.create_task(self._save_now_and_then())

    async def stop(self) -> None:
        """End the bot, then the server, and keep the chats."""
        if self._saver is not None:
            self._saver.cancel()
            await asyncio.gather(self._saver, return_exceptions=True)
        await self.bot.stop()
        await self.server.stop()
        self._archive.save(self.server)

    def kill(self) -> bool:
        """Pull the plug; False when the bot is not running."""
        return self.bot.pull_the_plug()

    def _bot_env(self) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith(_OF_A_REAL_BOT)},
            **self._options.env,
            "BOT_TOKEN": self.server.token,
            "BOT_BASE_URL": self.server.base_url,
            "BOT_BASE_FILE_URL": self.server.base_file_url,
            "PRACTICE_CLOCK_FILE": str(self.clock.file),
        }

    def _tell_of_process(self) -> None:
        self.server.world.tell({"kind": "process", "process": self._api.process_as_json()})

    async def _save_now_and_then(self) -> None:
        saved = self.server.world.change
        while True:
            await asyncio.sleep(_SAVE_EVERY)
            if self.server.world.change != saved:
                saved = self.server.world.change
                self._archive.save(self.server)


def serve(options: RoomOptions) -> int:
    """Open the practice room until Ctrl-C; gives the exit code."""
    try:
        return asyncio.run(keep_open(options))
    except KeyboardInterrupt:
        return 0


async def keep_open(options: RoomOptions) -> int:
    """Open the room, tell its address, and close it on SIGINT or SIGTERM; 2 when the port is taken."""
    room = PracticeRoom(options)
    try:
        await room.start()
    except OSError:
        _say(
            f"Cổng {options.port} đang có chương trình khác dùng. Thử: ./guongsang demo --port {options.port + 1}\n"
            f"Port {options.port} is in use by another program. Try: ./guongsang demo --port {options.port + 1}"
        )
        return 2
    _say(
        f"Phòng tập đã mở · The practice room is open:\n\n    {room.url}\n\n"
        "Ctrl-C để đóng · Ctrl-C closes it (the chats are kept)."
    )
    if options.open_browser and _has_a_screen():
        with suppress(webbrowser.Error):
            await asyncio.to_thread(webbrowser.open, room.url)
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with suppress(NotImplementedError):  # Windows has no handlers in its loop; KeyboardInterrupt does it there
            loop.add_signal_handler(number, over.set)
    try:
        await over.wait()
    finally:
        _say("\nĐang đóng phòng tập… · Closing the practice room…")
        await room.stop()
    return 0


def _has_a_screen() -> bool:
    """Tell whether a window can open here: without a screen Python would start a browser inside the terminal."""
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
