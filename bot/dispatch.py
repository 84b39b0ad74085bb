"""From the inbox to the handlers: the updates of one chat in order, chats side by side.

Messages and taps of a person come to us in different queues of Telegram; here they are one queue, by chat. A handler
that fails ends its own update and nothing else.
"""

import asyncio
import logging
import traceback
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import monotonic

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.database import Database
from bot.domain.clock import Clock
from bot.domain.notices import Template
from bot.services import failures, inbox, notices
from bot.services.inbox import Arrival
from bot.tasks import Tasks
from models.inbox import InboxState
from models.outbox import Priority

log = logging.getLogger(__name__)

#: So many updates wait in memory at most; the rest waits in the inbox.
IN_MEMORY = 2000
#: So many of them of one chat: a flood that filled the memory would hold up everybody.
IN_LANE = 100
#: A chat may send so many updates at once, and so many a second for ever; beyond that it is slowed down, alone.
BURST = 40
PER_SECOND = 4.0
#: A chat that floods is told so once in this time.
TOLD_EVERY = timedelta(minutes=10)
#: Seconds before an update is tried again while the database is away.
DATABASE_AWAY = (0.5, 1, 2, 5, 10)

Handle = Callable[[Arrival], Awaitable[None]]


@dataclass(slots=True)
class Lane:
    """The waiting updates of one chat, and how fast it may go."""

    waiting: deque[Arrival] = field(default_factory=deque)
    tokens: float = BURST
    refilled_at: float = 0.0
    running: bool = False
    told: int = 0
    left_in_inbox: int = 0  # how often an update was not taken in, so that the lane looks for it itself


