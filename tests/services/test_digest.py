"""On Monday a head reads one message with the numbers that the queue shows."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import digest
from bot.services.queries import queue
from models import Dossier, Draft, OutboxMessage, SupplementItem
from models.outbox import Priority
from tests.support import people
from tests.support.builders import DossierParts, a_dossier, a_draft, a_unit, somebody
from tests.support.clock import NOW, ZONE

MONDAY = datetime(2027, 3, 8, 0, 0, tzinfo=UTC)  # 07:00
TODAY = MONDAY.astimezone(ZONE).date()


@pytest.fixture
def other_head(session, school):
    return somebody(session, people.TU, a_unit(session, "THCS Cầu Nắng", above=school.commune))


def facts(session, person_id, now=MONDAY):
    return digest.facts(session, person_id, now=now, zone=ZONE)


def asked_for(session, dossier_id, *, due_in_days, **more):
    session.add(
        SupplementItem(
            dossier_id=dossier_id,
            position=1,
            text="Giấy xác nhận",
            due_on=TODAY + timedelta(days=due_in_days),
            asked_at=NOW,
            **more,
        )
    )
    session.flush()


def test_heads_get_a_digest_and_nobody_else(session, school, other_head):  # plan S-14, S-41
    assert digest.handle_due(session, now=MONDAY, zone=ZONE) == 2

    rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.chat_id)).all()
    assert [(row.template, row.chat_id, row.args) for row in rows] == [
        (Template.DIGEST_HEAD, people.VINH.user_id, {"person_id": school.vinh}),
        (Template.DIGEST_HEAD, people.TU.user_id, {"person_id": other_head}),
    ]
    assert {(row.priority, row.due_at) for row in rows} == {(Priority.BULK, MONDAY)}


def test_a_digest_is_queued_once_a_day(session, school):
    digest.handle_due(session, now=MONDAY, zone=ZONE)

    assert digest.handle_due(session, now=MONDAY + timedelta(hours=1), zone=ZONE) == 0


def test_during_tet_a_digest_waits(session, school):
    in_tet = datetime(2027, 2, 8, 0, 0, tzinfo=UTC)

    digest.handle_due(session, now=in_tet, zone=ZONE)

    row = session.exec(select(OutboxMessage)).one()
    assert row.due_at.astimezone(ZONE).strftime("%d/%m %H:%M") == "12/02 07:00"


def test_the_numbers_are_those_of_the_queue(session, school, other_head):
    a_dossier(session, school, DossierParts(since=MONDAY - timedelta(days=12)))
    a_dossier(session, school, DossierParts(since=MONDAY - timedelta(days=2)))
    a_dossier(session, school, DossierParts(state=State.WITH_DEPUTY, since=MONDAY - timedelta(days=1)))
    late = session.get(Dossier, a_dossier(session, school, DossierParts(since=MONDAY - timedelta(days=20))))
    late.due_on = TODAY - timedelta(days=1)
    session.flush()

    told = facts(session, school.vinh)

    shown = queue.waiting(session, school.vinh, on=TODAY, page=0)
    assert (told.waiting, told.oldest_days) == (shown.total, shown.lines[0].days_waiting) == (3, 20)
    assert (told.new, told.late) == (2, 1)
    assert (told.unit.name, told.since.isoformat(), told.until.isoformat()) == (
        "THCS Đồng Mây",
        "2027-03-01",
        "2027-03-07",
    )
    assert facts(session, other_head) is None


def test_days_left_are_those_until_the_school_sends(session, school):
    a_dossier(session, school)

    told = facts(session, school.vinh)

    assert (told.next_step.closes_on.isoformat(), told.next_step.days_left) == ("2027-04-12", 35)


def test_a_late_supplement_is_one_that_is_still_open_after_its_day(session, school):
    dossier = a_dossier(session, school, DossierParts(state=State.HEAD_ASKED, since=MONDAY - timedelta(days=30)))
    asked_for(session, dossier, due_in_days=-1)
    asked_for(session, dossier, due_in_days=-2)
    given = a_dossier(session, school, DossierParts(state=State.HEAD_ASKED, since=MONDAY - timedelta(days=30)))
    asked_for(session, given, due_in_days=-1, given_at=NOW)
    in_time = a_dossier(session, school, DossierParts(state=State.HEAD_ASKED, since=MONDAY - timedelta(days=30)))
    asked_for(session, in_time, due_in_days=0)

    told = facts(session, school.vinh)

    assert (told.late_supplements, told.new, told.waiting) == (1, 0, 0)


def test_a_week_without_anything_to_say_brings_no_digest(session, school):
    assert facts(session, school.vinh) is None


def test_an_own_draft_is_mentioned_while_nominations_close_soon(session, school):
    draft = session.get(Draft, a_draft(session, school.vinh))
    draft.answers = {"occasion": "11-6/2027"}
    session.flush()

    told = facts(session, school.vinh)

    assert told.drafts == 1
    assert facts(session, school.vinh, now=MONDAY - timedelta(days=40)) is None


def test_who_heads_nothing_any_more_gets_none(session, school):
    a_dossier(session, school)

    assert facts(session, school.thuy) is None


def test_a_head_learns_of_a_nomination_of_the_head_not_even_by_counting(session, school):
    about_the_head = a_dossier(
        session, school, DossierParts(nominee=school.vinh, state=State.DEPUTY_ASKED, since=MONDAY - timedelta(days=2))
    )
    asked_for(session, about_the_head, due_in_days=-1)

    assert facts(session, school.vinh) is None
