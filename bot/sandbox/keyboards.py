"""Reply markups: what Telegram takes as a keyboard and what it refuses."""

from typing import Any

from bot.sandbox.answers import Json, Params, bad_request

_BUTTONS_AT_MOST = 100
_BUTTONS_IN_A_ROW = 8
_DATA_BYTES = 64
_COPY_CHARACTERS = 256
_STYLES = {"primary", "success", "danger"}
_ACTIONS = ("url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
            "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay")  # fmt: skip


def read_markup(params: Params, *, inline_only: bool = False) -> Json | None:
    """Give the checked markup of a call or None; ``inline_only`` is for edits and albums."""
    markup = params.structure("reply_markup")
    if not markup:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if inline_only:
        raise bad_request("inline keyboard expected")
    if "keyboard" in markup:
        return _reply_keyboard(markup)
    return markup


def _rows(rows: object, what: str) -> list[list[Any]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{what}" of the reply markup must be an Array of Arrays')
    if sum(len(row) for row in rows) > _BUTTONS_AT_MOST or any(len(row) > _BUTTONS_IN_A_ROW for row in rows):
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    return [row for row in rows if row]


def _inline(rows: object) -> Json | None:
    checked = [[_inline_button(button) for button in row] for row in _rows(rows, "inline_keyboard")]
    return {"inline_keyboard": checked} if checked else None


def _inline_button(button: object) -> Json:
    kind = "inline keyboard button"
    if not isinstance(button, dict):
        raise bad_request(f"can't parse {kind}: InlineKeyboardButton must be an Object")
    _check_text_and_style(button, kind)
    actions = [name for name in _ACTIONS if button.get(name)]
    if "callback_data" in button and not button["callback_data"]:
        raise bad_request("BUTTON_DATA_INVALID")
    if not actions:
        raise bad_request(f"can't parse {kind}: Text buttons are unallowed in the inline keyboard")
    if "callback_data" in actions and len(str(button["callback_data"]).encode()) > _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if "url" in actions:
        _check_url(str(button["url"]))
    if "copy_text" in actions and not 1 <= len(str(button["copy_text"].get("text", ""))) <= _COPY_CHARACTERS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return button


def _check_text_and_style(button: Json, kind: str) -> None:
    if not str(button.get("text") or "").strip():
        raise bad_request(f'can\'t parse {kind}: Field "text" must be of type String and non-empty')
    if button.get("style") and button["style"] not in _STYLES:
        raise bad_request(f"can't parse {kind}: Invalid button style specified")


def _check_url(url: str) -> None:
    if not url.startswith(("http://", "https://", "tg://")) or " " in url:
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _reply_keyboard(markup: Json) -> Json:
    rows: list[list[Json]] = []
    for row in _rows(markup["keyboard"], "keyboard"):
        buttons = [{"text": button} if isinstance(button, str) else button for button in row]
        for button in buttons:
            _check_text_and_style(button, "keyboard button")
        rows.append(buttons)
    return {**markup, "keyboard": rows}
