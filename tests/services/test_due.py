"""Recurring work is done once when its time has come, whatever the clock does."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import select

from bot.services import due
from models import AuditRoot, InboxUpdate, OutboxMessage, Recurring, Reminder
from tests.support.builders import DossierParts, a_dossier, a_draft
from tests.support.clock import NOW, ZONE

MONDAY = datetime(2027, 3, 8, 0, 0, tzinfo=UTC)  # 07:00


@pytest.fixture(autouse=True)
def prepared(session, school):
    due.prepare(session, now=NOW, zone=ZONE)


def local(moment):
    return moment.astimezone(ZONE).strftime("%a %d/%m %H:%M")


def handle(session, now):
    return due.handle_due(session, now=now, zone=ZONE)


def digests(session):
    return session.exec(select(OutboxMessage).where(OutboxMessage.template == "digest_head")).all()


@pytest.mark.parametrize(
    ("times", "coming"),
    [
        (due.Times(time(7), weekday=0), "Mon 08/03 07:00"),
        (due.Times(time(9, 5)), "Wed 03/03 09:05"),  # now is not after now
        (due.Times(time(9, 6)), "Tue 02/03 09:06"),
        (due.Times(time(0, 5)), "Wed 03/03 00:05"),
    ],
)
def test_times_come_by_the_wall_clock_of_the_place(times, coming):
    assert local(times.after(NOW, zone=ZONE)) == coming


def test_at_start_everything_has_its_next_time_and_a_second_start_changes_nothing(session):
    first = {row.name: local(row.next_due_at) for row in session.exec(select(Recurring))}

    due.prepare(session, now=NOW + timedelta(days=30), zone=ZONE)

    assert first == {
        "plan": "Wed 03/03 00:01",
        "reorganise": "Wed 03/03 00:01",
        "menus": "Wed 03/03 00:02",
        "digest": "Mon 08/03 07:00",
        "tips": "Thu 04/03 11:30",
        "retention": "Wed 03/03 03:10",
        "audit_root": "Wed 03/03 00:05",
    }
    assert {row.name: local(row.next_due_at) for row in session.exec(select(Recurring))} == first


def test_what_is_not_due_is_not_done(session):
    assert handle(session, NOW) == 0
    assert digests(session) == []


def test_the_digest_comes_on_monday_morning_once(session):
    handle(session, MONDAY)
    handle(session, MONDAY + timedelta(minutes=1))

    row = session.get(Recurring, "digest")
    assert len(digests(session)) == 1
    assert (local(row.next_due_at), row.last_done_at) == ("Mon 15/03 07:00", MONDAY)


def test_after_a_long_stop_it_is_done_once(session):
    late = MONDAY + timedelta(days=23, hours=3)

    handle(session, late)
    handle(session, late + timedelta(minutes=1))

    assert len(digests(session)) == 1
    assert local(session.get(Recurring, "digest").next_due_at) == "Mon 05/04 07:00"


def test_a_clock_that_was_put_back_does_not_stop_the_work(session):
    handle(session, MONDAY + timedelta(days=70))

    handle(session, NOW)

    assert local(session.get(Recurring, "digest").next_due_at) == "Mon 08/03 07:00"


def test_a_head_who_is_reminded_on_monday_hears_of_it_in_the_digest_alone(session, school):
    a_dossier(session, school, DossierParts(since=NOW))
    monday = datetime(2027, 4, 5, 0, 0, tzinfo=UTC)  # seven days before the school's closing

    handle(session, monday)

    assert [row.template for row in session.exec(select(OutboxMessage))] == ["digest_head"]


def test_the_root_of_the_day_before_is_made(session):
    handle(session, datetime(2027, 3, 2, 17, 6, tzinfo=UTC))  # 00:06 on 3/3

    assert [root.day for root in session.exec(select(AuditRoot))] == [date(2027, 3, 2)]


def test_retention_goes_on_while_something_is_left(session):
    for number in range(3):
        session.add(
            InboxUpdate(update_id=number, kind="message", body="{}", state="done", received_at=NOW - timedelta(days=99))
        )
    session.flush()
    retention = next(work for work in due.TABLE if work.name == "retention")
    night = datetime(2027, 3, 2, 20, 10, tzinfo=UTC)  # 03:10 on 3/3

    first, second, third = (due.handle(session, retention, now=night, zone=ZONE) for _round in range(3))

    assert (first, second, third) == (3, 0, 0)
    assert local(session.get(Recurring, "retention").next_due_at) == "Thu 04/03 03:10"


def test_what_another_clock_has_moved_on_is_not_done_twice(session):
    seen = session.get(Recurring, "digest")
    session.connection().exec_driver_sql(
        "UPDATE recurring SET next_due_at = '2027-03-15 00:00:00' WHERE name = 'digest'"
    )
    digest = next(work for work in due.TABLE if work.name == "digest")

    assert due.handle(session, digest, now=MONDAY, zone=ZONE) == 0

    assert seen.last_done_at is None
    assert digests(session) == []


def test_planning_goes_on_into_the_next_year(session):
    handle(session, datetime(2028, 1, 1, 0, 0, tzinfo=UTC))

    assert {row.year for row in session.exec(select(Reminder).where(Reminder.state == "waiting"))} == {2028, 2029}


def test_the_next_due_is_the_earliest_of_all_kinds(session, school):
    assert local(due.next_due(session)) == "Wed 03/03 00:01"
    a_draft(session, school.oanh)
    session.add(
        OutboxMessage(
            dedupe_key="one", chat_id=1, template="adopted", due_at=NOW + timedelta(minutes=2), created_at=NOW
        )
    )
    session.flush()

    assert due.next_due(session) == NOW + timedelta(minutes=2)


def test_the_next_reminder_is_what_people_hear(session):
    assert local(due.next_reminder(session)) == "Mon 08/03 07:00"


def test_an_empty_database_has_nothing_due(session):
    for table in (Reminder, Recurring):
        for row in session.exec(select(table)):
            session.delete(row)
    session.flush()

    assert (due.next_due(session), due.next_reminder(session)) == (None, None)
    assert handle(session, MONDAY) == 0
