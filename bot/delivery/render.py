"""A window becomes Telegram's HTML and inline keyboard: the one place where words are escaped for a chat."""

from html import escape
from typing import Any

from bot.conversation.window import Button, Row, Style, Window
from bot.domain.buttons import Kind, Press, encode

#: Telegram's limit for a message after parsing is 4,096 UTF-16 units; windows stay far below, at 700.
MAX_TEXT = 4096


def html(window: Window) -> str:
    """Write the parts in their order, with a blank line where the eye needs one."""
    head = []
    if window.header:
        head.append(f"<b>{_safe(window.header)}</b>")
    if window.trail:
        head.append(f"<i>{_safe(window.trail)}</i>")
    body = [_safe(line) for line in window.body]
    if window.quote:
        body.append(f"<blockquote expandable>{_safe(window.quote)}</blockquote>")
    tail = []
    if window.hint:
        tail.append(f"<i>{_safe(window.hint)}</i>")
    if window.problem:
        tail.append(f"⚠️ {_safe(window.problem)}")
    if window.question:
        tail.append(f"<b>{_safe(window.question)}</b>")
    return "\n\n".join("\n".join(part) for part in (head, body, tail) if part)


def keyboard(rows: tuple[Row, ...], *, kind: Kind, row_id: int, revision: int) -> list[list[dict[str, Any]]]:
    """Write the buttons; each carries its row and revision, so that an old one is recognised and acts on nothing."""
    return [[_button(button, kind, row_id, revision) for button in row] for row in rows]


def receipt(text: str) -> str:
    """Write what an answered window shrinks to."""
    return f"<i>{_safe(text)}</i>"


def _safe(text: str) -> str:
    return escape(text, quote=False)


def _button(button: Button, kind: Kind, row_id: int, revision: int) -> dict[str, Any]:
    drawn: dict[str, Any] = {"text": button.label}
    if button.style is not Style.PLAIN:
        drawn["style"] = button.style.value
    if button.copy:
        drawn["copy_text"] = {"text": button.copy[:256]}
    elif button.url:
        drawn["url"] = button.url
    else:
        drawn["callback_data"] = encode(Press(kind, button.action, button.value, row_id, revision))
    return drawn
