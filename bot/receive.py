"""How updates come in: stored in the inbox first, and only then acknowledged to Telegram.

Polling: the offset moves on with the next call, after the commit. Webhook: 200 is answered after the commit, and 503
with Retry-After while the database is away, so that Telegram keeps the update for us.
"""

import asyncio
import hmac
import json
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.database import Database
from bot.domain.clock import Clock
from bot.services import inbox
from bot.services.inbox import Arrival
from bot.transport import body_of

log = logging.getLogger(__name__)

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "channel_post")
LONG_POLL = 30
MAX_BODY = 1 << 20  # Telegram's updates are a few kilobytes
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 -- a header's name
RETRY_AFTER = "5"

Accept = Callable[[Sequence[Arrival]], None]


class Poller:
    """Asks Telegram for updates: needs no address of its own, and is the default."""

    def __init__(self, bot: Bot, database: Database, *, clock: Clock, accept: Accept) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._accept = accept
        self._offset = 0
        self.conflict_pause = 10.0  # seconds until somebody else may have stopped asking
        self._task: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Begin; Telegram need not be within reach yet."""
        self._task = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Stop asking. What was stored but not yet confirmed comes again and changes nothing."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _poll(self) -> None:
        quiet = 0
        webhook_may_be_set = True
        while True:
            try:
                if webhook_may_be_set:
                    await self._bot.delete_webhook()
                    webhook_may_be_set = False
                updates = await self._ask()
                if updates:
                    await self._keep(updates)
                quiet = 0
            except RetryAfter as error:
                log.warning("Telegram asks for a pause: %s", error.message)
                await asyncio.sleep(float(error._retry_after.total_seconds()))  # noqa: SLF001 -- its public twin warns
            except (InvalidToken, Conflict) as error:
                log.error("Cannot receive: %s", error.message)  # noqa: TRY400 -- the words say it all
                await asyncio.sleep(self.conflict_pause)
            except (NetworkError, TelegramError, SQLAlchemyError) as error:
                quiet = min(quiet + 1, 6)
                log.warning("Receiving waits: %s", type(error).__name__)
                await asyncio.sleep(0.25 * 2**quiet)
            except Exception:
                quiet = min(quiet + 1, 6)
                log.exception("Receiving waits")  # whatever it is, a bot that no longer asks is dead
                await asyncio.sleep(0.25 * 2**quiet)

    async def _ask(self) -> list[dict[str, Any]]:
        payload = {"offset": self._offset, "limit": 100, "timeout": LONG_POLL, "allowed_updates": list(ALLOWED_UPDATES)}
        url = f"{self._bot.base_url}/getUpdates"
        answer: Any = await self._bot.request.post(url, body_of(payload), read_timeout=LONG_POLL + 10)
        return list(answer)

    async def _keep(self, updates: list[dict[str, Any]]) -> None:
        """Store, hand over, and only then let the offset move on."""
        now = self._clock()
        arrivals = await self._database.write(partial(inbox.store, updates=updates, now=now))
        self._offset = max(int(update["update_id"]) for update in updates) + 1
        self._accept(arrivals)


class Webhook:
    """An endpoint that Telegram calls, for several workers side by side."""

    def __init__(
        self, bot: Bot, database: Database, *, clock: Clock, accept: Accept, url: str, listen: str, secret: str
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._accept = accept
        self._url = url
        self._host, _, port = listen.rpartition(":")
        self._port = int(port)
        self._secret = secret.encode()
        self._runner: web.AppRunner | None = None

    async def start(self) -> None:
        """Listen first, then tell Telegram where."""
        app = web.Application(client_max_size=MAX_BODY)
        app.router.add_post("/{path:.*}", self._receive)
        self._runner = web.AppRunner(app, access_log=None)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host or "127.0.0.1", self._port).start()
        await self._bot.set_webhook(
            self._url, secret_token=self._secret.decode(), allowed_updates=ALLOWED_UPDATES, max_connections=40
        )

    async def stop(self) -> None:
        """Stop listening; Telegram keeps what comes meanwhile for a day."""
        if self._runner is not None:
            await self._runner.cleanup()

    async def _receive(self, request: web.Request) -> web.Response:
        given = request.headers.get(SECRET_HEADER, "").encode(errors="surrogateescape")  # hostile bytes come as these
        if not hmac.compare_digest(given, self._secret):
            return web.Response(status=403)
        try:
            update = json.loads(await request.read())
        except (ValueError, RecursionError):
            return web.Response(status=400)
        if not isinstance(update, Mapping) or not _is_number(update.get("update_id")):
            return web.Response(status=400)
        now = self._clock()
        try:
            arrivals = await self._database.write(partial(inbox.store, updates=[update], now=now))
        except SQLAlchemyError:
            log.exception("Could not store update %s", update["update_id"])
            return web.Response(status=503, headers={"Retry-After": RETRY_AFTER})
        self._accept(arrivals)
        return web.Response()


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value < 2**63
