"""Files and links: what came of each, what they show, and taking one away."""

from dataclasses import replace

import pytest

from bot.conversation.desk import Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import FRESH, Cursor
from bot.conversation.steps import Attach, Item
from bot.domain.nomination import CriterionClaim
from bot.files import Reason
from models.evidence import EvidenceState, Purpose
from tests.conversation.garden import WHOLE, a_desk, evidence, garden, labels, presses, shown, types

LESS = Cursor(item="less")


def a_desk_with(*names):
    desk = a_desk()
    for name in names:
        desk.files.come(name)
    return desk


def criteria(desk):
    return [line.criterion for line in desk.files.lines]


def test_without_a_file_the_question_is_whether_there_is_any():
    window = garden.draw(WHOLE, "evidence", FRESH, a_desk())

    assert window.question == "Is there a picture?"
    assert [[button.label for button in row] for row in window.rows] == [["None yet, continue"], ["‹ Back", "Later"]]


@pytest.mark.parametrize("given", [Pressed("continue"), Navigated("done"), Navigated("skip")])
def test_evidence_is_not_needed(given):
    assert shown(garden.answer(WHOLE, "evidence", FRESH, given, a_desk())).step == "preview"


def test_what_came_of_each_file_is_told():
    desk = a_desk()
    desk.files.come("Anh-1.jpg", criterion="C-2")
    desk.files.come("Anh-2.jpg", criterion="C-2")
    desk.files.come("Vuon.pdf", state=EvidenceState.PENDING)
    desk.files.come("Choi.exe", state=EvidenceState.REFUSED, reason=Reason.EXECUTABLE)
    desk.files.change(3, purpose=Purpose.PRODUCT)
    draft = replace(WHOLE, claims=(CriterionClaim("C-1", claimed=True), CriterionClaim("C-2", claimed=True)))

    window = garden.draw(draft, "evidence", FRESH, desk)

    assert window.body == (
        "📎 Files: 3, 4.5 MB · item 2: 2 · the work itself: 1",
        "⏳ Vuon.pdf is on its way",
        "⚠️ Choi.exe: It is a program, which cannot be kept. Send a photo or a PDF of what it shows.",
        "🔸 No evidence yet for item 1",
    )
    assert window.question == "Is there anything else to send?"


def test_many_files_on_their_way_are_counted():
    desk = a_desk()
    for _ in range(4):
        desk.files.come(kind="photo", state=EvidenceState.PENDING)

    body = garden.draw(WHOLE, "evidence", FRESH, desk).body

    assert body[1:] == ("⏳ picture is on its way", "⏳ picture is on its way", "⏳ 2 more are on their way")


def test_only_refused_files_leave_nothing_to_count():
    desk = a_desk()
    desk.files.come("Choi.exe", state=EvidenceState.REFUSED, reason=Reason.EXECUTABLE, kind="sticker")

    window = garden.draw(WHOLE, "evidence", FRESH, desk)

    assert (len(window.body), window.question) == (1, "Is there anything else to send?")


def test_a_file_is_welcome_and_asked_about():
    desk = a_desk_with("Anh-1.jpg")

    outcome = shown(garden.answer(WHOLE, "evidence", FRESH, Sent(1, "photo", "Anh-1.jpg"), desk))

    assert (outcome.step, outcome.cursor, desk.say(outcome.receipt)) == ("evidence", FRESH, "📎 Anh-1.jpg")
    assert garden.draw(WHOLE, "evidence", FRESH, desk).question == "Which item does Anh-1.jpg show?"
    assert labels(desk, WHOLE, "evidence") == [
        ["1 · Growth", "2 · Smell"],
        ["3 · Water"],
        ["The work itself", "Remove a file"],
        ["Done, continue"],
        ["‹ Back", "Later"],
    ]


def test_a_picture_without_a_name_has_a_receipt_too():
    desk = a_desk_with("")

    receipt = shown(garden.answer(WHOLE, "evidence", FRESH, Sent(1, "photo"), desk)).receipt

    assert desk.say(receipt) == "📎 A file has come."


@pytest.mark.parametrize("given", [Pressed("item", "C-2"), Typed("2"), Typed("smell"), Typed("2 · Smell")])
def test_all_the_newest_files_show_the_point_that_is_chosen(given):
    desk = a_desk()
    desk.files.come("cu.jpg", criterion="C-1")
    desk.files.come("Anh-1.jpg")
    desk.files.come("Choi.exe", state=EvidenceState.REFUSED, reason=Reason.EXECUTABLE)
    desk.files.come("Anh-2.jpg")

    question = garden.draw(WHOLE, "evidence", FRESH, desk).question
    garden.answer(WHOLE, "evidence", FRESH, given, desk)

    assert question == "Which item do the 2 newest files show?"
    assert criteria(desk) == ["C-1", "C-2", "", "C-2"]


@pytest.mark.parametrize("given", [Pressed("product"), Typed("the work itself")])
def test_the_newest_files_can_be_the_work_itself(given):
    desk = a_desk_with("Sach.pdf")

    garden.answer(WHOLE, "evidence", FRESH, given, desk)

    assert desk.files.lines[0].purpose is Purpose.PRODUCT


