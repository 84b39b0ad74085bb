"""The inbox: every update once, in the order in which it came, whatever it looks like."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.database import Database
from bot.services import failures, inbox
from bot.services.inbox import AlreadyHandled, arrival_of
from models.inbox import InboxState
from tests.support.databases import new_database
from tests.support.tiny import MORNING

CHAT = 7001


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(new_database(tmp_path / "bot.db"))
    yield database
    database.stop()


def message(update_id: int, chat_id: int = CHAT, **more) -> dict:
    sender = {"id": chat_id, "is_bot": False, "first_name": "Oanh"}
    content = {"message_id": 10 + update_id, "chat": {"id": chat_id}, "from": sender, "text": "xin chào"} | more
    return {"update_id": update_id, "message": content}


def tap(update_id: int, chat_id: int = CHAT, query: str = "4300") -> dict:
    content = {"id": query, "from": {"id": 99}, "message": {"message_id": 5, "chat": {"id": chat_id}}, "data": "x"}
    return {"update_id": update_id, "callback_query": content}


def store(database: Database, *updates: dict) -> list[int]:
    arrivals = database.write_now(partial(inbox.store, updates=updates, now=MORNING))
    return [arrival.update_id for arrival in arrivals]


def waiting(database: Database, *, after: int = 0, limit: int = 100) -> tuple[list[int], int]:
    arrivals, last = database.read_now(partial(inbox.waiting, after=after, limit=limit))
    return [arrival.update_id for arrival in arrivals], last


def test_a_repetition_is_stored_once_and_not_handed_out_again(database: Database):
    first = store(database, message(5), message(6))

    again = store(database, message(6), message(5), message(7))
    alone = store(database, message(7))

    assert (first, again, alone) == ([5, 6], [7], [])
    assert waiting(database)[0] == [5, 6, 7]


def test_a_repetition_within_one_batch_is_stored_once(database: Database):
    assert store(database, message(5), message(5), message(6)) == [5, 6]


@pytest.mark.parametrize("how_many", [1, 2])
def test_a_number_that_begins_anew_after_days_belongs_to_another_update(database: Database, how_many: int):
    numbers = list(range(5, 5 + how_many))
    store(database, *map(message, numbers))
    for number in numbers:
        database.write_now(partial(inbox.mark_done, update_id=number, now=MORNING))
    later = MORNING + inbox.REPEATED_FOR + timedelta(seconds=1)

    anew = database.write_now(
        partial(inbox.store, updates=[message(number, text="tuần sau") for number in numbers], now=later)
    )

    assert [arrival.update_id for arrival in anew] == numbers
    assert waiting(database)[0] == numbers


def test_the_very_same_update_is_a_repetition_however_late_it_comes(database: Database):
    store(database, message(5))
    database.write_now(partial(inbox.mark_done, update_id=5, now=MORNING))

    again = database.write_now(partial(inbox.store, updates=[message(5)], now=MORNING + 2 * inbox.REPEATED_FOR))

    assert again == []


def test_what_waits_is_given_in_order_of_arrival_not_of_number(database: Database):
    store(database, message(9), message(3), message(6))

    assert waiting(database)[0] == [9, 3, 6]


def test_what_waits_is_given_in_pages(database: Database):
    store(database, *[message(n) for n in range(1, 8)])

    first, last = waiting(database, limit=3)
    second, last = waiting(database, after=last, limit=3)
    third, _ = waiting(database, after=last, limit=3)

    assert [first, second, third] == [[1, 2, 3], [4, 5, 6], [7]]


def test_an_update_can_be_done_only_once(database: Database):
    store(database, message(5))
    database.write_now(partial(inbox.mark_done, update_id=5, now=MORNING))

    with pytest.raises(AlreadyHandled):
        database.write_now(partial(inbox.mark_done, update_id=5, now=MORNING))


def test_an_update_that_is_done_is_not_closed_as_something_else(database: Database):
    store(database, message(5))
    database.write_now(partial(inbox.mark_done, update_id=5, now=MORNING))

    database.write_now(partial(inbox.close, update_id=5, state=InboxState.SUPERSEDED, now=MORNING))

    assert database.read_now(failures.failed) == []
    assert waiting(database)[0] == []
    with pytest.raises(AlreadyHandled):
        database.write_now(partial(inbox.mark_done, update_id=5, now=MORNING))


def test_a_tap_belongs_to_the_chat_of_its_message():
    assert arrival_of(tap(1, chat_id=-100)).chat_id == -100


@pytest.mark.parametrize(
    "strange",
    [
        {},
        {"message": None},
        {"message": "words"},
        {"message": {"chat": "words", "from": 3}},
        {"message": {"chat": {"id": "7001"}, "message_id": [1], "from": {"id": {}}}},
        {"message": {"chat": {"id": 2**70}, "message_id": 2**70, "from": {"id": -(2**70)}}},
        {"callback_query": {"id": "1", "message": 7, "from": None}},
        {"callback_query": {"id": "1", "from": {"id": CHAT}}},
        {"something_new": [1, 2, 3]},
        {"poll": {"id": "1", "question": "\udcff"}},
    ],
)
def test_an_update_of_any_shape_is_stored(database: Database, strange: dict):
    assert store(database, {"update_id": 1} | strange, message(2)) == [1, 2]
    assert waiting(database)[0] == [1, 2]


def test_a_tap_whose_answer_may_be_lost_is_found_for_150_seconds(database: Database):
    store(database, tap(1, query="old"))
    later = MORNING + timedelta(seconds=100)
    database.write_now(partial(inbox.store, updates=[tap(2, query="new"), tap(3, query="waits")], now=later))
    for update_id in (1, 2):
        database.write_now(partial(inbox.mark_done, update_id=update_id, now=later))

    found = database.read_now(partial(inbox.recent_taps, since=MORNING + timedelta(seconds=50)))

    assert found == ["new"]


def test_a_released_update_runs_again_and_others_stay(database: Database):
    store(database, message(1), message(2), message(3, chat_id=7002))
    for update in (message(1), message(2), message(3, chat_id=7002)):
        database.write_now(partial(failures.mark_failed, arrival=arrival_of(update), error="RuntimeError", now=MORNING))

    released = database.write_now(partial(failures.release, update_ids=[1, 3, 99]))

    assert released == 2
    assert waiting(database)[0] == [1, 3]
    assert [failure.update_id for failure in database.read_now(failures.failed)] == [2]


def test_a_persons_button_releases_only_what_failed_in_that_chat(database: Database):
    store(database, message(1), message(3, chat_id=7002))
    for update in (message(1), message(3, chat_id=7002)):
        database.write_now(partial(failures.mark_failed, arrival=arrival_of(update), error="RuntimeError", now=MORNING))

    released = database.write_now(partial(failures.release, update_ids=[1, 3], chat_id=CHAT))

    assert released == 1
    assert waiting(database)[0] == [1]


def test_what_is_done_cannot_be_released(database: Database):
    store(database, message(1))
    database.write_now(partial(inbox.mark_done, update_id=1, now=MORNING))

    assert database.write_now(partial(failures.release, update_ids=[1])) == 0
