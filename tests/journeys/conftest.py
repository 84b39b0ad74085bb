"""Journeys: whole stories, over HTTP, with the real bot as its own process."""

import shutil
import signal

import pytest

from bot.domain.clock import MovableClock
from bot.practice import prepare
from bot.sandbox.telegram_server import BotApiServer
from tests.journeys.school import OPENING, School, set_clock

TOKEN = "4200:practice-room-of-guong-sang"


@pytest.fixture(scope="session")
def province(tmp_path_factory):
    """The sample province in a database, made once; each journey gets a copy."""
    folder = tmp_path_factory.mktemp("province")
    set_clock(folder, OPENING)
    prepare(folder, clock=MovableClock(folder / "clock")).stop()
    return folder


@pytest.fixture
async def school(province, tmp_path):
    """A province on a Tuesday morning in March, with the bot at work; what it complained of fails the test."""
    folder = tmp_path / "data"
    shutil.copytree(province, folder)
    set_clock(folder, OPENING)
    async with BotApiServer(tokens=(TOKEN,)) as server:
        school = School(server, folder)
        await school.bot.start()
        try:
            yield school
        finally:
            exit_code = await school.bot.stop()
            school.database.stop()
        assert exit_code in {0, -signal.SIGTERM}, school.bot.log  # the latter when it was still starting
        assert "Traceback" not in school.bot.log, school.bot.log
