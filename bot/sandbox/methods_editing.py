"""The methods that change what was sent: edits, deletes, reactions, and answers to taps."""

from bot.sandbox.answers import Json, Params, bad_request
from bot.sandbox.formatting import utf16_length
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods import Caller, formatted_caption, formatted_text
from bot.sandbox.world import Chat, Message

_TOAST_LIMIT = 200
_QUERY_LIVES = 150.0
_DELETE_WITHIN = 48 * 3600
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def edit_message_text(caller: Caller, params: Params) -> Json:
    """Change the text (and the keyboard) of a text message of the bot."""
    chat = caller.chat_to_write(params)
    new = formatted_text(params)
    message = _editable(caller, params, chat)
    if "text" not in message.body:
        raise bad_request("there is no text in the message to edit")
    return _change(caller, chat, message, params, new, dropped=("text", "entities"))


def edit_message_caption(caller: Caller, params: Params) -> Json:
    """Change the caption (and the keyboard) of a photo or document of the bot."""
    chat = caller.chat_to_write(params)
    new = formatted_caption(params)
    message = _editable(caller, params, chat)
    if "text" in message.body:
        raise bad_request("there is no caption in the message to edit")
    return _change(caller, chat, message, params, new, dropped=("caption", "caption_entities"))


def edit_message_reply_markup(caller: Caller, params: Params) -> Json:
    """Change or remove the keyboard only."""
    chat = caller.chat_to_write(params)
    return _change(caller, chat, _editable(caller, params, chat), params, {}, dropped=())


def _editable(caller: Caller, params: Params, chat: Chat) -> Message:
    message = caller.message(params, chat, missing="message to edit not found")
    if not message.by_bot:
        raise bad_request("message can't be edited")
    return message


def _change(
    caller: Caller, chat: Chat, message: Message, params: Params, new: Json, *, dropped: tuple[str, ...]
) -> Json:
    markup = read_markup(params, inline_only=True) if params.values.get("reply_markup") else None
    old = message.body
    kept = {key: value for key, value in old.items() if key not in dropped and key != "reply_markup"}
    body = {**kept, **new}
    if markup:
        body["reply_markup"] = markup
    if {**body, "edit_date": 0} == {**old, "edit_date": 0}:
        raise bad_request(_NOT_MODIFIED)
    body["edit_date"] = int(caller.world.now())
    message.body = body
    message.edited = message.edited or bool(dropped)
    caller.world.changed(chat, "edit", message)
    return body


def delete_message(caller: Caller, params: Params) -> bool:
    """Delete a message of the last 48 hours, in a private chat also one of the person."""
    chat = caller.chat(params)
    message = caller.message(params, chat, missing="message to delete not found")
    is_old = caller.world.now() - message.body["date"] > _DELETE_WITHIN
    if is_old or (not message.by_bot and chat.kind != "private"):
        raise bad_request("message can't be deleted")
    message.deleted = True
    caller.world.changed(chat, "delete", message)
    return True


def delete_messages(caller: Caller, params: Params) -> bool:
    """Delete up to 100 messages; those that cannot be found are skipped."""
    chat = caller.chat(params)
    numbers = params.structure("message_ids")
    if not isinstance(numbers, list) or not 1 <= len(numbers) <= 100:  # noqa: PLR2004 -- Telegram's limit, said once
        raise bad_request("there must be 1-100 message identifiers")
    for number in numbers:
        message = chat.messages.get(int(number))
        if message is not None and not message.deleted:
            message.deleted = True
            caller.world.changed(chat, "delete", message)
    return True


def set_message_reaction(caller: Caller, params: Params) -> bool:
    """React to a message with one emoji, or take the reaction back."""
    chat = caller.chat_to_write(params)
    message = caller.message(params, chat, missing="message to react not found")
    reactions = params.structure("reaction") or []
    if not isinstance(reactions, list) or len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    message.extra["reactions"] = [str(reaction.get("emoji", "")) for reaction in reactions]
    caller.world.changed(chat, "edit", message)
    return True


def answer_callback_query(caller: Caller, params: Params) -> bool:
    """Answer a tap within 150 seconds, with a toast or an alert of at most 200 characters, or silently."""
    tap = caller.world.taps.get(params.text("callback_query_id"))
    if tap is None or caller.world.tick() - tap.at > _QUERY_LIVES:
        raise bad_request(_TOO_OLD)
    text = params.text("text")
    if utf16_length(text) > _TOAST_LIMIT:
        raise bad_request("MESSAGE_TOO_LONG")
    if tap.answered:
        return True
    tap.answered, tap.text, tap.alert = True, text, params.flag("show_alert")
    chat = caller.world.chats[tap.chat_id]
    caller.world.changed(chat, "tap", query_id=tap.query_id, user_id=tap.user_id, text=text, alert=tap.alert)
    return True
