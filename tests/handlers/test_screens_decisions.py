"""The queue, the card and the decisions, as the head of a school and others meet them."""

from datetime import date

import pytest
from sqlmodel import select

from bot.conversation.window import Attachment, Style
from bot.domain.notices import Template
from bot.domain.workflow import Action, State
from bot.services import dossiers, supplements
from handlers.notices import draw_notice
from handlers.screens import SCREENS
from models import Decision, Dossier, Evidence, OutboxMessage
from tests.handlers.conftest import refused
from tests.support.builders import DossierParts, a_dossier, a_file, sent, somebody
from tests.support.clock import NOW, ZONE
from tests.support.people import TU


@pytest.fixture
def nomination(session, school):
    return session.get_one(Dossier, sent(session, school).dossier_id)


def state_of(session, dossier_id):
    return State(session.exec(select(Dossier.state).where(Dossier.id == dossier_id)).one())


def test_the_queue_opens_the_card_by_press_and_by_digit(visit, school, nomination):
    pressed = visit(school.vinh).opens("queue").presses("1")
    typed = visit(school.vinh).opens("queue").types("1")

    assert (pressed.screen, pressed.args) == ("card", {"id": nomination.id, "version": nomination.version})
    assert (typed.screen, typed.args) == (pressed.screen, pressed.args)


def test_the_queue_of_somebody_without_a_role_is_empty(visit, school, nomination):
    window = visit(school.ly).opens("queue").window

    assert window.body == ("✅ Nothing waits for you. New ones are told here.",)


def test_a_long_queue_has_pages(visit, session, school):
    for _ in range(6):
        a_dossier(session, school)

    second = visit(school.vinh).opens("queue").presses("See more ›")

    assert len(second.window.body) == 1
    assert "‹ Earlier" in second.labels


def test_a_queue_line_says_when_somebody_else_decides(visit, session, school):
    a_dossier(session, school, DossierParts(nominator=school.vinh))

    (line,) = visit(school.vinh).opens("queue").window.body

    assert line == "1 · Quách Bảo Ly, teacher · nominated by you, somebody else looks"


def test_the_card_shows_the_story_each_criterion_and_what_may_be_done(visit, school, nomination):
    window = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version).window

    assert window.header == f"📥 {nomination.code} · waiting since today"
    assert window.body[0].startswith("💬 Đào Khánh Oanh: “Hai năm nay, giờ hình học")
    assert window.body[1:3] == (
        "1 🔸 Lives well and by the law: no proof yet",
        "2 ✅ Many new ways of working: a line of proof",
    )
    assert [button.label for button in window.rows[0]] == ["Choose for the list"]
    assert window.personal


@pytest.mark.parametrize("screen", ["card", "whole", "files", "supplement_request", "not_this_round", "item", "sent"])
def test_somebody_of_another_school_sees_nothing_of_a_dossier(visit, session, school, nomination, screen):
    stranger = visit(somebody(session, TU, school.commune)).opens(screen, id=nomination.id, version=1)

    with refused("no_such_dossier"):
        SCREENS[screen].draw(stranger.args, stranger.desk)


def test_a_forged_press_of_somebody_without_the_right_changes_nothing(visit, session, school, nomination):
    stranger = visit(somebody(session, TU, school.commune)).opens("card", id=nomination.id, version=1)

    stranger.forges("adopt")

    assert stranger.problem is not None
    assert state_of(session, nomination.id) is State.WITH_HEAD


def test_one_press_adopts_and_can_be_undone_for_two_minutes(visit, session, school, nomination):
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    head.presses("Choose for the list")
    adopted = state_of(session, nomination.id)
    offered = head.labels[0]
    head.presses(offered)

    assert adopted is State.ADOPTED
    assert offered == "Undo (minutes left: 2)"
    assert state_of(session, nomination.id) is State.WITH_HEAD
    assert head.toast is not None
    assert head.toast.msgid == "✓ Undone. Nobody was told."


