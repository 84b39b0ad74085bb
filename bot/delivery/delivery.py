"""Draws what lags, answers taps and sends the outbox; woken after commits, and at start by the rows themselves.

Everything here can be killed at any moment: what is not marked as drawn or sent is drawn or sent again.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from telegram import Bot

from bot.database import Database
from bot.delivery.caller import Caller
from bot.delivery.menus import MenuOf, Menus
from bot.delivery.postman import DrawNotice, Load, Postman
from bot.delivery.windows import DrawScene, Painter
from bot.domain.clock import Clock
from bot.services import inbox
from bot.services.scene import Scene
from bot.tasks import Tasks

log = logging.getLogger(__name__)

#: Taps whose answer may have been lost with the process are answered again; older ones Telegram has given up.
TAP_LIVES = timedelta(seconds=150)


class Delivery:
    """The bot's voice. ``draw`` and ``draw_notice`` are handed in, so that nothing here knows a screen."""

    def __init__(
        self,
        bot: Bot,
        database: Database,
        *,
        clock: Clock,
        draw: DrawScene,
        draw_notice: DrawNotice,
        menu: MenuOf | None = None,
        load: Load | None = None,
    ) -> None:
        self._database = database
        self._clock = clock
        self._caller = Caller(bot, database, clock=clock)
        self._tasks = Tasks("delivery")
        self._painter = Painter(self._caller, database, clock=clock, draw=draw, tasks=self._tasks)
        self._postman = Postman(self._caller, database, clock=clock, draw=draw_notice, tasks=self._tasks, load=load)
        self._menus = Menus(self._caller, database, menu=menu, tasks=self._tasks) if menu is not None else None

    async def start(self) -> None:
        """Take up what a killed process left: lagging windows, unanswered taps, claimed messages."""
        await self._caller.start()
        await self._postman.start()
        await self._painter.start()
        if self._menus is not None:
            await self._menus.start()
        since = self._clock() - TAP_LIVES
        for tap in await self._database.read(lambda session: inbox.recent_taps(session, since=since)):
            self.answer(tap)

    async def stop(self) -> None:
        """Finish what is on its way; the rest lies in rows."""
        await self._postman.stop()
        await self._painter.stop()
        if self._menus is not None:
            await self._menus.stop()
        await self._tasks.stop()

    def wake(self, scenes: Sequence[Scene] = (), *, outbox: bool = False) -> None:
        """Something was committed: windows to draw, given as the rows they are drawn from, or messages to send."""
        for scene in scenes:
            self._painter.wake(scene)
        if outbox:
            self._wake_others()

    def look(self, chat_ids: Sequence[int] = ()) -> None:
        """Look into the rows: somebody else may have changed dialogs or the outbox."""
        self._painter.look(chat_ids)
        self._wake_others()

    def _wake_others(self) -> None:
        self._postman.wake()
        if self._menus is not None:
            self._menus.wake()

    def answer(self, tap_id: str, text: str = "") -> None:
        """Answer a tap at once, nobody should watch a button spin; an empty text only stops the spinner."""
        payload: dict[str, Any] = {"callback_query_id": tap_id}
        if text:
            payload["text"] = text[:200]
        self._tasks.run(self._caller.call("answerCallbackQuery", payload))

    def settle(self, chat_id: int, message_id: int) -> None:
        """A notice that was followed is only a receipt; should this be lost, its buttons say kindly that it was."""
        self._tasks.run(self._caller.call("editMessageReplyMarkup", {"chat_id": chat_id, "message_id": message_id}))
