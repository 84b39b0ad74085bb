"""A tiny bot on the real pipeline: one flow of two questions, three screens, a practice server, a database file."""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session, col, select
from telegram import Update
from telegram.ext import Application, ApplicationBuilder

from bot.app import register
from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Screen, Stay, Typed
from bot.conversation.flow import Flow
from bot.conversation.steps.ask import Ask
from bot.conversation.steps.choose import Choose, Option
from bot.conversation.steps.confirm import Confirm
from bot.conversation.window import Button, Window
from bot.database import Database
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import Text
from bot.receive import Poller
from bot.sandbox.people import Player
from bot.sandbox.telegram_server import BotApiServer
from bot.services.inbox import Arrival
from bot.transport import AiohttpRequest
from handlers.drawing import Artist
from handlers.edge import Edge
from handlers.guided import Guide
from models import Account, Dialog, Draft, InboxUpdate, OutboxMessage, Person, RoleGrant, Unit, UnitVersion
from models.dialog import DraftState
from tests.support.databases import new_database

MORNING = datetime(2027, 3, 2, 1, 0, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
SINCE = date(2025, 7, 1)


class Hands:
    """What a test can break: words that make a handler, a drawing or a notice raise."""

    def __init__(self) -> None:
        self.breaks_on = ""
        self.cannot_draw = ""

    def touch(self, words: str) -> None:
        if self.breaks_on and self.breaks_on in words:
            raise RuntimeError(f"broken on {words}")


@dataclass(frozen=True, slots=True)
class Wish:
    name: str = ""
    colour: str = ""


def tiny_flow(hands: Hands) -> Flow[Wish]:
    def name(_draft: Wish, words: str) -> str:
        hands.touch(words)
        if words == "nobody":
            raise Refusal("nobody", Text("Nobody is no name."))
        return words

    def done(draft: Wish, desk: Desk) -> Reaction:
        desk.session.get_one(Draft, desk.draft_id).state = DraftState.SENT
        return Go("thanks", {"name": draft.name})

    return Flow(
        name="nominate",
        version=1,
        command="decu",
        heading="Wish",
        draft=Wish,
        steps=(
            Ask("name", "Whose wish?", called="Name", check=name),
            Choose("colour", "Which colour?", called="Colour", options=(Option("r", "Red"), Option("g", "Green"))),
            Confirm(
                "preview", "Send it?", send="Send",
                summary=lambda draft, _desk: (f"{draft.name} wants {draft.colour}",),
                whole=lambda draft, _desk: (draft.name,),
            ),
        ),
        done=done,
        title=lambda draft: draft.name,
    )  # fmt: skip


@dataclass
class TinyScreen:
    """A screen of fixed words and buttons; what is typed into it is counted."""

    name: str
    words: str
    hands: Hands
    buttons: tuple[tuple[str, str], ...] = ()
    personal: bool = False

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        if self.hands.cannot_draw == self.name:
            raise RuntimeError("cannot draw")
        rows = tuple((Button(label, action),) for label, action in self.buttons)
        heard = tuple(f"heard {word}" for word in args.get("heard", ()))
        return Window(
            header=self.name,
            body=(args.get("name", ""), *heard),
            question=self.words,
            rows=rows,
            personal=self.personal,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        match given:
            case Typed(words):
                self.hands.touch(words)
                return Go(self.name, {**args, "heard": [*args.get("heard", ()), words]})
            case Pressed("begin"):
                return Begin("nominate")
            case Pressed(("card" | "menu") as screen):
                return Go(screen)
            case _:
                return Stay(toast=Text("Nothing here"))


def screens_of(hands: Hands) -> dict[str, Screen]:
    menu = (("New wish", "begin"), ("Card", "card"))
    screens = (
        TinyScreen("menu", "What next?", hands, menu),
        TinyScreen("language", "Which language?", hands, menu),
        TinyScreen("card", "A card with personal data", hands, (("Home", "menu"), ("Card", "card")), personal=True),
        TinyScreen("thanks", "Thank you", hands, (("Home", "menu"),)),
        TinyScreen("drafts", "Drafts", hands),
    )
    return {screen.name: screen for screen in screens}


def draw_notice(template: str, args: Mapping[str, Any], desk: Desk) -> Window | None:
    if template == Template.FAILURE:
        return Window(body=(f"Sorry, reference {args['reference']}",), rows=((Button("Try again", "retry"),),))
    if args.get("broken"):
        raise RuntimeError("cannot draw")
    if args.get("over"):
        return None
    return Window(body=(f"notice {template} {args.get('n', '')}".strip(),))


@dataclass
class TinyBot:
    """Every part of the pipeline around `Hands`; it can be started again on the rows that another one left."""

    server: BotApiServer
    url: str
    hands: Hands = field(default_factory=Hands)
    now: datetime = MORNING
    per_second: float = 1000.0

    def __post_init__(self) -> None:
        self.database = Database(self.url, busy_ms=300)
        self.application: Application = (
            ApplicationBuilder()
            .token(self.server.token)
            .base_url(self.server.base_url)
            .base_file_url(self.server.base_file_url)
            .request(AiohttpRequest())
            .get_updates_request(AiohttpRequest(connections=1))
            .updater(None)
            .job_queue(None)
            .build()
        )
        flows, screens = {"nominate": tiny_flow(self.hands)}, screens_of(self.hands)
        artist = Artist(flows=flows, screens=screens, draw_notice=draw_notice, zone=ZONE, language="en")
        guide = Guide(artist=artist, flows=flows, screens=screens, react_notice=lambda *_: Stay(toast=Text("Noted")))
        self.delivery = Delivery(
            self.application.bot, self.database, clock=self.clock,
            draw=lambda scene, session: artist.draw(scene, session, now=self.now),
            draw_notice=lambda message, session: artist.draw_notice(message, session, now=self.now),
        )  # fmt: skip
        self.dispatcher = Dispatcher(
            self.database, clock=self.clock, handle=self.handle, per_second=self.per_second,
            on_outbox=lambda: self.delivery.wake(outbox=True),
        )  # fmt: skip
        self.files = 0
        self.edge = Edge(
            database=self.database, voice=self.delivery, guide=guide, clock=self.clock,
            on_files=self.count_files, on_released=self.dispatcher.look,
        )  # fmt: skip
        self.poller = Poller(self.application.bot, self.database, clock=self.clock, accept=self.dispatcher.accept)
        register(self.application, self.edge)

    def clock(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)

    def count_files(self) -> None:
        self.files += 1

    async def handle(self, arrival: Arrival) -> None:
        update = Update.de_json(dict(arrival.raw), self.application.bot)
        self.edge.arrivals[arrival.update_id] = arrival
        try:
            await self.application.process_update(update)
        finally:
            del self.edge.arrivals[arrival.update_id]

    async def start(self, *, poll: bool = True) -> None:
        self.database.start()
        await self.application.initialize()
        await self.delivery.start()
        await self.dispatcher.start()
        if poll:
            await self.poller.start()

    async def stop(self) -> None:
        await self.poller.stop()
        await self.dispatcher.stop()
        await self.delivery.stop()
        await self.application.shutdown()
        self.database.stop()

    def player(self, chat_id: int) -> Player:
        """Give somebody who has written to the bot before."""
        player = Player(self.server, chat_id)
        player.chat.started = True
        return player

    # Looking at the rows.

    def inbox(self) -> list[InboxUpdate]:
        return self.database.read_now(lambda session: list(session.exec(select(InboxUpdate).order_by(text("id")))))

    def states(self) -> list[str]:
        return [row.state for row in self.inbox()]

    def outbox(self) -> list[OutboxMessage]:
        return self.database.read_now(lambda session: list(session.exec(select(OutboxMessage).order_by(text("id")))))

    def dialog(self, chat_id: int) -> Dialog:
        return self.database.read_now(
            lambda session: session.exec(select(Dialog).where(Dialog.chat_id == chat_id)).one()
        )

    def drafts(self, chat_id: int) -> list[Mapping[Any, Any]]:
        statement = (
            select(Draft.answers).join(Account, col(Account.id) == Draft.account_id).where(Account.user_id == chat_id)
        )
        return self.database.read_now(lambda session: list(session.exec(statement.order_by(text("draft.id")))))

    def calls(self, method: str, chat_id: int | None = None) -> list[Any]:
        return [
            call
            for call in self.server.calls
            if call.method == method and (chat_id is None or str(call.params.get("chat_id")) == str(chat_id))
        ]


def settle_people(session: Session, chat_ids: Sequence[int]) -> None:
    """Put people with an account, a role at a school, a chosen language and the menu before them into the rows."""
    if session.get(Unit, 1) is None:
        session.add(Unit(id=1, code="thcs-dong-may"))
        session.flush()
        session.add(
            UnitVersion(unit_id=1, name="THCS Đồng Mây", name_key="thcs dong may", kind="truong_thcs", valid_from=SINCE)
        )
    for chat_id in chat_ids:
        name = f"Đào Khánh Oanh {chat_id}"
        person = Person(name=name, name_key=name, sort_key=name)
        session.add(person)
        session.flush()
        assert person.id is not None
        account = Account(user_id=chat_id, person_id=person.id, language="en", audience="teacher", created_at=MORNING)
        session.add_all([account, RoleGrant(person_id=person.id, role=Role.MEMBER, unit_id=1, valid_from=SINCE)])
        session.flush()
        session.add(Dialog(chat_id=chat_id, account_id=account.id, screen="menu"))
    session.flush()


@asynccontextmanager
async def tiny_bot(tmp_path: Path, *chat_ids: int, starts: bool = True, **options: Any) -> AsyncIterator[TinyBot]:
    """Give a running bot to whom these people have written before; ``options`` are those of `TinyBot`."""
    async with BotApiServer() as server:
        url = new_database(tmp_path / "bot.db")
        tiny = TinyBot(server, url, **options)
        tiny.database.write_now(partial(settle_people, chat_ids=chat_ids))
        for chat_id in chat_ids:
            tiny.player(chat_id)
        if starts:
            await tiny.start()
        try:
            yield tiny
        finally:
            await tiny.stop()
