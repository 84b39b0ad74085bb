"""`demo`: the practice room with the sample province, on this machine only."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.database import Database
from bot.domain.clock import MovableClock
from bot.sandbox.room import RoomOptions, serve
from bot.sandbox.world import Person
from bot.services import calendar, due, reminders, sample
from bot.settings import ROOT
from models.upgrade import upgrade

#: Where the room keeps its database, evidence and chats; removing the folder begins anew.
DATA_DIR = ROOT / "var" / "demo"
ZONE = "Asia/Ho_Chi_Minh"
#: Whom the bot does not know: joining begins here.
NEWCOMER = Person(7901, "Lương Thu Diễm", role="người mới, chưa đăng ký", unit="Chưa thuộc đơn vị nào")


def demo(*, port: int, open_browser: bool, data_dir: Path = DATA_DIR) -> int:
    """Open the practice room until Ctrl-C; gives the exit code."""
    room_dir = data_dir / "room"
    database = prepare(data_dir, clock=MovableClock(room_dir / "clock"))
    options = RoomOptions(
        people=people(),
        start_command=[sys.executable, "-m", "bot", "run"],
        data_dir=room_dir,
        env=environment(data_dir),
        port=port,
        open_browser=open_browser,
        next_due=lambda: database.read_now(due.next_reminder),
    )
    return serve(options)


def people() -> list[Person]:
    """Give those who can be played: the sample province's people who have an account, and somebody new to the bot."""
    known = [
        Person(player.user_id, player.name, role=player.role_vi, unit=player.unit, has_started=True)
        for player in sample.PLAYERS
    ]
    return [*known, NEWCOMER]


def environment(data_dir: Path) -> dict[str, str]:
    """Give the settings of the practice room's bot; nothing of the operator's own .env reaches it."""
    return {
        "DATA_DIR": str(data_dir),
        "DATABASE_URL": url_of(data_dir),
        "MODE": "polling",
        "PROXY_URL": "",
        "TIMEZONE": ZONE,
        "DEFAULT_LANGUAGE": "vi",
    }


def url_of(data_dir: Path) -> str:
    """Give the address of the room's database."""
    return f"sqlite:///{data_dir / 'practice.sqlite3'}"


def prepare(data_dir: Path, *, clock: MovableClock) -> Database:
    """Make the room's database with the sample province, or upgrade the one that is there."""
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    upgrade(url_of(data_dir), backup_dir=data_dir / "backups", now=datetime.now(UTC))
    database = Database(url_of(data_dir))
    now = clock()

    def fill(session: Session) -> None:
        calendar.seed(session)
        sample.load(session, now=now)
        reminders.plan(session, now=now, zone=ZoneInfo(ZONE))

    database.write_now(fill)
    return database
