"""The methods that send: texts, photos, documents, albums, "typing"."""

from bot.sandbox.answers import ApiError, Json, Params, Upload, bad_request
from bot.sandbox.files import PHOTO_LIMIT, UPLOAD_LIMIT, StoredFile
from bot.sandbox.keyboards import read_markup
from bot.sandbox.methods import Caller, formatted_caption, formatted_text
from bot.sandbox.world import Chat

_ALBUM = range(2, 11)
_ACTIONS = {"typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
            "upload_document", "choose_sticker", "find_location", "record_video_note", "upload_video_note"}  # fmt: skip


def send_message(caller: Caller, params: Params) -> Json:
    """Send a text."""
    chat = caller.chat_to_write(params)
    parts = formatted_text(params)
    return _send(caller, chat, params, parts)


def send_photo(caller: Caller, params: Params) -> Json:
    """Send a photo, uploaded or by file_id."""
    chat = caller.chat_to_write(params)
    return _send(
        caller, chat, params, _photo(caller, params, "photo", params.values.get("photo")) | formatted_caption(params)
    )


def send_document(caller: Caller, params: Params) -> Json:
    """Send a document, uploaded or by file_id."""
    chat = caller.chat_to_write(params)
    parts = _document(caller, params, "document", params.values.get("document")) | formatted_caption(params)
    return _send(caller, chat, params, parts)


def send_media_group(caller: Caller, params: Params) -> list[Json]:
    """Send an album of 2 to 10 photos or documents."""
    chat = caller.chat_to_write(params)
    media = params.structure("media")
    if not isinstance(media, list) or len(media) not in _ALBUM:
        raise bad_request("there must be 2-10 items in the media group")
    if len({item.get("type") for item in media}) != 1:
        raise bad_request("document can't be mixed with other media types")
    album = str(13_800_000_000_000_000 + caller.world.last_message_id)
    content = []
    for item in media:
        read = _photo if item["type"] == "photo" else _document
        captioned = formatted_caption(Params(item))
        content.append(read(caller, params, item["type"], item.get("media")) | captioned | {"media_group_id": album})
    return [caller.post(chat, params, parts).body for parts in content]


def _send(caller: Caller, chat: Chat, params: Params, parts: Json) -> Json:
    markup = read_markup(params) if params.values.get("reply_markup") else None
    if markup is not None and "inline_keyboard" in markup:
        parts["reply_markup"] = markup
    elif markup is not None:
        chat.reply_keyboard = None if markup.get("remove_keyboard") else markup
    return caller.post(chat, params, parts).body


def _uploaded(params: Params, name: str, value: object) -> Upload | None:
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
    upload = params.files.get(name)
    if upload is not None and not upload.data:
        raise bad_request("file must be non-empty")
    if upload is not None and len(upload.data) > UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    return upload


def _photo(caller: Caller, params: Params, name: str, value: object) -> Json:
    upload = _uploaded(params, name, value)
    files = caller.world.files
    if upload is not None:
        if len(upload.data) > PHOTO_LIMIT:
            raise bad_request("file is too big for a photo")
        return {"photo": files.add_photo(upload.data)}
    return {"photo": files.add_photo(_known(caller, value, "photo").data)}


def _document(caller: Caller, params: Params, name: str, value: object) -> Json:
    upload = _uploaded(params, name, value)
    if upload is not None:
        stored = caller.world.files.add(upload.data, kind="document", name=upload.name, mime=upload.mime)
    else:
        stored = _known(caller, value, "document")
    return {"document": {**stored.as_json(), "file_name": stored.name, "mime_type": stored.mime}}


def _known(caller: Caller, value: object, kind: str) -> StoredFile:
    if not value:
        raise bad_request(f"there is no {kind} in the request")
    stored = caller.world.files.by_id(str(value))
    if stored is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored


def send_chat_action(caller: Caller, params: Params) -> bool:
    """Show "typing…" for five seconds."""
    chat = caller.chat_to_write(params)
    if params.text("action").lower() not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    caller.world.changed(chat, "action", action=params.text("action"))
    return True
