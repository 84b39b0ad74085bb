"""Where Telegram's types end: updates become given words, files and presses, each in one unit of work."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol

from sqlmodel import Session
from telegram import Message, MessageEntity, Update
from telegram.ext import CallbackContext, ExtBot

from bot.conversation.desk import Typed
from bot.database import Database
from bot.domain import buttons
from bot.domain.clock import Clock
from bot.domain.names import normalise
from bot.domain.notices import Template
from bot.domain.wording import N_, Text
from bot.services import chats, evidence, failures, inbox, notices, scenes
from bot.services.failures import Stood
from bot.services.inbox import Arrival
from bot.services.scene import Scene
from handlers.commands import command_named
from handlers.files import ALBUM_SETTLES, file_of, keep
from handlers.guided import Guide
from handlers.turn import Turn
from models.inbox import InboxState
from models.outbox import Priority

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
Act = Callable[[Turn], None]
#: What a replayed act does where the dialog has moved on since it failed; False when it may change nothing any more.
Late = Callable[[Turn, Stood], bool]


@dataclass(frozen=True, slots=True)
class Said:
    """What becomes of an update after its commit: the scene to draw, the tap to answer, work for others."""

    scene: Scene
    toast: str = ""
    outbox: bool = False
    files: bool = False
    released: bool = False
    settled: bool = False


class Voice(Protocol):
    """Who speaks after a commit: delivery."""

    def wake(self, scenes: Sequence[Scene] = (), *, outbox: bool = False) -> None:
        """Draw these scenes; with ``outbox`` send what was queued."""

    def answer(self, tap_id: str, text: str = "") -> None:
        """Answer a tap, perhaps with a toast."""

    def settle(self, chat_id: int, message_id: int) -> None:
        """Take the buttons of a notice away that was followed."""


def _nowhere(_turn: Turn, _stood: Stood) -> bool:
    """A command of long ago leads nobody away from where they are now."""
    return False


class Edge:
    """The handlers that `bot.app` registers; each does one unit of work and wakes delivery after its commit."""

    def __init__(
        self,
        *,
        database: Database,
        voice: Voice,
        guide: Guide,
        clock: Clock,
        on_files: Callable[[], None],
        on_released: Callable[[], None],
    ) -> None:
        self._database = database
        self._voice = voice
        self._guide = guide
        self._clock = clock
        self._on_files = on_files
        self._on_released = on_released
        self.arrivals: dict[int, Arrival] = {}

    # One method a kind of update.

    async def command(self, update: Update, context: Context) -> None:
        """A slash command, under either of its names."""
        message = _message(update)
        command = command_named(_command_of(message))
        if command is None:
            await self._work(update, self._guide.unknown_command)
        else:
            payload = (message.text or "").partition(" ")[2].strip() if command.name == "start" else ""

            def obey(turn: Turn) -> None:
                self._guide.command(turn, command, payload)
                if payload:
                    inbox.forget_payload(turn.session, update.update_id)

            await self._work(update, obey)

    async def words(self, update: Update, context: Context) -> None:
        """Typed words: never a command, whatever they say."""
        given = Typed(normalise(_message(update).text or "", keep_lines=True))
        await self._work(
            update,
            lambda turn: self._guide.given(turn, given),
            late=lambda turn, stood: self._guide.fill_late(turn, stood, given),
        )

    async def file(self, update: Update, context: Context) -> None:
        """A photo, document, voice note …: its row is stored now, its bytes are fetched afterwards."""
        message = _message(update)
        found = file_of(message)
        if found is None:
            await self.other(update, context)
            return

        def attach(turn: Turn) -> None:
            draft_id = turn.scene.draft_id if turn.scene.in_flow else None
            if draft_id is not None and evidence.is_full(turn.session, draft_id):
                turn.problem(evidence.FULL, below=True)
                return
            sent = keep(turn, message, found, draft_id=draft_id)
            self._guide.given(turn, sent)
            evidence.forget_unclaimed(turn.session, sent.evidence_id)
            if found.album:
                turn.scene.draw_after = turn.now + ALBUM_SETTLES

        def attach_late(turn: Turn, stood: Stood) -> bool:
            draft = self._guide.stood_before(turn, stood)
            if draft is not None:
                keep(turn, message, found, draft_id=draft.id)
            return draft is not None

        await self._work(update, attach, late=attach_late, files=True)

    async def other(self, update: Update, context: Context) -> None:
        """A sticker, a place, a contact …: said kindly that it cannot be used."""
        sorry = Text(
            N_("The assistant cannot read this kind of message. Words, photos, documents and voice notes work.")
        )
        await self._work(update, lambda turn: turn.problem(sorry, below=True))

    async def edited(self, update: Update, context: Context) -> None:
        """An edited message corrects the answer it gave."""
        message = update.edited_message
        assert message is not None
        words = message.text if message.text is not None else message.caption
        if words is None:
            return
        given = Typed(normalise(words, keep_lines=True))
        await self._work(
            update,
            lambda turn: self._guide.corrected(turn, given, message_id=message.message_id, update_id=update.update_id),
            late=None,
        )

    async def press(self, update: Update, context: Context) -> None:
        """A button, of the live window, of an old one, or below a notice; perhaps forged."""
        query = update.callback_query
        assert query is not None
        press = buttons.decode(query.data or "")
        if self.arrivals[update.update_id].chat_id <= 0:  # forged: nothing that is sent to a group can be pressed
            self._voice.answer(query.id)
            return
        message_id = query.message.message_id if query.message else 0
        said = await self._work(
            update, lambda turn: self._guide.pressed(turn, press, message_id=message_id), late=None, tap=query.id
        )
        if said.settled and message_id:
            self._voice.settle(said.scene.chat_id, message_id)

    async def membership(self, update: Update, context: Context) -> None:
        """Somebody blocked or unblocked the bot."""
        change = update.my_chat_member
        assert change is not None
        gone = change.new_chat_member.status in {"kicked", "left"}
        arrival, now = self.arrivals[update.update_id], self._clock()

        def note(session: Session) -> None:
            if gone:
                chats.mark_unreachable(session, change.chat.id, reason="the person blocked the bot", now=now)
            else:
                chats.mark_reachable(session, change.chat.id)
            inbox.mark_done(session, update.update_id, now=now)

        await self._database.write(note)
        arrival.handled = True

    async def group(self, update: Update, context: Context) -> None:
        """A group or channel gets one sentence with the way to the private chat, at most once a day."""
        chat = update.effective_chat
        assert chat is not None
        arrival, now = self.arrivals[update.update_id], self._clock()

        def greet(session: Session) -> None:
            if chats.greet_group_once(session, chat.id, now=now):
                notices.queue(
                    session,
                    Template.GROUP,
                    chat_id=chat.id,
                    args={"bot": context.bot.username},
                    due_at=now,
                    dedupe_key=f"group:{chat.id}:{now:%Y-%m-%d}",
                    priority=Priority.REPLY,
                    silent=True,
                )
            inbox.mark_done(session, update.update_id, now=now)

        await self._database.write(greet)
        arrival.handled = True
        self._voice.wake(outbox=True)

    async def failed(self, update: object, context: Context) -> None:
        """The framework's hook for exceptions: the dispatcher marks the row, so it only needs to know."""
        if isinstance(update, Update) and update.update_id in self.arrivals:
            self.arrivals[update.update_id].error = context.error

    # How all of them work.

    async def _work(
        self, update: Update, act: Act, *, late: Late | None = _nowhere, tap: str = "", files: bool = False
    ) -> Said:
        arrival = self.arrivals[update.update_id]
        said = await self._database.write(partial(self._turn, arrival, act, late, files), chat_id=arrival.chat_id)
        arrival.handled = True
        if tap:
            self._voice.answer(tap, said.toast)
        self._voice.wake([said.scene], outbox=said.outbox)
        if said.files:
            self._on_files()
        if said.released:
            self._on_released()
        return said

    def _turn(self, arrival: Arrival, act: Act, late: Late | None, files: bool, session: Session) -> Said:  # noqa: FBT001 -- bound by partial
        """Do the whole of an update: marked done, rows changed, messages queued, or nothing of it."""
        now = self._clock()
        turn = self._guide.turn(session, arrival.chat_id, now=now)
        stood = failures.stood_at(session, arrival.update_id) if arrival.attempts and late else None
        if late is None or stood is None or stood.revision == turn.scene.revision:
            act(turn)
        elif not late(turn, stood):
            _overtaken(turn, arrival)
            return Said(turn.scene, outbox=True)
        scenes.save(session, turn.scene, now=now)
        draft_id, step = turn.answered
        inbox.mark_done(session, arrival.update_id, now=now, draft_id=draft_id, step=step)
        toast = turn.desk.say(turn.toast) if turn.toast else ""
        return Said(
            turn.scene,
            toast,
            outbox=notices.queued(session),
            files=files,
            released=bool(turn.released),
            settled=turn.settled,
        )


def _overtaken(turn: Turn, arrival: Arrival) -> None:
    """End a replay that may change nothing any more, and tell so."""
    inbox.close(turn.session, arrival.update_id, InboxState.SUPERSEDED, now=turn.now)
    notices.queue(
        turn.session,
        Template.OVERTAKEN,
        chat_id=arrival.chat_id,
        args={},
        due_at=turn.now,
        dedupe_key=f"overtaken:{arrival.update_id}",
        priority=Priority.REPLY,
    )


def _message(update: Update) -> Message:
    message = update.message
    assert message is not None
    return message


def _command_of(message: Message) -> str:
    """Give the command's name without its slash, and without the bot's name that groups add."""
    entities: Iterable[MessageEntity] = message.entities
    for entity in entities:
        if entity.type == MessageEntity.BOT_COMMAND and entity.offset == 0:
            return (message.text or "")[1 : entity.length].split("@")[0].casefold()
    return ""
