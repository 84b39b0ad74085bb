"""How fast a bot may call, and the faults that a test may order."""

import math
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.answers import ApiError, too_many_requests

_CHATS_REMEMBERED = 10_000


@dataclass(frozen=True, slots=True)
class Rates:
    """Calls allowed; None means without limit. A burst of ``burst`` calls is free in each bucket."""

    overall_per_second: float | None = None
    per_chat_per_second: float | None = None
    per_group_per_minute: float | None = None
    burst: int = 3


@dataclass(slots=True)
class _Bucket:
    filled: float
    at: float


@dataclass(slots=True)
class RateLimiter:
    """Token buckets, one for the bot and one for each chat."""

    rates: Rates
    tick: Callable[[], float] = time.monotonic
    _buckets: OrderedDict[int, _Bucket] = field(default_factory=OrderedDict)

    def check(self, chat_id: int) -> None:
        """Count one message to a chat; raise 429 with the seconds to wait when it is too many."""
        rates = self.rates
        if rates.overall_per_second is not None:
            self._take(0, rates.overall_per_second, max(rates.burst, int(rates.overall_per_second)))
        if chat_id < 0 and rates.per_group_per_minute is not None:
            self._take(chat_id, rates.per_group_per_minute / 60, int(rates.per_group_per_minute))
        elif rates.per_chat_per_second is not None:
            self._take(chat_id, rates.per_chat_per_second, rates.burst)

    def _take(self, key: int, per_second: float, size: int) -> None:
        now = self.tick()
        bucket = self._buckets.get(key)
        if bucket is None:
            if len(self._buckets) >= _CHATS_REMEMBERED:
                self._buckets.popitem(last=False)
            bucket = self._buckets[key] = _Bucket(float(size), now)
        bucket.filled = min(float(size), bucket.filled + (now - bucket.at) * per_second)
        bucket.at = now
        if bucket.filled < 1:
            raise too_many_requests(max(1, math.ceil((1 - bucket.filled) / per_second)))
        bucket.filled -= 1


@dataclass(frozen=True, slots=True)
class Fault:
    """One ordered mishap: an error, a dropped connection, a delay in seconds; before or after the call took effect."""

    error: ApiError | None = None
    drop: bool = False
    delay: float = 0.0
    after_effect: bool = False
    chat_id: int | None = None


@dataclass(slots=True)
class Faults:
    """The faults that wait for their call, by method name ("*" is any)."""

    waiting: dict[str, deque[Fault]] = field(default_factory=dict)

    def order(self, method: str, fault: Fault, *, times: int) -> None:
        """Let the next ``times`` calls of a method meet this fault."""
        self.waiting.setdefault(method.lower(), deque()).extend([fault] * times)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """Give and forget the fault for this call, if one waits."""
        for key in (method, "*"):
            queue = self.waiting.get(key)
            for fault in queue or ():
                if fault.chat_id is None or fault.chat_id == chat_id:
                    assert queue is not None
                    queue.remove(fault)
                    return fault
        return None
