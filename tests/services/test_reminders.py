"""Those whom a closing still concerns are reminded at a decent hour; nobody else ever is."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from bot.domain.deadlines import Step
from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.domain.workflow import State
from bot.services import accounts, calendar, reminders
from bot.services.queries.queue import waiting_counts
from models import Draft, LadderStep, Milestone, OutboxMessage, Reminder
from models.dialog import DraftState
from models.outbox import Priority
from tests.support import people
from tests.support.builders import DossierParts, a_dossier, a_draft, a_grant, a_person, a_unit, somebody
from tests.support.clock import NOW, ZONE

# Nominations for 11/6/2027 close on Friday 26/3, schools send on Monday 12/4.
NOMINATE_7 = datetime(2027, 3, 19, 0, 0, tzinfo=UTC)  # 07:00 on 19/3, a Friday
SCHOOL_7 = datetime(2027, 4, 5, 0, 0, tzinfo=UTC)  # 07:00 on 5/4, a Monday
SCHOOL_3 = datetime(2027, 4, 9, 0, 0, tzinfo=UTC)  # 07:00 on 9/4, a Friday
SCHOOL = {"milestone": "11-6", "year": 2027, "step": "school"}
NOMINATE = {"milestone": "11-6", "year": 2027, "step": "nominate"}


@pytest.fixture(autouse=True)
def planned(session, school):
    reminders.plan(session, now=NOW, zone=ZONE)


def handle(session, now):
    return reminders.handle_due(session, now=now, zone=ZONE)


def queued(session):
    rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    return [(row.template, row.chat_id) for row in rows]


def skip_until(session, moment):
    """Let everything before a moment be over and done with."""
    for row in session.exec(select(Reminder).where(Reminder.due_at < moment)):
        row.state = "done"
    session.flush()


def a_draft_for(session, person_id, occasion="11-6/2027", **more):
    draft = session.get(Draft, a_draft(session, person_id, **more))
    draft.answers = {"occasion": occasion} if occasion else {}
    session.flush()
    return draft


def rungs_of(session, step, year=2027):
    rows = session.exec(
        select(Reminder)
        .where(Reminder.milestone == "11-6", Reminder.year == year, Reminder.step == step)
        .order_by(Reminder.due_at)
    ).all()
    return [(row.days_before, row.due_at.astimezone(ZONE).strftime("%d/%m %H:%M"), row.state) for row in rows]


# The plan.


def test_the_rungs_before_a_closing_are_written_and_past_ones_are_not_made_up_for(session):
    assert rungs_of(session, "nominate") == [
        (30, "24/02 07:00", "skipped"),
        (14, "12/03 07:00", "waiting"),
        (7, "19/03 07:00", "waiting"),
        (3, "23/03 07:00", "waiting"),
        (1, "25/03 07:00", "waiting"),
        (0, "26/03 07:00", "waiting"),
        (-1, "27/03 07:00", "waiting"),
    ]


def test_planning_again_changes_nothing(session):
    before = [row.model_dump() for row in session.exec(select(Reminder).order_by(Reminder.id))]

    reminders.plan(session, now=NOW, zone=ZONE)

    assert [row.model_dump() for row in session.exec(select(Reminder).order_by(Reminder.id))] == before


def test_reminders_move_with_an_edited_ladder_even_after_they_were_sent(session):
    skip_until(session, NOMINATE_7 + timedelta(hours=1))
    step = session.exec(select(LadderStep).where(LadderStep.milestone == "11-6", LadderStep.code == "nominate")).one()
    step.days_before = 61  # 11/4 is a Sunday: Friday 9/4

    reminders.plan(session, now=NOMINATE_7 + timedelta(hours=1), zone=ZONE)

    assert rungs_of(session, "nominate")[:3] == [
        (30, "10/03 07:00", "skipped"),
        (14, "26/03 07:00", "waiting"),
        (7, "02/04 07:00", "waiting"),
    ]


def test_a_switched_off_milestone_reminds_nobody(session):
    session.get(Milestone, "11-6").enabled = False

    reminders.plan(session, now=NOW, zone=ZONE)

    assert [state for _days, _at, state in rungs_of(session, "nominate")] == ["skipped"]


def test_a_step_without_a_place_in_the_ladder_has_no_reminders(session):
    session.delete(
        session.exec(select(LadderStep).where(LadderStep.milestone == "11-6", LadderStep.code == "school")).one()
    )
    session.flush()

    reminders.plan(session, now=NOW, zone=ZONE)

    assert rungs_of(session, "school") == []


def test_no_reminder_falls_into_tet(session):
    step = session.exec(select(LadderStep).where(LadderStep.milestone == "11-6", LadderStep.code == "nominate")).one()
    step.days_before = 118  # 13/2/2027; its last week is the Tết break of 4/2 to 11/2

    reminders.plan(session, now=datetime(2027, 1, 1, tzinfo=UTC), zone=ZONE)

    assert [at for _days, at, _state in rungs_of(session, "nominate")] == [
        "13/01 07:00",
        "29/01 07:00",
        "12/02 07:00",
        "13/02 07:00",
    ]


# Who is reminded.


def test_the_head_with_waiting_items_is_reminded_and_nobody_else(session, school):  # plan S-41
    a_dossier(session, school)
    other = a_unit(session, "THCS Cầu Nắng", above=school.commune)
    somebody(session, people.TU, other)
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == [(Template.REMINDER_OFFICER, people.VINH.user_id)]


def test_a_deputy_is_reminded_where_the_deputy_holds_it(session, school):
    a_dossier(session, school, DossierParts(state=State.WITH_DEPUTY))
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == [(Template.REMINDER_OFFICER, people.THUY.user_id)]


@pytest.mark.parametrize("state", [State.HEAD_ASKED, State.ADOPTED, State.NOT_THIS_ROUND, State.WITHDRAWN])
def test_who_has_nothing_waiting_is_not_reminded(session, school, state):
    a_dossier(session, school, DossierParts(state=state))
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == []


def test_the_level_above_is_not_reminded_of_the_schools_closing(session, school):
    a_dossier(session, school, DossierParts(state=State.WITH_LEVEL_ABOVE, holder=school.commune))
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == []


def test_what_is_about_a_head_does_not_remind_that_head(session, school):
    a_dossier(session, school, DossierParts(nominee=school.vinh))
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == []


def test_a_former_head_is_not_reminded(session, school):
    former = a_person(session, "Lương Gia Khôi", user_id=7055)
    a_grant(session, former, Role.UNIT_HEAD, school.id, until=date(2027, 4, 8))
    a_dossier(session, school)
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == [(Template.REMINDER_OFFICER, people.VINH.user_id)]


def test_the_nominator_with_an_unfinished_draft_for_this_occasion_is_reminded(session, school):
    a_draft_for(session, school.oanh)
    a_draft_for(session, school.ly, occasion="20-11/2027")
    a_draft_for(session, school.ngan).state = DraftState.DISCARDED
    skip_until(session, NOMINATE_7)

    handle(session, NOMINATE_7)

    assert queued(session) == [(Template.REMINDER_DRAFT, people.OANH.user_id)]


def test_a_draft_without_an_occasion_belongs_to_the_next_one(session, school):
    a_draft_for(session, school.oanh, occasion="")
    skip_until(session, NOMINATE_7)

    handle(session, NOMINATE_7)

    assert queued(session) == [(Template.REMINDER_DRAFT, people.OANH.user_id)]


def test_several_drafts_bring_one_reminder_about_the_latest(session, school):
    a_draft_for(session, school.oanh, title="Quách Bảo Ly")
    latest = a_draft_for(session, school.oanh, title="Tổ Tự nhiên", now=NOW + timedelta(days=1))
    skip_until(session, NOMINATE_7)

    handle(session, NOMINATE_7)

    assert len(queued(session)) == 1
    facts = reminders.still_holds(session, NOMINATE | {"person_id": school.oanh}, now=NOMINATE_7, zone=ZONE)
    assert isinstance(facts, reminders.DraftFacts)
    assert (facts.draft_id, facts.title, facts.days_left, facts.others) == (latest.id, "Tổ Tự nhiên", 7, 1)


def test_a_reminder_goes_to_the_account_used_last(session, school):
    a_dossier(session, school)
    second = accounts.of_user(session, 7999, now=NOW + timedelta(days=9))
    accounts.link(session, second.id, person_id=school.vinh, now=NOW)
    second.seen_at = NOW + timedelta(days=9)
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == [(Template.REMINDER_OFFICER, 7999)]


def test_somebody_without_an_account_holds_up_nobody(session, school):
    quiet = a_person(session, "Mạc Thiên Ân")
    a_grant(session, quiet, Role.UNIT_HEAD, school.id)
    a_dossier(session, school)
    skip_until(session, SCHOOL_3)

    handle(session, SCHOOL_3)

    assert queued(session) == [(Template.REMINDER_OFFICER, people.VINH.user_id)]


# When.


def test_a_reminder_is_sent_in_bulk_and_has_a_sound_only_in_the_last_week(session, school):
    a_draft_for(session, school.oanh)
    handle(session, datetime(2027, 3, 12, 0, 0, tzinfo=UTC))
    handle(session, NOMINATE_7)

    rows = session.exec(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    assert [(row.priority, row.silent) for row in rows] == [(Priority.BULK, True), (Priority.BULK, False)]


def test_a_reminder_is_handled_once(session, school):
    a_draft_for(session, school.oanh)
    skip_until(session, NOMINATE_7)

    assert (handle(session, NOMINATE_7), handle(session, NOMINATE_7)) == (1, 0)
    assert len(queued(session)) == 1


def test_after_a_long_stop_only_the_latest_reminder_of_a_step_is_sent(session, school):
    a_draft_for(session, school.oanh)

    handle(session, datetime(2027, 3, 25, 9, 0, tzinfo=UTC))

    assert len(queued(session)) == 1
    assert [(days, state) for days, _at, state in rungs_of(session, "nominate")] == [
        (30, "skipped"),
        (14, "skipped"),
        (7, "skipped"),
        (3, "skipped"),
        (1, "done"),
        (0, "waiting"),
        (-1, "waiting"),
    ]


def test_what_is_long_over_is_not_brought_up_again(session, school):
    a_draft_for(session, school.oanh)
    a_dossier(session, school)

    handle(session, datetime(2027, 6, 1, 2, 0, tzinfo=UTC))

    assert queued(session) == []
    assert {state for _days, _at, state in rungs_of(session, "nominate") + rungs_of(session, "school")} == {"skipped"}


def test_what_becomes_due_at_night_waits_for_the_morning(session, school):
    a_draft_for(session, school.oanh)
    night = datetime(2027, 3, 23, 15, 30, tzinfo=UTC)  # 22:30 in the province

    handle(session, night)

    row = session.exec(select(OutboxMessage)).one()
    assert row.due_at.astimezone(ZONE).strftime("%d/%m %H:%M") == "24/03 07:00"


def test_a_person_gets_one_reminder_a_day(session, school):
    a_dossier(session, school)
    a_draft_for(session, school.vinh)
    morning = datetime(2027, 3, 29, 0, 0, tzinfo=UTC)
    for row in session.exec(select(Reminder).where(Reminder.milestone == "11-6")):
        is_wanted = (row.year, row.step, row.days_before) in {(2027, "school", 14), (2027, "nominate", -1)}
        row.state, row.due_at = ("waiting", morning + timedelta(days=1)) if is_wanted else ("done", row.due_at)
    session.flush()

    handle(session, morning + timedelta(days=1))

    assert queued(session) == [(Template.REMINDER_OFFICER, people.VINH.user_id)]


def test_on_mondays_heads_read_it_in_their_digest(session, school):
    a_dossier(session, school)
    a_dossier(session, school, DossierParts(state=State.WITH_DEPUTY))
    skip_until(session, SCHOOL_7)

    handle(session, SCHOOL_7)

    assert queued(session) == [(Template.REMINDER_OFFICER, people.THUY.user_id)]


def test_the_next_due_is_the_earliest_that_waits(session):
    assert reminders.next_due(session) == datetime(2027, 3, 12, 0, 0, tzinfo=UTC)  # D-14 of the nominations
    skip_until(session, datetime(2029, 1, 1, tzinfo=UTC))

    assert reminders.next_due(session) is None


# What is said is worked out when it is sent.


def test_an_officers_facts_are_counted_at_sending(session, school):
    a_dossier(session, school)
    args = SCHOOL | {"person_id": school.vinh}

    before = reminders.still_holds(session, args, now=SCHOOL_3, zone=ZONE)
    a_dossier(session, school)
    after = reminders.still_holds(session, args, now=SCHOOL_3 + timedelta(days=2), zone=ZONE)

    assert before == reminders.OfficerFacts(
        person_id=school.vinh,
        occasion=calendar.spoken(calendar.deadlines.DEFAULT_MILESTONES[0].occasion(2027)),
        step=Step.SCHOOL,
        closes_on=date(2027, 4, 12),
        days_left=3,
        waiting=1,
    )
    assert isinstance(after, reminders.OfficerFacts)
    assert (after.days_left, after.waiting) == (1, 2)
    assert after.waiting == waiting_counts(session, school.vinh, on=date(2027, 4, 11)).total


def test_a_reminder_whose_cause_is_gone_is_not_sent(session, school):
    draft = a_draft_for(session, school.oanh)
    args = NOMINATE | {"person_id": school.oanh}
    assert reminders.still_holds(session, args, now=NOMINATE_7, zone=ZONE)

    draft.state = DraftState.SENT
    session.flush()

    assert reminders.still_holds(session, args, now=NOMINATE_7, zone=ZONE) is None
    assert reminders.still_holds(session, SCHOOL | {"person_id": school.vinh}, now=SCHOOL_3, zone=ZONE) is None


def test_a_reminder_that_was_held_up_beyond_its_use_is_not_sent(session, school):
    a_draft_for(session, school.oanh)
    args = NOMINATE | {"person_id": school.oanh}

    assert reminders.still_holds(session, args, now=datetime(2027, 3, 28, tzinfo=UTC), zone=ZONE)
    assert reminders.still_holds(session, args, now=datetime(2027, 4, 4, tzinfo=UTC), zone=ZONE) is None


def test_a_milestone_switched_off_takes_its_reminders_along(session, school):
    a_draft_for(session, school.oanh)
    session.get(Milestone, "11-6").enabled = False
    session.flush()

    assert reminders.still_holds(session, NOMINATE | {"person_id": school.oanh}, now=NOMINATE_7, zone=ZONE) is None
    handle(session, NOMINATE_7)
    assert queued(session) == []
