"""`./guongsang bench pipeline`: this bot beside two simpler ones, in one run, against the same loopback server.

Every person acts only when the answer to the last act is on the screen. Each bot runs in its own process; server and
people share this one. The last line is JSON.
"""

import argparse
import asyncio
import json
import math
import os
import platform
import sqlite3
import sys
import tempfile
import time
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.database import Database
from bot.domain.clock import MovableClock
from bot.practice import environment, prepare
from bot.sandbox.telegram_server import BotApiServer
from bot.settings import ROOT
from models import Dossier
from tests.journeys.school import OPENING, set_clock
from tests.support.crowd import FIRST_CHAT, SENT, Walker, nomination, nominee_of, settle, story_of

TOKEN = "4200:practice-room-of-guong-sang"
#: So many people speak at once with this bot; with fewer its flood limit of four acts a second would be measured.
PEOPLE = 400
#: The simpler bots handle one update after the other: more people would only wait longer.
ECHOING = 40
WARMING = 60
#: Seconds after which a bot is taken to have lost an update.
PATIENCE = 60
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass
class Measured:
    """What one bot did: updates in seconds of wall time and of its own CPU, and the waiting times of its people."""

    updates: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    times: list[float] = field(default_factory=list)

    @property
    def per_second(self) -> float:
        return self.updates / self.seconds

    @property
    def cpu_ms(self) -> float:
        return self.cpu * 1000 / self.updates


def cpu_seconds(pid: int) -> float:
    """Give the CPU time that all threads of a process have used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def rss_mb(pid: int) -> float:
    """Give the memory that a process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@asynccontextmanager
async def running(command: Sequence[str], log: Path, **env: str) -> AsyncIterator[int]:
    """Run a bot in its own process and give its number; tell what it wrote when something goes wrong."""
    with log.open("ab") as out:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, cwd=ROOT, env=os.environ | env, stdout=out, stderr=out
        )
    try:
        yield process.pid
    except BaseException:
        print(log.read_text()[-4000:], file=sys.stderr)  # noqa: ASYNC240 -- everything has gone wrong already
        raise
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def measure(pid: int, crowd: Sequence[Walker], walk: Callable[[Walker], Awaitable[object]]) -> Measured:
    """Let everybody walk at once, and give what it took."""
    acts, cpu, began = sum(walker.acts for walker in crowd), cpu_seconds(pid), time.monotonic()
    for walker in crowd:
        walker.times.clear()
    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(*[walk(walker) for walker in crowd])
    return Measured(
        updates=sum(walker.acts for walker in crowd) - acts,
        seconds=time.monotonic() - began,
        cpu=cpu_seconds(pid) - cpu,
        times=sorted(seconds for walker in crowd for seconds in walker.times),
    )


async def bare(server: BotApiServer, folder: Path, rounds: int) -> Measured:
    """Measure the echo bot of the documentation."""
    command = ["-m", "tests.bench.candidates", "echo", TOKEN, server.base_url, "."]
    crowd = [Walker(server, 100_000 + number) for number in range(ECHOING)]

    async def talk(walker: Walker, count: int) -> None:
        for _ in range(count):
            await walker.echoes(f"xin chào {walker.acts} " + story_of(walker.number))

    async with running(command, folder / "echo.log") as pid:
        await measure(pid, crowd, partial(talk, count=3))
        return await measure(pid, crowd, partial(talk, count=rounds))


async def conversation(server: BotApiServer, folder: Path, rounds: int) -> tuple[Measured, bool]:
    """Measure the same nomination on ConversationHandler; tell whether everybody's answers came back right."""
    command = ["-m", "tests.bench.candidates", "conversation", TOKEN, server.base_url, str(folder)]
    crowd = [Walker(server, 200_000 + number) for number in range(ECHOING)]
    right: list[bool] = []

    async def nominate(walker: Walker, times: int) -> None:
        for _ in range(times):
            number = walker.number - 200_000
            window = await walker.walk(nomination(number), until=SENT)
            right.append(nominee_of(number) in window.text and story_of(number) in window.text)

    async with running(command, folder / "conversation.log") as pid:
        await measure(pid, crowd, partial(nominate, times=1))
        measured = await measure(pid, crowd, partial(nominate, times=rounds))
    return measured, all(right)


async def ours(server: BotApiServer, folder: Path, rounds: int) -> tuple[Measured, bool, float, float]:
    """Measure this bot on the sample province; also its memory, and the seconds from a later start to a first reply."""
    data = folder / "data"
    data.mkdir()
    set_clock(data, OPENING)
    database = prepare(data, clock=MovableClock(data / "clock"))
    database.write_now(partial(settle, count=PEOPLE, now=OPENING))
    bot = partial(running, ["-m", "bot", "run"], folder / "ours.log", **settings(server, data))
    crowd = [Walker(server, number) for number in range(PEOPLE)]

    async def nominate(walker: Walker, times: Sequence[int]) -> None:
        for time_ in times:
            await walker.walk(nomination(walker.number + PEOPLE * time_), until=SENT)

    async with bot() as pid:
        await measure(pid, crowd[:WARMING], partial(nominate, times=[0]))
        measured = await measure(pid, crowd, partial(nominate, times=range(1, rounds + 1)))
        memory = await grown(pid, database, crowd)
    expected = {*range(WARMING), *range(PEOPLE, PEOPLE * (rounds + 1))}

    began = time.monotonic()
    async with bot():
        await crowd[0].walk(nomination(0)[:1], until="Bước 1/10")
        first_reply = time.monotonic() - began
    log = (folder / "ours.log").read_text()
    ok = database.read_now(partial(is_right, expected=expected)) and "Traceback" not in log
    database.stop()
    return measured, ok, memory, first_reply


