"""What a nominator meets: the menu, drafts, own items, and what is asked in addition."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.conversation.desk import Begin, Desk, Resume
from bot.domain.workflow import UNDO, Action, State
from bot.i18n import Speaker
from bot.services import dossiers, supplements
from handlers.screens import SCREENS
from models import Account, Dossier, Draft, Evidence
from models.dialog import DraftState
from tests.handlers.conftest import refused
from tests.support.builders import DossierParts, a_dossier, a_draft, sent
from tests.support.clock import NOW, ZONE


@pytest.fixture
def asked(session, school):
    """A nomination for which the head has asked two things, of which the nominator has been told."""
    dossier_id = sent(session, school).dossier_id
    dossiers.act(
        session,
        dossier_id,
        Action.ASK_SUPPLEMENT,
        by=school.vinh,
        expected_version=1,
        now=NOW - UNDO,
        zone=ZONE,
        items=["Biên bản họp tổ", "Quyết định công nhận"],
        due_on=NOW.date() + timedelta(days=9),
    )
    return dossier_id


def state_of(session, dossier_id):
    return State(session.exec(select(Dossier.state).where(Dossier.id == dossier_id)).one())


# The menu.


def test_the_menu_of_a_teacher_offers_the_draft_first(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    sent(session, school)

    teacher = visit(school.oanh)
    window = teacher.window
    teacher.presses("✍️ Continue the draft")

    assert window.header == "Gương Sáng · THCS Đồng Mây"
    assert window.body[0].startswith("✍️ Draft: Quách Bảo Ly, step ")
    assert window.body[1] == "⏳ Nominations of yours under way: 1"
    assert window.body[2] == "⏰ Nominations for 11/6/2027 until 26/03/2027, 24 days left"
    assert teacher.left == Resume(draft_id)


def test_the_menu_of_a_head_offers_what_waits_first(visit, session, school):
    a_dossier(session, school, DossierParts(since=NOW - timedelta(days=6)))

    window = visit(school.vinh).window

    assert window.header == "Gương Sáng · Head of the unit, THCS Đồng Mây"
    assert window.body[0] == "📥 Nominations to look at: 1, the oldest 6 days"
    assert window.rows[0][0].label == "📥 Nominations to see (1)"


@pytest.mark.parametrize(
    ("words", "screen"), [("my items", "mine"), ("Help", "help"), ("dates", "calendar"), ("DATES", "calendar")]
)
def test_the_words_of_a_button_do_what_it_does(visit, school, words, screen):
    assert visit(school.oanh).types(words).screen == screen


def test_other_words_change_nothing_and_are_answered_kindly(visit, school):
    teacher = visit(school.oanh).types("menu đâu rồi")

    assert teacher.screen == "menu"
    assert teacher.problem is not None
    assert teacher.desk.say(teacher.problem).startswith("“menu đâu rồi” fits none of the buttons below.")


def test_a_file_where_none_is_asked_for_is_told_the_way(visit, school):
    teacher = visit(school.oanh).sends("giay-khen.pdf")

    assert teacher.problem is not None
    assert "/decu" in teacher.problem.msgid


def test_somebody_unknown_reads_the_purpose_and_nothing_of_anybody(session, school):
    sent(session, school)
    stranger = Desk(session, NOW, ZONE, Speaker("en"))

    window = SCREENS["menu"].draw({}, stranger)

    assert "Đào" not in "".join(window.body)
    assert {button.action for row in window.rows for button in row} == {"join", "plan", "help", "calendar", "language"}


def test_the_language_is_asked_once(visit, session, school):
    newcomer = visit(school.oanh).opens("start")

    first = newcomer.window.question
    newcomer.types("2")

    account = session.get_one(Account, newcomer.desk.account_id)
    assert first == "Chọn ngôn ngữ · Choose your language"
    assert account.language == "en"
    assert newcomer.screen == "menu"
    assert newcomer.opens("start").window.question == "What would you like to do?"


# Drafts.


def test_a_draft_is_continued_where_it_was_left(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    session.get_one(Draft, draft_id).step = "name"

    teacher = visit(school.oanh).opens("drafts")
    labels = teacher.labels
    teacher.presses(labels[0])

    assert labels[0].startswith("Continue at step 2/")
    assert teacher.left == Resume(draft_id)


def test_somebody_elses_draft_is_never_shown_resumed_or_discarded(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    other = visit(school.vinh)

    shown = other.opens("drafts", draft=draft_id).window.body
    other.forges("resume", str(draft_id))
    resumed = other.left
    other.opens("discard", draft=draft_id).forges("discard", str(draft_id))

    assert shown == ("There is no draft under way.",)
    assert resumed is None
    assert session.get_one(Draft, draft_id).state == DraftState.OPEN
    assert other.problem is not None


def test_a_discarded_draft_can_be_taken_back_for_a_day(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    teacher = visit(school.oanh).opens("discard", draft=draft_id)

    teacher.presses("Discard the draft")
    discarded = session.get_one(Draft, draft_id).state
    teacher.later(hours=23).opens("drafts").types("1")

    assert discarded == DraftState.DISCARDED
    assert session.get_one(Draft, draft_id).state == DraftState.OPEN
    assert teacher.args == {"draft": draft_id}


def test_after_a_day_a_discarded_draft_is_gone(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    teacher = visit(school.oanh).opens("discard", draft=draft_id).presses("Discard the draft")

    teacher.later(hours=24).opens("drafts").forges("recover", str(draft_id))

    assert session.get_one(Draft, draft_id).state == DraftState.DISCARDED
    assert teacher.problem is not None


def test_nothing_but_the_red_button_discards(visit, session, school):
    draft_id = a_draft(session, school.oanh)
    teacher = visit(school.oanh).opens("discard", draft=draft_id)

    teacher.types("thôi bỏ")
    teacher.presses("Keep it for later")

    assert session.get_one(Draft, draft_id).state == DraftState.OPEN
    assert teacher.screen == "menu"


# Own items.


def test_own_items_are_listed_and_opened_by_digit(visit, session, school):
    dossier_id = sent(session, school).dossier_id

    teacher = visit(school.oanh).opens("mine")
    body = teacher.window.body
    teacher.types("1")

    assert body == ("1 ⏳ Quách Bảo Ly · The head of the unit is looking at it",)
    assert (teacher.screen, teacher.args) == ("item", {"id": dossier_id})


def test_an_item_tells_roles_not_names_of_those_who_decide(visit, school, asked):
    body = "\n".join(visit(school.oanh).opens("item", id=asked).window.body)

    assert "Head of the unit asked for a supplement" in body
    assert "Chu Hữu Vinh" not in body


def test_an_item_belongs_to_its_nominator_alone(visit, school, asked):
    head = visit(school.vinh).opens("item", id=asked)

    with refused("no_such_dossier"):
        SCREENS["item"].draw(head.args, head.desk)


def test_withdrawing_is_asked_once(visit, session, school):
    dossier_id = sent(session, school).dossier_id
    teacher = visit(school.oanh).opens("item", id=dossier_id)

    teacher.presses("Withdraw it")
    before = state_of(session, dossier_id)
    teacher.presses("Withdraw it")

    assert before is State.WITH_HEAD
    assert state_of(session, dossier_id) is State.WITHDRAWN


def test_a_story_that_was_not_on_the_list_can_be_put_forward_again(visit, session, school):
    dossier_id = a_dossier(session, school, DossierParts(state=State.NOT_THIS_ROUND))

    teacher = visit(school.oanh).opens("item", id=dossier_id).presses("Nominate again")

    assert isinstance(teacher.left, Begin)
    assert teacher.left.answers["name"] == "Quách Bảo Ly"
    assert teacher.left.answers["claims"] == [{"criterion": "GV-2", "claimed": True, "proof": "Lớp học ngoài vườn"}]
    assert "occasion" not in teacher.left.answers


# What is asked in addition.


def test_what_is_asked_is_answered_by_words_and_by_file_and_sent(visit, session, school, asked):
    teacher = visit(school.oanh).opens("supplement", id=asked)

    teacher.types("2").types("Quyết định số 12 của hội đồng trường")
    teacher.sends("bien-ban.pdf")
    files = teacher.window.body
    teacher.presses("‹ Back").presses("Send what is there")

    first, second = session.exec(select(Evidence.supplement_item_id)).all(), state_of(session, asked)
    assert files == ("⏳ bien-ban.pdf is on its way",)
    assert len(first) == 1
    assert second is State.WITH_HEAD
    assert teacher.screen == "item"


def test_words_without_an_item_are_not_lost_silently(visit, session, school, asked):
    teacher = visit(school.oanh).opens("supplement", id=asked).types("Biên bản ở văn phòng")

    assert teacher.problem is not None
    assert teacher.problem.msgid == "Which item is this for? Choose its digit first, then type it again."
    assert not any(item.is_given for item in supplements.items_of(session, asked))


def test_a_file_that_cannot_be_kept_says_why_beside_its_item(visit, school, asked):
    teacher = visit(school.oanh).opens("supplement", id=asked).sends("CCCD mat truoc.jpg")

    assert teacher.window.body == (
        "🔸 CCCD mat truoc.jpg: Pictures of identity cards are not needed and were not kept.",
    )


def test_i_do_not_have_it_is_an_answer(visit, session, school, asked):
    teacher = visit(school.oanh).opens("supplement", id=asked)

    teacher.types("1").presses("Not there, school please help")

    assert supplements.items_of(session, asked)[0].answer == "Not available; please help to get it."


def test_nothing_is_asked_of_anybody_else(visit, school, asked):
    head = visit(school.vinh).opens("supplement", id=asked)

    with refused("no_such_dossier"):
        SCREENS["supplement"].draw(head.args, head.desk)
