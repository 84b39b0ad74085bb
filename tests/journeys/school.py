"""The real bot in a process of its own, the sample province around it, and a clock that is moved by hand."""

import asyncio
import os
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from sqlalchemy import text
from sqlmodel import Session, select

from bot.database import Database
from bot.domain.buttons import Kind, Press, encode
from bot.practice import environment, people, url_of
from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Message
from models import Dialog, Dossier, OutboxMessage
from models.outbox import OutboxState
from tests.support.clock import ZONE
from tests.support.people import Cast
from tests.support.running import RunningBot

T = TypeVar("T")

#: A Tuesday morning while the occasion of 11/6/2027 takes nominations.
OPENING = datetime(2027, 3, 2, 9, 5, tzinfo=ZONE)
_MARKS = {"success": "+ ", "primary": "* ", "danger": "! "}


def set_clock(data_dir: Path, at: datetime) -> None:
    """Put the practice clock to a moment; from there it goes on with real time."""
    half = data_dir / "clock.new"
    half.write_text(f"{at.timestamp() - time.time():.3f}", encoding="ascii")
    os.replace(half, data_dir / "clock")  # noqa: PTH105 -- the bot must never read half of it


def drawn(message: Message) -> str:
    """Give a message as the drawings of the design show it: the text, then each row of buttons."""
    rows = [" ".join(f"[{_MARKS.get(b.get('style', ''), '')}{b['text']}]" for b in row) for row in message.rows]
    return "\n".join([message.text, *rows])


class Visitor(Player):
    """Somebody of the sample who is at the phone."""

    async def arrives(self, *, language: str = "Tiếng Việt") -> Message:
        """Write for the first time, choose a language, and see the menu."""
        await self.says("/start")
        await self.wait_for("Choose your language")
        await self.presses(language)
        return await self.wait_for("Gương Sáng")

    async def sees(self, wanted: str, *, seconds: float = 8.0) -> Message:
        """Wait until a message of the bot, sent or edited after the last act, is exactly this."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            seen = self.chat.change
            for message in reversed(self.heard):
                if message.change > self._acted_at and drawn(message) == wanted:
                    return message
            await self.server.world.wait_for_change([self.chat], after=seen, timeout=0.5)
        latest = sorted(self.heard, key=lambda message: message.change)[-2:]
        shown = "\n\n".join(map(drawn, latest))
        raise AssertionError(f"wanted:\n{wanted}\n\nthe last that came:\n{shown}")

    async def gets(self, part: str, *, seconds: float = 8.0) -> Message:
        """Wait for a message with these words, whenever it came."""
        return await self.wait_for(part, timeout=seconds, anywhere=True)

    async def is_offered(self, label: str) -> Message:
        """Wait for a window with a button whose label contains this."""
        return await self.wait_for(lambda message: any(label in button for button in message.buttons))

    async def taps(self, label: str, *, on: Message | None = None) -> str:
        """Press a button and give the words of the toast."""
        await self.presses(label, on=on)
        return await self.wait_for_answer()

    async def hurries(self, *acts: str, until: str) -> None:
        """Type one answer after the other, each once the bot has drawn the one before."""
        for act in acts:
            await self.says(act)
            await self.wait_for(lambda message: bool(message.rows))
        await self.wait_for(until)

    async def nominates(self, name: str, *, position: str = "giáo viên Tin học", category: str = "1") -> str:
        """Send a nomination with as little as possible and give its code."""
        story = "Mỗi chiều thứ Năm ở lại giúp các em nhà xa, đều đặn hai năm nay."
        await self.hurries(
            "/decu", category, name, position, "1", "1", story, "/xong", "/xong", "1", until="0/4, 0 tệp"
        )
        await self.says("/xong")
        sent = await self.wait_for("Đã gửi đề cử")
        return sent.text.splitlines()[0].rpartition(" ")[2]


class School:
    """Everybody's chats, the bot's process, its rows and its clock."""

    def __init__(self, server: BotApiServer, data_dir: Path) -> None:
        self.server = server
        self.data_dir = data_dir
        self.bot = RunningBot(server, data_dir, **environment(data_dir))
        self.database = Database(url_of(data_dir))
        for person in people():
            server.world.meet(person)

    def player(self, person: Cast) -> Visitor:
        """Give somebody of the sample."""
        return Visitor(self.server, person.user_id)

    async def is_at(self, at: datetime) -> None:
        """Move the clock to a moment and give the bot the second that it needs to notice."""
        set_clock(self.data_dir, at)
        await asyncio.sleep(1.2)

    async def loses_power(self) -> None:
        """Kill the bot in mid-sentence and start it again."""
        await self.bot.kill()
        await self.bot.start()

    # Looking at the rows.

    def read(self, function: Callable[[Session], T]) -> T:
        """Read something from the rows."""
        return self.database.read_now(function)

    def notices(self, *, after: int = 0) -> list[tuple[int, str, str]]:
        """Give chat, template and state of every notice that is to be told or was, after a row's id."""
        statement = select(OutboxMessage).where(
            OutboxMessage.state != OutboxState.SKIPPED,
            OutboxMessage.id > after,  # type: ignore[operator]
        )
        rows = self.read(lambda session: list(session.exec(statement)))
        return sorted((row.chat_id, row.template, row.state) for row in rows)

    def last_notice(self) -> int:
        """Give the id of the latest row of the outbox."""
        return self.read(lambda session: session.connection().execute(text("select max(id) from outbox")).scalar() or 0)

    def dossier(self, code: str) -> Dossier:
        """Give a dossier as it stands."""
        return self.read(lambda session: session.exec(select(Dossier).where(Dossier.code == code)).one())

    def dialog(self, person: Cast) -> Dialog:
        """Give where somebody stands."""
        return self.read(lambda session: session.exec(select(Dialog).where(Dialog.chat_id == person.user_id)).one())

    def forged(self, person: Cast, action: str, value: str = "", *, revision: int | None = None) -> str:
        """Make button data as the bot would make them for this person's live window."""
        dialog = self.dialog(person)
        assert dialog.id is not None
        shown = dialog.revision if revision is None else revision
        return encode(Press(Kind.DIALOG, action, value, dialog.id, shown))
