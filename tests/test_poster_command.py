"""`poster UNIT FILE`: a sheet whose code lets the members of one unit in; without the bot's name nothing is made."""

import asyncio
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlmodel import Session, create_engine, select

from bot.__main__ import main
from bot.domain.links import digest_of
from bot.sandbox.telegram_server import BotApiServer
from models import Invitation
from models.upgrade import upgrade
from tests.support.builders import a_unit


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Two units in a database, and settings that point to it."""
    url = f"sqlite:///{tmp_path}/guongsang.sqlite3"
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("MODE", "polling")
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    monkeypatch.setenv("BOT_TOKEN", "123456:practice-token-of-thirty-five-signs")
    upgrade(url, backup_dir=tmp_path, now=datetime.now(UTC))
    with Session(create_engine(url)) as session:
        a_unit(session, "THCS Đồng Mây")
        a_unit(session, "THCS Cầu Nắng")
        session.commit()
    return url


@pytest.fixture
def invitations(database: str):
    def read() -> list[Invitation]:
        with Session(create_engine(database)) as session:
            return list(session.exec(select(Invitation)))

    return read


async def test_the_code_on_the_sheet_opens_the_invitation_that_was_made(tmp_path, monkeypatch, invitations):
    file = tmp_path / "poster.pdf"
    async with BotApiServer() as telegram:
        monkeypatch.setenv("BOT_TOKEN", telegram.token)
        monkeypatch.setenv("BOT_BASE_URL", f"{telegram.url}/bot")
        code = await asyncio.to_thread(main, ["poster", "thcs dong may", str(file)])

    said = " ".join(PdfReader(BytesIO(file.read_bytes())).pages[0].extract_text().split())
    (made,) = invitations()
    assert code == 0
    assert "THCS Đồng Mây" in said
    assert f"The code works until {made.expires_at:%d/%m/%Y}" in said
    assert digest_of(said.rpartition("?start=j-")[2]) == made.secret_hash


@pytest.mark.parametrize(
    ("unit", "words"), [("thcs", "means several units"), ("mầm non Bến Lau", "no unit is called"), ("", "no unit")]
)
async def test_a_unit_that_is_not_clear_gets_no_poster(tmp_path, monkeypatch, capsys, invitations, unit, words):
    async with BotApiServer() as telegram:
        monkeypatch.setenv("BOT_TOKEN", telegram.token)
        monkeypatch.setenv("BOT_BASE_URL", f"{telegram.url}/bot")
        code = await asyncio.to_thread(main, ["poster", unit, str(tmp_path / "poster.pdf")])

    assert (code, invitations(), (tmp_path / "poster.pdf").exists()) == (2, [], False)
    assert words in capsys.readouterr().err


def test_where_telegram_cannot_be_asked_nothing_is_made(tmp_path, monkeypatch, capsys, invitations):
    monkeypatch.setenv("BOT_BASE_URL", "http://127.0.0.1:9/bot")

    code = main(["poster", "THCS Đồng Mây", str(tmp_path / "poster.pdf")])

    assert (code, invitations()) == (2, [])
    assert "did not tell the bot's name" in capsys.readouterr().err
