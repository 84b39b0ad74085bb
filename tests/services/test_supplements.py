from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.domain.refusals import Refusal
from bot.domain.workflow import UNDO, Action, State
from bot.services import dossiers, evidence, supplements
from bot.services.supplements import ItemLine
from models import Dossier, Evidence, OutboxMessage
from tests.support.builders import School, a_dossier, a_draft, a_file
from tests.support.clock import NOW, ZONE
from tests.support.people import LY, OANH, VINH

DUE = date(2027, 3, 17)


@pytest.fixture
def asked(session: Session, school: School) -> int:
    """A dossier for which the head asked two things; nothing has come yet."""
    dossier_id = a_dossier(session, school)
    dossiers.act(
        session,
        dossier_id,
        Action.ASK_SUPPLEMENT,
        by=school.vinh,
        expected_version=1,
        now=NOW - timedelta(days=1),
        zone=ZONE,
        items=("Biên bản họp tổ", " ", "Ảnh lớp học"),
        due_on=DUE,
    )
    return dossier_id


def give(session: Session, dossier_id: int, *, by: int, expected_version: int = 2) -> None:
    dossiers.give_supplement(session, dossier_id, by=by, expected_version=expected_version, now=NOW, zone=ZONE)


def first_item(session: Session, dossier_id: int) -> int:
    return supplements.items_of(session, dossier_id)[0].id


def test_items_stand_in_order_without_empty_ones(session: Session, asked: int):
    items = supplements.items_of(session, asked)

    assert items == [
        ItemLine(1, 1, "Biên bản họp tổ", DUE, "", 0),
        ItemLine(2, 2, "Ảnh lớp học", DUE, "", 0),
    ]


def test_words_and_files_are_kept_before_anything_is_sent(session: Session, school: School, asked: int):
    first, second = (item.id for item in supplements.items_of(session, asked))
    file = a_file(session)

    supplements.answer_item(session, first, by=school.oanh, now=NOW, text="Tổ họp ngày 01/03")
    items = supplements.take_file(session, second, evidence_id=file, by=school.oanh, chat_id=OANH.user_id, now=NOW)

    assert [(item.answer, item.files, item.is_given) for item in items] == [
        ("Tổ họp ngày 01/03", 0, True),
        ("", 1, True),
    ]
    assert [line.id for line in evidence.of_item(session, second)] == [file]
    assert session.get_one(Dossier, asked).state == State.HEAD_ASKED


def test_what_was_given_goes_back_to_whoever_asked(session: Session, school: School, asked: int):
    supplements.answer_item(session, first_item(session, asked), by=school.oanh, now=NOW, text="Tổ họp ngày 01/03")

    give(session, asked, by=school.oanh)

    dossier = session.get_one(Dossier, asked)
    assert (dossier.state, dossier.due_on) == (State.WITH_HEAD, date(2027, 4, 12))
    assert supplements.items_of(session, asked) == []
    told = session.exec(select(OutboxMessage).where(OutboxMessage.template == "supplement_given")).all()
    assert [(row.chat_id, row.due_at) for row in told] == [(VINH.user_id, NOW)]


def test_nothing_at_all_is_not_sent(session: Session, school: School, asked: int):
    with pytest.raises(Refusal) as refused:
        give(session, asked, by=school.oanh)

    assert refused.value.code == "nothing_given"
    assert session.get_one(Dossier, asked).state == State.HEAD_ASKED


def test_sending_twice_sends_once(session: Session, school: School, asked: int):
    supplements.answer_item(session, first_item(session, asked), by=school.oanh, now=NOW, text="Tổ họp ngày 01/03")
    give(session, asked, by=school.oanh)

    with pytest.raises(Refusal) as refused:
        give(session, asked, by=school.oanh)

    assert refused.value.code == "already_decided"


def test_only_the_nominator_answers(session: Session, school: School, asked: int):
    item, file = first_item(session, asked), a_file(session)

    for other in (school.ly, school.vinh):
        with pytest.raises(Refusal):
            supplements.answer_item(session, item, by=other, now=NOW, text="chen vào")
        with pytest.raises(Refusal):
            supplements.take_file(session, item, evidence_id=file, by=other, chat_id=LY.user_id, now=NOW)

    assert not any(line.is_given for line in supplements.items_of(session, asked))


def test_a_file_of_another_chat_or_of_a_draft_cannot_be_taken(session: Session, school: School, asked: int):
    item = first_item(session, asked)
    of_a_draft = a_file(session, draft_id=a_draft(session, school.oanh))
    foreign = a_file(session)
    session.get_one(Evidence, foreign).chat_id = LY.user_id

    for file in (of_a_draft, foreign, 999):
        with pytest.raises(Refusal):
            supplements.take_file(session, item, evidence_id=file, by=school.oanh, chat_id=OANH.user_id, now=NOW)


def test_a_file_that_was_refused_answers_nothing(session: Session, school: School, asked: int):
    item, file = first_item(session, asked), a_file(session)
    session.get_one(Evidence, file).state = "refused"

    items = supplements.take_file(session, item, evidence_id=file, by=school.oanh, chat_id=OANH.user_id, now=NOW)

    assert not items[0].is_given
    assert [line.state for line in evidence.of_item(session, item)] == ["refused"]


def test_what_is_no_longer_asked_for_cannot_be_answered(session: Session, school: School, asked: int):
    item = first_item(session, asked)
    dossiers.act(session, asked, Action.ADOPT, by=school.vinh, expected_version=2, now=NOW, zone=ZONE)

    with pytest.raises(Refusal) as refused:
        supplements.answer_item(session, item, by=school.oanh, now=NOW + UNDO, text="muộn rồi")

    assert refused.value.code == "item_closed"


def test_words_given_while_a_decision_can_still_be_taken_back_are_kept(session: Session, school: School, asked: int):
    item = first_item(session, asked)
    decision = dossiers.act(session, asked, Action.ADOPT, by=school.vinh, expected_version=2, now=NOW, zone=ZONE)

    supplements.answer_item(session, item, by=school.oanh, now=NOW, text="Tổ họp ngày 01/03")
    dossiers.undo(session, decision.id or 0, by=school.vinh, now=NOW)

    assert supplements.items_of(session, asked)[0].answer == "Tổ họp ngày 01/03"


def test_an_item_that_does_not_exist_is_nobodys(session: Session, school: School):
    with pytest.raises(Refusal) as refused:
        supplements.answer_item(session, 999, by=school.oanh, now=NOW, text="?")

    assert refused.value.code == "no_such_dossier"


def test_an_answer_is_a_few_lines(session: Session, school: School, asked: int):
    item = first_item(session, asked)

    supplements.answer_item(session, item, by=school.oanh, now=NOW, text="a" * 1000)
    with pytest.raises(Refusal) as refused:
        supplements.answer_item(session, item, by=school.oanh, now=NOW, text="a" * 1001)

    assert refused.value.code == "answer_too_long"
