"""The Bot API over HTTP on 127.0.0.1: `/bot<token>/<method>` and `/file/bot<token>/<path>`, as strict as Telegram."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Self
from urllib.parse import parse_qsl, unquote, urlsplit

from aiohttp import web

from bot.sandbox.acts import Acts
from bot.sandbox.answers import ApiError, ConnectionDropped, Json, Params, Upload
from bot.sandbox.limits import Fault, Faults, RateLimiter, Rates
from bot.sandbox.method_table import METHODS, UNCOUNTED
from bot.sandbox.methods import Caller
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.webhook import Webhook
from bot.sandbox.world import World

TOKEN = "123456789:practice-room-of-guong-sang"  # noqa: S105 -- opens nothing but this server
_BODY_LIMIT = 60 << 20
_BOT = {"id": 123456789, "is_bot": True, "first_name": "Gương Sáng", "username": "GuongSangBot"}
_JSON_HEADERS = {"Content-Type": "application/json"}

#: Answers what is not the Bot API (the page and its own calls); None means not found.
Pages = Callable[[web.BaseRequest], Awaitable[web.StreamResponse | None]]


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot, for the log: what was asked and what came of it, ``at`` in Unix seconds."""

    method: str
    params: Json
    result: object
    error: ApiError | None
    at: float


class BotApiServer:
    """Serves one bot; people act through `acts` (or `Player`), tests read `calls` and `world`."""

    def __init__(
        self,
        *,
        port: int = 0,
        tokens: tuple[str, ...] = (TOKEN,),
        bot: Json | None = None,
        rates: Rates | None = None,
        latency_ms: float = 0,
        first_update_id: int = 1,
        calls_kept: int = 10_000,
        now: Callable[[], float] = time.time,
        tick: Callable[[], float] = time.monotonic,
    ) -> None:
        self.port = port
        self.tokens = set(tokens)
        self.token = tokens[0]
        self.latency_ms = latency_ms
        self.world = World(now=now, tick=tick)
        self.updates = UpdateQueue(first_id=first_update_id, tick=tick)
        self.webhook = Webhook(self.updates, tick=tick)
        user = bot or _BOT
        self.caller = Caller(user, self.world, RateLimiter(rates or Rates(), tick))
        self.acts = Acts(self.world, self.updates, bot=user)
        self.calls: list[Call] = []
        self.polls = 0
        self.pages: Pages | None = None
        self._calls_kept = calls_kept
        self._faults = Faults()
        self._runner: web.ServerRunner | None = None

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """python-telegram-bot's base_url."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """python-telegram-bot's base_file_url."""
        return f"{self.url}/file/bot"

    async def start(self) -> Self:
        """Listen; with port 0 a free one is taken and `port` tells which."""
        server = web.Server(self._handle, request_factory=_request)
        self._runner = web.ServerRunner(server, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port)
        await site.start()
        if not self.port:
            self.port = self._runner.addresses[0][1]
        return self

    async def stop(self) -> None:
        """Stop listening and end what still waits."""
        self.updates.close()
        await self.webhook.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def fail_next(
        self,
        method: str,
        *,
        code: int = 0,
        description: str = "",
        retry_after: int | None = None,
        migrate_to: int | None = None,
        drop: bool = False,
        delay: float = 0.0,
        after_effect: bool = False,
        chat_id: int | None = None,
        times: int = 1,
    ) -> None:
        """Let the next calls of a method ("*": any) fail: an error, a cut connection, a delay in seconds.

        ``after_effect`` lets the call do its work first, so that only the answer is lost.
        """
        error = None
        if retry_after is not None:
            error = ApiError(429, f"Too Many Requests: retry after {retry_after}",
                             parameters={"retry_after": retry_after})  # fmt: skip
        elif migrate_to is not None:
            error = ApiError(400, "Bad Request: group chat was upgraded to a supergroup chat",
                             parameters={"migrate_to_chat_id": migrate_to})  # fmt: skip
        elif code:
            error = ApiError(code, description or ("Internal Server Error" if code >= 500 else "Bad Request"))  # noqa: PLR2004
        fault = Fault(error, drop=drop, delay=delay, after_effect=after_effect, chat_id=chat_id)
        self._faults.order(method, fault, times=times)

    def migrate_group(self, chat_id: int, new_chat_id: int) -> None:
        """Turn a group into a supergroup with a new id; the old id answers with migrate_to_chat_id."""
        old = self.world.chats[chat_id]
        self.world.open_group(new_chat_id, old.title)
        old.migrated_to = new_chat_id

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.raw_path
        if path.startswith(("/bot", "/file/")) and not is_from_here(request):
            return web.Response(status=403)
        try:
            if path.startswith("/bot"):
                return await self._api(request, path)
            if path.startswith("/file/bot"):
                return self._file(request.path)
        except ConnectionDropped:
            if request.transport is not None:
                request.transport.abort()
            return web.Response(status=500)
        page = await self.pages(request) if self.pages is not None else None
        return page or web.Response(status=404, text="Not Found")

    async def _api(self, request: web.BaseRequest, path: str) -> web.Response:
        token, _, method = path[4:].partition("?")[0].partition("/")
        if "%" in token:
            token = unquote(token)
        try:
            if token not in self.tokens:
                raise ApiError(401, "Unauthorized") if ":" in token else ApiError(404, "Not Found")
            raw = await self._call(method, await _params(request))
        except ApiError as error:
            body = json.dumps(error.as_json(), ensure_ascii=False).encode()
            return web.Response(body=body, status=error.code, headers=_JSON_HEADERS)
        return web.Response(body=b'{"ok":true,"result":' + raw + b"}", headers=_JSON_HEADERS)

    async def _call(self, method: str, params: Params) -> bytes:
        name = method.lower()
        fault = None
        if self._faults.waiting:
            fault = self._faults.take(name, params.number("chat_id"))
            if fault is not None:
                await self._suffer(fault, method, params, is_done=False)
        if name == "getupdates":
            self.polls += 1
            return await self.updates.poll(params)
        try:
            result = self._perform(name, params)
        except ApiError as error:
            self._note(method, params, None, error)
            raise
        finally:
            if self.latency_ms:
                await asyncio.sleep(self.latency_ms / 1000)
        self._note(method, params, result, None)
        if fault is not None:
            await self._suffer(fault, method, params, is_done=True)
        return json.dumps(result, separators=(",", ":")).encode()

    def _perform(self, name: str, params: Params) -> object:
        if name in self.webhook.methods:
            return self.webhook.methods[name](params)
        method = METHODS.get(name)
        if method is None:
            raise ApiError(404, "Not Found: method not found")
        return method(self.caller, params)

    async def _suffer(self, fault: Fault, method: str, params: Params, *, is_done: bool) -> None:
        if fault.delay and not is_done:
            await asyncio.sleep(fault.delay)
        if fault.after_effect != is_done:
            return
        if fault.drop:
            raise ConnectionDropped
        if fault.error is not None:
            self._note(method, params, None, fault.error)
            raise fault.error

    def _note(self, method: str, params: Params, result: object, error: ApiError | None) -> None:
        call = Call(method, params.values, result, error, self.world.now())
        self.calls.append(call)
        if len(self.calls) > 2 * self._calls_kept:
            del self.calls[: -self._calls_kept]
        if self.world.listeners and method.lower() not in UNCOUNTED:
            self.world.tell({"kind": "call", "call": call_as_json(call)})

    def _file(self, path: str) -> web.Response:
        token, _, name = path.removeprefix("/file/bot").partition("/")
        stored = self.world.files.by_path(name) if token in self.tokens else None
        if stored is None:
            error = ApiError(404, "Not Found")
            return web.json_response(error.as_json(), status=404)
        return web.Response(body=stored.data, content_type="application/octet-stream")


