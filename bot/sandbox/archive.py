"""Keeps the chats of the practice room on disk, so that they are still there when it is opened again."""

import base64
import json
import os
from dataclasses import asdict
from pathlib import Path

from bot.sandbox.answers import Json
from bot.sandbox.files import StoredFile
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.updates import Pending
from bot.sandbox.world import Chat, Message


class Archive:
    """One JSON file for the chats and the waiting updates, and a folder for the files' bytes."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "chats.json"
        self._bytes = folder / "files"

    def save(self, server: BotApiServer) -> None:
        """Write everything, the new file replacing the old one at once."""
        self._bytes.mkdir(parents=True, exist_ok=True)
        for stored in server.world.files.all():
            target = self._bytes / stored.file_id
            if not target.exists():
                target.write_bytes(stored.data)
        half = self._file.with_suffix(".new")
        half.write_text(json.dumps(_as_json(server)), encoding="utf-8")
        os.replace(half, self._file)  # noqa: PTH105 -- the atomic one, by its known name

    def load(self, server: BotApiServer) -> None:
        """Bring back what was saved; without a file, or with a broken one, the room begins empty."""
        try:
            kept = json.loads(self._file.read_text(encoding="utf-8"))
            for one in kept["files"]:
                data = (self._bytes / one["file_id"]).read_bytes()
                server.world.files.put(StoredFile(**one, data=data))
            for one in kept["chats"]:
                _bring_back(server, one)
            server.world.last_message_id = kept["last_message_id"]
            server.world.change = kept["change"]
            server.updates.next_id = max(server.updates.next_id, kept["next_update_id"])
            for update_id, queue, raw in kept["pending"]:
                lives_until = server.world.tick() + 86_400
                server.updates.pending.append(Pending(update_id, queue, lives_until, base64.b64decode(raw)))
        except (FileNotFoundError, ValueError, KeyError):
            return


def _as_json(server: BotApiServer) -> Json:
    world = server.world
    return {
        "files": [
            {key: value for key, value in asdict(stored).items() if key != "data"} for stored in world.files.all()
        ],
        "chats": [_chat_as_json(chat) for chat in world.chats.values()],
        "last_message_id": world.last_message_id,
        "change": world.change,
        "next_update_id": server.updates.next_id,
        "pending": [[one.update_id, one.queue, base64.b64encode(one.raw).decode()] for one in server.updates.pending],
    }


def _chat_as_json(chat: Chat) -> Json:
    return {
        "chat_id": chat.chat_id,
        "kind": chat.kind,
        "title": chat.title,
        "started": chat.started,
        "blocked": chat.blocked,
        "reply_keyboard": chat.reply_keyboard,
        "change": chat.change,
        "messages": [message.as_seen() for message in chat.messages.values()],
    }


def _bring_back(server: BotApiServer, one: Json) -> None:
    world = server.world
    chat = world.chats.get(one["chat_id"])
    if chat is None:
        return  # somebody who is no longer among the people to play
    chat.started, chat.blocked = one["started"], one["blocked"]
    chat.reply_keyboard, chat.change = one["reply_keyboard"], one["change"]
    for seen in one["messages"]:
        message = Message.from_seen(seen)
        chat.messages[message.message_id] = message
