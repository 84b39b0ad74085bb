"""A bare client that shows what came over the wire, and a clock that a test turns by hand."""

from dataclasses import dataclass

import aiohttp

from bot.sandbox.answers import Json
from bot.sandbox.telegram_server import BotApiServer


@dataclass
class Client:
    """Calls methods as a bot would, without python-telegram-bot in between."""

    session: aiohttp.ClientSession
    server: BotApiServer

    async def __call__(self, method: str, **params: object) -> Json:
        """Give the answer's body, with the status in ``status``."""
        async with self.session.post(f"{self.server.base_url}{self.server.token}/{method}", json=params) as answer:
            body: Json = await answer.json()
            return {"status": answer.status, **body}


class HandClock:
    """Gives the seconds that a test has set."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds
