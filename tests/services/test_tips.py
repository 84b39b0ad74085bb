"""A tip a week goes to those who work somewhere and want it, and never beside another message of the day."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.defaults import Setting
from bot.domain.guide_tips import tip_of
from bot.domain.notices import Template
from bot.services import accounts, tips, unasked
from bot.services.unasked import Letter
from models import OutboxMessage
from models import Setting as SettingRow
from tests.support.builders import a_person
from tests.support.clock import NOW, ZONE

THURSDAY = datetime(2027, 3, 4, 4, 30, tzinfo=UTC)  # 11:30


def queue(session, now=THURSDAY):
    return tips.handle_due(session, now=now, zone=ZONE)


def readers(session):
    rows = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.TIP)).all()
    return {row.args["person_id"] for row in rows}


@pytest.fixture
def switched_off(session):
    session.add(SettingRow(name=Setting.TIPS, value={"value": 0}))
    session.flush()


def test_everybody_who_works_somewhere_gets_a_silent_tip_but_heads_do_not(session, school):  # plan S-06
    a_person(session, "Tạ Công Quân", user_id=7901)  # has no role
    assert queue(session) == 6

    rows = session.exec(select(OutboxMessage)).all()
    assert readers(session) == {school.oanh, school.ly, school.thuy, school.ngan, school.hieu, school.viet}
    assert {(row.silent, row.due_at, row.priority) for row in rows} == {(True, THURSDAY, "bulk")}


def test_a_tip_comes_once_a_week_however_often_it_is_looked(session, school):
    queue(session)

    assert queue(session, THURSDAY + timedelta(hours=1)) == 0


def test_many_readers_are_served_in_several_turns(session, school, monkeypatch):
    monkeypatch.setattr(tips, "AT_ONCE", 4)

    assert [queue(session), queue(session), queue(session)] == [4, 2, 0]


def test_somebody_who_is_told_something_else_that_day_gets_no_tip(session, school):
    other = Letter(school.oanh, Template.REMINDER_DRAFT, {})
    unasked.queue(session, [other], now=THURSDAY, zone=ZONE)

    queue(session)

    assert school.oanh not in readers(session)


def test_muting_is_for_one_person_and_the_switch_for_all(session, school):
    accounts.mute_tips(session, school.oanh, muted=True)

    said = {person_id: tips.tip_for(session, person_id, on=NOW.date()) for person_id in (school.oanh, school.ly)}
    queue(session)

    assert said == {school.oanh: "", school.ly: tip_of(NOW.date())}
    assert readers(session) >= {school.ly}
    assert school.oanh not in readers(session)


def test_switched_off_nobody_gets_any(session, school, switched_off):
    assert queue(session) == 0
    assert tips.tip_for(session, school.ly, on=NOW.date()) == ""


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2027, 2, 4, 4, 30, tzinfo=UTC),  # in the Tết break
        THURSDAY + timedelta(days=1),
        THURSDAY + timedelta(hours=10),
    ],
)
def test_a_tip_that_missed_its_time_is_left_out(session, school, moment):
    assert queue(session, moment) == 0
