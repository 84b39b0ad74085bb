"""Nobody hears from the bot unasked more than once a day."""

from datetime import UTC, datetime, timedelta

from sqlmodel import select

from bot.domain.notices import Template
from bot.services import unasked
from bot.services.unasked import Letter
from models import OutboxMessage
from tests.support.clock import NOW, ZONE

MONDAY = datetime(2027, 3, 8, 0, 0, tzinfo=UTC)


def queue(session, *letters, now=NOW):
    return unasked.queue(session, letters, now=now, zone=ZONE)


def templates(session):
    return [row.template for row in session.exec(select(OutboxMessage).order_by(OutboxMessage.id))]


def test_a_second_letter_of_the_day_is_not_queued(session, school):
    first = queue(session, Letter(school.oanh, Template.REMINDER_DRAFT, {}))
    second = queue(session, Letter(school.oanh, Template.REMINDER_OFFICER, {}), now=NOW + timedelta(hours=5))
    tomorrow = queue(session, Letter(school.oanh, Template.REMINDER_OFFICER, {}), now=NOW + timedelta(days=1))

    assert (first, second, tomorrow) == (1, 0, 1)


def test_a_reminder_put_off_to_monday_does_not_keep_a_head_from_the_digest(session, school):
    queue(session, Letter(school.vinh, Template.REMINDER_OFFICER, {}), now=MONDAY)
    queue(session, Letter(school.thuy, Template.REMINDER_OFFICER, {}), now=MONDAY)
    queue(session, Letter(school.vinh, Template.DIGEST_HEAD, {}), now=MONDAY)

    assert templates(session) == ["reminder_officer", "digest_head"]


def test_no_letters_are_no_work(session, statements):
    with statements.counted():
        assert queue(session) == 0

    assert len(statements) == 0


def test_many_letters_take_as_many_statements_as_few(session, school, statements):
    everybody = (school.oanh, school.ly, school.vinh, school.thuy, school.ngan)

    with statements.counted():
        queue(session, Letter(school.hieu, Template.REMINDER_OFFICER, {}))
    few = len(statements)
    with statements.counted():
        queue(session, *(Letter(person, Template.REMINDER_OFFICER, {}) for person in everybody))

    assert len(statements) == few
