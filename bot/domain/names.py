"""Names and words as people write them: one form to store, one to search, one to sort, one to address by."""

import unicodedata
from enum import StrEnum

from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text

MAX_NAME = 100  # code points after NFC

_STROKED_D = "\N{LATIN CAPITAL LETTER D WITH STROKE}"

# What some keyboards send for Đ, and what nobody can see: zero-width and direction marks, soft hyphens, control
# characters, and half surrogates, which no database takes.
_SEEN_AS = {
    0x00D0: _STROKED_D,
    0x0189: _STROKED_D,
    0x00F0: "đ",
    0x00AD: None,
    **dict.fromkeys([*range(0x09), *range(0x0E, 0x20), *range(0x7F, 0x85), *range(0x86, 0xA0)]),
    **dict.fromkeys([*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070), 0xFEFF]),
    **dict.fromkeys(range(0xD800, 0xE000)),
}

_APOSTROPHES = dict.fromkeys(map(ord, "\N{RIGHT SINGLE QUOTATION MARK}\N{MODIFIER LETTER APOSTROPHE}`"), "'")

#: The Vietnamese order, with the four letters that only foreign names bring along, and digits before all.
_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{place:02d}" for place, letter in enumerate(_ALPHABET, start=10)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}  # huyền, hỏi, ngã, sắc, nặng
_BETWEEN_WORDS = "01"
_END_OF_LETTERS = "00"
_UNKNOWN_SCRIPT = "99"

_TITLES = frozenset(
    ("thầy", "cô", "gv", "ths", "th.s", "ts", "gs", "pgs", "cn", "ks", "bs", "ngưt", "ngut", "ngnd", "nsưt", "đ/c")
)
_TWO_WORD_TITLES = frozenset(("thầy giáo", "cô giáo", "thay giao", "co giao", "giáo viên", "nhà giáo", "đồng chí"))
#: Words of address that can also belong to a name: dropped only before at least so many other words.
_ADDRESS = {"thay": 2, "co": 2, "bà": 2, "anh": 2, "chị": 2, "em": 2, "bạn": 2, "ông": 3}


def normalise(text: str, *, keep_lines: bool = False) -> str:
    """Give the form in which text is stored: NFC, nothing invisible, single spaces.

    With ``keep_lines`` line breaks stay, at most one empty line in a row.
    """
    if not keep_lines:
        return unicodedata.normalize("NFC", " ".join(text.translate(_SEEN_AS).split()))
    lines = [unicodedata.normalize("NFC", " ".join(line.split())) for line in text.translate(_SEEN_AS).splitlines()]
    kept = [line for place, line in enumerate(lines) if line or (place and lines[place - 1])]
    return "\n".join(kept).strip("\n")


def search_key(text: str) -> str:
    """Fold text for comparing and searching: no case, no marks, đ as d, whatever the tone placement was."""
    apart = unicodedata.normalize("NFD", normalise(text).translate(_APOSTROPHES).casefold())
    bare = "".join(letter for letter in apart if not unicodedata.category(letter).startswith("M"))
    return " ".join(unicodedata.normalize("NFC", bare.replace("đ", "d")).split())


def sort_key(name: str) -> str:
    """Give a string of digits that sorts names by given name in Vietnamese order under any collation of a database.

    Letters decide first, tones (of the whole word, wherever they are written) only between equal letters; then the
    family and middle names in the same way, last the letter that tells namesakes apart ("Thu Hà A").
    """
    words = normalise(name).split()
    letter_of_namesake = [words.pop()] if _ends_with_letter_of_namesake(words) else []
    return "".join(_sortable(part) for part in (words[-1:], words[:-1], letter_of_namesake))


def given_name(name: str) -> str:
    """Give the part by which somebody is addressed: the last word, with the letter that tells namesakes apart."""
    words = normalise(name).split()
    return " ".join(words[-2:] if _ends_with_letter_of_namesake(words) else words[-1:])


class NameFlaw(StrEnum):
    """Why something is not yet a person's full name."""

    EMPTY = "name.empty"
    NOT_LETTERS = "name.not_letters"
    TOO_LONG = "name.too_long"
    ONE_WORD = "name.one_word"


