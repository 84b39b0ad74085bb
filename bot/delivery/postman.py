"""The outbox on its way: claimed, said in the reader's language, paced, sent, and marked with what became of it."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from sqlmodel import Session

from bot.conversation.window import Window
from bot.database import Database
from bot.delivery.caller import Caller, Fate
from bot.delivery.pacing import Pacer
from bot.delivery.render import html, keyboard
from bot.domain.buttons import Kind
from bot.domain.clock import Clock
from bot.services import outbox
from bot.services.outbox import Claimed
from bot.tasks import Tasks
from models.outbox import OutboxState, Priority

log = logging.getLogger(__name__)

#: Makes the words of a notice from the rows of this moment; None where there is nothing to say any more.
DrawNotice = Callable[[Claimed, Session], Window | None]

CLAIM = 50


class Postman:
    """Sends what is due, people who wait first; bulk messages go one by one at an even pace."""

    def __init__(self, caller: Caller, database: Database, *, clock: Clock, draw: DrawNotice, tasks: Tasks) -> None:
        self._caller = caller
        self._database = database
        self._clock = clock
        self._draw = draw
        self._tasks = tasks
        self._pacer = Pacer()
        self._woken = asyncio.Event()
        self._stopping = False
        self._bulk: asyncio.Queue[tuple[Claimed, Window]] = asyncio.Queue(maxsize=CLAIM)

    async def start(self) -> None:
        """Send again what a killed process had claimed."""
        await self._database.write(outbox.release_claimed)
        self._tasks.run(self._serve())
        self._tasks.run(self._send_bulk())
        self.wake()

    async def stop(self) -> None:
        """Claim no more."""
        self._stopping = True
        self._woken.set()

    def wake(self) -> None:
        """Look at the outbox."""
        self._woken.set()

    async def _serve(self) -> None:
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            while await self._send_due():
                if self._stopping:
                    return
            due = await self._database.read(outbox.next_due)
            if due is not None:
                seconds = (due - self._clock()).total_seconds()
                asyncio.get_running_loop().call_later(min(max(seconds, 0.05), 60.0), self._woken.set)

    async def _send_due(self) -> bool:
        """Claim some, draw them together, hand them out; tell whether there was anything."""
        room = self._bulk.maxsize - self._bulk.qsize()
        if room <= 0:
            await asyncio.sleep(1.0)
            return True
        now = self._clock()
        claimed = await self._database.write(partial(outbox.claim, now=now, limit=room))
        if not claimed:
            return False
        for message, window in zip(claimed, await self._database.read(partial(self._draw_all, claimed)), strict=True):
            if window is None:
                await self._finish(message, OutboxState.SKIPPED)
            elif message.priority == Priority.REPLY:
                self._tasks.run(self._send(message, window))
            else:
                await self._bulk.put((message, window))
        return True

    def _draw_all(self, claimed: list[Claimed], session: Session) -> list[Window | None]:
        drawn: list[Window | None] = []
        for message in claimed:
            try:
                drawn.append(self._draw(message, session))
            except Exception:
                log.exception("Could not draw the notice %s", message.template)
                drawn.append(None)
        return drawn

    async def _send_bulk(self) -> None:
        while not self._stopping:
            message, window = await self._bulk.get()
            await self._pacer.slot(message.chat_id)
            self._tasks.run(self._send(message, window))

    async def _send(self, message: Claimed, window: Window) -> None:
        payload: dict[str, Any] = {
            "chat_id": message.chat_id,
            "text": html(window),
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }
        if window.rows:
            rows = keyboard(window.rows, kind=Kind.NOTICE, row_id=message.id, revision=0)
            payload["reply_markup"] = {"inline_keyboard": rows}
        if message.silent:
            payload["disable_notification"] = True
        if window.personal:
            payload["protect_content"] = True
        if window.effect:
            payload["message_effect_id"] = window.effect
        outcome = await self._caller.call("sendMessage", payload)
        if outcome.fate is Fate.DONE:
            await self._finish(message, OutboxState.SENT, telegram_id=int(outcome.result["message_id"]))
        else:
            await self._finish(message, OutboxState.FAILED, error=outcome.error)

    async def _finish(
        self, message: Claimed, state: OutboxState, *, error: str = "", telegram_id: int | None = None
    ) -> None:
        now = self._clock()
        await self._database.write(
            lambda session: outbox.finish(session, message.id, state, now=now, error=error, telegram_id=telegram_id)
        )
