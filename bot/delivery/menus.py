"""The menu of commands beside the text field: told to Telegram for each chat in which it has changed, without hurry."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from functools import partial

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.database import Database
from bot.delivery.caller import Caller
from bot.delivery.keeping import keep
from bot.domain.menus import Menu
from bot.services import commands_due
from bot.services.commands_due import Due
from bot.tasks import Tasks

log = logging.getLogger(__name__)

#: So many accounts are looked at together.
AT_ONCE = 20
#: Seconds between two calls: nobody waits for a menu.
GAP = 0.05


#: Makes the menu of whoever is speaking through an account, in their language.
MenuOf = Callable[[Due, Session], Menu]


class Menus:
    """Tells what is due, one chat after another; what is not marked as told is told again."""

    def __init__(self, caller: Caller, database: Database, *, menu: MenuOf, tasks: Tasks) -> None:
        self._caller = caller
        self._database = database
        self._menu = menu
        self._tasks = tasks
        self._woken = asyncio.Event()
        self._stopping = False

    async def start(self) -> None:
        """Begin with what a killed process left."""
        self._tasks.run(self._serve())
        self.wake()

    async def stop(self) -> None:
        """Tell no more; the rest stays due."""
        self._stopping = True
        self._woken.set()

    def wake(self) -> None:
        """Somebody's roles, language or person have changed."""
        self._woken.set()

    async def _serve(self) -> None:
        while not self._stopping:
            await self._woken.wait()
            self._woken.clear()
            try:
                while await self._tell_some():
                    pass
            except OperationalError:
                log.warning("The database is away, the menus of commands wait")
                asyncio.get_running_loop().call_later(1.0, self._woken.set)

    async def _tell_some(self) -> bool:
        """Tell a few; gives whether there were any."""
        due = [] if self._stopping else await self._database.read(self._look)
        told = []
        for one, menu in due:
            if menu.words != one.told:
                await self._tell(one, menu)
                await asyncio.sleep(GAP)
            told.append((one, menu.words))
        if told:
            await keep(self._database, partial(commands_due.mark_told, told=told))
        return bool(told)

    def _look(self, session: Session) -> Sequence[tuple[Due, Menu]]:
        return [(one, self._menu(one, session)) for one in commands_due.due(session, limit=AT_ONCE)]

    async def _tell(self, one: Due, menu: Menu) -> None:
        """Set the menu; a chat that cannot be reached is looked at again when its person writes."""
        payload = {
            "commands": [{"command": name, "description": says} for name, says in menu.commands],
            "scope": {"type": "chat", "chat_id": one.chat_id},
        }
        outcome = await self._caller.call("setMyCommands", payload)
        if outcome.error:
            log.info("A menu of commands was not taken: %s", outcome.error)
