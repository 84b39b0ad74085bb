"""The one place that knows everybody: builds the parts, hands each what it needs, and lists every handler in order."""

import asyncio
import gc
import logging
import signal
from contextlib import suppress
from functools import partial
from itertools import chain, repeat
from time import monotonic

from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.error import InvalidToken, TelegramError
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    ExtBot,
    MessageHandler,
    filters,
)

from bot.claiming import ClaimingDispatcher
from bot.database import Database
from bot.delivery import Delivery
from bot.dispatch import Dispatcher
from bot.domain.clock import Clock, MovableClock, system_clock
from bot.domain.links import Links, key_from
from bot.domain.wording import N_
from bot.fetch import Fetcher
from bot.files import FileStore
from bot.i18n import LANGUAGES, Speaker
from bot.receive import Accept, Poller, Webhook
from bot.scheduler import Clockwork
from bot.services import calendar
from bot.services.inbox import Arrival
from bot.settings import Mode, Settings
from bot.transport import AiohttpRequest
from handlers.commands import menu_for, menu_of
from handlers.drawing import Artist
from handlers.edge import Edge
from handlers.flows import FLOWS
from handlers.guided import Guide
from handlers.links import follow
from handlers.notices import draw_notice, react_notice
from handlers.screens import SCREENS

log = logging.getLogger(__name__)

#: One connection for getUpdates, which waits; the others answer people.
CONNECTIONS = 64
#: Seconds between two tries to reach Telegram at the start.
BACK_OFF = (0.5, 2.0, 5.0, 15.0, 30.0)

#: What somebody reads who opens the chat for the first time.
PURPOSE = N_("Good people and good deeds are introduced here, and each story can be followed.")


def run(settings: Settings) -> int:
    """Run until SIGTERM or Ctrl-C; gives the exit code."""
    try:
        asyncio.run(serve(settings))
    except KeyboardInterrupt:
        return 130
    except InvalidToken:
        log.error("BOT_TOKEN: Telegram does not know this token; copy it whole from @BotFather.")  # noqa: TRY400 -- its own words hold the token
        return 2
    return 0


async def serve(settings: Settings, *, stop: asyncio.Event | None = None) -> None:
    """Serve until told to stop. Everything that is half done then lies in rows and goes on at the next start."""
    started = monotonic()
    stopping = stop or _on_signals()
    bot = GuongSang(settings)
    if not await _reach_telegram(bot.application, stopping):
        return
    await bot.start()
    _relax_the_collector()
    log.info("Gương Sáng is at work after %.2f s", monotonic() - started)
    try:
        await stopping.wait()
    finally:
        await bot.stop()
        log.info("Stopped")


async def _reach_telegram(application: Application, stopping: asyncio.Event) -> bool:  # type: ignore[type-arg]  # six parameters that say nothing here
    """Ask Telegram who we are until it answers; False where we are to stop meanwhile. Raises InvalidToken."""
    reached = False
    try:
        for delay in chain(BACK_OFF, repeat(BACK_OFF[-1])):
            try:
                await application.initialize()
                reached = True
                break
            except InvalidToken:
                raise
            except TelegramError as error:
                log.warning("Telegram is out of reach, the bot waits: %s", type(error).__name__)
            with suppress(TimeoutError):
                async with asyncio.timeout(delay):
                    await stopping.wait()
            if stopping.is_set():
                break
    finally:
        if not reached:
            await asyncio.gather(*(request.shutdown() for request in application.bot._request))  # noqa: SLF001 -- shutdown() does nothing before a whole initialize()
    return reached