@pytest.mark.parametrize(
    "given", [Pressed("item", "C-2"), Pressed("product"), Pressed("item", "C-9"), Pressed("drop", "9")]
)
def test_a_button_for_files_that_are_not_there_is_stale(given):
    assert shown(garden.answer(WHOLE, "evidence", FRESH, given, a_desk())).toast is not None


@pytest.mark.parametrize("text", ["4", "5", "nothing", "rose"])
def test_words_are_no_evidence(text):
    desk = a_desk_with("Anh-1.jpg")

    outcome = types(desk, WHOLE, "evidence", text)

    assert criteria(desk) == [""]
    assert desk.say(outcome.problem).startswith("Send a picture, a document, a voice note, or a link")


def test_words_without_any_file_are_no_evidence_either():
    assert types(a_desk(), WHOLE, "evidence", "1").problem is not None


def test_links_in_a_text_are_evidence():
    desk = a_desk()

    outcome = types(desk, WHOLE, "evidence", "xem https://vuon.example/1 và www.vuon.example/2")

    assert [line.url for line in desk.files.lines] == ["https://vuon.example/1", "www.vuon.example/2"]
    assert (outcome.step, desk.say(outcome.receipt)) == ("evidence", "📎 www.vuon.example/2")
    assert garden.draw(WHOLE, "evidence", FRESH, desk).body[0] == "📎 Files: 2, 0 MB"


def test_a_link_that_is_refused_tells_why():
    desk = a_desk()

    assert desk.say(types(desk, WHOLE, "evidence", "https://refused.example").problem) == "This link is too long."


def test_beyond_the_limit_a_file_is_taken_away_again_and_a_link_not_kept():
    desk = a_desk_with(*[f"{n}.jpg" for n in range(8)])

    sent = shown(garden.answer(WHOLE, "evidence", FRESH, Sent(8, "photo"), desk))
    linked = types(desk, WHOLE, "evidence", "https://vuon.example")

    assert len(desk.files.lines) == 7
    assert [desk.say(outcome.problem)[:28] for outcome in (sent, linked)] == ["7 files are as many as fit. "] * 2


def test_with_many_points_digits_stand_on_the_buttons_and_names_in_the_quote():
    items = tuple(Item(f"C-{n}", f"Point {n}", "?") for n in range(1, 7))
    step = Attach("evidence", "?", called="Evidence", shelf=evidence.shelf, items=lambda _: items, wanted=lambda _: [])

    face = step.face(WHOLE, FRESH, a_desk_with("Anh-1.jpg"), {})

    assert [len(row) for row in face.rows] == [5, 1, 2, 1]
    assert face.quote.startswith("1 Point 1\n2 Point 2")


# Taking a file away.


def test_files_are_listed_to_be_taken_away_five_a_page():
    desk = a_desk_with(*[f"{n}.jpg" for n in range(6)])

    cursor = presses(desk, WHOLE, "evidence", "less").cursor

    assert cursor == LESS
    assert labels(desk, WHOLE, "evidence", LESS)[-3:] == [["5 · 4.jpg"], ["See more ›"], ["‹ Back", "Later"]]
    assert labels(desk, WHOLE, "evidence", replace(LESS, page=1))[0] == ["6 · 5.jpg"]
    assert presses(desk, WHOLE, "evidence", "page", "1", cursor=LESS).cursor == replace(LESS, page=1)


@pytest.mark.parametrize("given", [Pressed("drop", "2"), Typed("2")])
def test_a_file_is_taken_away_by_button_or_number(given):
    desk = a_desk_with("a.jpg", "b.jpg", "c.jpg")

    outcome = shown(garden.answer(WHOLE, "evidence", LESS, given, desk))

    assert ([line.file_name for line in desk.files.lines], outcome.cursor) == (["a.jpg", "c.jpg"], LESS)


def test_after_the_last_file_the_page_closes():
    desk = a_desk_with("a.jpg")

    assert presses(desk, WHOLE, "evidence", "drop", "1", cursor=LESS).cursor == FRESH


def test_a_page_that_becomes_empty_turns_back():
    desk = a_desk_with(*[f"{n}.jpg" for n in range(6)])

    assert types(desk, WHOLE, "evidence", "6", replace(LESS, page=1)).cursor == LESS


@pytest.mark.parametrize("text", ["4", "rose"])
def test_a_number_that_no_file_has_is_said(text):
    desk = a_desk_with("a.jpg")

    assert desk.say(types(desk, WHOLE, "evidence", text, LESS).problem).startswith(
        "Type the number of a file, from 1 to 1"
    )


def test_back_closes_the_page_first():
    desk = a_desk_with("a.jpg")

    closed = presses(desk, WHOLE, "evidence", "back", cursor=LESS)
    left = presses(desk, WHOLE, "evidence", "back", cursor=closed.cursor)

    assert (closed.step, closed.cursor, left.step) == ("evidence", FRESH, "claims")
