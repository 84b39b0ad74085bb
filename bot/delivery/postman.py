"""The outbox on its way: claimed, said in the reader's language, paced, sent, and marked with what became of it."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel import Session
from telegram import InputFile

from bot.conversation.window import Window
from bot.database import Database
from bot.delivery.caller import Caller, Fate
from bot.delivery.keeping import keep
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

#: Gives the bytes of a file in the store by its hash; OSError where it is gone.
Load = Callable[[str], bytes]

CLAIM = 50
#: What another worker has claimed it has sent within this time, or it died.
OTHERS_SEND = timedelta(minutes=5)
#: Seconds that the bulk of all chats may wait for the slot of one.
LONGEST_WAIT = 0.5


class Postman:
    """Sends what is due, people who wait first; bulk messages go one by one at an even pace."""

    def __init__(
        self,
        caller: Caller,
        database: Database,
        *,
        clock: Clock,
        draw: DrawNotice,
        tasks: Tasks,
        load: Load | None = None,
    ) -> None:
        self._caller = caller
        self._database = database
        self._clock = clock
        self._draw = draw
        self._load = load
        self._tasks = tasks
        self._pacer = Pacer()
        self._woken = asyncio.Event()
        self._stopping = False
        self._alarm: asyncio.TimerHandle | None = None
        self._bulk: asyncio.Queue[tuple[Claimed, Window]] = asyncio.Queue()
        self._bulk_sender: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Send again what a killed process had claimed."""
        before = self._clock() - OTHERS_SEND if self._database.shared else None
        await self._database.write(partial(outbox.release_claimed, before=before))
        self._tasks.run(self._serve())
        self._bulk_sender = self._tasks.run(self._send_bulk())
        self.wake()

    async def stop(self) -> None:
        """Claim no more; what waits for its slot is claimed anew at the next start."""
        self._stopping = True
        self._woken.set()
        if self._bulk_sender is not None:
            self._bulk_sender.cancel()

    def wake(self) -> None:
        """Look at the outbox."""
        self._woken.set()

    async def _serve(self) -> None:
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            try:
                while await self._send_due():
                    pass
                due = await self._database.read(outbox.next_due)
            except OperationalError:
                log.warning("The database is away, the outbox waits")
                self._look_in(1.0)
                continue
            if due is not None:
                self._look_in(max((due - self._clock()).total_seconds(), 0.25 if self._bulk.qsize() else 0.05))

    def _look_in(self, seconds: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(min(seconds, 60.0), self._woken.set)

    async def _send_due(self) -> bool:
        """Claim some, draw them together, hand them out; tell whether there was anything."""
        if self._stopping:
            return False
        now = self._clock()
        room = CLAIM - self._bulk.qsize()
        # A full queue of bulk holds up bulk only: who waits for a reply gets it now.
        claimed = await self._database.claim(
            partial(outbox.claim, now=now, limit=max(room, CLAIM // 2), replies_only=room <= 0)
        )
        if not claimed:
            return False
        for message, drawn in zip(claimed, await self._database.read(partial(self._draw_all, claimed)), strict=True):
            if drawn is None:
                await self._finish(message, OutboxState.SKIPPED)
            elif isinstance(drawn, str):
                await self._finish(message, OutboxState.FAILED, error=drawn)
            elif message.priority == Priority.REPLY:
                self._tasks.run(self._send(message, drawn))
            else:
                self._bulk.put_nowait((message, drawn))
        return True

    def _draw_all(self, claimed: list[Claimed], session: Session) -> list[Window | str | None]:
        """Make the windows; of one that cannot be made, give what went wrong."""
        drawn: list[Window | str | None] = []
        for message in claimed:
            try:
                drawn.append(self._draw(message, session))
            except OperationalError:
                raise
            except Exception as error:
                log.exception("Could not draw the notice %s", message.template)
                drawn.append(f"could not be drawn: {type(error).__name__}")
        return drawn

    async def _send_bulk(self) -> None:
        while not self._stopping:
            message, window = await self._bulk.get()
            if self._pacer.wait_of(message.chat_id) > LONGEST_WAIT:
                await self._put_off(message)
                continue
            await self._pacer.slot(message.chat_id)
            self._tasks.run(self._send(message, window))

    async def _put_off(self, message: Claimed) -> None:
        """Put back what would let everybody wait for one chat that gets many notices."""
        until = self._clock() + timedelta(seconds=self._pacer.put_off(message.chat_id))
        await keep(self._database, partial(outbox.postpone, message_ids=[message.id], until=until))
        self.wake()

    async def _send(self, message: Claimed, window: Window) -> None:
        try:
            method, payload = _content(await self._filled(window))
        except OSError:
            await self._finish(message, OutboxState.FAILED, error="the file is no longer in the store")
            return
        payload["chat_id"] = message.chat_id
        if window.rows:
            rows = keyboard(window.rows, kind=Kind.NOTICE, row_id=message.id, revision=0)
            payload["reply_markup"] = {"inline_keyboard": rows}
        if message.silent:
            payload["disable_notification"] = True
        if window.personal:
            payload["protect_content"] = True
        if window.effect:
            payload["message_effect_id"] = window.effect
        outcome = await self._caller.call(method, payload)
        if outcome.fate is Fate.DONE:
            await self._finish(message, OutboxState.SENT, telegram_id=int(outcome.result["message_id"]))
        else:
            await self._finish(message, OutboxState.FAILED, error=outcome.error)

    async def _filled(self, window: Window) -> Window:
        """Read the bytes of a stored file, on a thread of its own: nothing else waits for the disk."""
        file = window.attachment
        if file is None or not file.stored or self._load is None:
            return window
        content = await asyncio.to_thread(self._load, file.stored)
        return replace(window, attachment=replace(file, content=content))

    async def _finish(
        self, message: Claimed, state: OutboxState, *, error: str = "", telegram_id: int | None = None
    ) -> None:
        now = self._clock()
        await keep(
            self._database,
            partial(outbox.finish, message_id=message.id, state=state, now=now, error=error, telegram_id=telegram_id),
        )


def _content(window: Window) -> tuple[str, dict[str, Any]]:
    """Give the method and what it says: a text, or a file, known or uploaded, with the text as its caption."""
    said: dict[str, Any] = {"parse_mode": "HTML"}
    if window.attachment is None:
        return "sendMessage", {**said, "text": html(window), "link_preview_options": {"is_disabled": True}}
    file = window.attachment
    kind = file.kind
    what: Any = InputFile(file.content, filename=file.name) if file.content else file.file_id
    method = "send" + "".join(word.capitalize() for word in kind.split("_"))
    if kind == "video_note":  # takes no caption
        return method, {kind: what}
    return method, {**said, kind: what, "caption": html(window)}
