"""Webhook delivery as Telegram does it: one update at a time in each queue, retried until it expires."""

import asyncio
import time
from collections import deque
from collections.abc import Callable

import aiohttp

from bot.sandbox.answers import Json, Params, bad_request
from bot.sandbox.updates import Pending, UpdateQueue

_MOST_CONNECTIONS = 100
_USUAL_CONNECTIONS = 40
_LONGEST_RETRY_AFTER = 3600.0
_LONGEST_DELAY = 60.0
_ANSWER_WITHIN = 60.0
_WRONG = "Wrong response from the webhook: "


class Webhook:
    """Posts updates to the bot's address; `first_delay` is the first pause in seconds after a failed try."""

    def __init__(self, updates: UpdateQueue, *, tick: Callable[[], float] = time.monotonic) -> None:
        self.url = ""
        self.first_delay = 1.0
        self._updates = updates
        self._tick = tick
        self._secret = ""
        self._connections = asyncio.Semaphore(_USUAL_CONNECTIONS)
        self._most = _USUAL_CONNECTIONS
        self._queues: dict[int, deque[Pending]] = {}
        self._workers: dict[int, asyncio.Task[None]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._last_error: tuple[int, str] | None = None
        self.methods: dict[str, Callable[[Params], object]] = {
            "setwebhook": self._set, "deletewebhook": self._delete, "getwebhookinfo": self._info,
        }  # fmt: skip

    def _set(self, params: Params) -> bool:
        url = params.text("url")
        if not url:
            return self._delete(params)
        if not url.startswith(("https://", "http://127.0.0.1", "http://localhost")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = params.text("secret_token")
        if secret and not all(letter.isalnum() or letter in "-_" for letter in secret):
            raise bad_request("secret token contains unallowed characters")
        asked = params.structure("allowed_updates")
        if isinstance(asked, list):
            self._updates.allowed = frozenset(asked) or None
        self._most = min(params.number("max_connections") or _USUAL_CONNECTIONS, _MOST_CONNECTIONS)
        self._connections = asyncio.Semaphore(self._most)
        self.url, self._secret = url, secret
        self._drop_if_asked(params)
        self._updates.on_added = self._queue
        self._updates.close()
        waiting, self._updates.pending = self._updates.pending, deque()
        for pending in waiting:
            self._queue(pending)
        return True

    def _delete(self, params: Params) -> bool:
        self.url = ""
        self._updates.on_added = None
        for worker in self._workers.values():
            worker.cancel()
        self._workers.clear()
        left = sorted((one for queue in self._queues.values() for one in queue), key=lambda one: one.update_id)
        self._queues.clear()
        self._updates.pending.extend(left)
        self._drop_if_asked(params)
        return True

    def _drop_if_asked(self, params: Params) -> None:
        if params.flag("drop_pending_updates"):
            self._updates.pending.clear()
            self._queues.clear()

    def _info(self, _params: Params) -> Json:
        waiting = sum(len(queue) for queue in self._queues.values()) + len(self._updates.pending)
        info: Json = {"url": self.url, "has_custom_certificate": False, "pending_update_count": waiting,
                      "max_connections": self._most}  # fmt: skip
        if self._last_error is not None:
            info["last_error_date"], info["last_error_message"] = self._last_error
        if self._updates.allowed:
            info["allowed_updates"] = sorted(self._updates.allowed)
        return info

    def _queue(self, pending: Pending) -> None:
        self._queues.setdefault(pending.queue, deque()).append(pending)
        if pending.queue not in self._workers:
            self._workers[pending.queue] = asyncio.create_task(self._work(pending.queue))

    async def _work(self, key: int) -> None:
        queue = self._queues[key]
        delay = self.first_delay
        while queue:
            pending = queue[0]
            if pending.expires < self._tick():
                queue.popleft()
                continue
            async with self._connections:
                wait = await self._deliver(pending)
            if wait is None:
                queue.popleft()
                delay = self.first_delay
                continue
            await asyncio.sleep(wait or delay)
            delay = min(delay * 2, _LONGEST_DELAY)
        self._queues.pop(key, None)
        self._workers.pop(key, None)

    async def _deliver(self, pending: Pending) -> float | None:
        """Post one update: None when it was taken, else the seconds that the bot asked to wait (0: its own pause)."""
        if self._session is None:
            timeout = aiohttp.ClientTimeout(total=_ANSWER_WITHIN)
            self._session = aiohttp.ClientSession(timeout=timeout, connector=aiohttp.TCPConnector(limit=0))
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        try:
            async with self._session.post(self.url, data=pending.raw, headers=headers) as answer:
                if answer.ok:
                    return None
                self._last_error = (int(time.time()), f"{_WRONG}{answer.status} {answer.reason}")
                asked = answer.headers.get("Retry-After", "")
                return min(float(asked), _LONGEST_RETRY_AFTER) if asked.isdigit() else 0.0
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            self._last_error = (int(time.time()), str(error) or type(error).__name__)
            return 0.0

    async def close(self) -> None:
        """Stop delivering."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        await asyncio.gather(*workers, return_exceptions=True)
        self._workers.clear()
        if self._session is not None:
            await self._session.close()
            self._session = None
