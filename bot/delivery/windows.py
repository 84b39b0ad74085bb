"""The one live window of each chat: drawn from its rows, edited in place on a tap, sent anew below written words."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.conversation.window import Window
from bot.database import Database
from bot.delivery.caller import Caller, Fate
from bot.delivery.keeping import keep
from bot.delivery.render import html, keyboard, receipt
from bot.domain.buttons import Kind
from bot.domain.clock import Clock
from bot.services import scenes
from bot.services.scene import Scene
from bot.tasks import Tasks

log = logging.getLogger(__name__)

#: Seconds in which another worker has drawn a window, or it died.
OTHERS_DRAW = 3.0

DrawScene = Callable[[Scene, Session], Window]


class Painter:
    """Draws the scenes it is given; of a chat that is being drawn only the latest scene waits."""

    def __init__(self, caller: Caller, database: Database, *, clock: Clock, draw: DrawScene, tasks: Tasks) -> None:
        self._caller = caller
        self._database = database
        self._clock = clock
        self._draw = draw
        self._tasks = tasks
        self._ready: dict[int, Scene] = {}
        self._busy: set[int] = set()
        self._woken = asyncio.Event()
        self._stopping = False
        self._alarm: asyncio.TimerHandle | None = None
        self._protected: dict[int, int] = {}  # chat -> its live window, where that was sent with protect_content

    async def start(self) -> None:
        """Begin with every window that lags behind its rows."""
        if self._database.shared:
            self._tasks.run(self._look(()))
        else:
            await self._look(await self._database.read(scenes.lagging))
        self._tasks.run(self._serve())

    async def stop(self) -> None:
        """Draw no more; what is on its way is finished by the owner of the tasks."""
        self._stopping = True
        self._woken.set()

    def wake(self, scene: Scene) -> None:
        """A scene was committed; a later one of the same chat takes its place."""
        waiting = self._ready.get(scene.chat_id)
        if waiting is None or waiting.revision <= scene.revision:
            self._ready[scene.chat_id] = scene
            self._woken.set()

    def look(self, chat_ids: Sequence[int] = ()) -> None:
        """Rows were changed by somebody who has no scene to hand over."""
        self._tasks.run(self._look(chat_ids))

    async def _look(self, chat_ids: Sequence[int]) -> None:
        chats = list(chat_ids) or await self._lagging()
        for start in range(0, len(chats), 500):
            some = chats[start : start + 500]
            for scene in await self._database.read(partial(scenes.load_many, chat_ids=some)):
                self.wake(scene)

    async def _lagging(self) -> list[int]:
        """Find the windows that lag; where other workers draw too, those that they do not catch up with."""
        chats = await self._database.read(scenes.lagging)
        if self._database.shared and chats:
            await asyncio.sleep(OTHERS_DRAW)
            still = set(await self._database.read(scenes.lagging))
            chats = [chat for chat in chats if chat in still]
        return chats

    async def _serve(self) -> None:
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            batch = self._take()
            if not batch:
                continue
            try:
                drawn = await self._database.read(partial(self._draw_all, batch))
            except OperationalError:
                log.warning("The database is away, %s windows wait", len(batch))
                self._put_back(batch)
                continue
            for scene, window in zip(batch, drawn, strict=True):
                self._tasks.run(self._show(scene, window))

    def _take(self) -> list[Scene]:
        now = self._clock()
        batch = []
        settling: list[float] = []
        for chat_id, scene in list(self._ready.items()):
            if chat_id in self._busy:
                continue
            if scene.draw_after is not None and scene.draw_after > now:
                settling.append((scene.draw_after - now).total_seconds())
                continue
            del self._ready[chat_id]
            if scene.revision > scene.drawn_revision:
                self._busy.add(chat_id)
                batch.append(scene)
        if settling:
            self._look_in(min(settling))
        return batch

    def _put_back(self, batch: list[Scene]) -> None:
        for scene in batch:
            self._busy.discard(scene.chat_id)
            self.wake(scene)
        self._woken.clear()
        self._look_in(1.0)

    def _look_in(self, seconds: float) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm = asyncio.get_running_loop().call_later(min(max(seconds, 0.01), 5.0), self._woken.set)

    def _draw_all(self, batch: list[Scene], session: Session) -> list[Window | None]:
        drawn: list[Window | None] = []
        for scene in batch:
            try:
                drawn.append(self._draw(scene, session))
            except OperationalError:
                raise
            except Exception:
                log.exception("Could not draw %s", scene.screen)
                drawn.append(None)
        return drawn

    async def _show(self, scene: Scene, window: Window | None) -> None:
        try:
            message_id = scene.live_message_id or 0
            if window is not None:
                message_id = await self._put(scene, window)
            scene.drawn_revision, scene.live_message_id = scene.revision, message_id or scene.live_message_id
            await keep(
                self._database,
                partial(
                    scenes.mark_drawn,
                    dialog_id=scene.dialog_id,
                    revision=scene.revision,
                    message_id=scene.live_message_id,
                ),
            )
        finally:
            self._busy.discard(scene.chat_id)
            self._hand_on(scene)

    def _hand_on(self, shown: Scene) -> None:
        """Tell the scene that came meanwhile what is on the screen now."""
        waiting = self._ready.get(shown.chat_id)
        if waiting is not None:
            waiting.drawn_revision, waiting.live_message_id = shown.drawn_revision, shown.live_message_id
            self._woken.set()

    async def _put(self, scene: Scene, window: Window) -> int:
        """Put the window on the screen and give its message id; 0 where it can reach nobody."""
        rows = keyboard(window.rows, kind=Kind.DIALOG, row_id=scene.dialog_id, revision=scene.revision)
        payload: dict[str, Any] = {
            "chat_id": scene.chat_id,
            "text": html(window),
            "parse_mode": "HTML",
            "reply_markup": {"inline_keyboard": rows},
            "link_preview_options": {"is_disabled": True},
        }
        # An edit cannot protect what was sent unprotected, and after a restart nobody knows how it was sent.
        must_protect = window.personal and self._protected.get(scene.chat_id) != scene.live_message_id
        if not scene.fresh and not must_protect:
            outcome = await self._caller.call("editMessageText", {**payload, "message_id": scene.live_message_id})
            if outcome.fate is not Fate.MISSING:
                return scene.live_message_id or 0
        if window.personal:
            payload["protect_content"] = True
        outcome = await self._caller.call("sendMessage", payload)
        if outcome.fate is not Fate.DONE:
            log.warning("A window was not taken: %s", outcome.error)
            return 0
        if scene.live_message_id:
            words = scene.receipt if scene.fresh else ""
            self._tasks.run(self._shrink(scene.chat_id, scene.live_message_id, words))
        message_id = int(outcome.result["message_id"])
        self._protected.pop(scene.chat_id, None)
        if window.personal:
            self._protected[scene.chat_id] = message_id
        return message_id

    async def _shrink(self, chat_id: int, message_id: int, words: str) -> None:
        """Turn the answered window into its receipt; should this be lost, its buttons are merely stale."""
        payload: dict[str, Any] = {"chat_id": chat_id, "message_id": message_id}
        if words:
            await self._caller.call("editMessageText", {**payload, "text": receipt(words), "parse_mode": "HTML"})
        else:
            await self._caller.call("editMessageReplyMarkup", payload)
