"""The short and the long ways of writing the name of a unit, so that either finds the other."""

import re
from collections.abc import Mapping

from bot.domain.names import search_key

#: Folded words and how people shorten them; longer ones first, so that a part never takes the place of the whole.
SHORT_FORMS: Mapping[str, str] = {
    "trung hoc pho thong": "thpt",
    "trung hoc co so": "thcs",
    "giao duc nghe nghiep": "gdnn",
    "giao duc thuong xuyen": "gdtx",
    "giao duc va dao tao": "gddt",
    "uy ban nhan dan": "ubnd",
    "van hoa - xa hoi": "vhxh",
    "van hoa xa hoi": "vhxh",
    "trung tam": "tt",
    "tieu hoc": "th",
    "mam non": "mn",
    "cap 3": "thpt",
    "cap 2": "thcs",
    "cap 1": "th",
    "c3": "thpt",
    "c2": "thcs",
    "c1": "th",
}
#: How the short forms stand in full in official names.
_LONG_FORMS = {
    short: long for long, short in reversed([*SHORT_FORMS.items()]) if not any(sign.isdigit() for sign in long)
}
#: Said before a name or left out.
_LEFT_OUT = frozenset({"truong"})


def ways_of_writing(query: str) -> tuple[tuple[str, ...], ...]:
    """Give the folded words of a search as they were typed, all shortened, and all in full; none for an empty one."""
    key = search_key(query)
    short = key
    for long, shorter in SHORT_FORMS.items():
        short = re.sub(rf"\b{re.escape(long)}\b", shorter, short)
    full = " ".join(_LONG_FORMS.get(word, word) for word in short.split())
    ways = (tuple(_without_extras(words)) for words in (key.split(), short.split(), full.split()))
    return tuple(dict.fromkeys(way for way in ways if way))


def likeness(one: str, other: str) -> float:
    """Tell how alike two folded names are, from 0 to 1, by the groups of three letters that they share."""
    first, second = _threes(one), _threes(other)
    return 2 * len(first & second) / (len(first) + len(second))


def _without_extras(words: list[str]) -> list[str]:
    words = [word for word in words if any(map(str.isalnum, word))]
    return [word for word in words if word not in _LEFT_OUT] or words


def _threes(key: str) -> set[str]:
    padded = f"  {key} "
    return {padded[place : place + 3] for place in range(len(padded) - 2)}
