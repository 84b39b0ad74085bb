"""The webhook: 200 means "stored", and anything else means that Telegram must keep the update."""

import io
import json
import socket
import sqlite3
import threading
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from bot.receive import MAX_BODY, SECRET_HEADER, Webhook
from models.inbox import InboxState
from tests.support.tiny import TinyBot, tiny_bot
from tests.support.waiting import until

OANH = 7001
SECRET = "fictional-secret-of-the-webhook"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Endpoint:
    """A bot that listens, and a client that may lie about who it is."""

    def __init__(self, tiny: TinyBot, client: aiohttp.ClientSession) -> None:
        self.tiny = tiny
        self.client = client
        port = free_port()
        self.url = f"http://127.0.0.1:{port}/telegram"
        self.accepted: list[int] = []
        self.webhook = Webhook(
            tiny.application.bot, tiny.database, clock=tiny.clock, accept=self.accept,
            url=self.url, listen=f"127.0.0.1:{port}", secret=SECRET,
        )  # fmt: skip

    def accept(self, arrivals) -> None:
        self.accepted.extend(arrival.update_id for arrival in arrivals)
        self.tiny.dispatcher.accept(arrivals)

    async def post(self, body: bytes, secret: str | None = SECRET) -> aiohttp.ClientResponse:
        headers = {} if secret is None else {SECRET_HEADER: secret}
        async with self.client.post(self.url, data=io.BytesIO(body), headers=headers) as answer:
            await answer.read()
            return answer


@pytest.fixture
async def endpoint(tmp_path: Path) -> AsyncIterator[Endpoint]:
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny, aiohttp.ClientSession() as client:
        endpoint = Endpoint(tiny, client)
        await tiny.start(poll=False)
        await endpoint.webhook.start()
        yield endpoint
        await endpoint.webhook.stop()


def body(update_id: int = 1, words: str = "xin chào") -> bytes:
    sender = {"id": OANH, "is_bot": False, "first_name": "Oanh"}
    content = {
        "message_id": update_id,
        "date": 1,
        "chat": {"id": OANH, "type": "private"},
        "from": sender,
        "text": words,
    }
    return json.dumps({"update_id": update_id, "message": content}).encode()


async def test_an_update_that_telegram_sends_is_handled(endpoint: Endpoint):
    oanh = endpoint.tiny.player(OANH)

    await oanh.says("xin chào")

    await oanh.wait_for("heard xin chào")
    assert endpoint.tiny.states() == [InboxState.DONE]


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", "bí mật", "\udcff\udcfe"])
async def test_only_who_knows_the_secret_is_heard(endpoint: Endpoint, secret: str | None):
    answer = await endpoint.post(body(), secret)

    assert answer.status == 403
    assert endpoint.tiny.states() == []


@pytest.mark.parametrize(
    "nonsense",
    [
        b"", b"{", b"[]", b"null", b'"words"', b"{}", b"\xff\xfe", b'{"update_id": "1"}', b'{"update_id": true}',
        b'{"update_id": -1}', b'{"update_id": 18446744073709551616}', b'{"update_id": 1.5}', b"[" * 200_000,
    ],
)  # fmt: skip
async def test_what_is_no_update_is_answered_400_and_not_stored(endpoint: Endpoint, nonsense: bytes):
    answer = await endpoint.post(nonsense)

    assert answer.status == 400
    assert endpoint.tiny.states() == []


async def test_a_body_that_is_too_large_is_refused_unread(endpoint: Endpoint):
    answer = await endpoint.post(body(words="x" * MAX_BODY))

    assert answer.status == 413
    assert endpoint.tiny.states() == []


async def test_other_methods_than_post_are_not_served(endpoint: Endpoint):
    async with endpoint.client.get(endpoint.url) as answer:
        assert answer.status == 405


async def test_200_is_answered_only_after_the_commit(endpoint: Endpoint):
    may_go_on = threading.Event()
    held = endpoint.tiny.database.write(lambda _session: may_go_on.wait(5))

    with pytest.raises(TimeoutError):
        await endpoint.client.post(
            endpoint.url, data=body(1), headers={SECRET_HEADER: SECRET}, timeout=aiohttp.ClientTimeout(total=0.3)
        )
    stored_too_early = endpoint.tiny.states()
    may_go_on.set()
    await held
    answer = await endpoint.post(body(2))

    assert stored_too_early == []
    assert answer.status == 200
    assert [row.update_id for row in endpoint.tiny.inbox()][-1] == 2


@pytest.mark.sqlite
async def test_503_with_a_time_is_answered_while_the_database_is_away(endpoint: Endpoint, tmp_path: Path):
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    away = await endpoint.post(body())
    other.execute("ROLLBACK")
    other.close()
    back = await endpoint.post(body())

    assert away.status == 503
    assert int(away.headers["Retry-After"]) > 0
    assert back.status == 200
    assert endpoint.accepted == [1]


async def test_a_repetition_is_answered_200_and_not_handled_again(endpoint: Endpoint):
    answers = [await endpoint.post(body()) for _ in range(3)]

    assert [answer.status for answer in answers] == [200, 200, 200]
    assert endpoint.accepted == [1]


async def test_telegram_keeps_what_comes_while_the_bot_is_away(endpoint: Endpoint):
    endpoint.tiny.server.webhook.first_delay = 0.1
    await endpoint.webhook.stop()
    oanh = endpoint.tiny.player(OANH)
    await oanh.says("xin chào")
    await until(lambda: endpoint.tiny.server.webhook._last_error is not None)

    await endpoint.webhook.start()

    await oanh.wait_for("heard xin chào")


async def test_the_secret_is_in_no_log(endpoint: Endpoint, caplog: pytest.LogCaptureFixture):
    caplog.set_level("DEBUG")

    await endpoint.post(body(), "wrong")
    await endpoint.post(body())
    await until(endpoint.tiny.states)

    assert SECRET not in caplog.text
