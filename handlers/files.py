"""Files of messages: which one a message carries, and the row that is kept of it; the bytes are fetched later."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Message

from bot.conversation.desk import Sent
from bot.domain.names import normalise
from bot.services import evidence
from handlers.turn import Turn

#: Kinds of messages that carry a file, and what each is called here.
FILES = ("photo", "document", "voice", "audio", "video", "video_note")
#: An album is drawn once, so long after its last picture.
ALBUM_SETTLES = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class File:
    """A file as a message names it; the bytes are fetched later."""

    kind: str
    file_id: str
    unique_id: str
    name: str
    size: int
    caption: str
    album: str


def file_of(message: Message) -> File | None:
    """Read which file a message carries; of a photo the largest size."""
    for kind in FILES:
        found: Any = getattr(message, kind)
        if not found:
            continue
        if kind == "photo":
            found = found[-1]
        return File(
            kind=kind,
            file_id=found.file_id,
            unique_id=found.file_unique_id,
            name=normalise(getattr(found, "file_name", None) or ""),
            size=found.file_size or 0,
            caption=normalise(message.caption or "", keep_lines=True),
            album=message.media_group_id or "",
        )
    return None


def keep(turn: Turn, message: Message, file: File, *, draft_id: int | None) -> Sent:
    """Store the row of a file: with a draft, or with none until the screen that is shown has claimed it."""
    row = evidence.attach(
        turn.session,
        draft_id=draft_id,
        chat_id=turn.scene.chat_id,
        message_id=message.message_id,
        media_group_id=file.album,
        kind=file.kind,
        file_id=file.file_id,
        file_unique_id=file.unique_id,
        file_name=file.name,
        declared_size=file.size,
        caption=file.caption,
        now=turn.now,
    )
    assert row.id is not None
    return Sent(row.id, file.kind, file.name)
