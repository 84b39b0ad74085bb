"""What every Bot API method needs: the chat it may write to, the formatted text, the message it speaks of."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.sandbox.answers import ApiError, Json, Params, bad_request, forbidden
from bot.sandbox.formatting import found_entities, parse_html, utf16_length
from bot.sandbox.limits import RateLimiter, Rates
from bot.sandbox.world import Chat, Message, World

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024


@dataclass(slots=True)
class Caller:
    """The bot as the server sees it, and the world in which it acts."""

    user: Json
    world: World
    limiter: RateLimiter = field(default_factory=lambda: RateLimiter(Rates(), time.monotonic))
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    names: dict[tuple[str, str], str] = field(default_factory=dict)
    menu_buttons: dict[int, Json] = field(default_factory=dict)

    def chat(self, params: Params) -> Chat:
        """Give the chat that a call names; raise 400 when it is not known."""
        if not params.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat_id = params.number("chat_id")
        chat = None if chat_id is None else self.world.chats.get(chat_id)
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to is not None:
            raise ApiError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": chat.migrated_to},
            )
        return chat

    def chat_to_write(self, params: Params) -> Chat:
        """Give the chat when the bot may write there now; raise 403 or 429 when not."""
        chat = self.chat(params)
        if chat.person is not None and chat.person.deactivated:
            raise forbidden("user is deactivated")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.started:
            raise forbidden("bot can't initiate conversation with a user")
        if chat.bot_left:
            what = (
                "is not a member of the channel chat"
                if chat.kind == "channel"
                else f"was kicked from the {chat.kind} chat"
            )
            raise forbidden(f"bot {what}")
        self.limiter.check(chat.chat_id)
        return chat

    def message(self, params: Params, chat: Chat, *, missing: str) -> Message:
        """Give the message of a chat that a call names; raise 400 with ``missing`` when it is gone."""
        message = chat.messages.get(params.number("message_id") or 0)
        if message is None or message.deleted:
            raise bad_request(missing)
        return message

    def post(self, chat: Chat, params: Params, parts: Json) -> Message:
        """Add a message of the bot with the options that all sending methods share."""
        reply_to = self._replied(params, chat)
        if reply_to is not None:
            parts["reply_to_message"] = {key: reply_to.body[key] for key in ("message_id", "chat", "date", "text")
                                         if key in reply_to.body}  # fmt: skip
        values = params.values
        if values.get("protect_content") and params.flag("protect_content"):
            parts["has_protected_content"] = True
        if values.get("message_effect_id"):
            parts["effect_id"] = params.text("message_effect_id")
        message = self.world.post(chat, None, parts, bot=self.user)
        if values.get("disable_notification"):
            message.silent = params.flag("disable_notification")
        return message

    def _replied(self, params: Params, chat: Chat) -> Message | None:
        if not params.values.get("reply_parameters"):
            return None
        reply = params.structure("reply_parameters")
        message = chat.messages.get(int(reply.get("message_id", 0)))
        if message is None or message.deleted:
            if reply.get("allow_sending_without_reply"):
                return None
            raise bad_request("message to be replied not found")
        return message


def formatted_text(params: Params) -> Json:
    """Give ``text`` and ``entities`` of a call, parsed and of an allowed length."""
    text, entities = _parsed(params, params.text("text"), "entities")
    if not text:
        raise bad_request("message text is empty")
    if len(text) > TEXT_LIMIT // 2 and utf16_length(text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def formatted_caption(params: Params) -> Json:
    """Give ``caption`` and ``caption_entities`` of a call; an empty caption gives nothing."""
    text, entities = _parsed(params, params.text("caption"), "caption_entities")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    parts: Json = {"caption": text} if text else {}
    if entities:
        parts["caption_entities"] = entities
    return parts


def _parsed(params: Params, source: str, given: str) -> tuple[str, list[Json]]:
    mode = params.text("parse_mode").lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(source) if mode else (source, params.structure(given) or [])
    stripped = text.strip()
    if len(stripped) != len(text):
        lead = utf16_length(text[: len(text) - len(text.lstrip())])
        entities = _moved(entities, by=lead, end=utf16_length(stripped))
    return stripped, entities + found_entities(stripped)


def _moved(entities: list[Json], *, by: int, end: int) -> list[Json]:
    """Move entities after leading spaces were cut, and cut them at the end of the text."""
    moved = []
    for entity in entities:
        start = max(0, entity["offset"] - by)
        stop = min(end, entity["offset"] + entity["length"] - by)
        if stop > start:
            moved.append({**entity, "offset": start, "length": stop - start})
    return moved


Method = Callable[[Caller, Params], object]
