"""Merging, handing over, preparing, thanking and a nominee's answer, as people press them."""

import pytest
from sqlmodel import select

from bot.conversation.desk import Go
from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import endorsements
from handlers.notices import draw_notice, react_notice
from models import Dossier, OutboxMessage
from models.support import EndorsementSource
from tests.handlers.conftest import desk_of
from tests.support.builders import DossierParts, a_dossier, sent
from tests.support.clock import NOW


@pytest.fixture
def pair(session, school):
    return sent(session, school).dossier_id, sent(session, school, by=school.thuy, name="quach bao ly").dossier_id


def card_of(visit, person, dossier_id, version=1):
    return visit(person).opens("card", id=dossier_id, version=version)


def test_the_head_merges_a_duplicate_in_four_presses_and_can_undo(visit, session, school, pair):
    first, second = pair
    head = card_of(visit, school.vinh, second)

    head.presses("Other ways").presses("Merge a duplicate")
    listed = head.window.body[1]
    head.presses("1").presses("Make them one")
    merged = session.get_one(Dossier, second).merged_into_id

    assert listed == "1 · DC-2027-00001 · Quách Bảo Ly, giáo viên Toán · from Đào Khánh Oanh"
    assert merged == first
    assert head.labels[0] == "Undo (minutes left: 2)"
    assert "💬 Supporters: 1" in card_of(visit, school.vinh, first, 2).window.body
    assert (
        f"Joined with it: {session.get_one(Dossier, second).code}" in card_of(visit, school.vinh, first, 2).window.body
    )


def test_without_a_twin_the_page_says_so(visit, session, school):
    alone = card_of(visit, school.vinh, a_dossier(session, school))

    alone.presses("Other ways").presses("Merge a duplicate")

    assert alone.window.body == ("No other nomination here has a name like this one for the same occasion.",)
    assert alone.labels == ["‹ Back"]


def test_a_forged_target_merges_nothing(visit, session, school, pair):
    first, _second = pair
    other = a_dossier(session, school, DossierParts(name="Tạ Công Quân"))
    head = visit(school.vinh).opens("merge", id=first, version=1, into=other)

    head.forges("really")

    assert head.problem is not None
    assert session.get_one(Dossier, first).state == State.WITH_HEAD


def test_the_clerk_prepares_what_the_head_hands_over(visit, session, school):
    dossier_id = a_dossier(session, school)
    head = card_of(visit, school.vinh, dossier_id)

    head.presses("Other ways").presses("Let the clerk prepare it").presses("1")
    in_the_heads_list = head.window.body[0]
    clerk = visit(school.ngan).opens("queue").presses("1")
    offered = clerk.labels
    clerk.presses("It is prepared")

    assert in_the_heads_list.endswith("with a clerk")
    assert "Choose for the list" not in offered
    assert offered[0] == "Ask for a supplement"
    assert clerk.window.body[0].startswith("✅ Nothing waits for you")
    assert session.get_one(Dossier, dossier_id).handed_to_id is None


def test_words_typed_at_the_list_look_for_a_name(visit, session, school):
    for name in ("Quách Bảo Ly", "Tạ Công Quân"):
        a_dossier(session, school, DossierParts(name=name))
    head = visit(school.vinh).opens("queue")

    head.types("ta cong")
    found = head.window.body
    head.types("không có ai")

    assert [line.split(",")[0] for line in found] == ["1 · Tạ Công Quân"]
    assert head.window.trail == "“không có ai”"
    assert head.presses("All that waits").window.header == "📥 Nominations to look at · 2"


def test_a_filter_and_an_order_stay_while_pages_turn(visit, session, school):
    for letter in "ABCDEGH":
        a_dossier(session, school, DossierParts(name=f"Tạ Công Quân {letter}"))
    head = visit(school.vinh).opens("queue").presses("Choose").types("6").presses("Sort").presses("3 · By given name")

    head.presses("See more ›")

    assert head.window.trail == "Teacher · By given name"
    assert [line.split(",")[0] for line in head.window.body] == ["1 · Tạ Công Quân G", "2 · Tạ Công Quân H"]


