"""The room's own calls: the same acts and the same view over HTTP."""

import asyncio
import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.sandbox.acts import CannotPress
from bot.sandbox.answers import Json
from bot.sandbox.remote import RemotePlayer
from bot.sandbox.room_api import RoomApi
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Person
from tests.sandbox.client import Client
from tests.sandbox.pictures import picture

KEYBOARD = {
    "inline_keyboard": [[{"text": "1 · Có", "callback_data": "yes"}, {"text": "Chép", "copy_text": {"text": "A1"}}]]
}


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer() as server:
        server.world.meet(Person(7, "Oanh", "Đào Khánh", role="giáo viên", unit="THCS Đồng Mây"))
        server.pages = RoomApi(server).answer
        yield server


@pytest.fixture
async def oanh(call: Client) -> RemotePlayer:
    return RemotePlayer(call.session, call.server.url, 7)


async def test_a_remote_player_sees_and_does_what_a_near_one_does(call: Client, oanh: RemotePlayer) -> None:
    said = await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="Có không?", reply_markup=KEYBOARD)
    window = await oanh.wait_for("Có không")
    await oanh.presses("Chép")
    await oanh.presses("Có")
    update = (await call("getUpdates"))["result"][-1]["callback_query"]
    await call("answerCallbackQuery", callback_query_id=update["id"], text="Đã ghi")
    toast = await oanh.wait_for_answer()
    await call("editMessageText", chat_id=7, message_id=window.message_id, text="Xong")
    edited = await oanh.wait_for(lambda message: message.edited)
    await oanh.edits(said, "/start lại")

    assert (window.buttons, oanh.clipboard, update["data"], toast) == (["1 · Có", "Chép"], "A1", "yes", "Đã ghi")
    assert edited.text == "Xong"
    assert (await call("getUpdates", offset=-1))["result"][0]["edited_message"]["text"] == "/start lại"
    with pytest.raises(CannotPress):
        await oanh.presses("Có")


async def test_a_remote_player_sends_files(call: Client, oanh: RemotePlayer) -> None:
    await oanh.sends_album([picture("red"), picture("blue")], caption="Buổi học")
    await oanh.sends_photo(picture())
    await oanh.sends_document(b"%PDF-1.4", "to.pdf", size=30 << 20)
    await oanh.sends_voice()

    messages = [update["message"] for update in (await call("getUpdates"))["result"]]

    assert len({message.get("media_group_id") for message in messages[:2]}) == 1
    assert [next(key for key in ("photo", "document", "voice") if key in message) for message in messages] == [
        "photo", "photo", "photo", "document", "voice",
    ]  # fmt: skip
    assert messages[3]["document"]["file_size"] == 30 << 20


async def test_waiting_in_vain_tells_what_the_chat_shows(call: Client, oanh: RemotePlayer) -> None:
    await oanh.says("/start")
    await call("sendMessage", chat_id=7, text="chào")

    with pytest.raises(TimeoutError, match="the chat shows: chào"):
        await oanh.wait_for("tạm biệt", timeout=0.05)


async def test_blocking_from_outside_is_told_to_the_bot(call: Client, oanh: RemotePlayer) -> None:
    await oanh.says("/start")
    await oanh.blocks()
    refused = await call("sendMessage", chat_id=7, text="chào")
    await oanh.unblocks()
    taken = await call("sendMessage", chat_id=7, text="chào")

    assert (refused["status"], taken["ok"]) == (403, True)


async def test_somebody_can_be_added_to_the_people(call: Client) -> None:
    son = RemotePlayer(call.session, call.server.url, 8)
    await son.appears("Sơn", role="hiệu trưởng")
    await son.says("/start")

    people = await get(call, "people")

    assert [(one["first_name"], one["role"], one["started"]) for one in people["people"]] == [
        ("Oanh", "giáo viên", False),
        ("Sơn", "hiệu trưởng", True),
    ]


async def test_the_menu_shows_the_narrowest_scope_in_the_persons_language(call: Client, oanh: RemotePlayer) -> None:
    def commands(name: str) -> list[Json]:
        return [{"command": name, "description": name}]

    async def shown() -> str:
        await oanh.looks()
        return str(oanh.commands[0]["command"]) if oanh.commands else ""

    seen = [await shown()]
    for params in ({}, {"language_code": "vi"}, {"language_code": "en"}, {"scope": {"type": "chat", "chat_id": 7}}):
        await call("setMyCommands", commands=commands(f"so_{len(seen)}"), **params)
        seen.append(await shown())
    await call("deleteMyCommands", scope={"type": "chat", "chat_id": 7})
    seen.append(await shown())

    assert seen == ["", "so_1", "so_2", "so_2", "so_4", "so_2"]


