"""pending evidence -> getFile -> examined and cleaned -> file store -> one unit of work that says so.

A kill at any moment costs nothing: the row is still pending, and the same content is stored under the same name.
"""

import asyncio
import io
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

from sqlmodel import Session
from telegram import Bot
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.database import Database
from bot.domain.clock import Clock
from bot.files import MAX_BYTES, FileRefused, FileStore, Kind, Reason, examine
from bot.pictures import clean
from bot.services import fetching
from bot.services.fetching import Claimed
from bot.transport import TooLong

log = logging.getLogger(__name__)

#: Files that are fetched side by side; a slow one does not hold up the others.
ALONGSIDE: Final = 4
#: Seconds after which the rows are looked at even if nobody woke the worker.
PATIENCE: Final = 30.0
#: After so many claims a file is given up unread: it may be what ends the process each time.
GIVE_UP: Final = 25
#: Files that nobody names any more are cleared this often.
SWEEP_EVERY: Final = timedelta(days=1)


class Fetcher:
    """Fetches what people have sent. ``on_change`` is called after the commit of a row that a window may show."""

    def __init__(
        self, database: Database, bot: Bot, store: FileStore, clock: Clock, on_change: Callable[[], None]
    ) -> None:
        self._database = database
        self._bot = bot
        self._store = store
        self._clock = clock
        self._on_change = on_change
        self._woken = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()
        self._one_picture = asyncio.Lock()  # unpacked, a picture may take 150 MB
        self._serving: asyncio.Task[None] | None = None
        self._sweep_at = clock()

    def wake(self) -> None:
        """Say that there may be something to fetch."""
        self._woken.set()

    async def run(self) -> None:
        """Fetch until `stop`; what a killed process had claimed comes first."""
        self._serving = asyncio.current_task()
        if not self._database.shared:  # else another worker may be fetching it
            await self._database.write(fetching.release_claims)
        await asyncio.to_thread(self._store.clear_leftovers)
        while True:
            self._woken.clear()
            if not await self._look():
                with suppress(TimeoutError):
                    async with asyncio.timeout(PATIENCE):  # not wait_for: Python 3.11's can swallow a cancellation
                        await self._woken.wait()

    async def stop(self) -> None:
        """End; what is under way is fetched again at the next start."""
        tasks = [*self._under_way, *([self._serving] if self._serving else [])]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def sweep(self) -> int:
        """Delete the files that no evidence names any more, such as those of a discarded draft; give how many."""
        there = await asyncio.to_thread(self._store.hashes)
        named = await self._database.read(fetching.named)
        for sha256 in there - named:
            await asyncio.to_thread(self._store.delete, sha256)
        return len(there - named)

    async def _look(self) -> bool:
        """Sweep if it is time and begin to fetch what waits; False when there is nothing to do, or it went wrong."""
        try:
            if self._clock() >= self._sweep_at and not self._under_way:
                await self.sweep()
                self._sweep_at = self._clock() + SWEEP_EVERY
            return await self._take_up()
        except Exception:
            log.exception("the files that wait could not be looked for; the next look tries again")
            return False

    async def _take_up(self) -> bool:
        free = ALONGSIDE - len(self._under_way)
        if not free:
            return False
        now = self._clock()
        claimed = await self._database.claim(partial(fetching.claim, now=now, limit=free))
        for one in claimed:
            task = asyncio.create_task(self._fetch(one), name=f"fetch {one.evidence_id}")
            self._under_way.add(task)
            task.add_done_callback(self._ended)
        return bool(claimed)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._under_way.discard(task)
        self._woken.set()
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("%s ended badly and is tried again later", task.get_name(), exc_info=error)

    async def _fetch(self, one: Claimed) -> None:
        """Fetch one file and say in its row what became of it."""
        if await self._database.write(await self._outcome(one)):
            self._on_change()

    async def _outcome(self, one: Claimed) -> Callable[[Session], bool]:
        if one.attempts > GIVE_UP:
            return partial(fetching.refuse, evidence_id=one.evidence_id, reason=Reason.DAMAGED, now=self._clock())
        try:
            data = await self._download(one.file_id)
            kind, kept = await self._prepared(data)
            sha256 = await asyncio.to_thread(self._store.put, kept)
        except FileRefused as refused:
            return partial(fetching.refuse, evidence_id=one.evidence_id, reason=refused.reason, now=self._clock())
        except RetryAfter as pause:
            return partial(fetching.put_off, claimed=one, now=self._clock(), wait=_wait(pause))
        except (TelegramError, OSError) as error:
            log.warning("evidence %s: %s, attempt %s", one.evidence_id, type(error).__name__, one.attempts)
            return partial(fetching.put_off, claimed=one, now=self._clock())
        return partial(
            fetching.keep,
            evidence_id=one.evidence_id,
            sha256=sha256,
            media_type=kind.value,
            size=len(kept),
            now=self._clock(),
        )

    async def _download(self, file_id: str) -> bytes:
        """Give the bytes; raise FileRefused for what Telegram will never hand over."""
        try:
            file = await self._bot.get_file(file_id)
        except (BadRequest, Forbidden) as error:
            words = error.message.lower()
            if "too big" in words:
                raise FileRefused(Reason.TOO_LARGE) from None
            if "temporarily" in words:
                raise
            raise FileRefused(Reason.UNREACHABLE) from None
        if (file.file_size or 0) > MAX_BYTES:
            raise FileRefused(Reason.TOO_LARGE)
        content = io.BytesIO()
        try:
            await file.download_to_memory(content)
        except TooLong:
            raise FileRefused(Reason.TOO_LARGE) from None
        return content.getvalue()

    async def _prepared(self, data: bytes) -> tuple[Kind, bytes]:
        try:
            kind = await asyncio.to_thread(examine, data)
            async with self._one_picture:
                return kind, await asyncio.to_thread(clean, data, kind)
        except FileRefused:
            raise
        except Exception as error:  # noqa: BLE001 -- whatever hostile bytes do to a reader, their sender is told
            log.warning("a file could not be read: %s", type(error).__name__)
            raise FileRefused(Reason.DAMAGED) from None


def _wait(pause: RetryAfter) -> timedelta:
    after = pause.retry_after
    return after if isinstance(after, timedelta) else timedelta(seconds=after)
