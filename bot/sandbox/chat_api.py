"""The practice room's own calls under `/sandbox/` (say, press, upload, look), for the page and for tests elsewhere."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields

from aiohttp import web

from bot.sandbox.acts import Outgoing
from bot.sandbox.answers import ApiError, Json
from bot.sandbox.methods_settings import commands_shown
from bot.sandbox.telegram_server import BotApiServer, call_as_json, is_from_here
from bot.sandbox.world import Chat, Message, Person

_LONGEST_WAIT = 50.0
_SEEN_AT_ONCE = 200
_SHOWN_IN_PAGE = ("image/jpeg", "image/png", "image/webp", "audio/", "video/")

Route = Callable[[web.BaseRequest], Awaitable[Json]]


class Wrong(Exception):
    """A call that makes no sense; the words are for whoever wrote it."""


class ChatApi:
    """Lets somebody outside of this process act for people and see their chats."""

    def __init__(self, server: BotApiServer) -> None:
        self.server = server
        self.routes: dict[tuple[str, str], Route] = {
            ("GET", "people"): self._people,
            ("POST", "people"): self._add_person,
            ("GET", "chat"): self._chat,
            ("GET", "tap"): self._tap,
            ("GET", "calls"): self._calls,
            ("POST", "say"): self._say,
            ("POST", "press"): self._press,
            ("POST", "upload"): self._upload,
            ("POST", "edit"): self._edit,
            ("POST", "block"): self._block,
            ("POST", "duplicate"): self._duplicate,
            ("POST", "fault"): self._fault,
        }

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse | None:
        """Answer a request under `/sandbox/`; None when it is none of ours."""
        if not request.path.startswith("/sandbox/"):
            return None
        if not is_from_here(request):
            return web.json_response({"error": "this is not the practice room's own page"}, status=403)
        name = request.path.removeprefix("/sandbox/")
        if name.startswith("file/"):
            return self._file(name.removeprefix("file/"))
        route = self.routes.get((request.method, name))
        if route is None:
            return None
        try:
            return web.json_response(await route(request))
        except (Wrong, KeyError, ValueError, ApiError) as error:
            return web.json_response({"error": str(error)}, status=400)

    async def _people(self, _request: web.BaseRequest) -> Json:
        return {"people": [self.person_as_json(person) for person in self.server.world.people.values()]}

    def person_as_json(self, person: Person) -> Json:
        """Give somebody with the last message of their chat."""
        chat = self.server.world.chats[person.user_id]
        last = next(reversed(chat.visible()), None)
        return asdict(person) | {
            "blocked": chat.blocked,
            "started": chat.started,
            "change": chat.change,
            "last": last.as_seen() if last else None,
        }

    async def _add_person(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        known = {field.name for field in fields(Person)}
        person = Person(**{key: value for key, value in given.items() if key in known})
        self.server.world.meet(person)
        return self.person_as_json(self.server.world.people[person.user_id])

    async def _chat(self, request: web.BaseRequest) -> Json:
        chat = self._chat_of(int(request.query["user_id"]))
        after = int(request.query.get("after", -1))
        wait = min(float(request.query.get("timeout", 0)), _LONGEST_WAIT)
        if wait and chat.change <= after:
            await self.server.world.wait_for_change([chat], after=after, timeout=wait)
        changed = [message.as_seen() for message in chat.messages.values() if message.change > after]
        person = chat.person
        return {
            "change": chat.change,
            "messages": changed[-_SEEN_AT_ONCE:],
            "reply_keyboard": chat.reply_keyboard,
            "blocked": chat.blocked,
            "started": chat.started,
            "commands": commands_shown(self.server.caller, chat, person.language_code if person else ""),
        }

    async def _tap(self, request: web.BaseRequest) -> Json:
        tap = self.server.world.taps[request.query["query_id"]]
        chat = self.server.world.chats[tap.chat_id]
        loop = asyncio.get_running_loop()
        deadline = loop.time() + min(float(request.query.get("timeout", 0)), _LONGEST_WAIT)
        while not tap.answered and loop.time() < deadline:
            await self.server.world.wait_for_change([chat], after=chat.change, timeout=deadline - loop.time())
        return {"answered": tap.answered, "text": tap.text, "alert": tap.alert}

    async def _calls(self, request: web.BaseRequest) -> Json:
        count = int(request.query.get("count", 100))
        return {"calls": [call_as_json(call) for call in self.server.calls[-count:]]}

    async def _say(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        if not str(given["text"]).strip():
            raise Wrong("text is empty")
        return self.server.acts.say(self._person(given["user_id"]), str(given["text"])).as_seen()

    async def _press(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        person = self._person(given["user_id"])
        tap = self.server.acts.press(person, self._message(given), str(given["data"]))
        return {"query_id": tap.query_id}

    async def _upload(self, request: web.BaseRequest) -> Json:
        form = await request.post()
        person = self._person(form["user_id"])
        kind, size = str(form.get("kind", "document")), form.get("size")
        files = [
            Outgoing(kind, item.file.read(), item.filename, item.content_type, int(str(size)) if size else None)
            for item in form.getall("file", [])
            if isinstance(item, web.FileField)
        ]
        if not files:
            raise Wrong("no file")
        sent = self.server.acts.send_files(person, files, caption=str(form.get("caption", "")))
        return {"messages": [message.as_seen() for message in sent]}

    async def _edit(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        message = self._message(given)
        if message.sender_id != int(given["user_id"]):
            raise Wrong("only one's own message can be edited")
        self.server.acts.edit(message, str(given["text"]))
        return message.as_seen()

    async def _block(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        act = self.server.acts.block if given.get("blocked", True) else self.server.acts.unblock
        act(self._person(given["user_id"]))
        return {"blocked": bool(given.get("blocked", True))}

    async def _duplicate(self, request: web.BaseRequest) -> Json:
        self.server.updates.duplicates += int((await request.json()).get("count", 1))
        return {"duplicates": self.server.updates.duplicates}

    async def _fault(self, request: web.BaseRequest) -> Json:
        given = await request.json()
        self.server.fail_next(str(given.pop("method")), **given)
        return {}

    def _file(self, file_id: str) -> web.Response:
        stored = self.server.world.files.by_id(file_id)
        if stored is None:
            return web.Response(status=404)
        headers = {"X-Content-Type-Options": "nosniff", "Cache-Control": "private, max-age=3600"}
        is_shown = stored.mime.startswith(_SHOWN_IN_PAGE)
        if not is_shown:
            headers["Content-Disposition"] = "attachment"
        kind = stored.mime if is_shown else "application/octet-stream"
        return web.Response(body=stored.data, content_type=kind, headers=headers)

    def _person(self, user_id: object) -> Person:
        person = self.server.world.people.get(int(str(user_id)))
        if person is None:
            raise Wrong(f"nobody has the number {user_id}")
        return person

    def _chat_of(self, user_id: int) -> Chat:
        return self.server.world.chats[self._person(user_id).user_id]

    def _message(self, given: Json) -> Message:
        message = self._chat_of(int(given["user_id"])).messages.get(int(given["message_id"]))
        if message is None:
            raise Wrong(f"no message {given['message_id']}")
        return message


def as_event(event: Json) -> bytes:
    """Give one server-sent event."""
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"