def test_after_two_minutes_nothing_offers_to_undo(visit, school, nomination):
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    head.presses("Choose for the list").later(minutes=2)

    assert not [label for label in head.labels if label.startswith("Undo")]


def test_of_two_who_press_at_once_the_second_is_told_who_was_faster(visit, session, school, nomination):
    deputy = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)
    visit(school.vinh).opens("card", id=nomination.id, version=nomination.version).presses("Choose for the list")

    deputy.forges("not_now").types("Cần thêm kết quả của học kỳ này.").forges("send")

    assert state_of(session, nomination.id) is State.ADOPTED
    assert len(session.exec(select(Decision)).all()) == 1
    assert deputy.toast is not None
    assert deputy.desk.say(deputy.toast) == "✓ Chu Hữu Vinh chose it for the list, 09:05. This press changed nothing."


def test_a_card_that_has_changed_meanwhile_says_so_and_decides_nothing(visit, session, school, nomination):
    dossiers.act(session, nomination.id, Action.PASS_TO_DEPUTY, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)

    late = visit(school.vinh).opens("card", id=nomination.id, version=1)

    assert late.labels == ["Open it as it stands", "‹ The list"]
    assert late.window.body == ("✓ 09:05, 02/03/2027 · Chu Hữu Vinh passed it to the deputy head",)


def test_an_own_nomination_can_only_be_passed_on(visit, session, school):
    own = a_dossier(session, school, DossierParts(nominator=school.vinh))
    head = visit(school.vinh).opens("card", id=own, version=1)

    labels, question = head.labels, head.window.question
    head.presses("Ask the deputy head")

    assert "Choose for the list" not in labels
    assert question == "You nominated this one, so somebody else looks at it. Whom shall it go to?"
    assert state_of(session, own) is State.WITH_DEPUTY


def test_a_relative_who_says_so_decides_no_more(visit, session, school, nomination):
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    head.presses("Other ways").presses("I am a relative").presses("Yes, related")

    assert head.screen == "queue"
    assert state_of(session, nomination.id) is State.WITH_DEPUTY


def test_a_supplement_is_asked_for_with_ticked_and_typed_lines_and_a_typed_date(visit, session, school, nomination):
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    head.presses("Ask for a supplement").types("1").types("Biên bản họp tổ ghi nhận").types("17/3")
    head.presses("Send the request")

    (item,) = supplements.items_of(session, nomination.id)
    assert (item.text, item.due_on) == ("Biên bản họp tổ ghi nhận", date(2027, 3, 17))
    assert state_of(session, nomination.id) is State.HEAD_ASKED
    assert head.screen == "card"


def test_a_request_without_a_line_cannot_be_sent(visit, session, school, nomination):
    head = visit(school.vinh).opens("supplement_request", id=nomination.id, version=nomination.version)

    head.types("1").forges("send")

    assert head.problem is not None
    assert head.problem.msgid == "Tick at least one line, or type one."
    assert state_of(session, nomination.id) is State.WITH_HEAD


@pytest.mark.parametrize("words", ["31/2", "1/1/2026", "ngày mai"])
def test_a_due_date_that_cannot_be_is_asked_for_again(visit, school, nomination, words):
    head = visit(school.vinh).opens("supplement_request", id=nomination.id, version=nomination.version)

    head.presses("Another due date").types(words)

    assert head.problem is not None
    assert head.window.question == "By which day?"


def test_not_this_round_shows_the_very_words_before_they_are_sent(visit, session, school, nomination):
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    head.presses("Not in this round").types("Hẹn cô dịp tổng kết, khi lớp học có thêm kết quả.")
    shown = head.window.body
    head.presses("Send these words")

    notice = session.exec(select(OutboxMessage).where(OutboxMessage.template == "not_this_round")).one()
    assert shown[1] == "💬 “Hẹn cô dịp tổng kết, khi lớp học có thêm kết quả.”"
    assert notice.args["comment"] == "Hẹn cô dịp tổng kết, khi lớp học có thêm kết quả."
    assert state_of(session, nomination.id) is State.NOT_THIS_ROUND


