"""The updates that wait for the bot: numbered, kept until confirmed, handed out by long polling."""

import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.sandbox.answers import ApiError, Json, Params

_UNASKED = {"chat_member", "message_reaction", "message_reaction_count"}
_LIMIT = 100
_LONGEST_POLL = 50
_SAME_OFFSET_WITHIN = 0.5
_MESSAGE_LIVES = 86_400.0
_QUERY_LIVES = 150.0
_QUERY_QUEUE = 3 << 33
_CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)


@dataclass(frozen=True, slots=True)
class Pending:
    """One waiting update, written as JSON; ``queue`` is Telegram's queue id (messages by chat, taps by user)."""

    update_id: int
    queue: int
    expires: float
    raw: bytes


class UpdateQueue:
    """Keeps updates in order until an offset confirms them; `on_added` is the webhook's ear."""

    def __init__(self, *, first_id: int = 1, tick: Callable[[], float] = time.monotonic) -> None:
        self.next_id = first_id
        self.pending: deque[Pending] = deque()
        self.allowed: frozenset[str] | None = None
        self.on_added: Callable[[Pending], None] | None = None
        self.on_polled: Callable[[], None] | None = None
        self.duplicates = 0
        self._tick = tick
        self._waiter: asyncio.Future[bool] | None = None
        self._last_offset: int | None = None
        self._last_answered = float("-inf")
        self._next_sweep = 0.0

    def add(self, kind: str, payload: Json, *, key: int, lives: float | None = None) -> int:
        """Queue an update and give its id, or 0 when the bot has not asked for this kind."""
        if kind not in self.allowed if self.allowed else kind in _UNASKED:
            return 0
        update_id = self.next_id
        self.next_id += 1
        is_query = kind == "callback_query"
        pending = Pending(
            update_id,
            key + _QUERY_QUEUE if is_query else key,
            self._tick() + (lives or (_QUERY_LIVES if is_query else _MESSAGE_LIVES)),
            json.dumps({"update_id": update_id, kind: payload}, separators=(",", ":")).encode(),
        )
        self._put(pending)
        if self.duplicates:
            self.duplicates -= 1
            self._put(pending)
        return update_id

    def _put(self, pending: Pending) -> None:
        if self.on_added is not None:
            self.on_added(pending)
            return
        self.pending.append(pending)
        self._wake(go_on=True)

    def _wake(self, *, go_on: bool) -> None:
        waiter, self._waiter = self._waiter, None
        if waiter is not None and not waiter.done():
            waiter.set_result(go_on)

    async def poll(self, params: Params) -> bytes:
        """Answer getUpdates with a JSON list; a second poller ends the first one with 409."""
        self._wake(go_on=False)
        if self.on_polled is not None:
            self.on_polled()
        if self.on_added is not None:
            raise ApiError(409, _WEBHOOK_ACTIVE)
        asked = params.structure("allowed_updates")
        if isinstance(asked, list):
            self.allowed = frozenset(asked) or None
        offset = params.number("offset") or 0
        limit = min(max(params.number("limit") or _LIMIT, 1), _LIMIT)
        if offset == self._last_offset and self._tick() < self._last_answered + _SAME_OFFSET_WITHIN:
            limit = 1  # Telegram does so, to slow down a bot that goes in circles
        self._confirm(offset)
        if not self.pending:
            await self._wait(min(max(params.number("timeout") or 0, 0), _LONGEST_POLL))
        taken = [self.pending[place].raw for place in range(min(limit, len(self.pending)))]
        if taken:
            self._last_offset, self._last_answered = offset, self._tick()
        return b"[" + b",".join(taken) + b"]"

    def _confirm(self, offset: int) -> None:
        pending = self.pending
        if offset < 0:
            while len(pending) > -offset:
                pending.popleft()
        while pending and pending[0].update_id < offset:
            pending.popleft()
        now = self._tick()
        if now >= self._next_sweep:
            self._next_sweep = now + 1
            self.pending = deque(waiting for waiting in pending if waiting.expires >= now)

    async def _wait(self, seconds: float) -> None:
        if not seconds:
            return
        waiter: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        with suppress(TimeoutError):
            if not await asyncio.wait_for(waiter, seconds):
                raise ApiError(409, _CONFLICT)
        if self._waiter is waiter:
            self._waiter = None

    def close(self) -> None:
        """End a poll that still waits."""
        self._wake(go_on=False)
