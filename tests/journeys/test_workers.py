"""Four workers on one PostgreSQL behind one webhook: any of them may get any update, and one of them dies."""

import asyncio
import signal
import socket
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo

import aiohttp
import pytest
from aiohttp import web
from sqlmodel import Session, col, select

from bot.database import Database
from bot.sandbox.telegram_server import BotApiServer
from bot.services import calendar, reminders, sample
from bot.services.audit_check import verify
from models import Account, Dossier, Draft, InboxUpdate
from models.dialog import DraftState
from models.inbox import InboxState
from tests.journeys.school import OPENING, set_clock
from tests.support.crowd import FIRST_CHAT, SENT, Walker, nomination, nominee_of, settle, story_of
from tests.support.databases import new_database
from tests.support.running import RunningBot
from tests.support.waiting import until

PEOPLE = 40
WORKERS = 4
#: Seconds; nobody acts a second time, so one lost update would make this run out.
PATIENCE = 100


@dataclass
class Balancer:
    """What stands before the workers: hands each call to the next one that answers."""

    ports: list[int]
    url: str = ""
    taken: Counter[int] = field(default_factory=Counter)

    async def pass_on(self, request: web.Request) -> web.Response:
        body = await request.read()
        for _ in self.ports:
            port = next(self._turns)
            try:
                async with self._client.post(f"http://127.0.0.1:{port}/", data=body, headers=request.headers) as answer:
                    self.taken[port] += 1
                    return web.Response(status=answer.status)
            except aiohttp.ClientError:
                continue  # it died
        return web.Response(status=502)

    async def __aenter__(self) -> Self:
        self._turns = cycle(self.ports)
        self._client = aiohttp.ClientSession()
        app = web.Application()
        app.router.add_post("/", self.pass_on)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        port = free_port()
        await web.TCPSite(self._runner, "127.0.0.1", port).start()
        self.url = f"http://127.0.0.1:{port}/"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()
        await self._client.close()


@dataclass
class Workers:
    """The workers, what they share, and how time passes for them."""

    server: BotApiServer
    database: Database
    bots: list[RunningBot]
    folders: list[Path]
    balancer: Balancer

    def passes(self, time: timedelta) -> None:
        for folder in self.folders:
            set_clock(folder, OPENING + time)


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
async def workers(tmp_path: Path) -> AsyncIterator[Workers]:
    url = new_database(tmp_path / "unused")
    database = Database(url)
    database.write_now(fill)
    ports, folders = [free_port() for _ in range(WORKERS)], [tmp_path / f"worker-{n}" for n in range(WORKERS)]
    for folder in folders:
        folder.mkdir()
        set_clock(folder, OPENING)
    async with BotApiServer() as server, Balancer(ports) as balancer:
        bots = [
            RunningBot(
                server, folder, DATABASE_URL=url, MODE="webhook", WEBHOOK_URL="https://bot.example/",
                WEBHOOK_LISTEN=f"127.0.0.1:{port}", WEBHOOK_SECRET="fictional-secret-of-the-webhook",
            )
            for folder, port in zip(folders, ports, strict=True)
        ]  # fmt: skip
        await asyncio.gather(*(bot.start() for bot in bots))
        try:
            await until(lambda: [call.method for call in server.calls].count("setWebhook") == WORKERS, seconds=60)
            server.webhook.url = balancer.url
            yield Workers(server, database, bots, folders, balancer)
        finally:
            codes = [await bot.stop() for bot in bots]
            logs = "".join(bot.log for bot in bots)
            database.stop()
        assert set(codes) <= {0, -signal.SIGKILL}, logs
        assert "Traceback" not in logs, logs


def fill(session: Session) -> None:
    calendar.seed(session)
    sample.load(session, now=OPENING)
    reminders.plan(session, now=OPENING, zone=ZoneInfo("Asia/Ho_Chi_Minh"))
    settle(session, count=PEOPLE, now=OPENING)


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.timeout(240)
async def test_four_workers_lose_and_double_nothing_although_one_dies(workers: Workers):
    crowd = [Walker(workers.server, number) for number in range(PEOPLE)]
    half = PEOPLE * len(nomination(0)) // 2

    walks = [asyncio.create_task(walker.walk(nomination(walker.number), until=SENT)) for walker in crowd]
    try:
        async with asyncio.timeout(PATIENCE):
            await until(lambda: sum(walker.acts for walker in crowd) >= half, seconds=PATIENCE, every=0.005)
            await workers.bots[0].kill()
            workers.passes(timedelta(minutes=2))  # the claims of the dead one end
            windows = await asyncio.gather(*walks)
    except TimeoutError:
        raise AssertionError([bot.log for bot in workers.bots]) from None
    finally:
        for walk in walks:
            walk.cancel()

    assert len(workers.balancer.taken) == WORKERS
    every_update_was_handled_once(workers, crowd)
    everybody_has_one_dossier(workers, [window.text for window in windows])
    assert workers.database.read_now(verify) == []


def every_update_was_handled_once(workers: Workers, crowd: list[Walker]) -> None:
    rows = workers.database.read_now(lambda session: list(session.exec(select(InboxUpdate))))

    assert {row.state for row in rows} == {InboxState.DONE}
    assert len({row.update_id for row in rows}) == len(rows) == sum(walker.acts for walker in crowd)


def everybody_has_one_dossier(workers: Workers, windows: list[str]) -> None:
    def found(session: Session) -> tuple[list[Dossier], list[str]]:
        mine = select(Draft.state).join(Account, col(Account.id) == Draft.account_id)
        return (
            list(session.exec(select(Dossier).where(col(Dossier.nominator_chat_id) >= FIRST_CHAT))),
            list(session.exec(mine.where(Account.user_id >= FIRST_CHAT))),
        )

    dossiers, drafts = workers.database.read_now(found)
    by_number = {(dossier.nominator_chat_id or 0) - FIRST_CHAT: dossier for dossier in dossiers}

    assert len(by_number) == len(dossiers) == PEOPLE == len({dossier.code for dossier in dossiers})
    assert Counter(drafts) == {DraftState.SENT: PEOPLE}
    for number, dossier in by_number.items():
        assert (dossier.nominee_name, dossier.story) == (nominee_of(number), story_of(number))
        assert dossier.code in windows[number]
