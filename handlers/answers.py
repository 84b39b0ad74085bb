"""Read an answer against the window it answers: a press, a digit or the words of a button mean the same."""

import unicodedata

from bot.conversation.desk import Given, Navigated, Pressed, Sent, Stay, Typed
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.names import search_key
from bot.domain.wording import N_, Text

#: So much of what somebody typed is repeated back.
ECHO = 30


def press_of(given: Given, window: Window) -> Pressed | None:
    """Give the press that an answer means in this window, or None if it means none of its buttons."""
    if isinstance(given, Pressed):
        return given
    for button in (button for row in window.rows for button in row if button.action):
        if isinstance(given, Navigated) and button.action == given.to:
            return Pressed(button.action, button.value)
        if isinstance(given, Typed) and _names(given.text, button):
            return Pressed(button.action, button.value)
    return None


def not_understood(given: Given) -> Stay:
    """Say kindly that an answer fits none of the buttons, and what to do instead."""
    match given:
        case Typed(text):
            return Stay(
                problem=Text(
                    N_("“{words}” fits none of the buttons below. Press one, or type what it says."),
                    {"words": cut(text, ECHO)},
                )
            )
        case Sent():
            return Stay(
                problem=Text(
                    N_("Nothing asks for a file here. /decu begins a nomination, /hoso shows what is asked of you.")
                )
            )
        case Navigated():
            return Stay(problem=Text(N_("There is no such step here. /menu leads home.")))
        case Pressed():
            return Stay(toast=Text(N_("This button belongs to an earlier step; nothing has changed.")))


def _names(text: str, button: Button) -> bool:
    typed, label = search_key(text).strip(), search_key(button.label).strip()
    if typed.isdecimal():
        return label.split(" ", 1)[0] == str(int(typed))
    return bool(typed) and typed in {label, _words(label)}


def _words(label: str) -> str:
    """Take the digit, the emoji and the punctuation off the front of a label."""
    start = next((at for at, sign in enumerate(label) if unicodedata.category(sign).startswith("L")), len(label))
    return label[start:]
