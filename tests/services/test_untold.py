"""What can still be taken back is seen by officers only: no card, list or count is faster than the notice."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.domain.refusals import Refusal
from bot.domain.workflow import UNDO, Action, State
from bot.services import dossiers
from bot.services.queries.card import DossierCard, card
from bot.services.queries.mine import asked_of, mine, under_way
from models import Decision
from tests.support.builders import School, sent
from tests.support.clock import NOW, TODAY, ZONE

SECONDS_LEFT = NOW + UNDO - timedelta(seconds=1)
TOLD = NOW + UNDO
WORDS = "Xin kể lại câu chuyện này vào cuối năm học nhé."


@pytest.fixture
def dossier_id(session: Session, school: School) -> int:
    return sent(session, school).dossier_id


def act(session: Session, dossier_id: int, action: Action, *, by: int, version: int = 1) -> Decision:
    return dossiers.act(
        session, dossier_id, action, by=by, expected_version=version, now=NOW, zone=ZONE,
        comment=WORDS, items=("Biên bản họp tổ",), due_on=date(2027, 3, 17),
    )  # fmt: skip


def seen(session: Session, dossier_id: int, *, by: int, now=SECONDS_LEFT) -> DossierCard:
    return card(session, dossier_id, viewer=by, on=TODAY, now=now)


@pytest.mark.parametrize("action", [Action.ADOPT, Action.NOT_THIS_ROUND, Action.ASK_SUPPLEMENT, Action.PASS_TO_DEPUTY])
def test_for_the_nominator_nothing_has_happened_until_it_is_final(
    session: Session, school: School, dossier_id: int, action: Action
):
    before = seen(session, dossier_id, by=school.oanh)

    decision = act(session, dossier_id, action, by=school.vinh)

    during = seen(session, dossier_id, by=school.oanh)
    assert (during.state, during.due_on, during.history, during.items) == (
        State.WITH_HEAD, before.due_on, before.history, (),
    )  # fmt: skip
    assert mine(session, school.oanh, page=0, now=SECONDS_LEFT).lines[0].state is State.WITH_HEAD
    assert (under_way(session, school.oanh, now=SECONDS_LEFT), asked_of(session, school.oanh, now=SECONDS_LEFT)) == (
        1, 0,
    )  # fmt: skip
    after = seen(session, dossier_id, by=school.oanh, now=TOLD)
    assert (after.state, after.history[-1].action) == (decision.to_state, action)
    assert mine(session, school.oanh, page=0, now=TOLD).lines[0].state == decision.to_state


def test_what_was_taken_back_stays_out_of_the_nominators_history(session: Session, school: School, dossier_id: int):
    decision = act(session, dossier_id, Action.NOT_THIS_ROUND, by=school.vinh)
    dossiers.undo(session, decision.id or 0, by=school.vinh, now=SECONDS_LEFT)

    told = [line.action for line in seen(session, dossier_id, by=school.oanh, now=TOLD).history]
    known = [line.action for line in seen(session, dossier_id, by=school.vinh, now=TOLD).history]

    assert told == ["send"]
    assert known == ["send", "not_this_round", "undo"]


def test_the_nominee_sees_that_it_was_chosen_only_when_that_is_final(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.ADOPT, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        seen(session, dossier_id, by=school.ly)

    assert refused.value.code == "no_such_dossier"
    assert seen(session, dossier_id, by=school.ly, now=TOLD).state is State.ADOPTED


def test_officers_see_a_decision_at_once(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.ADOPT, by=school.vinh)

    assert seen(session, dossier_id, by=school.thuy).state is State.ADOPTED


def test_who_withdraws_meanwhile_sees_that_it_is_withdrawn(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.ASK_SUPPLEMENT, by=school.vinh)

    act(session, dossier_id, Action.WITHDRAW, by=school.oanh, version=2)

    assert seen(session, dossier_id, by=school.oanh).state is State.WITHDRAWN
    assert mine(session, school.oanh, page=0, now=SECONDS_LEFT).lines[0].state is State.WITHDRAWN
