"""Writing down what has already happened outside: it is true whether or not the database is there to hear it."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.database import Database

log = logging.getLogger(__name__)

T = TypeVar("T")

#: Seconds between two tries while the database is away.
PATIENCE = 1.0


async def keep(database: Database, work: Callable[[Session], T], *, sleep: Callable[[float], Any] = asyncio.sleep) -> T:
    """Write until the database takes it: a sent message cannot be unsent because its row could not be marked."""
    while True:
        try:
            return await database.write(work)
        except OperationalError as error:
            log.warning("The database is away: %s", type(error.orig).__name__)
            await sleep(PATIENCE)
