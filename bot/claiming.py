"""Several workers on one database: each claims what it handles, a chat's next update only when the one before is over.

What a worker stores it does not keep for itself: whoever has time claims it, and what a killed worker had in hand is
free again when its claim ends.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from bot.dispatch import DATABASE_AWAY, IN_MEMORY, Dispatcher, Lane
from bot.services import claims
from bot.services.inbox import Arrival

log = logging.getLogger(__name__)

#: So many updates one worker has in hand at most, each of another chat.
IN_HAND = 64
#: Seconds after which a worker looks for what others have stored, left behind or released.
LOOK_EVERY = 0.5


class ClaimingDispatcher(Dispatcher):
    """A dispatcher that holds no queue of its own: the inbox is the queue of all workers."""

    _claims: asyncio.Task[None] | None = None
    _woken: asyncio.Event
    _in_hand: set[int]

    async def start(self) -> None:
        """Begin to claim."""
        self._woken, self._in_hand = asyncio.Event(), set()
        self._claims = self._tasks.run(self._claim_on())

    async def stop(self) -> None:
        """Finish what is in hand; the rest is for the other workers."""
        self._stopping = True
        self._woken.set()
        await self._tasks.stop()

    def accept(self, arrivals: Sequence[Arrival]) -> None:  # noqa: ARG002 -- another worker may be the one to handle them
        """Something was stored."""
        self._woken.set()

    def look(self) -> None:
        """Look into the inbox: the command line may have released a failed update."""
        self._woken.set()

    async def _claim_on(self) -> None:
        while not self._stopping:
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY):
                    await self._woken.wait()
            self._woken.clear()
            try:
                await self._claim_all()
            except SQLAlchemyError as error:
                log.warning("The database is away, nothing is claimed: %s", type(error).__name__)
                await asyncio.sleep(DATABASE_AWAY[0])

    async def _claim_all(self) -> None:
        while len(self._in_hand) < IN_HAND and not self._stopping:
            limit = IN_HAND - len(self._in_hand)
            found = await self._database.claim(partial(claims.claim, now=self._clock(), limit=limit))
            for arrival in found:
                if arrival.update_id not in self._in_hand:  # else it has taken longer than its claim
                    self._in_hand.add(arrival.update_id)
                    self._tasks.run(self._serve_one(arrival))
            if len(found) < limit:
                break

    async def _serve_one(self, arrival: Arrival) -> None:
        if len(self._lanes) > IN_MEMORY:
            self._lanes.clear()
        lane = self._lanes.setdefault(arrival.chat_id, Lane(refilled_at=monotonic()))
        try:
            await self._keep_pace(arrival.chat_id, lane)
            if self._stopping:
                await self._database.claim(partial(claims.unclaim, update_ids=[arrival.update_id]))
            else:
                await self._run(arrival)
        finally:
            self._in_hand.discard(arrival.update_id)
            self._woken.set()