def _relax_the_collector() -> None:
    """Look for rubbish less often: what was imported stays for ever, and an update leaves hardly any cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def _on_signals() -> asyncio.Event:
    stopping = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    return stopping


class GuongSang:
    """The running bot, all parts together."""

    def __init__(self, settings: Settings) -> None:
        clock = clock_of(settings)
        self.database = Database(settings.database_url)
        self.application = _application(settings)
        bot = self.application.bot
        store = FileStore(settings.data_dir / "evidence")
        self.artist = artist = Artist(
            flows=FLOWS, screens=SCREENS, draw_notice=draw_notice, zone=settings.timezone, language=settings.language
        )
        guide = Guide(artist=artist, flows=FLOWS, screens=SCREENS, react_notice=react_notice, follow_link=follow)
        self._link_key = key_from(settings.token.reveal())
        self.delivery = Delivery(
            bot,
            self.database,
            clock=clock,
            draw=lambda scene, session: artist.draw(scene, session, now=clock()),
            draw_notice=lambda message, session: artist.draw_notice(message, session, now=clock()),
            menu=lambda one, session: menu_of(
                one, session, on=clock().astimezone(settings.timezone).date(), language=settings.language
            ),
            load=store.read,
        )
        dispatcher = ClaimingDispatcher if self.database.shared else Dispatcher
        self.dispatcher = dispatcher(
            self.database, clock=clock, handle=self._handle, on_outbox=partial(self.delivery.wake, outbox=True)
        )
        self.fetcher = Fetcher(self.database, bot, store, clock, on_change=self.delivery.look)
        self.clockwork = Clockwork(
            self.database,
            clock=clock,
            zone=settings.timezone,
            on_work=self._look,
            on_tick=self.dispatcher.look,  # the command line may have released a failed update
            practice=settings.practice_clock_file is not None,
        )
        self.edge = Edge(
            database=self.database,
            voice=self.delivery,
            guide=guide,
            clock=clock,
            on_files=self.fetcher.wake,
            on_released=self.dispatcher.look,
        )
        self.receiver = _receiver(settings, bot, self.database, clock=clock, accept=self.dispatcher.accept)
        self._fetching: asyncio.Task[None] | None = None
        register(self.application, self.edge)

    async def start(self) -> None:
        """Start the parts from the inside out: what listens to Telegram comes last."""
        self.database.start()
        await self.database.write(calendar.seed)
        self.artist.links = Links(self.application.bot.username, self._link_key)
        await self.delivery.start()
        self._fetching = asyncio.create_task(self.fetcher.run())
        await self.dispatcher.start()
        await self.clockwork.start()
        await self.receiver.start()
        await _name_commands(self.application.bot)

    async def stop(self) -> None:
        """Stop from the outside in."""
        await self.receiver.stop()
        await self.clockwork.stop()
        await self.dispatcher.stop()
        await self.fetcher.stop()
        await self.delivery.stop()
        await self.application.shutdown()
        self.database.stop()

    async def _handle(self, arrival: Arrival) -> None:
        update = Update.de_json(dict(arrival.raw), self.application.bot)
        self.edge.arrivals[arrival.update_id] = arrival
        try:
            await self.application.process_update(update)
        finally:
            del self.edge.arrivals[arrival.update_id]

    def _look(self) -> None:
        """The clock did something: look into the rows."""
        self.delivery.look()
        self.dispatcher.look()
        self.fetcher.wake()


def clock_of(settings: Settings) -> Clock:
    """Give the clock: the machine's, or the practice room's, which can be moved forward."""
    return MovableClock(settings.practice_clock_file) if settings.practice_clock_file else system_clock


def register(application: Application, edge: Edge) -> None:  # type: ignore[type-arg]  # six parameters that say nothing here
    """Register every handler. Order matters: the first that fits takes the update."""
    private = filters.ChatType.PRIVATE
    files = filters.PHOTO | filters.Document.ALL | filters.VOICE | filters.AUDIO | filters.VIDEO | filters.VIDEO_NOTE
    handlers = (
        # A group or channel is told once where the bot can be used; nothing said there is read.
        MessageHandler(~private, edge.group),
        ChatMemberHandler(edge.membership, ChatMemberHandler.MY_CHAT_MEMBER),
        CallbackQueryHandler(edge.press),
        # Before new messages: an edit corrects an answer, even where it looks like a command.
        MessageHandler(private & filters.UpdateType.EDITED_MESSAGE, edge.edited),
        MessageHandler(private & filters.COMMAND, edge.command),
        MessageHandler(private & filters.TEXT, edge.words),
        MessageHandler(private & files, edge.file),
        MessageHandler(private, edge.other),
    )
    application.add_handlers(handlers)
    application.add_error_handler(edge.failed)


def _application(settings: Settings) -> Application:  # type: ignore[type-arg]  # as above
    builder = (
        ApplicationBuilder()
        .token(settings.token.reveal())
        .request(AiohttpRequest(connections=CONNECTIONS, proxy=settings.proxy_url))
        .get_updates_request(AiohttpRequest(connections=1, proxy=settings.proxy_url))
        .updater(None)
        .job_queue(None)
    )
    if settings.base_url:
        builder = builder.base_url(settings.base_url)
    if settings.base_file_url:
        builder = builder.base_file_url(settings.base_file_url)
    return builder.build()


def _receiver(
    settings: Settings, bot: ExtBot[None], database: Database, *, clock: Clock, accept: Accept
) -> Poller | Webhook:
    if settings.mode is Mode.POLLING:
        return Poller(bot, database, clock=clock, accept=accept)
    return Webhook(
        bot,
        database,
        clock=clock,
        accept=accept,
        url=settings.webhook_url,
        listen=f"{settings.webhook_host}:{settings.webhook_port}",
        secret=settings.webhook_secret.reveal(),
    )


async def _name_commands(bot: ExtBot[None]) -> None:
    """Tell Telegram what this is and which commands everybody has; a person's own follow with the first /start."""
    for language in LANGUAGES:
        say, code = Speaker(language), "" if language == "en" else language
        commands = [BotCommand(command.name, say(command.says)) for command in menu_for(())]
        try:
            await bot.set_my_commands(commands, scope=BotCommandScopeAllPrivateChats(), language_code=code)
            await bot.set_my_description(say(PURPOSE), language_code=code)
        except TelegramError as error:  # those of the last start are still there
            log.warning("The commands were not named anew: %s", type(error).__name__)