async def test_faults_and_duplicates_can_be_ordered_from_outside(call: Client, oanh: RemotePlayer) -> None:
    await post(call, "duplicate", {"count": 1})
    await post(call, "fault", {"method": "sendMessage", "retry_after": 9})
    await oanh.says("/start")
    limited = await call("sendMessage", chat_id=7, text="x")
    calls = await get(call, "calls")

    assert [update["update_id"] for update in (await call("getUpdates"))["result"]] == [1, 1]
    assert limited["parameters"] == {"retry_after": 9}
    assert [(one["method"], one["error"]) for one in calls["calls"]] == [
        ("sendMessage", "429 Too Many Requests: retry after 9")
    ]


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("say", {"user_id": 404, "text": "x"}),
        ("say", {"user_id": 7, "text": " "}),
        ("press", {"user_id": 7, "message_id": 404, "data": "x"}),
        ("say", {"user_id": 7}),
    ],
)
async def test_a_senseless_call_is_refused(call: Client, name: str, given: Json) -> None:
    answer = await post(call, name, given)

    assert list(answer) == ["error"]


async def test_one_can_edit_only_ones_own_message(call: Client, oanh: RemotePlayer) -> None:
    await oanh.says("/start")
    sent = await call("sendMessage", chat_id=7, text="chào")

    answer = await post(call, "edit", {"user_id": 7, "message_id": sent["result"]["message_id"], "text": "x"})

    assert answer == {"error": "only one's own message can be edited"}


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Origin": "null"}, {"Host": "example.org"}])
async def test_another_site_cannot_speak_as_the_bot_whose_token_is_no_secret(server, headers):
    async with aiohttp.ClientSession(headers=headers) as session:
        for method in ("getMe", "setWebhook?url=https://example.org"):
            async with session.post(f"{server.base_url}{server.token}/{method}") as answer:
                assert answer.status == 403
        async with session.get(f"{server.base_file_url}{server.token}/documents/file_0.pdf") as answer:
            assert answer.status == 403

    assert server.webhook.url == ""


@pytest.mark.parametrize("headers", [{"Origin": "https://example.org"}, {"Host": "example.org"}])
async def test_another_site_cannot_play(call: Client, headers: dict[str, str]) -> None:
    async with call.session.post(
        f"{call.server.url}/sandbox/say", json={"user_id": 7, "text": "x"}, headers=headers
    ) as answer:
        assert answer.status == 403
    async with call.session.get(f"{call.server.url}/sandbox/events", headers=headers) as answer:
        assert answer.status == 403

    assert call.server.world.change == 0


async def test_a_document_is_never_shown_as_a_page_of_the_room(call: Client, oanh: RemotePlayer) -> None:
    message = await oanh.sends_document(b"<script>", "x.html", mime="text/html")
    file_id = message.body["document"]["file_id"]

    async with call.session.get(f"{call.server.url}/sandbox/file/{file_id}") as answer:
        shown = answer.headers
    async with call.session.get(f"{call.server.url}/sandbox/file/none") as answer:
        assert answer.status == 404

    assert shown["Content-Disposition"] == "attachment"
    assert shown["Content-Type"] == "application/octet-stream"


async def test_what_happens_is_told_as_it_happens(call: Client, oanh: RemotePlayer) -> None:
    async with call.session.get(f"{call.server.url}/sandbox/events") as stream:
        assert await stream.content.readline() == b": hello\n"
        await oanh.says("/start")
        await call("sendChatAction", chat_id=7, action="typing")
        await call("sendMessage", chat_id=7, text="chào")
        kinds = [event["kind"] for event in await events(stream, 4)]

    assert kinds == ["message", "action", "message", "call"]


async def test_a_room_without_a_bot_of_its_own_has_neither_clock_nor_plug(call: Client) -> None:
    state = await get(call, "state")
    clock = await post(call, "clock", {"forward": 3600})
    plug = await post(call, "plug", {})

    assert (state["process"], state["clock"]["movable"]) == ({"state": ""}, False)
    assert (list(clock), list(plug)) == (["error"], ["error"])


async def events(stream: aiohttp.ClientResponse, count: int) -> list[Json]:
    found: list[Json] = []
    async with asyncio.timeout(5):
        while len(found) < count:
            line = await stream.content.readline()
            if line.startswith(b"data: "):
                found.append(json.loads(line.removeprefix(b"data: ")))
    return found


async def get(call: Client, name: str) -> Json:
    async with call.session.get(f"{call.server.url}/sandbox/{name}") as answer:
        body: Json = await answer.json()
        return body


async def post(call: Client, name: str, given: Json) -> Json:
    async with call.session.post(f"{call.server.url}/sandbox/{name}", json=given) as answer:
        body: Json = await answer.json()
        return body
