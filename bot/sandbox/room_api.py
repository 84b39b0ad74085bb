"""What the page asks of the room itself: its state and events, the clock, the plug, and the page's own files."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

from aiohttp import web

from bot.sandbox.answers import Json
from bot.sandbox.bot_process import BotProcess
from bot.sandbox.chat_api import ChatApi, Wrong, as_event
from bot.sandbox.room_clock import RoomClock
from bot.sandbox.telegram_server import BotApiServer, is_from_here

_PAGE = Path(__file__).parent / "page"
_KINDS = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_PAGE_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_EVENTS_AT_MOST = 1000
_HEARTBEAT = 15.0

#: Gives the moment at which the bot will next do something by itself, or None; may be slow.
NextDue = Callable[[], datetime | None]


class RoomApi:
    """Answers everything that is not the Bot API."""

    def __init__(
        self,
        server: BotApiServer,
        *,
        clock: RoomClock | None = None,
        bot: BotProcess | None = None,
        next_due: NextDue | None = None,
    ) -> None:
        self._server = server
        self._clock = clock
        self._bot = bot
        self._next_due = next_due
        self._chats = ChatApi(server)
        routes: dict[tuple[str, str], Callable[[web.BaseRequest], Awaitable[Json]]] = {
            ("GET", "state"): self._state,
            ("POST", "clock"): self._move_clock,
            ("POST", "plug"): self._plug,
        }
        self._chats.routes |= routes

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """Answer one request; None when nothing is there."""
        if request.path == "/sandbox/events":
            return await self._events(request) if is_from_here(request) else web.Response(status=403)
        if request.path.startswith("/sandbox/"):
            return await self._chats.answer(request)
        name = "index.html" if request.path == "/" else request.path.removeprefix("/")
        return page_file(name)

    async def _state(self, _request: web.BaseRequest) -> Json:
        world = self._server.world
        return {
            "bot": {
                "first_name": self._server.caller.user["first_name"],
                "descriptions": {
                    language: words
                    for (kind, language), words in self._server.caller.names.items()
                    if kind == "description"
                },
            },
            "people": [self._chats.person_as_json(person) for person in world.people.values()],
            "clock": self.clock_as_json(),
            "process": self.process_as_json(),
        }

    def clock_as_json(self) -> Json:
        """Give practice time and how far it is ahead, in seconds."""
        return {"now": self._server.world.now(), "ahead": self._clock.ahead if self._clock else 0,
                "movable": self._clock is not None, "knows_next": self._next_due is not None}  # fmt: skip

    def process_as_json(self) -> Json:
        """Give how the bot's process is, or nothing when it is not ours to start."""
        bot = self._bot
        if bot is None:
            return {"state": ""}
        return {"state": bot.state, "starts": bot.starts, "exit_code": bot.exit_code,
                "retry_in": bot.retry_in, "lines": list(bot.lines)[-20:]}  # fmt: skip

    async def _move_clock(self, request: web.BaseRequest) -> Json:
        if self._clock is None:
            raise Wrong("this room has no clock of its own")
        given = await request.json()
        if given.get("to") == "next_due":
            due = await asyncio.to_thread(self._next_due) if self._next_due is not None else None
            if due is None:
                return self.clock_as_json() | {"moved": False, "why": "nothing_due"}
            seconds = max(0.0, due.astimezone(UTC).timestamp() - self._clock.now() + 1)
        elif "at" in given:
            seconds = datetime.fromisoformat(str(given["at"])).timestamp() - self._clock.now()
        else:
            seconds = float(given["forward"])
        if not self._clock.forward(seconds):
            return self.clock_as_json() | {"moved": False, "why": "past"}
        self._server.world.tell({"kind": "clock", "clock": self.clock_as_json()})
        return self.clock_as_json() | {"moved": True}

    async def _plug(self, _request: web.BaseRequest) -> Json:
        if self._bot is None:
            raise Wrong("the bot is not a process of this room")
        return {"pulled": self._bot.pull_the_plug()}

    async def _events(self, request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-cache"})
        await response.prepare(request)
        queue: asyncio.Queue[Json] = asyncio.Queue(_EVENTS_AT_MOST)
        is_behind = asyncio.Event()

        def listen(event: Json) -> None:
            try:
                queue.put_nowait(event)
            except asyncio.QueueFull:
                is_behind.set()

        self._server.world.listeners.add(listen)
        try:
            await response.write(b": hello\n\n")
            while not is_behind.is_set():  # else the page connects again, and then asks for everything anew
                try:
                    event = await asyncio.wait_for(queue.get(), _HEARTBEAT)
                except TimeoutError:
                    await response.write(b": still here\n\n")
                    continue
                await response.write(as_event(event))
        except ConnectionResetError:
            pass  # the page was closed
        finally:
            self._server.world.listeners.discard(listen)
        return response


def page_file(name: str) -> web.Response | None:
    """Give one file of the page; None when it has none of that name."""
    kind = _KINDS.get(Path(name).suffix)
    file = _PAGE / name
    if kind is None or "/" in name or not file.is_file():
        return None
    return web.Response(body=file.read_bytes(), content_type=kind, charset="utf-8", headers=_PAGE_HEADERS)