def test_a_short_number_that_no_line_has_is_not_searched_for(visit, session, school):
    a_dossier(session, school)

    head = visit(school.vinh).opens("queue").types("9")

    assert head.problem is not None
    assert head.args == {}


def test_one_press_thanks_all_who_nominated(visit, session, school, pair):
    head = visit(school.vinh).opens("queue").presses("Thank (2)")
    asked = head.window.body
    head.presses("Thank all of them")

    messages = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.THANKED)).all()
    window = draw_notice(Template.THANKED, messages[0].args, desk_of(session, school.oanh))
    assert asked[0].startswith("Nominations: 2, nominators: 2.")
    assert len(messages) == 2
    assert window is not None
    assert window.body[0] == "Chu Hữu Vinh thanks you for introducing Quách Bảo Ly."
    assert not [label for label in head.labels if label.startswith("Thank")]


def test_a_nominee_answers_below_the_notice(visit, session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.ADOPTED, nominee=school.ly))
    args = {"dossier_id": dossier_id, "person_id": school.ly}
    desk = desk_of(session, school.ly)
    notice = draw_notice(Template.NOMINEE_ADOPTED, args, desk)
    assert notice is not None
    labels = [button.label for row in notice.rows for button in row]

    there = react_notice(Template.NOMINEE_ADOPTED, args, "decline", "", desk)
    assert isinstance(there, Go)
    nominee = visit(school.ly).opens(there.screen, **there.args).presses("Take me off the list")

    assert labels == ["That is right", "Correct something", "I would rather not take part"]
    assert nominee.screen == "menu"
    assert session.get_one(Dossier, dossier_id).state == State.DECLINED


def test_a_correction_is_typed_once_and_an_empty_one_is_asked_again(visit, session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.ADOPTED, nominee=school.ly))
    nominee = visit(school.ly).opens("about_me", id=dossier_id, doing="correct")

    nominee.types("\u200b")
    problem = nominee.problem
    nominee.types("Tôi dạy Vật lí.")

    assert problem is not None
    assert nominee.toast is not None
    assert nominee.window.question == "Is everything right?"


def test_a_stranger_reads_neither_what_is_about_a_nominee_nor_who_supports(visit, session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.ADOPTED, nominee=school.ly))
    endorsements.add(session, dossier_id, person_id=school.thuy, source=EndorsementSource.SUPPORT, at=NOW)

    for screen in ("about_me", "supported"):
        stranger = visit(school.vinh).opens(screen, id=dossier_id)
        stranger.forges("really")
        assert stranger.problem is not None, screen


def test_a_question_is_typed_and_answered_below_its_notice(visit, session, school):
    dossier_id = sent(session, school).dossier_id
    nominator = visit(school.oanh).opens("item", id=dossier_id).presses("Ask the unit").types("Cần thêm ảnh không ạ?")
    while_it_waits = nominator.labels
    args = {"dossier_id": dossier_id, "person_id": school.vinh}
    desk = desk_of(session, school.vinh)
    notice = draw_notice(Template.ASKED_BACK, args, desk)
    there = react_notice(Template.ASKED_BACK, args, "answer", "", desk)

    assert isinstance(there, Go)
    head = visit(school.vinh).opens(there.screen, **there.args).types("Có, một ảnh là đủ.")

    assert notice is not None
    assert (nominator.screen, "Ask the unit" in while_it_waits) == ("item", False)
    assert (head.screen, head.args) == ("card", {"id": dossier_id, "version": 3})
    assert draw_notice(Template.ASKED_BACK, args, desk) is None


def test_the_card_leads_to_an_open_question(visit, session, school):
    dossier_id = sent(session, school).dossier_id
    visit(school.oanh).opens("question", id=dossier_id).types("Cần thêm ảnh không ạ?")

    head = card_of(visit, school.vinh, dossier_id, 2)
    told = head.window.body
    head.presses("Other ways").presses("Answer the question")

    assert "💬 The nominator has asked something." in told
    assert head.window.body == ("💬 Đào Khánh Oanh: “Cần thêm ảnh không ạ?”",)
