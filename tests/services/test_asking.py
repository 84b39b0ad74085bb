"""The nominator asks back, one question at a time; whoever has the nomination answers."""

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.workflow import Action, State
from bot.services import asking, dossiers
from bot.services.audit_check import verify
from bot.services.queries.card import card
from models import Dossier, OutboxMessage
from tests.support.builders import DossierParts, a_dossier, sent
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import HIEU, NGAN, OANH, THUY, VINH

WORDS = "Cần gửi thêm ảnh nào không ạ?"


def told(session, template):
    return sorted(row.chat_id for row in session.exec(select(OutboxMessage).where(OutboxMessage.template == template)))


def ask(session, dossier_id, by, text=WORDS):
    asking.ask(session, dossier_id, by=by, now=NOW, zone=ZONE, text=text)


def reply(session, dossier_id, by, text="Có, ảnh tiết dạy là đủ."):
    asking.answer(session, dossier_id, by=by, now=NOW, zone=ZONE, text=text)


def test_a_question_reaches_the_head_and_its_answer_the_nominator(session, school):
    dossier_id = sent(session, school).dossier_id

    ask(session, dossier_id, school.oanh)
    reply(session, dossier_id, school.vinh)

    own = card(session, dossier_id, viewer=school.oanh, on=TODAY, now=NOW)
    assert (told(session, Template.ASKED_BACK), told(session, Template.ANSWERED)) == ([VINH.user_id], [OANH.user_id])
    assert [(line.action, line.words) for line in own.history[-2:]] == [
        ("ask_back", WORDS),
        ("answer", "Có, ảnh tiết dạy là đủ."),
    ]
    assert own.history[-1].person_name == ""
    assert session.get_one(Dossier, dossier_id).state == State.WITH_HEAD
    assert verify(session) == []


def test_one_question_at_a_time(session, school):
    dossier_id = sent(session, school).dossier_id
    ask(session, dossier_id, school.oanh)

    with pytest.raises(Refusal) as refused:
        ask(session, dossier_id, school.oanh)
    reply(session, dossier_id, school.vinh)
    ask(session, dossier_id, school.oanh, "Thế còn biên bản ạ?")

    assert refused.value.code == "question_open"
    assert asking.question_of(session, dossier_id) == asking.Question("Thế còn biên bản ạ?", is_open=True)


@pytest.mark.parametrize(
    ("state", "holder", "asked"),
    [
        (State.WITH_DEPUTY, "id", THUY.user_id),
        (State.HEAD_ASKED, "id", VINH.user_id),
        (State.WITH_LEVEL_ABOVE, "commune", HIEU.user_id),
    ],
)
def test_it_goes_to_the_desk_where_the_nomination_lies(session, school, state, holder, asked):
    dossier_id = a_dossier(session, school, DossierParts(state=state, holder=getattr(school, holder)))

    ask(session, dossier_id, school.oanh)

    assert told(session, Template.ASKED_BACK) == [asked]


def test_the_clerk_who_prepares_it_is_asked_and_may_answer_too(session, school):
    dossier_id = a_dossier(session, school)
    session.get_one(Dossier, dossier_id).handed_to_id = school.ngan

    ask(session, dossier_id, school.oanh)
    reply(session, dossier_id, school.ngan)

    assert told(session, Template.ASKED_BACK) == sorted([VINH.user_id, NGAN.user_id])
    assert told(session, Template.ANSWERED) == [OANH.user_id]


def test_after_a_decision_those_who_decided_are_asked(session, school):
    dossier_id = sent(session, school).dossier_id
    said = {"by": school.vinh, "expected_version": 1, "now": NOW, "zone": ZONE}
    dossiers.act(session, dossier_id, Action.NOT_THIS_ROUND, **said, comment="Đợt này đã đủ số lượng")

    ask(session, dossier_id, school.oanh)

    assert told(session, Template.ASKED_BACK) == [VINH.user_id]


def test_nobody_else_asks_or_answers(session, school):
    dossier_id = sent(session, school).dossier_id
    for person in (school.ly, school.vinh, school.hieu):
        with pytest.raises(Refusal):
            ask(session, dossier_id, person)
    ask(session, dossier_id, school.oanh)

    for person in (school.ly, school.thuy, school.ngan, school.hieu, school.oanh):
        with pytest.raises(Refusal) as refused:
            reply(session, dossier_id, person)
        assert refused.value.code == "no_such_dossier"


@pytest.mark.parametrize("state", [State.WITHDRAWN, State.MERGED, State.DECLINED])
def test_where_nobody_has_it_any_more_nobody_is_asked(session, school, state):
    dossier_id = a_dossier(session, school, DossierParts(state=state))

    with pytest.raises(Refusal):
        ask(session, dossier_id, school.oanh)


@pytest.mark.parametrize(("text", "code"), [("???", "question_short"), ("x" * 1001, "question_long")])
def test_a_question_of_no_words_or_too_many_says_so(session, school, text, code):
    dossier_id = sent(session, school).dossier_id

    with pytest.raises(Refusal) as refused:
        ask(session, dossier_id, school.oanh, text)

    assert refused.value.code == code
