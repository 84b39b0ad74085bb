"""The methods about the bot itself: who it is, its commands and texts, its files, the chats it knows."""

import re

from bot.sandbox.answers import Json, Params, bad_request
from bot.sandbox.files import DOWNLOAD_LIMIT
from bot.sandbox.methods import Caller, Method
from bot.sandbox.world import Chat

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_COMMANDS_AT_MOST = 100
_DESCRIPTION_LIMIT = 256
_NAME_LIMITS = {"name": 64, "short_description": 120, "description": 512}


def get_me(caller: Caller, _params: Params) -> Json:
    """Give the bot's user with what only getMe tells."""
    return caller.user | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def get_chat(caller: Caller, params: Params) -> Json:
    """Give what is known of a chat."""
    return caller.chat(params).as_json() | {"accent_color_id": 0, "max_reaction_count": 11}


def get_file(caller: Caller, params: Params) -> Json:
    """Give the path under which a file of at most 20 MB can be downloaded."""
    stored = caller.world.files.by_id(params.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if stored.size > DOWNLOAD_LIMIT:
        raise bad_request("file is too big")
    return {**stored.as_json(), "file_path": stored.path}


def _scope_key(params: Params) -> str:
    scope = params.structure("scope") or {"type": "default"}
    kind = str(scope.get("type", "default"))
    if kind in {"chat", "chat_administrators", "chat_member"}:
        return f"{kind}:{scope.get('chat_id')}"
    return kind


def set_my_commands(caller: Caller, params: Params) -> bool:
    """Set the commands of a scope and a language."""
    commands = params.structure("commands")
    if not isinstance(commands, list) or len(commands) > _COMMANDS_AT_MOST:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(str(command.get("description", ""))) <= _DESCRIPTION_LIMIT:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    caller.commands[_scope_key(params), params.text("language_code")] = commands
    caller.world.tell({"kind": "commands"})
    return True


def get_my_commands(caller: Caller, params: Params) -> list[Json]:
    """Give the commands of exactly this scope and language."""
    return caller.commands.get((_scope_key(params), params.text("language_code")), [])


def delete_my_commands(caller: Caller, params: Params) -> bool:
    """Forget the commands of a scope and a language."""
    caller.commands.pop((_scope_key(params), params.text("language_code")), None)
    caller.world.tell({"kind": "commands"})
    return True


def commands_shown(caller: Caller, chat: Chat, language: str) -> list[Json]:
    """Give the commands that a person sees in a chat: the narrowest scope wins, then their language."""
    scopes = [f"chat:{chat.chat_id}", "all_private_chats" if chat.kind == "private" else "all_group_chats", "default"]
    for scope in scopes:
        for code in (language, ""):
            if caller.commands.get((scope, code)):
                return caller.commands[scope, code]
    return []


def _set_name(kind: str) -> Method:
    def set_it(caller: Caller, params: Params) -> bool:
        value = params.text(kind)
        if len(value) > _NAME_LIMITS[kind]:
            raise bad_request(f"BOT_{kind.upper()}_TOO_LONG")
        caller.names[kind, params.text("language_code")] = value
        return True

    return set_it


def _get_name(kind: str) -> Method:
    def get_it(caller: Caller, params: Params) -> Json:
        fallback = caller.user["first_name"] if kind == "name" else ""
        return {kind: caller.names.get((kind, params.text("language_code")), fallback)}

    return get_it


def set_chat_menu_button(caller: Caller, params: Params) -> bool:
    """Set what the button beside the text field opens."""
    caller.menu_buttons[params.number("chat_id") or 0] = params.structure("menu_button") or {"type": "default"}
    return True


def get_chat_menu_button(caller: Caller, params: Params) -> Json:
    """Give what the button beside the text field opens."""
    return caller.menu_buttons.get(params.number("chat_id") or 0, {"type": "default"})


NAMES: dict[str, Method] = {
    "setmyname": _set_name("name"),
    "getmyname": _get_name("name"),
    "setmydescription": _set_name("description"),
    "getmydescription": _get_name("description"),
    "setmyshortdescription": _set_name("short_description"),
    "getmyshortdescription": _get_name("short_description"),
}
