"""Webhook delivery: one at a time in a queue, queues side by side, again and again until it is taken."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web

from bot.sandbox.answers import Json
from bot.sandbox.people import Player
from tests.sandbox.client import Client

KEYBOARD = {"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}


class Hook:
    """The bot's end of the webhook; ``answers`` are used up first, then everything is taken."""

    def __init__(self) -> None:
        self.url = ""
        self.came: list[Json] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []
        self.holds: Callable[[Json], asyncio.Event | None] = lambda _update: None
        self._changed = asyncio.Event()

    async def take(self, request: web.Request) -> web.Response:
        update = json.loads(await request.read())
        self.came.append(update)
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self._changed.set()
        hold = self.holds(update)
        if hold is not None:
            await hold.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    @property
    def texts(self) -> list[str]:
        """What came, in order: a message's text, or "tap"."""
        return [update["message"]["text"] if "message" in update else "tap" for update in self.came]

    async def has(self, count: int) -> None:
        """Wait until so many updates came."""
        async with asyncio.timeout(5):
            while len(self.came) < count:
                self._changed.clear()
                await self._changed.wait()


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_updates_come_with_the_secret_and_those_that_waited_come_first(
    call: Client, oanh: Player, hook: Hook
) -> None:
    await oanh.says("một")
    await call("setWebhook", url=hook.url, secret_token="bi-mat_1")
    await oanh.says("hai")
    await hook.has(2)

    assert hook.texts == ["một", "hai"]
    assert hook.secrets == ["bi-mat_1", "bi-mat_1"]


async def test_a_refused_update_is_sent_again_before_the_next_of_its_chat(
    call: Client, oanh: Player, hook: Hook
) -> None:
    call.server.webhook.first_delay = 0.01
    hook.answers = [web.Response(status=500), web.Response(status=502)]
    await call("setWebhook", url=hook.url)
    await oanh.says("một")
    await oanh.says("hai")
    await hook.has(4)
    info = await call("getWebhookInfo")

    assert hook.texts == ["một", "một", "một", "hai"]
    assert info["result"]["last_error_message"] == "Wrong response from the webhook: 502 Bad Gateway"
    assert info["result"]["url"] == hook.url


async def test_a_bot_that_asks_to_retry_later_is_left_alone_so_long(call: Client, oanh: Player, hook: Hook) -> None:
    call.server.webhook.first_delay = 0.01
    hook.answers = [web.Response(status=503, headers={"Retry-After": "1"})]
    await call("setWebhook", url=hook.url)
    await oanh.says("một")
    await hook.has(1)
    asked_at = asyncio.get_running_loop().time()
    await hook.has(2)

    assert asyncio.get_running_loop().time() - asked_at > 0.9


async def test_a_slow_chat_holds_up_neither_other_chats_nor_its_own_taps(
    call: Client, oanh: Player, hook: Hook
) -> None:
    son = Player(call.server, 8, "Sơn")
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="chào", reply_markup=KEYBOARD)
    held = asyncio.Event()
    hook.holds = lambda update: held if update.get("message", {}).get("text") == "chậm" else None
    await call("setWebhook", url=hook.url, drop_pending_updates=True)
    await oanh.says("chậm")
    await oanh.says("sau")
    await hook.has(1)
    await oanh.presses("a")
    await son.says("nhanh")
    await hook.has(3)
    before = hook.texts
    held.set()
    await hook.has(4)

    assert before[0] == "chậm"
    assert set(before[1:]) == {"tap", "nhanh"}
    assert hook.texts[3] == "sau"


async def test_without_a_webhook_the_rest_can_be_polled(call: Client, oanh: Player, hook: Hook) -> None:
    call.server.webhook.first_delay = 60
    hook.answers = [web.Response(status=500)]
    await call("setWebhook", url=hook.url)
    await oanh.says("một")
    await hook.has(1)
    waiting = await call("getWebhookInfo")
    await call("deleteWebhook")

    answer = await call("getUpdates")

    assert waiting["result"]["pending_update_count"] == 1
    assert [update["message"]["text"] for update in answer["result"]] == ["một"]


@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({"url": "http://example.org/"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.org/", "secret_token": "a b"}, "secret token contains unallowed characters"),
    ],
)
async def test_a_webhook_that_telegram_would_not_take_is_refused(call: Client, params: Json, expected: str) -> None:
    answer = await call("setWebhook", **params)

    assert answer["description"] == f"Bad Request: {expected}"
