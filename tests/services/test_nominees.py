"""What a nominee may do once chosen, and who hears of it."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.workflow import Action, State
from bot.services import dossiers, nominees
from bot.services.queries.card import card
from models import Dossier, OutboxMessage
from tests.support.builders import sent
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import OANH, VINH

FINAL = NOW + timedelta(minutes=3)


@pytest.fixture
def chosen(session, school):
    dossier_id = sent(session, school).dossier_id
    dossiers.act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)
    return dossier_id


def told(session, template):
    return sorted(row.chat_id for row in session.exec(select(OutboxMessage).where(OutboxMessage.template == template)))


def test_a_nominee_takes_no_part_and_the_nominator_and_those_who_chose_are_told(session, school, chosen):
    nominees.decline(session, chosen, by=school.ly, expected_version=2, now=FINAL, zone=ZONE)

    assert session.get_one(Dossier, chosen).state == State.DECLINED
    assert told(session, Template.NOMINEE_DECLINED) == sorted([OANH.user_id, VINH.user_id])


def test_before_it_is_final_the_nominee_learns_nothing_and_can_do_nothing(session, school, chosen):
    for act in (nominees.decline, lambda *args, **said: nominees.correct(*args, **said, text="Sửa giúp")):
        with pytest.raises(Refusal) as refused:
            act(session, chosen, by=school.ly, expected_version=2, now=NOW, zone=ZONE)
        assert refused.value.code == "no_such_dossier"


def test_a_correction_is_handed_on_word_for_word_and_stays_out_of_the_nominators_history(session, school, chosen):
    words = "Tôi dạy Vật lí, không phải Toán."

    nominees.correct(session, chosen, by=school.ly, expected_version=2, now=FINAL, zone=ZONE, text=words)

    shown = card(session, chosen, viewer=school.vinh, on=TODAY, now=FINAL)
    own = card(session, chosen, viewer=school.oanh, on=TODAY, now=FINAL)
    assert (shown.history[-1].action, shown.history[-1].words) == ("correct", words)
    assert told(session, Template.NOMINEE_CORRECTED) == [VINH.user_id]
    assert "correct" not in [line.action for line in own.history]


@pytest.mark.parametrize(("text", "code"), [("  ", "correction_short"), ("x" * 1001, "correction_long")])
def test_a_correction_of_no_words_or_too_many_is_answered(session, school, chosen, text, code):
    with pytest.raises(Refusal) as refused:
        nominees.correct(session, chosen, by=school.ly, expected_version=2, now=FINAL, zone=ZONE, text=text)

    assert refused.value.code == code


def test_nobody_else_answers_for_the_nominee(session, school, chosen):
    for person in (school.vinh, school.thuy, school.oanh):
        with pytest.raises(Refusal):
            nominees.correct(session, chosen, by=person, expected_version=2, now=FINAL, zone=ZONE, text="Sửa")
        with pytest.raises(Refusal):
            nominees.decline(session, chosen, by=person, expected_version=2, now=FINAL, zone=ZONE)
