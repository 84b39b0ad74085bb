"""Many people who nominate at once, each acting only when the bot's answer to the last act is on the screen."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from sqlmodel import Session, select

from bot.domain.names import search_key, sort_key
from bot.domain.roles import Role
from bot.sandbox.buttons import find_button
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Chat, Message, Person
from bot.services.sample_units import SINCE
from models import Account, AccountPerson, Dialog, RoleGrant, Unit
from models import Person as Member

FIRST_CHAT = 900_001
#: Schools of the sample that have a head; the crowd is spread among them.
SCHOOLS = ("thcs-dong-may", "th-dong-may", "thcs-dong-gio", "lien-cap-cau-nang", "mn-nang-mai", "thpt-cau-nang")
#: No two of these sound alike without their marks, so that no nominee of the crowd is taken for another (2,772 names).
FAMILY = ("Chu", "Ngô", "Quách", "Tạ", "Đoàn", "Lương", "Dương")
ONSETS = ("B", "Ch", "D", "G", "H", "Kh", "L", "M", "N", "Ng", "Nh", "Ph", "S", "T", "Th", "Tr", "V", "X")
RHYMES = (
    "ai", "am", "an", "ang", "anh", "ao", "au", "en", "iên", "in", "inh", "oan", "on", "ong", "ôi", "uân", "ung", "un",
    "uy", "ươi", "ương", "u",
)  # fmt: skip


def nominee_of(number: int) -> str:
    """Give a fictional name; the same number always has the same name."""
    onset, rhyme = divmod(number // len(FAMILY), len(RHYMES))
    return f"{FAMILY[number % len(FAMILY)]} Khánh {ONSETS[onset]}{RHYMES[rhyme]}"


def story_of(number: int) -> str:
    """Give a story that no other number has."""
    return f"Mỗi chiều thứ Năm ở lại giúp {number} em nhà xa học bài, đều đặn hai năm nay, không đợi ai nhờ."


@dataclass(frozen=True, slots=True)
class Move:
    """One act: once a window of the bot shows ``when``, press the button ``press`` or write ``say``."""

    when: str
    press: str = ""
    say: str = ""


def nomination(number: int) -> tuple[Move, ...]:
    """Give a whole nomination, from /decu to "sent": five messages and seven presses."""
    return (
        Move("", say="/decu"),
        Move("Bước 1/10", press="Giáo viên"),
        Move("Bước 2/10", say=nominee_of(number)),
        Move("Bước 3/10", say=f"giáo viên Toán, tổ {number}"),
        Move("Bước 4/10", press="11/6"),
        Move("Bước 5/10", press="Giảng dạy"),
        Move("Bước 6/10", say=story_of(number)),
        Move("Bước 7/10", press="Tiếp tục"),
        Move("Bước 8/10", press="tiếp tục"),
        Move("Bước 9/10", press="Không"),
        Move("Bước 10/10", press="Gửi tới"),
    )


SENT = "Đã gửi đề cử"


@dataclass(slots=True)
class Walker:
    """One person of the crowd. ``times`` are the seconds from each act to the answer on the screen."""

    server: BotApiServer
    number: int
    on_act: Callable[[], None] = lambda: None
    times: list[float] = field(default_factory=list)
    acts: int = 0
    person: Person = field(init=False)
    chat: Chat = field(init=False)

    def __post_init__(self) -> None:
        self.person = Person(FIRST_CHAT + self.number, "Oanh", language_code="vi", has_started=True)
        self.chat = self.server.world.meet(self.person)

    async def walk(self, moves: Sequence[Move], *, until: str) -> Message:
        """Make the moves one after the other and wait for the last answer."""
        acted_at, started = 0, 0.0
        for move in moves:
            if move.when:
                message = await self.sees(move.when, after=acted_at)
                self.times.append(time.monotonic() - started)
            else:
                message = None
            acted_at, started = self.server.world.change, time.monotonic()
            self._act(move, message)
        message = await self.sees(until, after=acted_at)
        self.times.append(time.monotonic() - started)
        return message

    async def echoes(self, words: str) -> None:
        """Say something and wait until the bot has said the same."""
        acted_at, started = self.server.world.change, time.monotonic()
        self._act(Move("", say=words), None)
        await self.sees(words, after=acted_at, with_buttons=False)
        self.times.append(time.monotonic() - started)

    async def looks_home(self) -> None:
        """Open the menu."""
        acted_at = self.server.world.change
        self._act(Move("", say="/menu"), None)
        await self.sees("Gương Sáng", after=acted_at)

    async def sees(self, words: str, *, after: int = 0, with_buttons: bool = True) -> Message:
        """Wait, for as long as it takes, for a message of the bot that was sent or edited since."""
        while True:
            for message in islice(reversed(self.chat.messages.values()), 6):
                is_new = message.by_bot and message.change > after
                if is_new and words in message.text and (message.rows or not with_buttons):
                    return message
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self.chat.waiters.append(waiter)
            await waiter

    def _act(self, move: Move, message: Message | None) -> None:
        self.acts += 1
        self.on_act()
        if move.say:
            self.server.acts.say(self.person, move.say, chat=self.chat)
            return
        assert message is not None
        button = find_button(message.rows, move.press)
        assert button is not None, (move.press, message.buttons)
        self.server.acts.press(self.person, message, button["callback_data"])


def settle(session: Session, count: int, *, now: datetime) -> None:
    """Make the crowd teachers of the sample's schools, who have chosen Vietnamese and stand before the menu."""
    units = [session.exec(select(Unit).where(Unit.code == code)).one().id or 0 for code in SCHOOLS]
    for number in range(count):
        name = f"Đào Khánh Huệ {number}"
        member = Member(name=name, name_key=search_key(name), sort_key=sort_key(name), position="giáo viên")
        session.add(member)
        session.flush()
        assert member.id is not None
        account = Account(
            user_id=FIRST_CHAT + number, person_id=member.id, language="vi", audience="teacher", created_at=now
        )
        unit_id = units[number % len(units)]
        session.add_all([account, RoleGrant(person_id=member.id, role=Role.MEMBER, unit_id=unit_id, valid_from=SINCE)])
        session.flush()
        assert account.id is not None
        session.add(AccountPerson(account_id=account.id, person_id=member.id, since=now))
        session.add(Dialog(chat_id=FIRST_CHAT + number, account_id=account.id, screen="menu"))
    session.flush()
