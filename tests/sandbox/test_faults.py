"""Rates, and mishaps that a test orders."""

import time

import aiohttp
import pytest

from bot.sandbox.limits import RateLimiter, Rates
from bot.sandbox.people import Player
from tests.sandbox.client import Client, HandClock


async def test_too_many_messages_to_one_chat_have_to_wait(call: Client, oanh: Player, tick: HandClock) -> None:
    call.server.caller.limiter = RateLimiter(Rates(per_chat_per_second=1, burst=2), tick)
    son = Player(call.server, 8, "Sơn")
    await oanh.says("/start")
    await son.says("/start")

    answers = [await call("sendMessage", chat_id=7, text=str(number)) for number in range(3)]
    to_another = await call("sendMessage", chat_id=8, text="chào")
    tick.seconds += 1
    later = await call("sendMessage", chat_id=7, text="3")

    assert [answer["status"] for answer in answers] == [200, 200, 429]
    assert answers[2]["description"] == "Too Many Requests: retry after 1"
    assert answers[2]["parameters"] == {"retry_after": 1}
    assert (to_another["ok"], later["ok"]) == (True, True)


async def test_all_chats_together_and_a_group_have_rates_of_their_own(call: Client, tick: HandClock) -> None:
    call.server.world.open_group(-5, "Tổ Tự nhiên")
    call.server.caller.limiter = RateLimiter(Rates(per_group_per_minute=20), tick)
    in_group = [(await call("sendMessage", chat_id=-5, text="x"))["status"] for _ in range(21)]
    call.server.caller.limiter = RateLimiter(Rates(overall_per_second=30), tick)
    overall = [(await call("sendMessage", chat_id=-5, text="x"))["status"] for _ in range(31)]

    assert in_group == [200] * 20 + [429]
    assert overall == [200] * 30 + [429]


async def test_an_ordered_error_comes_once_and_only_for_its_method_and_chat(call: Client, oanh: Player) -> None:
    son = Player(call.server, 8, "Sơn")
    await oanh.says("/start")
    await son.says("/start")
    call.server.fail_next("sendMessage", retry_after=5, chat_id=7)
    call.server.fail_next("getMe", code=500)

    to_another = await call("sendMessage", chat_id=8, text="x")
    limited = await call("sendMessage", chat_id=7, text="x")
    again = await call("sendMessage", chat_id=7, text="x")
    broken = await call("getMe")

    assert (to_another["ok"], again["ok"]) == (True, True)
    assert (limited["status"], limited["parameters"]) == (429, {"retry_after": 5})
    assert (broken["status"], broken["description"]) == (500, "Internal Server Error")


@pytest.mark.parametrize(("after_effect", "heard"), [(False, []), (True, ["x"])])
async def test_a_connection_can_be_cut_before_or_after_the_effect(
    call: Client, oanh: Player, *, after_effect: bool, heard: list[str]
) -> None:
    await oanh.says("/start")
    call.server.fail_next("sendMessage", drop=True, after_effect=after_effect)

    with pytest.raises(aiohttp.ClientError):
        await call("sendMessage", chat_id=7, text="x")

    assert [message.text for message in oanh.heard] == heard


async def test_a_chat_can_be_ordered_to_have_migrated(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    call.server.fail_next("sendMessage", migrate_to=-1005)

    answer = await call("sendMessage", chat_id=7, text="x")

    assert answer["parameters"] == {"migrate_to_chat_id": -1005}


async def test_latency_and_an_ordered_delay_add_up(call: Client) -> None:
    call.server.latency_ms = 20
    call.server.fail_next("*", delay=0.03)

    began = time.monotonic()
    await call("getMe")

    assert time.monotonic() - began >= 0.05


async def test_every_call_is_in_the_log_with_its_outcome(call: Client, oanh: Player) -> None:
    await oanh.says("/start")
    await call("getUpdates")
    await call("sendMessage", chat_id=7, text="x")
    await call("sendMessage", chat_id=404, text="x")

    calls = call.server.calls

    assert [(one.method, one.params["chat_id"], one.error and one.error.code) for one in calls] == [
        ("sendMessage", 7, None),
        ("sendMessage", 404, 400),
    ]