def is_from_here(request: web.BaseRequest) -> bool:
    """Tell whether the request may act: other sites, and names that only point to this machine, may not."""
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin")
    is_own = origin is None or urlsplit(origin).netloc == request.host
    return host in {"127.0.0.1", "localhost", "[::1]"} and is_own


def call_as_json(call: Call) -> Json:
    """Give one call as the log drawer shows it."""
    error = f"{call.error.code} {call.error.description}" if call.error else ""
    return {"method": call.method, "params": call.params, "error": error, "at": call.at}


def _request(message, payload, protocol, writer, task):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202 -- aiohttp's private types
    return web.BaseRequest(
        message, payload, protocol, writer, task, asyncio.get_running_loop(), client_max_size=_BODY_LIMIT
    )


async def _params(request: web.BaseRequest) -> Params:
    values: Json = dict(request.query) if "?" in request.raw_path else {}
    if not request.can_read_body:
        return Params(values)
    kind = request.content_type
    if kind == "application/json":
        try:
            return Params(values | json.loads(await request.read() or b"{}"))
        except (ValueError, TypeError) as error:
            raise ApiError(400, "Bad Request: can't parse JSON object") from error
    if kind == "application/x-www-form-urlencoded":
        pairs = parse_qsl((await request.read()).decode(), keep_blank_values=True)
        return Params(values | dict(pairs))
    files: dict[str, Upload] = {}
    for name, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[name] = Upload(value.filename, value.content_type, value.file.read())
        else:
            values[name] = value
    return Params(values, files)
