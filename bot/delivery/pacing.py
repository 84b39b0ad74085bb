"""How fast bulk messages may go: evenly, one after another, a little below Telegram's limit of 30 in a second."""

import asyncio
from collections.abc import Callable
from time import monotonic

BULK_PER_SECOND = 28.0
SECONDS_PER_CHAT = 1.0


class Pacer:
    """Gives out slots: one every 1/rate seconds overall, one a second per chat, with no burst.

    A bucket that lets thirty go at once and refills meanwhile draws a 429 in its first second; even slots draw none.
    """

    def __init__(self, *, per_second: float = BULK_PER_SECOND, time: Callable[[], float] = monotonic) -> None:
        self._gap = 1.0 / per_second
        self._time = time
        self._next = 0.0
        self._next_of_chat: dict[int, float] = {}
        self._put_off_to: dict[int, float] = {}

    def reserve(self, chat_id: int) -> float:
        """Take the next slot for a chat and give the seconds until it begins."""
        now = self._time()
        if len(self._next_of_chat) > 10_000:  # noqa: PLR2004 -- forget what is past, now and then
            self._next_of_chat = {chat: at for chat, at in self._next_of_chat.items() if at > now}
        slot = max(now, self._next, self._next_of_chat.get(chat_id, 0.0))
        self._next = max(now, self._next) + self._gap
        self._next_of_chat[chat_id] = slot + SECONDS_PER_CHAT
        return slot - now

    def wait_of(self, chat_id: int) -> float:
        """Tell for how many seconds a chat must be left alone, without taking a slot."""
        return max(0.0, self._next_of_chat.get(chat_id, 0.0) - self._time())

    def put_off(self, chat_id: int) -> float:
        """Give the seconds after which a chat may be tried again, one message after the other."""
        now = self._time()
        self._put_off_to = {chat: at for chat, at in self._put_off_to.items() if at > now}
        at = max(now + self.wait_of(chat_id), self._put_off_to.get(chat_id, 0.0))
        self._put_off_to[chat_id] = at + SECONDS_PER_CHAT
        return at - now

    async def slot(self, chat_id: int) -> None:
        """Wait for the next slot of a chat."""
        delay = self.reserve(chat_id)
        if delay > 0:
            await asyncio.sleep(delay)
