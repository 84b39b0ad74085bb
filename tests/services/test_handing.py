"""A clerk prepares: what is handed over, asked for and given back."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.workflow import Action, State
from bot.services import dossiers, handing, supplements
from bot.services.queries.card import card
from bot.services.queries.queue import waiting
from bot.services.queries.queue_view import Shows, View
from models import Decision, Dossier, OutboxMessage
from tests.support.builders import a_dossier, somebody
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import NGAN, OANH, VINH, Cast

#: The request of a moment ago can no longer be taken back.
FINAL = NOW + timedelta(minutes=3)
ASKING: dict[str, Any] = {"items": ("Biên bản họp tổ",), "due_on": date(2027, 3, 17)}


@pytest.fixture
def handed(session, school):
    dossier_id = a_dossier(session, school)
    handing.hand_over(session, dossier_id, school.ngan, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)
    return dossier_id


def told(session, template):
    return [row.chat_id for row in session.exec(select(OutboxMessage).where(OutboxMessage.template == template))]


def codes(session, person, **chosen):
    return [one.dossier_id for one in waiting(session, person, on=TODAY, page=0, view=View(**chosen)).lines]


def test_the_clerk_is_told_and_finds_it_in_the_own_list_while_it_stays_in_the_heads(session, school, handed):
    other = a_dossier(session, school)

    assert told(session, Template.HANDED_OVER) == [NGAN.user_id]
    assert codes(session, school.ngan) == [handed]
    assert codes(session, school.vinh) == [handed, other]
    assert codes(session, school.vinh, shows=Shows.HANDED) == [handed]
    assert card(session, handed, viewer=school.vinh, on=TODAY, now=NOW).handed_to == NGAN.name


def test_the_clerk_asks_for_a_supplement_and_is_told_when_it_comes(session, school, handed):
    decision = dossiers.act(
        session, handed, Action.ASK_SUPPLEMENT, by=school.ngan, expected_version=2, now=NOW, zone=ZONE, **ASKING
    )
    (item,) = supplements.items_of(session, handed)
    supplements.answer_item(session, item.id, by=school.oanh, now=FINAL, text="Đã họp ngày 02/03")
    dossiers.give_supplement(session, handed, by=school.oanh, expected_version=3, now=FINAL, zone=ZONE)

    assert decision.role == "unit_clerk"
    assert told(session, Template.SUPPLEMENT_ASKED) == [OANH.user_id]
    assert sorted(told(session, Template.SUPPLEMENT_GIVEN)) == sorted([VINH.user_id, NGAN.user_id])
    assert codes(session, school.ngan) == [handed]


def test_the_clerk_takes_the_own_request_back_within_two_minutes(session, school, handed):
    decision = dossiers.act(
        session, handed, Action.ASK_SUPPLEMENT, by=school.ngan, expected_version=2, now=NOW, zone=ZONE, **ASKING
    )

    dossiers.undo(session, decision.id or 0, by=school.ngan, now=NOW, zone=ZONE)

    assert session.get_one(Dossier, handed).state == State.WITH_HEAD


def test_prepared_it_leaves_the_clerks_list_and_those_who_decide_are_told(session, school, handed):
    handing.give_back(session, handed, by=school.ngan, expected_version=2, now=NOW, zone=ZONE)

    assert told(session, Template.PREPARED) == [VINH.user_id]
    assert codes(session, school.ngan) == []
    with pytest.raises(Refusal):
        dossiers.act(
            session, handed, Action.ASK_SUPPLEMENT, by=school.ngan, expected_version=3, now=NOW, zone=ZONE, **ASKING
        )


def test_a_clerk_decides_on_nothing_that_was_handed_over(session, school, handed):
    for action in (Action.ADOPT, Action.NOT_THIS_ROUND, Action.PASS_UP):
        with pytest.raises(Refusal) as refused:
            dossiers.act(
                session, handed, action, by=school.ngan, expected_version=2, now=NOW, zone=ZONE, comment="Đã đủ"
            )
        assert refused.value.code == "workflow.not_yours"
    assert session.exec(select(Decision)).all() == []


def test_an_older_version_is_not_handed_over(session, school, handed):
    with pytest.raises(Refusal) as refused:
        handing.hand_over(session, handed, school.ngan, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)

    assert refused.value.code in {"no_such_clerk", "already_decided"}


def test_nobody_but_a_clerk_of_the_unit_is_offered(session, school):
    dossier_id = a_dossier(session, school)
    second = somebody(session, Cast("Tạ Phương Duyên", 7991, NGAN.roles), school.id)
    somebody(session, Cast("Bùi Ngọc Diệp", 7992, NGAN.roles), school.commune)

    offered = handing.clerks_for(session, dossier_id, by=school.vinh, now=NOW, zone=ZONE)

    assert [one.person_id for one in offered] == [school.ngan, second]
    assert handing.clerks_for(session, dossier_id, by=school.thuy, now=NOW, zone=ZONE) == []
