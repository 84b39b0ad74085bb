"""One call of the Bot API with everything that can come back: done, wait, never again, moved, or try later."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from telegram import Bot
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.database import Database
from bot.delivery.keeping import keep
from bot.domain.clock import Clock
from bot.services import chats
from bot.transport import body_of

log = logging.getLogger(__name__)

#: Seconds before a call that met a dead line is tried again: at first soon, then less and less often.
BACK_OFF = (0.2, 1.0, 3.0, 10.0, 30.0, 60.0)
_GONE = (
    "chat not found",
    "user is deactivated",
    "bot was blocked",
    "bot can't initiate",
    "bot was kicked",
    "group chat was deleted",
)


class Fate(StrEnum):
    """What became of a call."""

    DONE = "done"
    UNCHANGED = "unchanged"  # Telegram already shows exactly this
    MISSING = "missing"  # the message to edit is gone, or may not be edited
    UNREACHABLE = "unreachable"  # the person blocked the bot, or the chat is gone
    REFUSED = "refused"  # Telegram will never take this


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a call, with Telegram's result or words. ``chat_id`` is where it went, perhaps after a migration."""

    fate: Fate
    result: Any = None
    error: str = ""
    chat_id: int = 0


class Caller:
    """Makes calls. A 429 stops everybody until its deadline, which lies in the database and outlives the process."""

    def __init__(
        self, bot: Bot, database: Database, *, clock: Clock, sleep: Callable[[float], Any] = asyncio.sleep
    ) -> None:
        self._bot = bot
        self._database = database
        self._clock = clock
        self._sleep = sleep
        self._paused_until: datetime | None = None

    async def start(self) -> None:
        """Take up a pause that was running when the process ended."""
        self._paused_until = await self._database.read(chats.paused_until)

    async def call(self, method: str, payload: dict[str, Any]) -> Outcome:
        """Call a method until something definite comes back; a dead line is tried again for as long as it takes."""
        attempt = 0
        body = body_of(payload)
        chat_id = int(payload.get("chat_id", 0))
        while True:
            await self._wait_for_pause()
            try:
                result = await self._bot.request.post(f"{self._bot.base_url}/{method}", body)
                return Outcome(Fate.DONE, result, chat_id=chat_id)
            except RetryAfter as error:
                await self._pause(_seconds(error))
            except ChatMigrated as error:
                body = body_of({**payload, "chat_id": error.new_chat_id})
                await keep(self._database, partial(chats.migrate, old=chat_id, new=error.new_chat_id))
                chat_id = error.new_chat_id
            except (Forbidden, BadRequest) as error:
                return await self._refused(chat_id, error)
            except (InvalidToken, Conflict) as error:
                return Outcome(Fate.REFUSED, error=error.message, chat_id=chat_id)
            except (NetworkError, TelegramError) as error:
                log.warning("%s did not get through: %s", method, error.message)
                await self._sleep(BACK_OFF[min(attempt, len(BACK_OFF) - 1)])
                attempt += 1

    async def _wait_for_pause(self) -> None:
        while self._paused_until is not None:
            left = (self._paused_until - self._clock()).total_seconds()
            if left <= 0:
                self._paused_until = None
                return
            await self._sleep(min(left, 5.0))

    async def _pause(self, seconds: float) -> None:
        until = self._clock() + timedelta(seconds=seconds)
        if self._paused_until is None or until > self._paused_until:
            self._paused_until = until
            log.warning("Telegram asks for a pause of %s s", seconds)
            await keep(self._database, partial(chats.pause, until=until))

    async def _refused(self, chat_id: int, error: TelegramError) -> Outcome:
        words = error.message
        lower = words.lower()
        if "message is not modified" in lower:
            return Outcome(Fate.UNCHANGED, chat_id=chat_id)
        if "message to edit not found" in lower or "message can't be edited" in lower or "message_id_invalid" in lower:
            return Outcome(Fate.MISSING, error=words, chat_id=chat_id)
        if isinstance(error, Forbidden) or any(sign in lower for sign in _GONE):
            now = self._clock()
            if chat_id:
                await keep(self._database, partial(chats.mark_unreachable, chat_id=chat_id, reason=words, now=now))
            return Outcome(Fate.UNREACHABLE, error=words, chat_id=chat_id)
        return Outcome(Fate.REFUSED, error=words, chat_id=chat_id)


def _seconds(error: RetryAfter) -> float:
    return error._retry_after.total_seconds()  # noqa: SLF001 -- its public twin warns
