"""What exists in the practice room: people, chats, messages and files, and who waits for a change."""

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field

from bot.sandbox.answers import Json
from bot.sandbox.files import FileShelf


@dataclass(slots=True)
class Person:
    """Somebody with a Telegram account; role, unit and note are only for the list of people to play.

    The bot may write first only to those who ``has_started``.
    """

    user_id: int
    first_name: str
    last_name: str = ""
    username: str = ""
    language_code: str = "vi"
    role: str = ""
    unit: str = ""
    note: str = ""
    has_started: bool = False
    deactivated: bool = False

    def as_json(self) -> Json:
        """Give the User object."""
        user: Json = {"id": self.user_id, "is_bot": False, "first_name": self.first_name}
        if self.last_name:
            user["last_name"] = self.last_name
        if self.username:
            user["username"] = self.username
        user["language_code"] = self.language_code
        return user


@dataclass(slots=True)
class Message:
    """One message as it now stands; ``change`` is the world's number of its last change."""

    body: Json
    by_bot: bool
    sender_id: int
    change: int
    deleted: bool = False
    edited: bool = False
    silent: bool = False
    extra: Json = field(default_factory=dict)

    @property
    def message_id(self) -> int:
        """Its number."""
        return int(self.body["message_id"])

    @property
    def text(self) -> str:
        """The text or the caption, without markup."""
        return str(self.body.get("text") or self.body.get("caption") or "")

    @property
    def rows(self) -> list[list[Json]]:
        """The inline keyboard, row by row."""
        markup: Json = self.body.get("reply_markup") or {}
        rows: list[list[Json]] = markup.get("inline_keyboard") or []
        return rows

    @property
    def buttons(self) -> list[str]:
        """The labels of the inline keyboard in reading order."""
        return [button["text"] for row in self.rows for button in row]

    def as_seen(self) -> Json:
        """Give what the page and remote players get."""
        return {
            "message": self.body, "by_bot": self.by_bot, "sender_id": self.sender_id, "change": self.change,
            "deleted": self.deleted, "edited": self.edited, "silent": self.silent, "extra": self.extra,
        }  # fmt: skip

    @classmethod
    def from_seen(cls, seen: Json) -> "Message":
        """Read what `as_seen` gave."""
        states = {
            name: seen[name] for name in ("by_bot", "sender_id", "change", "deleted", "edited", "silent", "extra")
        }
        return cls(seen["message"], **states)


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a channel, as the bot knows it."""

    chat_id: int
    kind: str
    title: str = ""
    person: Person | None = None
    started: bool = False
    blocked: bool = False
    bot_left: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard: Json | None = None
    change: int = 0
    waiters: list[asyncio.Future[None]] = field(default_factory=list)

    def as_json(self) -> Json:
        """Give the Chat object."""
        if self.person is None:
            return {"id": self.chat_id, "type": self.kind, "title": self.title}
        user = self.person.as_json()
        return {**{key: user[key] for key in ("id", "first_name", "last_name", "username") if key in user},
                "type": "private"}  # fmt: skip

    def visible(self) -> list[Message]:
        """Give the messages that were not deleted, oldest first."""
        return [message for message in self.messages.values() if not message.deleted]


@dataclass(slots=True)
class Tap:
    """A press on a button that may be answered; ``at`` is in seconds of the server's tick."""

    query_id: str
    user_id: int
    chat_id: int
    at: float
    answered: bool = False
    text: str = ""
    alert: bool = False


Listener = Callable[[Json], None]


class World:
    """Holds everything; every change gets the next number and wakes those who wait for its chat."""

    def __init__(self, *, now: Callable[[], float] = time.time, tick: Callable[[], float] = time.monotonic) -> None:
        self.now = now
        self.tick = tick
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.files = FileShelf()
        self.taps: dict[str, Tap] = {}
        self.listeners: set[Listener] = set()
        self.change = 0
        self.last_message_id = 0

    def meet(self, person: Person) -> Chat:
        """Add somebody (or give the chat of somebody known); they have not written to the bot yet."""
        chat = self.chats.get(person.user_id)
        if chat is None:
            self.people[person.user_id] = person
            chat = self.chats[person.user_id] = Chat(
                person.user_id, "private", person=person, started=person.has_started
            )
        return chat

    def open_group(self, chat_id: int, title: str, *, kind: str = "supergroup") -> Chat:
        """Add a group or a channel of which the bot is a member."""
        return self.chats.setdefault(chat_id, Chat(chat_id, kind, title=title, started=True))

    def post(self, chat: Chat, sender: Person | None, parts: Json, *, bot: Json | None = None) -> Message:
        """Add a message: of a person, of the bot (``bot`` is its User object) or, with neither, of the channel."""
        self.last_message_id += 1
        body: Json = {"message_id": self.last_message_id}
        if bot is not None:
            body["from"] = bot
        elif sender is not None:
            body["from"] = sender.as_json()
        else:
            body["sender_chat"] = chat.as_json()
        body["chat"] = chat.as_json()
        body["date"] = int(self.now())
        body.update(parts)
        sender_id = sender.user_id if sender else 0
        message = Message(body, bot is not None, sender_id, 0)
        chat.messages[self.last_message_id] = message
        self.changed(chat, "message", message)
        return message

    def changed(self, chat: Chat, kind: str, message: Message | None = None, **details: object) -> None:
        """Number a change of a chat, wake its waiters and tell the listeners."""
        self.change += 1
        chat.change = self.change
        if message is not None:
            message.change = self.change
        if chat.waiters:
            for waiter in chat.waiters:
                if not waiter.done():
                    waiter.set_result(None)
            chat.waiters.clear()
        if self.listeners:
            event = {"kind": kind, "chat_id": chat.chat_id, "change": self.change, **details}
            if message is not None:
                event["seen"] = message.as_seen()
            self.tell(event)

    def tell(self, event: Json) -> None:
        """Tell the listeners something that is no change of a chat (the clock, the bot's process)."""
        for listener in tuple(self.listeners):
            listener(event)

    async def wait_for_change(self, chats: Iterable[Chat], *, after: int, timeout: float) -> bool:  # noqa: ASYNC109 -- a long poll's own length, no error
        """Wait until one of the chats has changed after that number; False when the seconds are over."""
        watched = list(chats)
        if any(chat.change > after for chat in watched):
            return True
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for chat in watched:
            chat.waiters.append(waiter)
        with suppress(TimeoutError):
            await asyncio.wait_for(waiter, timeout)
        for chat in watched:
            with suppress(ValueError):
                chat.waiters.remove(waiter)
        return any(chat.change > after for chat in watched)
