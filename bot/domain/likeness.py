"""Whether two names may be one person's, however they were typed: without marks, abbreviated, decomposed."""

from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache

from bot.domain.names import search_key

#: How alike two collectives' names are at least, from 0 to 1.
_ALIKE = 0.85
_VOWELS = frozenset("aeiouy")


class Likeness(IntEnum):
    """How sure it is; a higher one is shown first."""

    NONE = 0
    NEAR = 1  # family and given name agree, the middle does not: Quách Bảo Ly, Quách Thị Ly
    SHORT = 2  # one is short for the other: N.T. Hương, Nguyễn Thị Hương
    SAME = 3


def likeness_of_people(one: str, other: str) -> Likeness:  # plan partly S-24
    """Compare the names of two people."""
    left, right = _words(one), _words(other)
    if not left or not right or left[-1] != right[-1]:
        return Likeness.NONE
    if left == right:
        return Likeness.SAME
    left, right = _spread(left, len(right)), _spread(right, len(left))
    if len(left) == 1 or len(right) == 1:
        return Likeness.NEAR
    if not _short_for(left[0], right[0]):
        return Likeness.NONE
    middle_agrees = len(left) == len(right) and all(map(_short_for, left[1:-1], right[1:-1]))
    return Likeness.SHORT if middle_agrees else Likeness.NEAR


def likeness_of_collectives(one: str, other: str) -> Likeness:
    """Compare the names of two schools, teams, classes or clubs; a class is told from its neighbour by its digits."""
    left, right = _words(one), _words(other)
    if sorted(left) == sorted(right):
        return Likeness.SAME if left else Likeness.NONE
    if [word for word in left if not word.isalpha()] != [word for word in right if not word.isalpha()]:
        return Likeness.NONE
    alike = SequenceMatcher(None, " ".join(left), " ".join(right)).ratio()
    return Likeness.NEAR if alike >= _ALIKE else Likeness.NONE


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    """Give the words of a name as they compare: no marks, i for y (Mỹ, Mĩ), initials apart."""
    return tuple(search_key(name).replace("y", "i").replace(".", " ").replace("-", " ").split())


def _spread(words: tuple[str, ...], wanted: int) -> tuple[str, ...]:
    """Take initials that were typed in one apart: "nt huong" beside three words is n, t, huong."""
    first = words[0]
    if len(words) == 1 or not 1 < len(first) == wanted - len(words) + 1 or _VOWELS & set(first):
        return words
    return (*first, *words[1:])


def _short_for(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)
