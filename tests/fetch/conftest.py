"""A database with a draft, the practice room's Bot API server, and a worker between them."""

import io
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PIL import ExifTags, Image
from telegram.ext import ExtBot

from bot.database import Database
from bot.fetch import Fetcher
from bot.files import FileStore
from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from bot.transport import AiohttpRequest
from models import Account, Dialog, Draft, Evidence, Person
from tests.support.databases import new_database

CHAT = 7001
MORNING = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(slots=True)
class Hands:
    """Everything a test of fetching holds."""

    database: Database
    server: BotApiServer
    bot: ExtBot
    store: FileStore
    player: Player
    now: datetime = MORNING
    changes: int = 0
    fetchers: list[Fetcher] = field(default_factory=list)

    def fetcher(self) -> Fetcher:
        fetcher = Fetcher(self.database, self.bot, self.store, lambda: self.now, self.count)
        self.fetchers.append(fetcher)
        return fetcher

    def count(self) -> None:
        self.changes += 1

    async def sent(self, data: bytes, name: str = "anh.jpg", **more) -> int:
        """Let the teacher send a file and keep its pending row, as the handlers do; give the row's id."""
        message = await self.player.sends_document(data, name)
        file_id = message.body["document"]["file_id"]
        row = Evidence(
            **{
                "draft_id": 1,
                "chat_id": CHAT,
                "message_id": message.message_id,
                "kind": "document",
                "file_id": file_id,
                "file_name": name,
                "created_at": self.now,
            }
            | more
        )

        def keep(session):
            session.add(row)
            session.flush()
            return row.id

        return await self.database.write(keep)

    def row(self, evidence_id: int) -> Evidence:
        return self.database.read_now(lambda session: session.get(Evidence, evidence_id))

    def dialog(self) -> Dialog:
        return self.database.read_now(lambda session: session.get(Dialog, 1))

    def files(self) -> list[str]:
        return sorted(path.name for path in self.store.root.rglob("*") if path.is_file())

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(new_database(tmp_path / "bot.db"))
    database.write_now(_with_a_draft)
    database.start()
    yield database
    database.stop()


def _with_a_draft(session) -> None:
    session.add(Person(id=1, name="Đào Khánh Oanh", name_key="dao khanh oanh", sort_key="oanh dao khanh"))
    session.flush()
    session.add(Account(id=1, user_id=CHAT, person_id=1, created_at=MORNING))
    session.flush()
    session.add(
        Draft(
            id=1,
            account_id=1,
            person_id=1,
            flow="nominate",
            flow_version=1,
            step="evidence",
            created_at=MORNING,
            updated_at=MORNING,
        )
    )
    session.flush()
    session.add(Dialog(id=1, chat_id=CHAT, account_id=1, screen="nominate", draft_id=1, revision=5, drawn_revision=5))


@pytest.fixture
async def hands(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Hands]:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # else the framework warns at every 429
    async with BotApiServer() as server:
        bot = ExtBot(
            server.token,
            base_url=server.base_url,
            base_file_url=server.base_file_url,
            request=AiohttpRequest(),
            get_updates_request=AiohttpRequest(),
        )
        await bot.initialize()
        player = Player(server, CHAT)
        await player.says("/start")
        hands = Hands(database, server, bot, FileStore(tmp_path / "evidence"), player)
        yield hands
        for fetcher in hands.fetchers:
            await fetcher.stop()
        await database.write(lambda _session: None)  # what was under way ends before the loop does
        await bot.shutdown()


def photo(**more) -> bytes:
    """A picture as a phone writes it, with the place where it was taken."""
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (20.0, 47.0, 5.0), 3: "E", 4: (106.0, 3.0, 20.0)})
    file = io.BytesIO()
    Image.new("RGB", (40, 30), more.pop("colour", "green")).save(file, "JPEG", exif=exif, **more)
    return file.getvalue()
