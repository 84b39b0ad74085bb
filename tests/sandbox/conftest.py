"""A Bot API server of its own for each test."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from tests.sandbox.client import Client, HandClock


@pytest.fixture
def tick() -> HandClock:
    return HandClock()


@pytest.fixture
async def server(tick: HandClock) -> AsyncIterator[BotApiServer]:
    async with BotApiServer(tick=tick) as server:
        yield server


@pytest.fixture
async def call(server: BotApiServer) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession() as session:
        yield Client(session, server)


@pytest.fixture
def oanh(server: BotApiServer) -> Player:
    return Player(server, 7, "Oanh", last_name="Đào Khánh")
