"""A window: what a person sees at a moment, in parts; only the edge turns it into HTML and buttons."""

from dataclasses import dataclass
from enum import StrEnum


class Style(StrEnum):
    """What a button does, said in colour as well as in its label."""

    PLAIN = ""
    PRIMARY = "primary"  # the suggested step
    SUCCESS = "success"  # reaches other people
    DANGER = "danger"  # deletes or ends


@dataclass(frozen=True, slots=True)
class Button:
    """One button. ``copy`` puts a text on the clipboard and ``url`` opens a page; neither comes back as a press."""

    label: str
    action: str = ""
    value: str = ""
    style: Style = Style.PLAIN
    copy: str = ""
    url: str = ""


Row = tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file by its kind (photo, document, voice …): one that Telegram has already, or one made on the fly.

    ``file_id``: its id there. ``content`` and ``name``: the bytes to upload. ``stored``: the hash under which delivery
    finds the cleaned copy in the file store; it goes out as a document of that name.
    """

    kind: str
    file_id: str = ""
    content: bytes = b""
    name: str = ""
    stored: str = ""


@dataclass(frozen=True, slots=True)
class Window:
    """The parts in the order in which they are read; the question is always the last line.

    All parts are plain text: nothing is escaped here. ``personal`` windows are sent with protect_content.
    """

    header: str = ""
    trail: str = ""
    body: tuple[str, ...] = ()
    quote: str = ""
    hint: str = ""
    problem: str = ""
    question: str = ""
    rows: tuple[Row, ...] = ()
    personal: bool = False
    effect: str = ""
    attachment: Attachment | None = None
