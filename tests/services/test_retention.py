"""What is no longer needed is emptied, and nothing else."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.services import retention
from models import Draft, Evidence, InboxUpdate, OutboxMessage, Setting
from models.dialog import DraftState
from tests.support.builders import a_draft, a_file
from tests.support.clock import NOW


def an_update(session, *, days_ago, state="done"):
    number = len(session.exec(select(InboxUpdate)).all()) + 1
    row = InboxUpdate(
        update_id=number, kind="message", body='{"text": "…"}', state=state, received_at=NOW - timedelta(days=days_ago)
    )
    session.add(row)
    session.flush()
    return row


def a_message(session, *, days_ago, state="sent"):
    at = NOW - timedelta(days=days_ago)
    row = OutboxMessage(
        dedupe_key=f"{state}-{days_ago}",
        chat_id=1,
        template="adopted",
        args={"dossier_id": 1},
        state=state,
        due_at=at,
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row


def empty(session, **more):
    done = retention.empty(session, now=NOW, **more)
    session.expire_all()
    return done


@pytest.mark.parametrize(
    ("days_ago", "state", "is_kept"),
    [
        (31, "done", False),
        (31, "ignored", False),
        (29, "done", True),
        (31, "new", True),
        (31, "failed", True),  # `inbox retry` may still replay it
        (61, "failed", False),
    ],
)
def test_raw_updates_are_emptied_after_their_time(session, days_ago, state, is_kept):
    row = an_update(session, days_ago=days_ago, state=state)

    empty(session)

    assert bool(row.body) is is_kept
    assert row.state == state


def test_the_time_is_a_setting(session):
    session.add(Setting(name="inbox_days", value={"value": 7}))
    row = an_update(session, days_ago=8)

    empty(session)

    assert row.body == ""


@pytest.mark.parametrize(
    ("days_ago", "state", "is_kept"),
    [(31, "sent", False), (31, "skipped", False), (31, "failed", False), (29, "sent", True), (31, "waiting", True)],
)
def test_the_contents_of_messages_are_emptied_after_their_time(session, days_ago, state, is_kept):
    row = a_message(session, days_ago=days_ago, state=state)

    empty(session)

    assert bool(row.args) is is_kept


@pytest.mark.parametrize(("hours_ago", "is_kept"), [(23, True), (24, False)])
def test_a_discarded_draft_is_gone_for_good_after_a_day(session, school, hours_ago, is_kept):
    draft = session.get(Draft, a_draft(session, school.oanh))
    draft.answers, draft.state = {"story": "Hai năm nay…"}, DraftState.DISCARDED
    draft.discarded_at = NOW - timedelta(hours=hours_ago)
    a_file(session, draft_id=draft.id)

    empty(session)

    assert bool(draft.answers) is bool(draft.title) is is_kept
    assert bool(session.exec(select(Evidence)).all()) is is_kept


def test_an_open_draft_stays_however_old_it_is(session, school):
    draft = session.get(Draft, a_draft(session, school.oanh, now=NOW - timedelta(days=900)))
    draft.answers = {"story": "Hai năm nay…"}

    empty(session)

    assert draft.answers


def test_it_is_done_in_chunks_until_nothing_is_left(session):
    for _number in range(5):
        an_update(session, days_ago=40)

    assert [empty(session, chunk=2) for _round in range(4)] == [2, 2, 1, 0]
