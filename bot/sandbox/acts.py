"""What people do: each act changes the world and gives the bot the update that Telegram would send."""

from dataclasses import dataclass
from itertools import count

from bot.sandbox.answers import Json
from bot.sandbox.formatting import found_entities
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.world import Chat, Message, Person, Tap, World


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A file that a person sends; ``kind`` is photo, document, voice, audio or video, ``size`` may be pretended."""

    kind: str
    data: bytes
    name: str = ""
    mime: str = ""
    size: int | None = None


class CannotPress(Exception):
    """There is no such button to press."""


class Acts:
    """Everything a person can do in a chat with the bot."""

    def __init__(self, world: World, updates: UpdateQueue, *, bot: Json) -> None:
        self._world = world
        self._updates = updates
        self._bot = bot
        self._albums = count(1)
        self._queries = count(1)

    def say(self, person: Person, text: str, *, chat: Chat | None = None) -> Message:
        """Send a text message."""
        text = text.strip()
        parts: Json = {"text": text}
        entities = found_entities(text)
        if entities:
            parts["entities"] = entities
        return self._send(person, parts, chat)

    def send_files(
        self, person: Person, files: list[Outgoing], *, caption: str = "", chat: Chat | None = None
    ) -> list[Message]:
        """Send one file, or several as an album: one message and one update each, tied by media_group_id."""
        album = str(13_700_000_000_000_000 + next(self._albums)) if len(files) > 1 else ""
        sent = []
        for place, outgoing in enumerate(files):
            parts = self._file_parts(outgoing)
            if album:
                parts["media_group_id"] = album
            if caption and place == 0:
                parts["caption"] = caption
                entities = found_entities(caption)
                if entities:
                    parts["caption_entities"] = entities
            sent.append(self._send(person, parts, chat))
        return sent

    def _file_parts(self, outgoing: Outgoing) -> Json:
        files = self._world.files
        if outgoing.kind == "photo":
            return {"photo": files.add_photo(outgoing.data)}
        stored = files.add(
            outgoing.data, kind=outgoing.kind, name=outgoing.name, mime=outgoing.mime, size=outgoing.size
        )
        content: Json = {**stored.as_json(), "mime_type": stored.mime}
        if outgoing.kind != "voice" and outgoing.name:
            content["file_name"] = outgoing.name
        if outgoing.kind in {"voice", "audio", "video"}:
            content["duration"] = 7
        if outgoing.kind == "video":
            content |= {"width": 1280, "height": 720}
        return {outgoing.kind: content}

    def _send(self, person: Person, parts: Json, chat: Chat | None) -> Message:
        chat = chat or self._world.meet(person)
        if chat.kind == "private":
            if chat.blocked:
                self.unblock(person)
            chat.started = True
        in_channel = chat.kind == "channel"
        message = self._world.post(chat, None if in_channel else person, parts)
        self._updates.add("channel_post" if in_channel else "message", message.body, key=chat.chat_id)
        return message

    def edit(self, message: Message, text: str) -> None:
        """Change one's own text message (or its caption)."""
        chat = self._world.chats[message.body["chat"]["id"]]
        field = "text" if "text" in message.body else "caption"
        body = {**message.body, "edit_date": int(self._world.now()), field: text}
        body.pop("entities", None)
        entities = found_entities(text)
        if entities:
            body["entities" if field == "text" else "caption_entities"] = entities
        message.body, message.edited = body, True
        self._world.changed(chat, "edit", message)
        self._updates.add("edited_channel_post" if chat.kind == "channel" else "edited_message", body, key=chat.chat_id)

    def press(self, person: Person, message: Message, data: str, *, query_id: str = "") -> Tap:
        """Press an inline button by its data, whether the message still shows it or not."""
        chat_id = message.body["chat"]["id"]
        tap = Tap(query_id or str(4_300_000_000_000 + next(self._queries)), person.user_id, chat_id, self._world.tick())
        self._world.taps[tap.query_id] = tap
        self._updates.add(
            "callback_query",
            {
                "id": tap.query_id,
                "from": person.as_json(),
                "message": message.body,
                "chat_instance": str(-5_000_000_000_000 - chat_id),
                "data": data,
            },
            key=person.user_id,
        )
        return tap

    def block(self, person: Person) -> None:
        """Stop the bot: it may not write any more."""
        self._membership(person, blocked=True)

    def unblock(self, person: Person) -> None:
        """Let the bot write again."""
        self._membership(person, blocked=False)

    def _membership(self, person: Person, *, blocked: bool) -> None:
        chat = self._world.meet(person)
        if chat.blocked == blocked:
            return
        chat.blocked = blocked
        states = ("member", "kicked") if blocked else ("kicked", "member")
        old, new = ({"user": self._bot, "status": status, "until_date": 0} for status in states)
        self._world.changed(chat, "blocked" if blocked else "unblocked")
        self._updates.add(
            "my_chat_member",
            {
                "chat": chat.as_json(),
                "from": person.as_json(),
                "date": int(self._world.now()),
                "old_chat_member": old,
                "new_chat_member": new,
            },
            key=chat.chat_id,
        )
