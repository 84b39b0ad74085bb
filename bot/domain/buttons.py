"""What a button carries: a few bytes of data that are read back as hostile input.

``1d2s.a1.choose.GV-2`` is: version, kind, row and revision in base 36, action, value. Nothing in it is trusted: who may
do what is looked up when it is pressed.
"""

from dataclasses import dataclass
from enum import StrEnum

VERSION = "1"
MAX_BYTES = 64  # Telegram's limit for callback data, in UTF-8
_MAX_NUMBER = 2**63 - 1
_MAX_DIGITS = 13  # of 2**63 - 1 in base 36
MAX_VALUE_DIGITS = 18  # of a number that is a value
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_PARTS = 4


class Kind(StrEnum):
    """Which row a button belongs to."""

    DIALOG = "dialog"  # the live window of a chat
    NOTICE = "notice"  # a message of the outbox


_LETTER = {Kind.DIALOG: "d", Kind.NOTICE: "n"}
_KIND = {VERSION + letter: kind for kind, letter in _LETTER.items()}


@dataclass(frozen=True, slots=True)
class Press:
    """One press. ``row`` is the id of the dialog or notice, ``revision`` what was drawn when the button was made."""

    kind: Kind
    action: str
    value: str = ""
    row: int = 0
    revision: int = 0


def encode(press: Press) -> str:
    """Write a press as callback data; raise ValueError for what would not fit or not come back the same."""
    data = f"{VERSION}{_LETTER[press.kind]}{_base36(press.row)}.{_base36(press.revision)}.{press.action}.{press.value}"
    too_long = press.value.isdecimal() and (not press.value.isascii() or len(press.value) > MAX_VALUE_DIGITS)
    if not _is_action(press.action) or not press.value.isprintable() or too_long:
        raise ValueError(f"no button can carry {press}")
    if len(data.encode()) > MAX_BYTES:
        raise ValueError(f"more than {MAX_BYTES} bytes: {data}")
    return data


def decode(data: str) -> Press | None:
    """Read callback data; None for anything that `encode` of this version did not write."""
    kind = _KIND.get(data[:2])
    parts = data[2:].split(".", _PARTS - 1)
    if kind is None or len(data) > MAX_BYTES or len(parts) != _PARTS:
        return None
    row, revision = _number(parts[0]), _number(parts[1])
    if row < 0 or revision < 0 or not _is_action(parts[2]) or not parts[3].isprintable():
        return None
    if parts[3].isdecimal() and (not parts[3].isascii() or len(parts[3]) > MAX_VALUE_DIGITS):
        return None  # no row has such a number, and no database takes it
    if not data.isascii() and len(data.encode()) > MAX_BYTES:  # printable, so nothing here is a half surrogate
        return None
    return Press(kind, parts[2], parts[3], row, revision)


def _is_action(word: str) -> bool:
    return word.isascii() and word.replace("-", "_").isidentifier()


def _base36(number: int) -> str:
    if not 0 <= number <= _MAX_NUMBER:
        raise ValueError(f"{number} is not the number of a row")
    digits = ""
    while True:
        number, rest = divmod(number, 36)
        digits = _DIGITS[rest] + digits
        if not number:
            return digits


def _number(digits: str) -> int:
    """Read what `_base36` wrote; -1 for anything else that int() would be kind enough to take."""
    if not digits.isalnum() or not digits.isascii() or digits != digits.lower() or len(digits) > _MAX_DIGITS:
        return -1
    if digits[0] == "0" and len(digits) > 1:
        return -1
    number = int(digits, 36)
    return number if number <= _MAX_NUMBER else -1
