"""The room keeps the bot alive, moves its clock and remembers the chats."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.sandbox.answers import Json
from bot.sandbox.bot_process import BotState
from bot.sandbox.people import Player
from bot.sandbox.remote import RemotePlayer
from bot.sandbox.room import PracticeRoom, RoomOptions, keep_open, serve
from bot.sandbox.room_api import NextDue
from bot.sandbox.world import Person

ECHO = [sys.executable, str(Path(__file__).with_name("echo_bot.py"))]
PEOPLE = [Person(7, "Oanh", "Đào Khánh", role="giáo viên"), Person(8, "Sơn", role="hiệu trưởng", has_started=True)]


@asynccontextmanager
async def opened(
    data_dir: Path, *, command: list[str] | None = None, next_due: NextDue | None = None
) -> AsyncIterator[PracticeRoom]:
    room = PracticeRoom(RoomOptions(PEOPLE, command or ECHO, data_dir, port=0, open_browser=False, next_due=next_due))
    await room.start()
    try:
        yield room
    finally:
        await room.stop()


async def until(room: PracticeRoom, state: BotState) -> None:
    changed = asyncio.Event()

    def listen(_event: Json) -> None:
        changed.set()

    room.server.world.listeners.add(listen)
    async with asyncio.timeout(15):
        while room.bot.state is not state:
            changed.clear()
            await changed.wait()
    room.server.world.listeners.discard(listen)


async def post(room: PracticeRoom, name: str, given: Json) -> Json:
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{room.url}sandbox/{name}", json=given) as answer,
    ):
        body: Json = await answer.json()
        return body


async def test_the_bot_goes_on_after_the_plug_was_pulled(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        oanh = Player(room.server, 7)
        await oanh.says("một")
        await oanh.wait_for("nghe: một", timeout=15)
        pulled = await post(room, "plug", {})
        await until(room, BotState.UNPLUGGED)
        pulled_twice = room.kill()
        await oanh.says("hai")
        await oanh.wait_for("nghe: hai", timeout=15)

        assert (pulled, pulled_twice) == ({"pulled": True}, False)
        assert (room.bot.state, room.bot.starts) == (BotState.RUNNING, 2)


async def test_a_bot_that_falls_by_itself_is_shown_and_started_again(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        oanh = Player(room.server, 7)
        await until(room, BotState.RUNNING)
        await oanh.says("/fall")
        await until(room, BotState.CRASHED)
        shown = (room.bot.exit_code, list(room.bot.lines))
        await oanh.says("hai")
        await oanh.wait_for("nghe: hai", timeout=15)

        assert shown == (3, ["at work"])
        assert (tmp_path / "bot.log").read_text(encoding="utf-8") == "at work\nat work\n"


async def test_the_clock_moves_forward_only_and_the_bot_reads_it(tmp_path: Path) -> None:
    due = datetime.now(UTC) + timedelta(days=2)
    async with opened(tmp_path, next_due=lambda: due) as room:
        hour = await post(room, "clock", {"forward": 3600})
        back = await post(room, "clock", {"at": "2020-01-01T00:00:00+07:00"})
        to_due = await post(room, "clock", {"to": "next_due"})
        at = await post(room, "clock", {"at": (due + timedelta(days=1)).isoformat()})
        oanh = Player(room.server, 7)
        message = await oanh.says("/clock")
        told = await oanh.wait_for("nghe: ", timeout=15)

        assert (hour["moved"], hour["ahead"]) == (True, 3600)
        assert (back["moved"], back["why"]) == (False, "past")
        assert to_due["now"] == pytest.approx(due.timestamp() + 1, abs=2)
        assert at["ahead"] == pytest.approx(3 * 86400, abs=5)
        assert float(told.text.removeprefix("nghe: ")) == pytest.approx(at["ahead"], abs=1)
        assert message.body["date"] == pytest.approx(due.timestamp() + 86400, abs=20)


async def test_with_nothing_due_the_clock_stays(tmp_path: Path) -> None:
    async with opened(tmp_path, next_due=lambda: None) as room:
        answer = await post(room, "clock", {"to": "next_due"})

        assert (answer["moved"], answer["why"], answer["ahead"]) == (False, "nothing_due", 0)


async def test_an_opened_room_finds_its_chats_its_clock_and_what_still_waited(tmp_path: Path) -> None:
    silent = [sys.executable, "-c", "import time; time.sleep(60)"]
    async with opened(tmp_path, command=silent) as room:
        oanh = Player(room.server, 7)
        sent = await oanh.sends_document(b"%PDF-1.4", "to.pdf", caption="Tờ trình")
        room.clock.forward(86_400)
        update_id = room.server.updates.next_id

    async with opened(tmp_path) as room:
        again = Player(room.server, 7)
        answer = await again.wait_for("nghe: Tờ trình", timeout=15, anywhere=True)
        stored = room.server.world.files.by_id(sent.body["document"]["file_id"])

        assert [message.text for message in again.messages] == ["Tờ trình", "nghe: Tờ trình"]
        assert answer.message_id > sent.message_id
        assert stored is not None
        assert stored.data == b"%PDF-1.4"
        assert room.clock.ahead == 86_400
        assert room.server.updates.next_id >= update_id


async def test_a_bot_left_over_from_a_killed_room_is_ended_first(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import time; time.sleep(600)"]
    left_over = await asyncio.create_subprocess_exec(*command)
    (tmp_path / "bot.pid").write_text(str(left_over.pid), encoding="ascii")

    async with opened(tmp_path, command=command), asyncio.timeout(5):
        code = await left_over.wait()

    assert code == -9


async def test_settings_of_a_real_bot_do_not_reach_the_practice_bot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://real")
    monkeypatch.setenv("BOT_TOKEN", "real")
    show = "import os; print(os.environ['BOT_TOKEN'], 'DATABASE_URL' in os.environ, flush=True); input()"
    async with opened(tmp_path, command=[sys.executable, "-c", show]) as room, asyncio.timeout(10):
        while not room.bot.lines:  # noqa: ASYNC110 -- what a process prints is told to nobody
            await asyncio.sleep(0.02)

        assert room.bot.lines[0] == f"{room.server.token} False"


async def test_a_remote_player_can_play_in_a_room(tmp_path: Path) -> None:
    async with opened(tmp_path) as room, aiohttp.ClientSession() as session:
        oanh = RemotePlayer(session, room.url, 7)
        await oanh.says("một")
        await oanh.wait_for("nghe: một", timeout=15)
        await oanh.presses("Gửi tới nhà trường")
        pressed = await oanh.wait_for("đã bấm send")

        assert await oanh.wait_for_answer() == "Đã bấm"
        assert pressed.rows == []


def test_a_port_in_use_gets_one_sentence_with_the_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async def both() -> tuple[int, int]:
        async with opened(tmp_path / "first") as room:
            port = room.server.port
            code = await asyncio.to_thread(
                serve, RoomOptions(PEOPLE, ECHO, tmp_path / "second", port=port, open_browser=False)
            )
            return port, code

    port, code = asyncio.run(both())

    assert code == 2
    assert f"./guongsang demo --port {port + 1}" in capsys.readouterr().out


async def test_an_open_room_saves_its_chats_and_closes_when_it_is_told_to(tmp_path: Path) -> None:
    options = RoomOptions(PEOPLE, ECHO, tmp_path, port=0, open_browser=False)
    room = asyncio.create_task(keep_open(options))
    async with asyncio.timeout(15):
        while not (tmp_path / "chats.json").exists():
            await asyncio.sleep(0.05)
            if (tmp_path / "bot.pid").exists():
                os.kill(os.getpid(), signal.SIGTERM)

        assert await room == 0


async def test_the_chats_are_saved_while_the_room_is_open(tmp_path: Path) -> None:
    async with opened(tmp_path) as room:
        await Player(room.server, 7).says("một")
        async with asyncio.timeout(10):
            while not (tmp_path / "chats.json").exists():  # noqa: ASYNC110 -- a file tells nobody that it came
                await asyncio.sleep(0.05)

        assert (
            "một"
            in json.loads((tmp_path / "chats.json").read_text("utf-8"))["chats"][0]["messages"][0]["message"]["text"]
        )


async def test_a_broken_archive_opens_an_empty_room(tmp_path: Path) -> None:
    (tmp_path / "chats.json").write_text("{", encoding="utf-8")
    (tmp_path / "clock").write_text("x", encoding="ascii")
    (tmp_path / "bot.pid").write_text("x", encoding="ascii")

    async with opened(tmp_path) as room:
        oanh = Player(room.server, 7)

        assert (oanh.messages, room.clock.ahead) == ([], 0)


async def test_a_bot_that_does_not_listen_is_ended_with_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.sandbox.bot_process._STOP_WITHIN", 0.2)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    async with opened(tmp_path, command=[sys.executable, "-c", deaf]) as room, asyncio.timeout(10):
        while not room.bot.lines:  # noqa: ASYNC110 -- what a process prints is told to nobody
            await asyncio.sleep(0.02)

    assert room.bot.state is BotState.STOPPED


async def test_serve_tells_the_address_and_closes_in_order_on_interrupt(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from bot.sandbox.room import RoomOptions, serve\n"
        f"sys.exit(serve(RoomOptions([], {ECHO!r}, Path({str(tmp_path)!r}), port=0, open_browser=False)))"
    )
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    assert process.stdout is not None
    said = ""
    async with asyncio.timeout(15):
        while "Ctrl-C" not in said:
            said += (await process.stdout.readline()).decode()
        process.send_signal(2)
        rest, _ = await process.communicate()

    assert "http://127.0.0.1:" in said
    assert "Closing the practice room" in rest.decode()
    assert process.returncode == 0
    assert (tmp_path / "chats.json").exists()
    assert not (tmp_path / "bot.pid").exists()