def test_a_reason_can_be_chosen_by_its_digit_and_changed(visit, school, nomination):
    head = visit(school.vinh).opens("not_this_round", id=nomination.id, version=nomination.version)

    head.types("2")
    chosen = head.args["reason"]
    head.presses("Change")

    assert chosen == "The work is on a good way and needs a little more time for its results to show."
    assert "reason" not in head.args


@pytest.mark.parametrize("words", ["Hồ sơ bị TỪ CHỐI vì chưa đủ.", "chưa", "dài " * 200])
def test_closing_short_and_endless_reasons_are_asked_for_again(visit, school, nomination, words):
    head = visit(school.vinh).opens("not_this_round", id=nomination.id, version=nomination.version)

    head.types(words)

    assert head.problem is not None
    assert "reason" not in head.args


def test_everything_can_be_read_in_parts_and_the_files_are_listed(visit, session, school, nomination):
    nomination.story = "Một đoạn dài kể về giờ hình học.\n" * 200
    a_file(session, name="Chung-nhan-STEM.pdf", dossier_id=nomination.id, criterion="GV-2")
    head = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version)

    whole = head.presses("See all of it")
    first = whole.window.body[0]
    last = whole.presses("See more ›").presses("See more ›").window.body[0]
    listed = whole.presses("‹ Back").presses("📎 Files (1)").window.body

    assert first.endswith("(1/3)")
    assert "What has happened so far:" in last
    assert listed == ("1 📎 Chung-nhan-STEM.pdf · 1 KB · New ways",)


def test_at_most_one_button_is_green_or_blue(visit, school, nomination):
    rows = visit(school.vinh).opens("card", id=nomination.id, version=nomination.version).window.rows

    strong = [button for row in rows for button in row if button.style in {Style.SUCCESS, Style.PRIMARY}]
    assert [button.label for button in strong] == ["Choose for the list"]


def test_a_file_of_the_evidence_is_sent_below_once(visit, session, school, nomination):
    evidence_id = a_file(session, name="bien-ban.pdf", dossier_id=nomination.id)
    head = visit(school.vinh).opens("files", id=nomination.id, version=nomination.version)

    head.types("1")
    head.types("1")

    (queued,) = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.EVIDENCE_FILE)).all()
    window = draw_notice(queued.template, queued.args, head.desk)
    row = session.get_one(Evidence, evidence_id)
    assert queued.chat_id == head.desk.chat_id
    assert window is not None
    assert window.attachment == Attachment("document", name="bien-ban.pdf", stored=row.sha256)
    assert window.personal


def test_a_picture_that_was_sent_as_a_file_is_passed_on_cleaned_and_never_as_it_came(
    visit, session, school, nomination
):
    raw = session.get_one(Evidence, a_file(session, name="IMG_2031.jpg", dossier_id=nomination.id))
    raw.media_type, raw.sha256 = "image/jpeg", "ab" * 32
    session.flush()
    head = visit(school.vinh).opens("files", id=nomination.id, version=nomination.version)

    head.types("1")

    (queued,) = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.EVIDENCE_FILE)).all()
    window = draw_notice(queued.template, queued.args, head.desk)
    assert window is not None
    assert window.attachment == Attachment("document", name="IMG_2031.jpg", stored="ab" * 32)


def test_a_file_is_sent_to_nobody_who_may_not_see_its_dossier(visit, session, school, nomination):
    evidence_id = a_file(session, dossier_id=nomination.id)
    stranger = visit(somebody(session, TU, school.commune))

    args = {"evidence_id": evidence_id, "person_id": stranger.desk.person_id}

    assert draw_notice(Template.EVIDENCE_FILE, args, stranger.desk) is None