class Dispatcher:
    """Hands each update to ``handle`` and sees to it that its row says what became of it."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        handle: Handle,
        on_outbox: Callable[[], None],
        per_second: float = PER_SECOND,
    ) -> None:
        self._database = database
        self._clock = clock
        self._handle = handle
        self._on_outbox = on_outbox
        self._per_second = per_second
        self._lanes: dict[int, Lane] = {}
        self._in_memory = 0
        self._loaded_up_to = 0
        self._behind = True
        self._look_again = False
        self._loading = False
        self._stopping = False
        self._tasks = Tasks("dispatch")

    async def start(self) -> None:
        """Begin with whatever the last process left in the inbox."""
        await self._catch_up()

    async def stop(self) -> None:
        """Finish the updates in hand; the rest waits in the inbox."""
        self._stopping = True
        await self._tasks.stop()

    def accept(self, arrivals: Sequence[Arrival]) -> None:
        """Take stored updates, in order; when too many wait, they are read from the inbox later."""
        if self._behind or self._in_memory > IN_MEMORY:
            self._read_more()
            return
        self._enqueue(arrivals)

    def look(self) -> None:
        """Look into the inbox: the command line may have released a failed update."""
        self._loaded_up_to = 0
        self._read_more()

    def _read_more(self) -> None:
        self._behind = self._look_again = True
        if not self._loading:
            self._tasks.run(self._catch_up())

    def _enqueue(self, arrivals: Sequence[Arrival]) -> None:
        for arrival in arrivals:
            lane = self._lanes.get(arrival.chat_id)
            if lane is None:
                lane = self._lanes[arrival.chat_id] = Lane(refilled_at=monotonic())
            if lane.left_in_inbox or len(lane.waiting) >= IN_LANE:
                lane.left_in_inbox += 1
                continue
            self._take_in(arrival, lane)

    def _take_in(self, arrival: Arrival, lane: Lane) -> None:
        lane.waiting.append(arrival)
        self._in_memory += 1
        if not lane.running:
            lane.running = True
            self._tasks.run(self._serve(arrival.chat_id, lane))

    async def _catch_up(self) -> None:
        """Read waiting updates from the inbox until none is left there that is not in memory."""
        if self._loading:
            return
        self._loading = True
        try:
            while self._behind and not self._stopping:
                if self._in_memory > IN_MEMORY // 2:
                    await asyncio.sleep(0.02)
                    continue
                self._look_again = False
                after = self._loaded_up_to
                found, last = await self._database.read(partial(inbox.waiting, after=after, limit=IN_MEMORY // 2))
                held = {a.update_id for lane in self._lanes.values() for a in lane.waiting} if found else set()
                if self._loaded_up_to == after:  # else somebody wants to begin anew meanwhile
                    self._loaded_up_to = last
                # What was stored while this was read is not in it, and was not taken into memory either.
                self._behind = bool(found) or self._look_again
                self._enqueue([arrival for arrival in found if arrival.update_id not in held])
        finally:
            self._loading = False

    async def _serve(self, chat_id: int, lane: Lane) -> None:
        while not self._stopping:
            if not lane.waiting and lane.left_in_inbox:
                await self._refill(chat_id, lane)
                continue
            if not lane.waiting:
                break
            arrival = lane.waiting[0]
            try:
                await self._keep_pace(chat_id, lane)
                await self._run(arrival)
            except Exception:  # a chat whose lane ends here would never be heard again
                log.exception("Update %s stays in the inbox for the next look", arrival.update_id)
            lane.waiting.popleft()
            self._in_memory -= 1
        lane.running = False
        if not lane.waiting and self._lanes.get(chat_id) is lane and len(self._lanes) > IN_MEMORY:
            del self._lanes[chat_id]

    async def _refill(self, chat_id: int, lane: Lane) -> None:
        """Take in what was left in the inbox of a chat whose lane has run empty."""
        left = lane.left_in_inbox
        try:
            found, _last = await self._database.read(partial(inbox.waiting, after=0, limit=IN_LANE, chat_id=chat_id))
        except OperationalError:
            log.warning("The database is away, chat %s waits", chat_id)
            await asyncio.sleep(DATABASE_AWAY[0])
            return
        for arrival in found:
            self._take_in(arrival, lane)
        if len(found) < IN_LANE and lane.left_in_inbox == left:  # else some came while this was read
            lane.left_in_inbox = 0

    async def _keep_pace(self, chat_id: int, lane: Lane) -> None:
        now = monotonic()
        lane.tokens = min(BURST, lane.tokens + (now - lane.refilled_at) * self._per_second)
        lane.refilled_at = now
        if lane.tokens >= 1:
            lane.tokens -= 1
            return
        spell = int(self._clock().timestamp() // TOLD_EVERY.total_seconds())
        if chat_id > 0 and lane.told != spell:
            lane.told = spell
            with suppress(OperationalError):  # then the chat is slowed down without a word
                await self._database.write(partial(self._slow_down, chat_id=chat_id, spell=spell))
            self._on_outbox()
        await asyncio.sleep((1 - lane.tokens) / self._per_second)
        lane.tokens, lane.refilled_at = 0.0, monotonic()

    def _slow_down(self, session: Session, chat_id: int, spell: int) -> None:
        now = self._clock()
        notices.queue(
            session, Template.SLOW_DOWN, chat_id=chat_id, args={}, due_at=now,
            dedupe_key=f"slow:{chat_id}:{spell}", priority=Priority.REPLY, silent=True,
        )  # fmt: skip

    async def _run(self, arrival: Arrival) -> None:
        """Handle one update; whatever happens, its row says so afterwards."""
        for delay in (*DATABASE_AWAY, None):
            arrival.forget()
            try:
                await self._handle(arrival)
                if arrival.error is None and not arrival.handled:
                    now = self._clock()
                    await self._database.write(
                        partial(inbox.close, update_id=arrival.update_id, state=InboxState.IGNORED, now=now)
                    )
            except Exception as error:  # noqa: BLE001 -- it becomes the row's error
                arrival.error = error
            if not isinstance(arrival.error, OperationalError) or delay is None:
                break
            log.warning("The database is away, update %s waits", arrival.update_id)
            await asyncio.sleep(delay)
        if arrival.error is not None and not isinstance(arrival.error, inbox.AlreadyHandled):
            await self._fail(arrival)

    async def _fail(self, arrival: Arrival) -> None:
        error = arrival.error
        assert error is not None
        try:
            reference = await self._database.write(partial(self._mark_failed, arrival=arrival, error=where(error)))
            log.error("Update %s failed, reference %s", arrival.update_id, reference, exc_info=error)
            self._on_outbox()
        except OperationalError:
            log.exception("Update %s stays in the inbox for the next start", arrival.update_id)
        except Exception:
            log.exception("Update %s failed, and so did its notice", arrival.update_id)
            now = self._clock()
            await self._database.write(
                partial(inbox.close, update_id=arrival.update_id, state=InboxState.FAILED, now=now)
            )

    def _mark_failed(self, session: Session, arrival: Arrival, error: str) -> str:
        now = self._clock()
        reference = failures.mark_failed(session, arrival, error=error, now=now)
        if arrival.chat_id > 0:
            notices.queue(
                session, Template.FAILURE, chat_id=arrival.chat_id,
                args={"reference": reference, "update_id": arrival.update_id}, due_at=now,
                dedupe_key=f"failed:{arrival.update_id}:{arrival.attempts}", priority=Priority.REPLY,
            )  # fmt: skip
        return reference


def where(error: BaseException) -> str:
    """Say what failed and where, without any value: a value may be a person's words."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = next((f for f in reversed(frames) if "site-packages" not in f.filename), None)
    place = f" at {Path(ours.filename).name}:{ours.lineno} in {ours.name}" if ours else ""
    return f"{type(error).__name__}{place}"
