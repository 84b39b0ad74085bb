"""Updates shared out among workers: of one chat only the first that is open, and none while one of it is in hand."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from bot.services import claims, failures, inbox
from models.inbox import InboxState
from tests.support.clock import NOW

pytestmark = pytest.mark.postgresql

OANH, VINH = 7001, 7002


def arrive(session: Session, *updates: tuple[int, int]) -> None:
    raw = [{"update_id": number, "message": {"chat": {"id": chat}}} for number, chat in updates]
    inbox.store(session, raw, now=NOW)


def claimed(session: Session, *, later: timedelta = timedelta(), limit: int = 10) -> list[int]:
    return [arrival.update_id for arrival in claims.claim(session, now=NOW + later, limit=limit)]


def test_of_each_chat_only_the_first_is_handed_out(session: Session):
    arrive(session, (1, OANH), (2, OANH), (3, VINH))

    assert claimed(session) == [1, 3]


def test_the_next_of_a_chat_waits_for_the_end_of_the_one_before(session: Session):
    arrive(session, (1, OANH), (2, OANH))
    assert claimed(session) == [1]

    waiting = claimed(session)
    inbox.mark_done(session, 1, now=NOW)

    assert waiting == []
    assert claimed(session) == [2]


@pytest.mark.parametrize("state", [InboxState.IGNORED, InboxState.SUPERSEDED])
def test_an_update_without_effect_holds_up_nothing(session: Session, state: InboxState):
    arrive(session, (1, OANH), (2, OANH))
    inbox.close(session, 1, state, now=NOW)

    assert claimed(session) == [2]


def test_what_a_dead_worker_had_in_hand_is_free_when_its_claim_ends(session: Session):
    arrive(session, (1, OANH), (2, OANH))
    claimed(session)

    assert claimed(session, later=claims.LEASE - timedelta(seconds=1)) == []
    assert claimed(session, later=claims.LEASE) == [1]


def test_an_earlier_one_that_is_released_waits_for_the_later_one_in_hand(session: Session):
    arrive(session, (1, OANH), (2, OANH))
    failures.mark_failed(session, inbox.arrival_of({"update_id": 1, "message": {}}), error="", now=NOW)
    assert claimed(session) == [2]

    failures.release(session, [1])

    assert claimed(session) == []
    inbox.mark_done(session, 2, now=NOW)
    assert claimed(session) == [1]


def test_what_is_given_back_is_handed_out_at_once(session: Session):
    arrive(session, (1, OANH))
    claimed(session)

    claims.unclaim(session, [1])

    assert claimed(session) == [1]


def test_no_more_than_asked_for_is_handed_out_and_the_oldest_first(session: Session):
    arrive(session, (5, VINH), (1, OANH))

    assert claimed(session, limit=1) == [5]
