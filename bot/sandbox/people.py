"""A person at the other end of the chat, for tests that run the server in their own event loop."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.sandbox.acts import CannotPress, Outgoing
from bot.sandbox.buttons import find_button
from bot.sandbox.telegram_server import BotApiServer
from bot.sandbox.world import Chat, Message, Person, Tap

#: What `wait_for` looks for: words, or a question asked of a message.
Wanted = str | Callable[[Message], bool]


class Player:
    """Plays one person: acts as they would in the app, and sees what they would see."""

    def __init__(
        self,
        server: BotApiServer,
        user_id: int,
        first_name: str = "Khánh",
        *,
        last_name: str = "",
        username: str = "",
        language_code: str = "vi",
        chat: Chat | None = None,
    ) -> None:
        self.server = server
        self.person = server.world.people.get(user_id) or Person(
            user_id, first_name, last_name, username, language_code
        )
        private = server.world.meet(self.person)
        self.chat = chat or private
        self.clipboard = ""
        self.opened = ""
        self.last_tap: Tap | None = None
        self._acted_at = 0

    @property
    def messages(self) -> list[Message]:
        """What the chat shows, oldest first; deleted messages are gone."""
        return self.chat.visible()

    @property
    def heard(self) -> list[Message]:
        """What of it the bot wrote."""
        return [message for message in self.messages if message.by_bot]

    @property
    def window(self) -> Message | None:
        """The latest message of the bot that carries inline buttons."""
        return next((message for message in reversed(self.messages) if message.by_bot and message.rows), None)

    @property
    def toast(self) -> str:
        """What the answer to the last press said ("" until it came, or when it came without words)."""
        return self.last_tap.text if self.last_tap else ""

    async def says(self, text: str) -> Message:
        """Send a text."""
        self._acts()
        return self.server.acts.say(self.person, text, chat=self.chat)

    async def presses(self, label: str, *, on: Message | None = None) -> Tap | None:
        """Press the button of that label, else the first whose label contains it; raise `CannotPress` if none does.

        Looks at the message ``on``, or at the newest that has such a button, then at the reply keyboard.
        """
        messages = [on] if on is not None else [message for message in reversed(self.messages) if message.rows]
        for message in messages:
            button = find_button(message.rows, label)
            if button is None:
                continue
            self._acts()
            if "callback_data" in button:
                self.last_tap = self.server.acts.press(self.person, message, button["callback_data"])
                return self.last_tap
            self.clipboard = button.get("copy_text", {}).get("text", self.clipboard)
            self.opened = button.get("url", self.opened)
            return None
        keyboard = (self.chat.reply_keyboard or {}).get("keyboard", [])
        button = find_button(keyboard, label)
        if button is not None and on is None:
            await self.says(button["text"])
            return None
        shown = [message.buttons for message in messages]
        raise CannotPress(f"no button {label!r} among {shown}")

    async def presses_data(self, data: str, *, on: Message) -> Tap:
        """Send button data that need not be on the message (a forged or a stale press)."""
        self._acts()
        self.last_tap = self.server.acts.press(self.person, on, data)
        return self.last_tap

    async def sends_photo(self, photo: bytes | Path, *, caption: str = "") -> Message:
        """Send a picture as a photo."""
        return (await self.sends_album([photo], caption=caption))[0]

    async def sends_album(self, photos: Sequence[bytes | Path], *, caption: str = "") -> list[Message]:
        """Send several photos at once: an update each, with the same media_group_id."""
        return self._sends([Outgoing("photo", _bytes(photo)) for photo in photos], caption)

    async def sends_document(
        self, data: bytes, name: str, *, mime: str = "application/pdf", caption: str = "", size: int | None = None
    ) -> Message:
        """Send a file; ``size`` pretends another size in bytes."""
        return self._sends([Outgoing("document", data, name, mime, size)], caption)[0]

    async def sends_voice(self, data: bytes = b"OggS\0\2" + bytes(60), *, caption: str = "") -> Message:
        """Send a voice message."""
        return self._sends([Outgoing("voice", data, "", "audio/ogg")], caption)[0]

    async def sends_video(self, data: bytes, name: str = "phim.mp4", *, size: int | None = None) -> Message:
        """Send a video."""
        return self._sends([Outgoing("video", data, name, "video/mp4", size)], "")[0]

    async def sends_audio(self, data: bytes, name: str = "ghi-am.mp3") -> Message:
        """Send a piece of music or a recording."""
        return self._sends([Outgoing("audio", data, name, "audio/mpeg")], "")[0]

    def _sends(self, files: list[Outgoing], caption: str) -> list[Message]:
        self._acts()
        return self.server.acts.send_files(self.person, files, caption=caption, chat=self.chat)

    async def edits(self, message: Message, text: str) -> None:
        """Change one's own message."""
        self._acts()
        self.server.acts.edit(message, text)

    async def blocks(self) -> None:
        """Stop the bot."""
        self.server.acts.block(self.person)

    async def unblocks(self) -> None:
        """Start it again."""
        self.server.acts.unblock(self.person)

    async def wait_for(self, wanted: Wanted, *, timeout: float = 30.0, anywhere: bool = False) -> Message:  # noqa: ASYNC109 -- how long a test is patient
        """Wait for a message of the bot with these words (or for which the function is true) and give it.

        Only what the bot sent or edited after this person's last act counts, unless ``anywhere``.
        """
        matches = (lambda message: wanted in message.text) if isinstance(wanted, str) else wanted
        deadline = time.monotonic() + timeout
        while True:
            seen = self.chat.change
            for message in reversed(self.heard):
                if (anywhere or message.change > self._acted_at) and matches(message):
                    return message
            left = deadline - time.monotonic()
            if left <= 0:
                shown = "\n---\n".join(message.text for message in self.heard[-3:]) or "nothing"
                raise TimeoutError(f"{wanted!r} did not come in {timeout} s; the chat shows: {shown}")
            await self.server.world.wait_for_change([self.chat], after=seen, timeout=left)

    async def wait_for_answer(self, *, timeout: float = 30.0) -> str:  # noqa: ASYNC109 -- how long a test is patient
        """Wait until the last press was answered and give the toast's words."""
        assert self.last_tap is not None, "nothing was pressed"
        deadline = time.monotonic() + timeout
        while not self.last_tap.answered:
            seen = self.chat.change
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"the press was not answered in {timeout} s")
            await self.server.world.wait_for_change([self.chat], after=seen, timeout=left)
        return self.last_tap.text

    def _acts(self) -> None:
        self._acted_at = self.server.world.change


def _bytes(photo: bytes | Path) -> bytes:
    return photo if isinstance(photo, bytes) else photo.read_bytes()
