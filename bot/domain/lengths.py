"""Text cut to what fits, counted as Telegram counts: in UTF-16 units, never inside what a reader sees as one letter."""

import unicodedata
from collections.abc import Iterator
from itertools import accumulate

#: Longest part of a long text; below Telegram's 4,096 so that headers and numbers find room.
PART = 3500
ELLIPSIS = "…"
_JOINER = "\u200d"
_WIDEST_LETTER = 2  # units
_NUMBERING_ROOM = len("\n(999/999)")


def utf16_length(text: str) -> int:
    """Count UTF-16 units: letters beyond the first 65,536, such as emoji, count twice."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def word_count(text: str) -> int:
    """Count words as written apart ("182 chữ")."""
    return len(text.split())


def cut(text: str, limit: int) -> str:
    """Give the text in at most ``limit`` units, cut at a word where one ends in the second half, with "…"."""
    if utf16_length(text) <= limit:
        return text
    kept = _beginning(text, limit - 1)
    if not kept.endswith((" ", "\n")) and not text[len(kept) :].startswith((" ", "\n")):
        at_word = kept.rstrip().rfind(" ")
        kept = kept[:at_word] if at_word * 2 > len(kept) else kept
    return kept.rstrip(" \n,;:.") + ELLIPSIS if limit > 0 else ""


def cut_middle(name: str, limit: int) -> str:
    """Give a file name in at most ``limit`` units, with "…" in the middle, so that its ending stays readable."""
    if utf16_length(name) <= limit:
        return name
    if limit < 1:
        return ""
    clusters = list(_clusters(name))
    end = ""
    while clusters and utf16_length(clusters[-1] + end) <= (limit - 1) // 2:
        end = clusters.pop() + end
    return _beginning("".join(clusters), limit - 1 - utf16_length(end)) + ELLIPSIS + end


def parts(text: str, limit: int = PART) -> tuple[str, ...]:
    """Split a long text at paragraphs into parts of at most ``limit`` units, each ending with its number "(1/3)".

    A paragraph that is too long is split at words, and a word that is too long between letters. A text that fits
    stays whole, without a number. ValueError for a limit that leaves no room beside the numbers.
    """
    if utf16_length(text) <= limit:
        return (text,)
    room = limit - _NUMBERING_ROOM
    if room < _WIDEST_LETTER:
        raise ValueError(f"{limit} units are too few to split a text")
    pieces: list[str] = []
    for line in text.split("\n"):
        for piece in _fitting(line, room):
            together = f"{pieces[-1]}\n{piece}" if pieces else piece
            if pieces and utf16_length(together) <= room:
                pieces[-1] = together
            else:
                pieces.append(piece)
    return tuple(f"{piece}\n({number}/{len(pieces)})" for number, piece in enumerate(pieces, start=1))


def _fitting(line: str, room: int) -> Iterator[str]:
    while utf16_length(line) > room:
        kept = _beginning(line, room) or line[: room // _WIDEST_LETTER]  # a heap of marks on one letter
        at_word = kept.rfind(" ")
        if not line[len(kept) :].startswith(" ") and at_word > 0:
            kept = kept[:at_word]
        yield kept.rstrip(" ")
        line = line[len(kept) :].lstrip(" ")
    yield line


def _beginning(text: str, room: int) -> str:
    clusters = list(_clusters(text[: room + 1]))  # no more can fit; what this cuts apart is too long anyway
    used = accumulate(map(utf16_length, clusters))
    return "".join(cluster for cluster, units in zip(clusters, used, strict=True) if units <= room)


def _clusters(text: str) -> Iterator[str]:
    """Give what a reader sees as single letters: a base with its marks, an emoji with what modifies it, a flag."""
    cluster = text[:1]
    for sign in text[1:]:
        if _joins(cluster, sign):
            cluster += sign
        else:
            yield cluster
            cluster = sign
    yield cluster


def _joins(cluster: str, sign: str) -> bool:
    if _is_flag_letter(sign):
        return len(cluster) == 1 and _is_flag_letter(cluster)
    is_modifier = "\U0001f3fb" <= sign <= "\U0001f3ff" or "\U000e0020" <= sign <= "\U000e007f"
    return unicodedata.category(sign).startswith("M") or sign == _JOINER or cluster[-1] == _JOINER or is_modifier


def _is_flag_letter(sign: str) -> bool:
    return "\U0001f1e6" <= sign <= "\U0001f1ff"
