"""The outbox: each message reaches its chat or says why not, and nobody is written to faster than Telegram allows."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.delivery.pacing import Pacer
from bot.domain.notices import Template
from bot.sandbox.limits import Rates
from bot.services import chats, notices, outbox
from models.outbox import OutboxState, Priority
from tests.support.tiny import MORNING, TinyBot, tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002
GROUP, SUPERGROUP = -500, -100_500


@pytest.fixture
async def tiny(tmp_path: Path) -> AsyncIterator[TinyBot]:
    async with tiny_bot(tmp_path, OANH, VINH) as tiny:
        yield tiny


async def send(
    tiny: TinyBot,
    *messages: tuple[int, str],
    priority: Priority = Priority.REPLY,
    due_at: datetime | None = None,
    silent: bool = False,
    **args: object,
) -> None:
    """Queue notices, given as chat and word, and wake delivery."""

    def queue(session: Session) -> None:
        for chat_id, word in messages:
            notices.queue(
                session, Template.ADOPTED, chat_id=chat_id, dedupe_key=f"{chat_id}:{word}", priority=priority,
                args={"n": word} | args, due_at=due_at or tiny.now, silent=silent,
            )  # fmt: skip

    await tiny.database.write(queue)
    tiny.delivery.wake(outbox=True)


def states(tiny: TinyBot) -> list[str]:
    return [row.state for row in tiny.outbox()]


def texts(tiny: TinyBot, chat_id: int) -> list[str]:
    return [call.params["text"] for call in tiny.calls("sendMessage", chat_id) if call.error is None]


async def test_what_is_due_is_sent_and_its_row_says_so(tiny: TinyBot):
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.SENT])

    row = tiny.outbox()[0]

    assert texts(tiny, OANH) == ["notice adopted one"]
    assert row.message_id == tiny.player(OANH).heard[-1].message_id
    assert (row.attempts, row.error) == (1, "")


async def test_a_message_queued_twice_is_sent_once(tiny: TinyBot):
    await send(tiny, (OANH, "one"))
    await send(tiny, (OANH, "one"))
    await send(tiny, (OANH, "two"))
    await until(lambda: states(tiny) == [OutboxState.SENT] * 2)

    assert texts(tiny, OANH) == ["notice adopted one", "notice adopted two"]


async def test_what_is_not_due_yet_waits(tiny: TinyBot):
    await send(tiny, (OANH, "tomorrow"), due_at=MORNING + timedelta(days=1))
    await send(tiny, (OANH, "now"))
    await until(lambda: OutboxState.SENT in states(tiny))
    early = states(tiny)

    tiny.passes(days=1)
    tiny.delivery.wake(outbox=True)
    await until(lambda: states(tiny) == [OutboxState.SENT] * 2)

    assert early == [OutboxState.WAITING, OutboxState.SENT]


async def test_what_falls_due_is_sent_without_anybody_waking(tiny: TinyBot):
    await send(tiny, (OANH, "soon"), due_at=MORNING + timedelta(seconds=0.2))
    tiny.passes(seconds=1)

    await until(lambda: states(tiny) == [OutboxState.SENT])


async def test_what_is_pointless_at_sending_is_skipped(tiny: TinyBot):
    await send(tiny, (OANH, "over"), over=True)

    await until(lambda: states(tiny) == [OutboxState.SKIPPED])
    assert texts(tiny, OANH) == []


async def test_a_notice_that_cannot_be_drawn_says_so_and_holds_up_no_other(tiny: TinyBot):
    await send(tiny, (OANH, "broken"), broken=True)
    await send(tiny, (OANH, "next"))

    await until(lambda: states(tiny) == [OutboxState.FAILED, OutboxState.SENT])
    assert tiny.outbox()[0].error == "could not be drawn: RuntimeError"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_who_cannot_be_reached_is_written_to_no_more(tiny: TinyBot, code: int, why: str):
    tiny.server.fail_next("sendMessage", code=code, description=why)
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.FAILED])

    await send(tiny, (OANH, "two"), (VINH, "two"))
    await until(lambda: states(tiny) == [OutboxState.FAILED, OutboxState.FAILED, OutboxState.SENT])

    assert len(tiny.calls("sendMessage", OANH)) == 1
    assert all(row.error for row in tiny.outbox()[:2])
    assert texts(tiny, VINH) == ["notice adopted two"]


async def test_what_telegram_will_never_take_is_tried_once_and_marks_nobody(tiny: TinyBot):
    tiny.server.fail_next("sendMessage", code=400, description="Bad Request: can't parse entities")
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.FAILED])

    await send(tiny, (OANH, "two"))

    await until(lambda: states(tiny) == [OutboxState.FAILED, OutboxState.SENT])


@pytest.mark.parametrize("mishap", [{"code": 500}, {"code": 504}, {"drop": True}])
async def test_what_did_not_get_through_is_tried_again_with_growing_pauses(tiny: TinyBot, mishap: dict):
    tiny.server.fail_next("sendMessage", times=2, **mishap)

    started = asyncio.get_running_loop().time()
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.SENT])
    took = asyncio.get_running_loop().time() - started

    assert texts(tiny, OANH) == ["notice adopted one"]
    assert 1.2 <= took < 3


async def test_a_429_pauses_everybody_until_its_deadline(tiny: TinyBot):
    tiny.server.fail_next("sendMessage", retry_after=60)
    await send(tiny, (OANH, "one"))
    await until(lambda: tiny.database.read_now(chats.paused_until))
    await tiny.player(VINH).says("/menu")
    await until(lambda: "done" in tiny.states())
    calls = len(tiny.server.calls)

    tiny.passes(seconds=59)
    await asyncio.sleep(0.1)
    still = len(tiny.server.calls)
    tiny.passes(seconds=2)
    await until(lambda: states(tiny) == [OutboxState.SENT], seconds=8)
    await tiny.player(VINH).wait_for("What next?", anywhere=True)

    assert still == calls
    assert tiny.database.read_now(chats.paused_until) == MORNING + timedelta(seconds=60)


async def test_a_pause_outlives_the_process(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:
        tiny.database.write_now(partial(chats.pause, until=MORNING + timedelta(seconds=3600)))
        await tiny.start()
        before = len(tiny.calls("sendMessage"))

        await send(tiny, (OANH, "one"))
        await until(lambda: states(tiny) == [OutboxState.SENDING])
        await asyncio.sleep(0.1)
        paused = len(tiny.calls("sendMessage"))

    assert before == paused == 0


async def test_a_shorter_pause_does_not_end_a_longer_one(tiny: TinyBot):
    for seconds in (60, 5):
        await tiny.database.write(partial(chats.pause, until=MORNING + timedelta(seconds=seconds)))

    assert tiny.database.read_now(chats.paused_until) == MORNING + timedelta(seconds=60)


async def test_a_group_that_became_a_supergroup_is_followed(tiny: TinyBot):
    tiny.server.world.open_group(GROUP, "Tổ Tự nhiên", kind="group")
    tiny.server.migrate_group(GROUP, SUPERGROUP)
    await send(tiny, (GROUP, "later"), due_at=MORNING + timedelta(days=1))

    await send(tiny, (GROUP, "now"))
    await until(lambda: OutboxState.SENT in states(tiny))

    assert texts(tiny, SUPERGROUP) == ["notice adopted now"]
    assert [row.chat_id for row in tiny.outbox() if row.state == OutboxState.WAITING] == [SUPERGROUP]


@pytest.mark.sqlite
async def test_what_a_killed_process_had_claimed_is_sent_after_the_restart(tmp_path: Path):
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:

        def claimed(session):
            notices.queue(session, Template.ADOPTED, chat_id=OANH, args={"n": "one"}, due_at=tiny.now, dedupe_key="1")
            outbox.claim(session, now=tiny.now, limit=10)

        tiny.database.write_now(claimed)

        await tiny.start()

        await until(lambda: states(tiny) == [OutboxState.SENT])
        assert tiny.outbox()[0].attempts == 2


async def test_bulk_stays_below_thirty_in_any_second_while_a_reply_goes_at_once(tmp_path: Path):
    crowd = range(8000, 8120)
    async with tiny_bot(tmp_path, OANH, *crowd) as tiny:
        tiny.server.caller.limiter.rates = Rates(overall_per_second=30)
        await send(tiny, *[(chat_id, "reminder") for chat_id in crowd], priority=Priority.BULK)
        await until(lambda: len(tiny.calls("sendMessage")) >= 10)

        started = asyncio.get_running_loop().time()
        await send(tiny, (OANH, "reply"))
        await until(lambda: texts(tiny, OANH))
        took = asyncio.get_running_loop().time() - started
        await until(lambda: states(tiny).count(OutboxState.SENT) == len(crowd) + 1, seconds=10)

        times = sorted(call.at for call in tiny.calls("sendMessage") if str(call.params["chat_id"]) != str(OANH))
        busiest = max(sum(1 for other in times if at <= other < at + 1) for at in times)
        assert took < 0.5
        assert busiest <= 30
        assert [call for call in tiny.server.calls if call.error] == []


async def test_a_chat_that_gets_many_notices_holds_up_no_other(tmp_path: Path):
    crowd = range(8000, 8020)
    async with tiny_bot(tmp_path, OANH, *crowd) as tiny:
        busy = [(OANH, f"notice {number}") for number in range(40)]

        await send(tiny, *busy, *[(chat_id, "notice") for chat_id in crowd], priority=Priority.NOTICE)
        await until(lambda: all(texts(tiny, chat_id) for chat_id in crowd), seconds=4)

        assert len(texts(tiny, OANH)) < 10
        assert [call for call in tiny.server.calls if call.error] == []


async def test_what_was_put_off_for_a_busy_chat_is_sent_in_order(tiny: TinyBot):
    await send(tiny, *[(OANH, f"{number}") for number in range(4)], priority=Priority.NOTICE)
    for _ in range(4):
        tiny.passes(seconds=1)
        tiny.delivery.wake(outbox=True)
        await asyncio.sleep(1)
    await until(lambda: states(tiny) == [OutboxState.SENT] * 4)

    assert texts(tiny, OANH) == [f"notice adopted {number}" for number in range(4)]


async def test_one_chat_gets_bulk_at_most_once_a_second():
    pacer = Pacer(time=lambda: 100.0)

    delays = [pacer.reserve(OANH), pacer.reserve(OANH), pacer.reserve(VINH), pacer.reserve(OANH)]

    assert delays[0] == 0
    assert delays[1] == pytest.approx(1.0)
    assert delays[3] == pytest.approx(2.0)
    assert delays[2] < 0.2


async def test_the_outbox_goes_on_after_a_lock_of_another_process(tiny: TinyBot, tmp_path: Path):
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.SENT])
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    tiny.delivery.wake(outbox=True)
    await asyncio.sleep(0.5)  # longer than the writer is patient
    other.execute("ROLLBACK")
    other.close()

    await send(tiny, (OANH, "two"))

    await until(lambda: states(tiny) == [OutboxState.SENT] * 2)


async def test_a_message_that_was_sent_is_marked_even_if_the_database_was_away(tiny: TinyBot, tmp_path: Path):
    tiny.server.fail_next("sendMessage", delay=0.3)
    await send(tiny, (OANH, "one"))
    await until(lambda: states(tiny) == [OutboxState.SENDING])
    other = sqlite3.connect(tmp_path / "bot.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    await until(lambda: texts(tiny, OANH))
    await asyncio.sleep(0.5)
    other.execute("ROLLBACK")
    other.close()

    await until(lambda: states(tiny) == [OutboxState.SENT])
    assert texts(tiny, OANH) == ["notice adopted one"]


async def test_a_silent_notice_makes_no_sound(tiny: TinyBot):
    await send(tiny, (OANH, "night"), silent=True)
    await until(lambda: states(tiny) == [OutboxState.SENT])

    assert tiny.player(OANH).heard[-1].silent


async def test_the_token_is_in_no_log_whatever_goes_wrong(tiny: TinyBot, caplog: pytest.LogCaptureFixture):
    caplog.set_level("INFO", logger="bot")
    tiny.server.fail_next("sendMessage", drop=True)
    await send(tiny, (OANH, "dropped"))
    await until(lambda: states(tiny) == [OutboxState.SENT])
    tiny.server.fail_next("sendMessage", code=400, description="Bad Request: whatever")
    await tiny.player(VINH).says("/menu")
    await until(lambda: any(call.error for call in tiny.calls("sendMessage")))

    await until(lambda: caplog.records)
    assert tiny.server.token not in caplog.text
    assert tiny.server.token.split(":")[1] not in caplog.text


async def test_stopping_does_not_wait_for_bulk_that_has_no_slot_yet(tmp_path: Path):
    crowd = range(8000, 8100)
    async with tiny_bot(tmp_path, *crowd) as tiny:
        await send(tiny, *[(chat_id, "reminder") for chat_id in crowd], priority=Priority.BULK)
        await until(lambda: tiny.calls("sendMessage"))

        started = asyncio.get_running_loop().time()
        await tiny.delivery.stop()
        took = asyncio.get_running_loop().time() - started

        assert took < 1
        assert set(states(tiny)) <= {OutboxState.SENT, OutboxState.SENDING, OutboxState.WAITING}
        assert tiny.database.write_now(outbox.release_claimed) > 0