def settings(server: BotApiServer, data: Path) -> dict[str, str]:
    """Give the practice room's settings for a bot of this server; every promise is on."""
    return environment(data) | {
        "BOT_TOKEN": TOKEN,
        "BOT_BASE_URL": server.base_url,
        "BOT_BASE_FILE_URL": server.base_file_url,
        "PRACTICE_CLOCK_FILE": str(data / "clock"),
        "LOG_LEVEL": "WARNING",
    }


async def grown(pid: int, database: Database, crowd: Sequence[Walker]) -> float:
    """Let people open the menu until the bot has handled ten thousand updates; give its memory then, in MB."""
    count = text("select count(*) from inbox")
    handled = database.read_now(lambda session: session.connection().execute(count).scalar())
    looks = max(0, math.ceil((10_000 - (handled or 0)) / len(crowd)))

    async def look(walker: Walker) -> None:
        for _ in range(looks):
            await walker.looks_home()

    await asyncio.gather(*[look(walker) for walker in crowd])
    return rss_mb(pid)


def is_right(session: Session, expected: set[int]) -> bool:
    """Tell whether every nomination is there once, complete and right, and every update was handled."""
    numbers = {story_of(number): number for number in expected}
    found = []
    for dossier in session.exec(select(Dossier).where(col(Dossier.nominator_chat_id) >= FIRST_CHAT)):
        number = numbers.get(dossier.story, -1)
        if (dossier.nominee_name, dossier.position) != (nominee_of(number), f"giáo viên Toán, tổ {number}"):
            return False
        if dossier.nominator_chat_id != FIRST_CHAT + number % PEOPLE:
            return False
        found.append(number)
    undone = session.connection().execute(text("select count(*) from inbox where state != 'done'")).scalar()
    return sorted(found) == sorted(expected) and undone == 0


async def run(scale: float) -> dict[str, object]:
    """Measure all three and give the figures."""
    with tempfile.TemporaryDirectory(prefix="guongsang-bench-") as name:
        folder = Path(name)
        async with BotApiServer(tokens=(TOKEN,), calls_kept=1000) as server:
            echoing = await bare(server, folder, rounds=max(3, round(150 * scale)))
            print(f"bare echo: {echoing.per_second:.0f} updates/s, {echoing.cpu_ms:.2f} ms CPU each", flush=True)
            conv, conv_ok = await conversation(server, folder, rounds=max(1, round(8 * scale)))
            print(f"conversation: {conv.per_second:.0f} updates/s, {conv.cpu_ms:.2f} ms CPU each", flush=True)
            own, own_ok, memory, first_reply = await ours(server, folder, rounds=max(1, round(2 * scale)))
            print(f"this bot: {own.per_second:.0f} updates/s, {own.cpu_ms:.2f} ms CPU each", flush=True)
    p95 = own.times[int(len(own.times) * 0.95)]
    return {
        "ok": conv_ok and own_ok,
        "bare_per_s": round(echoing.per_second, 1),
        "conv_per_s": round(conv.per_second, 1),
        "ours_per_s": round(own.per_second, 1),
        "bare_cpu_ms": round(echoing.cpu_ms, 3),
        "conv_cpu_ms": round(conv.cpu_ms, 3),
        "ours_cpu_ms": round(own.cpu_ms, 3),
        "ratio": round(own.per_second / echoing.per_second, 2),
        "ratio_conv": round(own.per_second / conv.per_second, 2),
        "reply_p95_ms": round(p95 * 1000, 1),
        "rss_mb": round(memory, 1),
        "first_reply_s": round(first_reply, 2),
        "updates": {"bare": echoing.updates, "conv": conv.updates, "ours": own.updates},
        "people": {"bare": ECHOING, "conv": ECHOING, "ours": PEOPLE},
        "versions": {
            "python": platform.python_version(), "sqlite": sqlite3.sqlite_version,
            **{name: version(name) for name in ("python-telegram-bot", "httpx", "aiohttp", "sqlalchemy", "sqlmodel")},
        },
    }  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Run the bench; exit code 1 where a nomination was not complete and right."""
    parser = argparse.ArgumentParser(prog="./guongsang bench pipeline", description=__doc__)
    parser.add_argument("--scale", type=float, default=1.0, help="how many rounds, 1 is about two minutes")
    options = parser.parse_args(arguments)
    warnings.filterwarnings("ignore", message="If 'per_message=False'")
    figures = asyncio.run(run(options.scale))
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if figures["ok"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
