"""Telegram's HTML: tags become entities with UTF-16 offsets, and broken markup is refused in Telegram's words."""

import re
from html import unescape

from bot.sandbox.answers import Json, bad_request

_TAGS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline",
    "s": "strikethrough", "strike": "strikethrough", "del": "strikethrough", "a": "text_link", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "tg-spoiler": "spoiler", "span": "spoiler", "tg-emoji": "custom_emoji",
}  # fmt: skip
_TAG_NAME = re.compile(r"[^\s>/]*")
_ATTRIBUTE = re.compile(r"""\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+)))?""")
_REFERENCE = re.compile(r"&(?:lt|gt|amp|quot|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});")
_COMMAND = re.compile(r"(?<![\w/<>])/([A-Za-z0-9_]{1,64})(@[A-Za-z0-9_]{3,32})?(?![\w/<>])")
_URL = re.compile(r"https?://[^\s<>]+")
_ENTITIES_KEPT = 100


def utf16_length(text: str) -> int:
    """Give the length in UTF-16 units, in which Telegram counts."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Give the plain text and its entities; raise 400 "can't parse entities" where Telegram would."""
    if "<" not in source and "&" not in source:
        return source, []
    return _HtmlReader(source).read()


class _HtmlReader:
    """Reads one text; kept as an object because tags, pieces and position move together."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._pieces: list[str] = []
        self._length = 0
        self._open: list[tuple[str, int, Json]] = []
        self._entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self._at < len(self._source):
            start = self._source.find("<", self._at)
            end = len(self._source) if start < 0 else start
            self._take_text(self._source[self._at : end])
            self._at = end
            if start >= 0:
                self._take_tag()
        if self._open:
            raise _broken(f'Can\'t find end tag corresponding to start tag "{self._open[-1][0]}"')
        entities = [entity for entity in self._entities if entity["length"]]
        entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
        return "".join(self._pieces), entities[:_ENTITIES_KEPT]

    def _take_text(self, raw: str) -> None:
        text = _REFERENCE.sub(lambda found: unescape(found[0]), raw) if "&" in raw else raw
        self._pieces.append(text)
        self._length += utf16_length(text)

    def _byte_offset(self, at: int) -> int:
        return len(self._source[:at].encode())

    def _take_tag(self) -> None:
        start = self._at
        if self._source.startswith("</", start):
            self._take_end_tag(start)
            return
        found = _TAG_NAME.match(self._source, start + 1)
        name = (found[0] if found else "").lower()
        if name not in _TAGS:
            raise _broken(f'Unsupported start tag "{name}" at byte offset {self._byte_offset(start)}')
        attributes, self._at = self._read_attributes(start, name, start + 1 + len(name))
        entity = self._entity_of(name, attributes, start)
        self._open.append((name, self._length, entity))

    def _take_end_tag(self, start: int) -> None:
        close = self._source.find(">", start)
        name = self._source[start + 2 : close if close >= 0 else None].strip().lower()
        offset = self._byte_offset(start)
        if not self._open:
            raise _broken(f"Unexpected end tag at byte offset {offset}")
        if close < 0:
            raise _broken(f"Unclosed end tag at byte offset {offset}")
        expected, began, entity = self._open.pop()
        if name not in ("", expected):
            raise _broken(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{name}>"')
        self._at = close + 1
        entity.update(offset=began, length=self._length - began)
        if entity["type"] == "text_link" and not entity.get("url"):
            return  # a link to nowhere is plain text for Telegram
        self._entities.append(entity)

    def _read_attributes(self, start: int, name: str, at: int) -> tuple[dict[str, str], int]:
        attributes: dict[str, str] = {}
        source = self._source
        while True:
            while at < len(source) and source[at].isspace():
                at += 1
            if at >= len(source):
                raise _broken(f'Unclosed start tag "{name}" at byte offset {self._byte_offset(start)}')
            if source[at] == ">":
                return attributes, at + 1
            found = _ATTRIBUTE.match(source, at)
            if found is None:
                where = self._byte_offset(start)
                raise _broken(f'Empty attribute name in the tag "{name}" at byte offset {where}')
            attributes[found[1].lower()] = unescape(found[2] or found[3] or found[4] or "")
            at = found.end()

    def _entity_of(self, name: str, attributes: dict[str, str], start: int) -> Json:
        if name == "span" and attributes.get("class") != "tg-spoiler":
            where = self._byte_offset(start)
            raise _broken(f'Tag "span" must have class "tg-spoiler" at byte offset {where}')
        if name == "blockquote" and "expandable" in attributes:
            return {"type": "expandable_blockquote"}
        entity: Json = {"type": _TAGS[name]}
        if name == "a":
            entity["url"] = attributes.get("href", "")
        if name == "tg-emoji":
            entity["custom_emoji_id"] = attributes.get("emoji-id", "")
        return entity


def _broken(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")


def found_entities(text: str) -> list[Json]:
    """Give the commands and addresses that Telegram finds by itself in a text."""
    if "/" not in text:
        return []
    entities = [
        {"type": kind, "offset": utf16_length(text[: found.start()]), "length": utf16_length(found[0])}
        for kind, pattern in (("bot_command", _COMMAND), ("url", _URL))
        for found in pattern.finditer(text)
    ]
    return sorted(entities, key=lambda entity: entity["offset"])
