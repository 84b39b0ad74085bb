"""Notices: what they say at the moment of sending, when they are skipped, and what their buttons do."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.conversation.desk import Begin, Go, Resume, Stay
from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.domain.workflow import State
from handlers.commands import COMMANDS, MENU_LENGTH, Leads, command_named, menu_for
from handlers.flows import FLOWS
from handlers.notices import draw_notice, react_notice
from handlers.screens import SCREENS
from models import Dossier, OutboxMessage
from tests.handlers.conftest import desk_of
from tests.support.builders import DossierParts, a_dossier, a_draft, sent
from tests.support.clock import NOW

OF_A_DOSSIER = {
    Template.NEW_NOMINATION: State.WITH_HEAD,
    Template.SUPPLEMENT_GIVEN: State.WITH_HEAD,
    Template.ADOPTED: State.ADOPTED,
    Template.NOMINEE_ADOPTED: State.ADOPTED,
    Template.NOT_THIS_ROUND: State.NOT_THIS_ROUND,
    Template.WITHDRAWN: State.WITHDRAWN,
    Template.ON_THE_WAY: State.WITH_DEPUTY,
    Template.MERGED: State.MERGED,
    Template.PREPARED: State.WITH_HEAD,
    Template.NOMINEE_DECLINED: State.DECLINED,
}


@pytest.mark.parametrize(("template", "state"), OF_A_DOSSIER.items())
def test_a_notice_is_skipped_once_its_dossier_has_moved_on(session, school, template, state):
    dossier_id = a_dossier(session, school, DossierParts(state=state))
    args = {"dossier_id": dossier_id, "person_id": school.vinh, "comment": "Hẹn dịp sau."}
    desk = desk_of(session, school.vinh)

    before = draw_notice(template, args, desk)
    session.get_one(Dossier, dossier_id).state = State.HEAD_ASKED
    after = draw_notice(template, args, desk)

    assert before is not None
    assert after is None


def test_an_officer_who_may_no_longer_decide_is_not_told(session, school):
    dossier_id = a_dossier(session, school)

    told = draw_notice(
        Template.NEW_NOMINATION, {"dossier_id": dossier_id, "person_id": school.hieu}, desk_of(session, school.hieu)
    )

    assert told is None


def test_an_officer_who_has_left_is_not_told_that_it_was_withdrawn(session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.WITHDRAWN))

    told = draw_notice(
        Template.WITHDRAWN, {"dossier_id": dossier_id, "person_id": school.hieu}, desk_of(session, school.hieu)
    )

    assert told is None


def test_the_nominator_reads_the_reason_word_for_word(session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.NOT_THIS_ROUND))
    args = {"dossier_id": dossier_id, "person_id": school.oanh, "comment": "Hẹn dịp tổng kết năm học."}

    window = draw_notice(Template.NOT_THIS_ROUND, args, desk_of(session, school.oanh))

    assert window is not None
    assert window.body == ("💬 “Hẹn dịp tổng kết năm học.”", "The story and the evidence are kept.")


def test_the_buttons_of_notices_open_what_they_name(session, school):
    dossier_id = a_dossier(session, school)
    draft_id = a_draft(session, school.oanh)
    args, desk = {"dossier_id": dossier_id, "person_id": school.oanh}, desk_of(session, school.oanh)

    def press(action, value=""):
        return react_notice(Template.ADOPTED, args, action, value, desk)

    assert press("card") == Go("card", {"id": dossier_id, "version": 1})
    assert press("item") == Go("item", {"id": dossier_id})
    assert press("supplement", "7") == Go("supplement", {"id": dossier_id, "item": 7})
    assert press("queue") == Go("queue")
    assert press("resume", str(draft_id)) == Resume(draft_id)
    assert isinstance(press("nominate_again"), Begin)
    assert isinstance(press("nonsense"), Stay)


def test_noted_is_answered_with_the_time(session, school):
    desk = desk_of(session, school.oanh)

    reaction = react_notice(Template.REMINDER_DRAFT, {"person_id": school.oanh}, "ack", "", desk)

    assert isinstance(reaction, Stay)
    assert reaction.toast is not None
    assert desk.say(reaction.toast) == "✓ Noted at 09:05"


def test_a_reminder_that_is_put_off_comes_tomorrow_morning_once(session, school):
    desk = desk_of(session, school.vinh)
    args = {"person_id": school.vinh, "milestone": "11-6", "year": 2027, "step": "school"}

    for _ in range(2):
        react_notice(Template.REMINDER_OFFICER, args, "tomorrow", "", desk)

    (again,) = session.exec(select(OutboxMessage)).all()
    assert (again.template, again.args, again.chat_id) == (Template.REMINDER_OFFICER, args, desk.chat_id)
    assert again.due_at == NOW.replace(hour=0, minute=0) + timedelta(days=1)


def test_a_reminder_says_how_many_days_are_left_when_it_is_sent(session, school):
    a_dossier(session, school)
    args = {"person_id": school.vinh, "milestone": "11-6", "year": 2027, "step": "school"}

    window = draw_notice(Template.REMINDER_OFFICER, args, desk_of(session, school.vinh))

    assert window is not None
    assert window.header == "⏰ 41 days left until the dossiers of 11/6/2027 go out, 12/04/2027."
    assert window.body == ("Nominations that wait for you: 1.",)


def test_somebody_without_anything_waiting_is_not_reminded(session, school):
    args = {"person_id": school.vinh, "milestone": "11-6", "year": 2027, "step": "school"}

    assert draw_notice(Template.REMINDER_OFFICER, args, desk_of(session, school.vinh)) is None
    assert draw_notice(Template.DIGEST_HEAD, args, desk_of(session, school.vinh)) is None


def test_the_digest_counts_what_the_queue_lists(session, school):
    sent(session, school)
    sent(session, school)

    window = draw_notice(Template.DIGEST_HEAD, {"person_id": school.vinh}, desk_of(session, school.vinh))

    assert window is not None
    assert "📥 Nominations to look at: 2, the oldest since today" in window.body
    assert window.rows[0][0].label == "📥 Nominations to see (2)"


# The table of commands.


def test_every_command_has_two_names_of_its_own_and_leads_somewhere():
    names = [name for command in COMMANDS for name in (command.name, command.alias)]
    places = {Leads.SCREEN: set(SCREENS), Leads.FLOW: set(FLOWS), Leads.STEP: {"back", "skip", "done", "later"}}

    assert len(set(names)) == len(names)
    assert [command.name for command in COMMANDS if command.to not in places[command.leads]] == []


def test_both_names_of_a_command_are_found_in_any_case():
    assert command_named("Nominate") is command_named("decu")
    assert command_named("nonsense") is None


def test_the_menu_puts_the_commands_of_a_role_first_and_stays_short():
    head, teacher, nobody = menu_for({Role.UNIT_HEAD}), menu_for({Role.MEMBER}), menu_for(())

    assert [command.name for command in head][:2] == ["choduyet", "decu"]
    assert [command.name for command in teacher][:2] == ["decu", "menu"]
    assert "choduyet" not in [command.name for command in (*teacher, *nobody)]
    assert len(head) <= MENU_LENGTH
