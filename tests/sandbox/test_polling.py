"""Long polling: an update stays until an offset beyond it was asked for."""

import asyncio

from bot.sandbox.answers import Json
from bot.sandbox.people import Player
from tests.sandbox.client import Client, HandClock


def texts(answer: Json) -> list[str]:
    return [update["message"]["text"] for update in answer["result"]]


def ids(answer: Json) -> list[int]:
    return [update["update_id"] for update in answer["result"]]


async def test_an_update_is_given_again_until_a_later_offset_confirms_it(
    call: Client, oanh: Player, tick: HandClock
) -> None:
    await oanh.says("một")
    await oanh.says("hai")

    first = await call("getUpdates", offset=0)
    tick.seconds += 1
    again = await call("getUpdates", offset=0)
    tick.seconds += 1
    rest = await call("getUpdates", offset=ids(first)[0] + 1)
    confirmed = await call("getUpdates", offset=ids(first)[1] + 1)

    assert [texts(answer) for answer in (first, again, rest, confirmed)] == [
        ["một", "hai"],
        ["một", "hai"],
        ["hai"],
        [],
    ]


async def test_the_same_offset_twice_within_half_a_second_gives_one_update(call: Client, oanh: Player) -> None:
    await oanh.says("một")
    await oanh.says("hai")

    await call("getUpdates", offset=0)
    again = await call("getUpdates", offset=0)

    assert texts(again) == ["một"]


async def test_a_limit_is_kept_and_a_negative_offset_forgets_all_but_the_last(call: Client, oanh: Player) -> None:
    for number in range(5):
        await oanh.says(str(number))

    limited = await call("getUpdates", limit=2)
    last = await call("getUpdates", offset=-1)

    assert texts(limited) == ["0", "1"]
    assert texts(last) == ["4"]


async def test_a_poll_waits_for_the_next_update(call: Client, oanh: Player) -> None:
    waiting = asyncio.create_task(call("getUpdates", timeout=20))
    await until_polled(call, waiting)
    await oanh.says("một")

    assert texts(await asyncio.wait_for(waiting, 2)) == ["một"]


async def test_a_second_poller_ends_the_first_with_a_conflict(call: Client, oanh: Player) -> None:
    first = asyncio.create_task(call("getUpdates", timeout=20))
    await until_polled(call, first)
    second = asyncio.create_task(call("getUpdates", timeout=20))

    ended = await asyncio.wait_for(first, 2)
    await oanh.says("một")

    assert (ended["status"], ended["description"]) == (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
    assert texts(await asyncio.wait_for(second, 2)) == ["một"]


async def test_kinds_of_updates_that_were_not_asked_for_do_not_come(call: Client, oanh: Player) -> None:
    await call("getUpdates", allowed_updates=["callback_query"])
    await oanh.says("một")
    none = await call("getUpdates")
    await call("getUpdates", allowed_updates=[])
    await oanh.says("hai")
    usual = await call("getUpdates")

    assert texts(none) == []
    assert texts(usual) == ["hai"]


async def test_a_tap_is_forgotten_after_150_seconds_and_a_message_after_a_day(
    call: Client, oanh: Player, tick: HandClock
) -> None:
    await oanh.says("một")
    await call(
        "sendMessage", chat_id=7, text="chào", reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    )
    await oanh.presses("a")

    both = await call("getUpdates")
    tick.seconds += 151
    message_only = await call("getUpdates")
    tick.seconds += 86_400
    nothing = await call("getUpdates")

    assert [len(answer["result"]) for answer in (both, message_only, nothing)] == [2, 1, 0]


async def test_a_duplicate_has_the_same_number_and_a_tap_sent_again_a_new_one(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call(
        "sendMessage", chat_id=7, text="chào", reply_markup={"inline_keyboard": [[{"text": "a", "callback_data": "x"}]]}
    )
    window = oanh.window
    assert window is not None
    call.server.updates.duplicates = 1
    tap = await oanh.presses("a")
    assert tap is not None
    call.server.acts.press(oanh.person, window, "x", query_id=tap.query_id)

    answer = await call("getUpdates")

    numbers = ids(answer)
    assert numbers == [1, 2, 2, 3]
    queries = [update["callback_query"] for update in answer["result"][1:]]
    assert {(query["id"], query["data"]) for query in queries} == {(tap.query_id, "x")}


async def test_polling_is_refused_while_a_webhook_is_set(call: Client) -> None:
    await call("setWebhook", url="http://127.0.0.1:9/hook")

    answer = await call("getUpdates")

    assert answer["status"] == 409
    assert "can't use getUpdates method while webhook is active" in answer["description"]


async def until_polled(call: Client, poll: asyncio.Task[Json]) -> None:
    """Let the poll reach the server and wait there."""
    arrived = asyncio.Event()
    call.server.updates.on_polled = arrived.set
    await arrived.wait()
    await asyncio.sleep(0)
    assert not poll.done()