_FLAW_TEXTS = {
    NameFlaw.EMPTY: N_("There was no name in that yet. Please type it like Quách Bảo Ly."),
    NameFlaw.NOT_LETTERS: N_("“{name}” does not read as a name yet. Letters only, like Quách Bảo Ly."),
    NameFlaw.TOO_LONG: N_("That is longer than a name. The name alone is enough; the story comes later."),
    NameFlaw.ONE_WORD: N_("“{name}” is only the given name. The family name too, so that nobody is mistaken."),
}


def without_titles(text: str) -> str:
    """Drop Thầy, Cô, ThS. and the like in front of a name; give the name in its stored form."""
    words = normalise(text).replace("Thầy/Cô", "Thầy").replace("thầy/cô", "thầy").split()
    while words:
        title, dot, rest = words[0].partition(".")
        if " ".join(words[:2]).casefold() in _TWO_WORD_TITLES:
            words = words[2:]
        elif words[0].casefold().rstrip(".,:") in _TITLES:
            words = words[1:]
        elif dot and title.casefold() in _TITLES:
            words[0] = rest  # PGS.TS.Chu Gia Bách
        elif len(words) > _ADDRESS.get(words[0].casefold(), len(words)):
            words = words[1:]
        else:
            break
    return " ".join(words)


def name_flaw(name: str) -> NameFlaw | None:
    """Tell what keeps a name (already without titles) from being a person's full name; None when nothing does."""
    if not name:
        return NameFlaw.EMPTY
    if len(name) > MAX_NAME:
        return NameFlaw.TOO_LONG
    if not any(map(str.isalpha, name)) or any(sign.isdigit() or sign in "@<>{}[]/\\|=_" for sign in name):
        return NameFlaw.NOT_LETTERS
    return None if " " in name else NameFlaw.ONE_WORD


def looks_like_a_name(text: str) -> bool:
    """Tell whether text holds a person's full name, perhaps after a title."""
    return name_flaw(without_titles(text)) is None


def read_name(text: str, *, one_word_is_whole: bool = False) -> str:
    """Read a person's full name as typed; raise Refusal (codes of NameFlaw) for what is not one.

    ``one_word_is_whole``: the writer has confirmed that the name has one word only.
    """
    name = without_titles(text)
    flaw = name_flaw(name)
    if flaw is None or (flaw is NameFlaw.ONE_WORD and one_word_is_whole):
        return name
    raise Refusal(flaw.value, Text(_FLAW_TEXTS[flaw], {"name": name[:MAX_NAME]}))


def read_collective_name(text: str) -> str:
    """Read what a school, team, class or club is called; digits and one word are fine ("8A3")."""
    name = normalise(text)
    flaw = NameFlaw.EMPTY if not any(map(str.isalnum, name)) else None
    flaw = NameFlaw.TOO_LONG if len(name) > MAX_NAME else flaw
    if flaw is not None:
        raise Refusal(flaw.value, Text(_FLAW_TEXTS[flaw], {"name": name[:MAX_NAME]}))
    return name


def _ends_with_letter_of_namesake(words: list[str]) -> bool:
    # Y is left out: it is a given name of its own.
    return len(words) > 2 and words[-1] in set("ABCDEGHKLMN")  # noqa: PLR2004 -- family, given, letter


def _sortable(words: list[str]) -> str:
    ranked = [_ranks_and_tone(word) for word in words]
    letters = _BETWEEN_WORDS.join(ranks for ranks, _tone in ranked)
    return letters + _END_OF_LETTERS + "".join(tone for _ranks, tone in ranked) + _END_OF_LETTERS


def _ranks_and_tone(word: str) -> tuple[str, str]:
    letters: list[str] = []
    tone = "0"
    for sign in unicodedata.normalize("NFD", word.casefold()):
        if sign in _TONES:
            tone = _TONES[sign]
        elif letters and unicodedata.combining(sign):
            whole = unicodedata.normalize("NFC", letters[-1] + sign)
            letters[-1] = whole if whole in _RANK else letters[-1]
        elif sign.isalnum():
            letters.append(sign)
    ranks = (_RANK.get(letter) or f"{_UNKNOWN_SCRIPT}{ord(letter):07d}" for letter in letters)
    return "".join(ranks), tone
