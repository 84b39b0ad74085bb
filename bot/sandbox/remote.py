"""The same person over HTTP, for tests that run the practice room in another process; see `people.Player`."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import aiohttp

from bot.sandbox.acts import CannotPress
from bot.sandbox.answers import Json
from bot.sandbox.buttons import find_button
from bot.sandbox.world import Message

_PATIENCE_OF_ONE_CALL = 25.0


class RemotePlayer:
    """Plays one person of a practice room at ``url``; what is seen is brought up to date before each look."""

    def __init__(self, session: aiohttp.ClientSession, url: str, user_id: int) -> None:
        self.session = session
        self.url = url.rstrip("/")
        self.user_id = user_id
        self.clipboard = ""
        self.opened = ""
        self.commands: list[Json] = []
        self._seen: dict[int, Message] = {}
        self._reply_keyboard: Json | None = None
        self._change = -1
        self._acted_at = 0
        self._query_id = ""

    async def appears(self, first_name: str, **details: str) -> None:
        """Be added to the room's people, when not on its list yet."""
        await self._post("people", {"user_id": self.user_id, "first_name": first_name, **details})

    @property
    def messages(self) -> list[Message]:
        """What the chat showed at the last look, oldest first."""
        return [message for message in self._seen.values() if not message.deleted]

    @property
    def heard(self) -> list[Message]:
        """What of it the bot wrote."""
        return [message for message in self.messages if message.by_bot]

    @property
    def window(self) -> Message | None:
        """The latest message of the bot that carries inline buttons."""
        return next((message for message in reversed(self.heard) if message.rows), None)

    async def looks(self, *, wait: float = 0.0) -> None:
        """Bring what is seen up to date, waiting up to so many seconds for a change."""
        query = {"user_id": self.user_id, "after": self._change, "timeout": wait}
        seen = await self._get("chat", query)
        for one in seen["messages"]:
            message = Message.from_seen(one)
            self._seen[message.message_id] = message
        self._change = seen["change"]
        self._reply_keyboard, self.commands = seen["reply_keyboard"], seen["commands"]

    async def says(self, text: str) -> Message:
        """Send a text."""
        return self._acted(await self._post("say", {"user_id": self.user_id, "text": text}))

    async def presses(self, label: str, *, on: Message | None = None) -> None:
        """Press the button of that label, else the first whose label contains it; raise `CannotPress` if none does."""
        await self.looks()
        messages = [on] if on is not None else [message for message in reversed(self.messages) if message.rows]
        for message in messages:
            button = find_button(message.rows, label)
            if button is None:
                continue
            if "callback_data" in button:
                await self.presses_data(button["callback_data"], on=message)
            self.clipboard = button.get("copy_text", {}).get("text", self.clipboard)
            self.opened = button.get("url", self.opened)
            return
        button = find_button((self._reply_keyboard or {}).get("keyboard", []), label)
        if button is None or on is not None:
            raise CannotPress(f"no button {label!r} among {[message.buttons for message in messages]}")
        await self.says(button["text"])

    async def presses_data(self, data: str, *, on: Message) -> None:
        """Send button data that need not be on the message (a forged or a stale press)."""
        await self.looks()
        self._acted_at = self._change
        press = {"user_id": self.user_id, "message_id": on.message_id, "data": data}
        self._query_id = (await self._post("press", press))["query_id"]

    async def sends_photo(self, photo: bytes | Path, *, caption: str = "") -> Message:
        """Send a picture as a photo."""
        return (await self.sends_album([photo], caption=caption))[0]

    async def sends_album(self, photos: Sequence[bytes | Path], *, caption: str = "") -> list[Message]:
        """Send several photos at once."""
        files = [("anh.jpg", "image/jpeg", photo if isinstance(photo, bytes) else photo.read_bytes())
                 for photo in photos]  # fmt: skip
        return await self._uploads("photo", files, caption)

    async def sends_document(
        self, data: bytes, name: str, *, mime: str = "application/pdf", caption: str = "", size: int | None = None
    ) -> Message:
        """Send a file; ``size`` pretends another size in bytes."""
        return (await self._uploads("document", [(name, mime, data)], caption, size=size))[0]

    async def sends_voice(self, data: bytes = b"OggS\0\2" + bytes(60), *, caption: str = "") -> Message:
        """Send a voice message."""
        return (await self._uploads("voice", [("loi.oga", "audio/ogg", data)], caption))[0]

    async def edits(self, message: Message, text: str) -> None:
        """Change one's own message."""
        edit = {"user_id": self.user_id, "message_id": message.message_id, "text": text}
        self._acted(await self._post("edit", edit))

    async def blocks(self) -> None:
        """Stop the bot."""
        await self._post("block", {"user_id": self.user_id, "blocked": True})

    async def unblocks(self) -> None:
        """Start it again."""
        await self._post("block", {"user_id": self.user_id, "blocked": False})

    async def wait_for(
        self,
        wanted: str | Callable[[Message], bool],
        *,
        timeout: float = 10.0,  # noqa: ASYNC109 -- how long a test is patient
        anywhere: bool = False,
    ) -> Message:
        """Wait for a message of the bot with these words, sent or edited after this person's last act."""
        matches = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted
        deadline = time.monotonic() + timeout
        await self.looks()
        while True:
            for message in reversed(self.heard):
                if (anywhere or message.change > self._acted_at) and matches(message):
                    return message
            left = deadline - time.monotonic()
            if left <= 0:
                shown = "\n---\n".join(message.text for message in self.heard[-3:]) or "nothing"
                raise TimeoutError(f"{wanted!r} did not come in {timeout} s; the chat shows: {shown}")
            await self.looks(wait=min(left, _PATIENCE_OF_ONE_CALL))

    async def wait_for_answer(self, *, timeout: float = 10.0) -> str:  # noqa: ASYNC109 -- how long a test is patient
        """Wait until the last press was answered and give the toast's words."""
        answer = await self._get("tap", {"query_id": self._query_id, "timeout": timeout})
        if not answer["answered"]:
            raise TimeoutError(f"the press was not answered in {timeout} s")
        return str(answer["text"])

    async def _uploads(
        self, kind: str, files: list[tuple[str, str, bytes]], caption: str, *, size: int | None = None
    ) -> list[Message]:
        form = aiohttp.FormData({"user_id": str(self.user_id), "kind": kind, "caption": caption})
        if size is not None:
            form.add_field("size", str(size))
        for name, mime, data in files:
            form.add_field("file", data, filename=name, content_type=mime)
        async with self.session.post(f"{self.url}/sandbox/upload", data=form) as answer:
            sent = await _checked(answer)
        return [self._acted(one) for one in sent["messages"]]

    def _acted(self, seen: Json) -> Message:
        message = Message.from_seen(seen)
        self._acted_at = message.change
        return message

    async def _get(self, name: str, query: dict[str, Any]) -> Json:
        async with self.session.get(f"{self.url}/sandbox/{name}", params=query) as answer:
            return await _checked(answer)

    async def _post(self, name: str, given: Json) -> Json:
        async with self.session.post(f"{self.url}/sandbox/{name}", json=given) as answer:
            return await _checked(answer)


async def _checked(answer: aiohttp.ClientResponse) -> Json:
    body: Json = await answer.json()
    if answer.status != 200:  # noqa: PLR2004 -- HTTP's OK
        raise ValueError(body.get("error", body))
    return body
