"""Starting: Telegram may be away, one bot a folder, and a wrong token is one sentence."""

import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Person
from tests.support.running import RunningBot
from tests.support.waiting import until

OANH = 7001


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        server.world.meet(Person(OANH, "Oanh"))
        yield server


async def heard(server: BotApiServer) -> str:
    teacher = Player(server, OANH)
    await teacher.says("/start")
    return (await teacher.wait_for("Choose your language", timeout=20)).text


async def test_a_bot_that_cannot_reach_telegram_waits_for_it(server: BotApiServer, tmp_path: Path):
    server.fail_next("getMe", drop=True, times=2)
    server.fail_next("setMyCommands", code=500, times=1)
    bot = RunningBot(server, tmp_path)

    await bot.start()

    assert await heard(server)
    assert await bot.stop() == 0


async def test_a_bot_that_waits_for_telegram_can_be_stopped(server: BotApiServer, tmp_path: Path):
    server.fail_next("getMe", drop=True, times=100)
    bot = RunningBot(server, tmp_path)
    await bot.start()
    await until(lambda: "out of reach" in bot.log, seconds=20)

    assert await bot.stop() == 0


async def test_a_token_that_telegram_does_not_know_is_one_sentence(server: BotApiServer, tmp_path: Path):
    token = "987654321:" + "unknown-to-telegram-" * 2
    bot = RunningBot(server, tmp_path, BOT_TOKEN=token)
    await bot.start()

    assert await bot.ended() == 2
    assert "copy it whole from @BotFather" in bot.log
    assert "Traceback" not in bot.log
    assert token not in bot.log


async def test_a_second_bot_on_one_folder_is_told_that_the_first_is_there(server: BotApiServer, tmp_path: Path):
    first, second = RunningBot(server, tmp_path), RunningBot(server, tmp_path)
    await first.start()
    assert await heard(server)

    await second.start()
    assert await second.ended() == 2
    assert "Another bot is at work" in second.log

    await first.kill()
    await second.start()
    assert await heard(server)
    assert await second.stop() == 0


def open_to_others(folder: Path) -> list[str]:
    files = [path for path in (folder, *folder.iterdir()) if path.name != "bot.log"]  # which this test opens itself
    return [path.name for path in files if stat.S_IMODE(path.stat().st_mode) & 0o077]


async def test_what_the_bot_writes_is_for_its_owner_only(server: BotApiServer, tmp_path: Path):
    bot = RunningBot(server, tmp_path)
    await bot.start()
    assert await heard(server)

    assert open_to_others(tmp_path) == []
    assert await bot.stop() == 0
