"""APScheduler as the clock: its jobs have names and times, and each only says "handle what is due".

What is due stands in rows (bot/services/due.py), so a job that comes late, twice or not at all changes nothing.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final
from zoneinfo import ZoneInfo

from apscheduler.jobstores.base import JobLookupError
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.database import Database
from bot.domain.clock import Clock
from bot.services import due

log = logging.getLogger(__name__)

#: Seconds between two looks; in the practice room a clock that was moved is noticed at once.
TICK: Final = 60
PRACTICE_TICK: Final = 1
#: Chunks of one kind of work that one handling does at most; the rest stays due.
ROUNDS: Final = 100
NEXT_DUE: Final = "next_due"
_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Clockwork:
    """Wakes up when something may be due, has it handled, and then calls ``on_work``; ``on_tick`` at every tick."""

    def __init__(
        self,
        database: Database,
        *,
        clock: Clock,
        zone: ZoneInfo,
        on_work: Callable[[], None],
        on_tick: Callable[[], None] = lambda: None,
        practice: bool = False,
    ) -> None:
        self._database = database
        self._clock = clock
        self._zone = zone
        self._on_work = on_work
        self._on_tick = on_tick
        self._handling = asyncio.Lock()
        self._stopping = False
        self._scheduler = AsyncIOScheduler(
            timezone=zone, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
        )
        self._scheduler.add_job(
            self._tick, IntervalTrigger(seconds=PRACTICE_TICK if practice else TICK), id="tick", name="tick"
        )
        for work in due.TABLE:
            if work.times is not None:
                self._scheduler.add_job(self.look, _cron(work.times, zone), id=work.name, name=work.name)

    async def start(self) -> None:
        """Write what is missing in the rows, handle what became due while nobody looked, and start the clock."""
        await self._database.write(partial(due.prepare, now=self._clock(), zone=self._zone))
        self._scheduler.start()
        await self.look()

    async def stop(self) -> None:
        """Stop the clock; work under way is finished, and none begins that the shutdown would cancel."""
        self._stopping = True
        self._scheduler.pause()
        async with self._handling:
            self._scheduler.shutdown(wait=False)  # cancels what is under way, and does so only a moment later

    def jobs(self) -> list[tuple[str, datetime]]:
        """Give the jobs and when each runs next by the machine's time, the next one first."""
        jobs = [(job.name, job.next_run_time) for job in self._scheduler.get_jobs() if job.next_run_time is not None]
        return sorted(jobs, key=lambda job: job[1])

    async def look(self) -> None:
        """Handle what is due now, and set the alarm for what is due next."""
        if self._stopping or self._handling.locked():
            return  # whoever is at it looks at the same rows
        async with self._handling:
            await self._look()

    async def _tick(self) -> None:
        self._on_tick()
        await self.look()

    async def _look(self) -> None:
        now = self._clock()
        moment = await self._database.read(due.next_due)
        if moment is not None and moment <= now:
            for work in due.TABLE:
                await self._handle(work, now)
            self._on_work()
            moment = await self._database.read(due.next_due)
        self._set_alarm(moment)

    async def _handle(self, work: due.Work, now: datetime) -> None:
        """Do one kind of work, chunk by chunk; one that fails holds up no other."""
        try:
            for _round in range(ROUNDS):
                if not await self._database.write(partial(due.handle, work=work, now=now, zone=self._zone)):
                    return
        except Exception:
            log.exception("%s failed and is tried again at the next tick", work.name)

    def _set_alarm(self, moment: datetime | None) -> None:
        """Run once more when the next row is due; what is due already waits for the tick."""
        ahead = None if moment is None else moment - self._clock()
        if ahead is None or ahead <= timedelta():
            with suppress(JobLookupError):
                self._scheduler.remove_job(NEXT_DUE)
            return
        run_at = datetime.now(UTC) + ahead  # the scheduler goes by the machine's time, the rows by the clock's
        self._scheduler.add_job(self.look, DateTrigger(run_at), id=NEXT_DUE, name=NEXT_DUE, replace_existing=True)


def _cron(times: due.Times, zone: ZoneInfo) -> CronTrigger:
    weekday = None if times.weekday is None else _DAYS[times.weekday]
    return CronTrigger(day_of_week=weekday, hour=times.at.hour, minute=times.at.minute, timezone=zone)
