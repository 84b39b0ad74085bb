"""The list of solutions and prizes: typed one a line or filled in one by one, shown on the preview, kept when sent."""

from dataclasses import asdict

from sqlmodel import select

from bot.conversation.outcomes import FRESH
from bot.services import achievements
from handlers.nominate_again import answers_of
from models import Achievement
from tests.support.builders import a_nomination


def at_list(walk, school, **said):
    walk.draft, walk.step, walk.cursor = a_nomination(school, **said), "claims", FRESH
    walk.presses("Solutions, prizes: list them")
    return walk


def test_a_button_of_the_criteria_leads_to_the_list_and_done_leads_back(walk, school):
    at_list(walk, school)
    asked = walk.window.question
    walk.presses("Done, continue")

    assert asked == "Which solutions or prizes are there? One a line."
    assert walk.step == "claims"


def test_several_lines_in_one_message_are_several_achievements(walk, school):
    at_list(walk, school).types("Lớp học ngoài vườn, 2026\nThư viện di động\nGiải Nhì cấp tỉnh thi dạy giỏi 2025")

    assert walk.window.body[1:] == (
        "1 🔸 Lớp học ngoài vườn (2026)",
        "2 🔸 Thư viện di động",
        "3 ✅ Giải Nhì cấp tỉnh thi dạy giỏi (Nhì, tỉnh, 2025)",
    )


def test_what_is_missing_is_asked_for_one_by_one_and_can_be_skipped(walk, school):
    at_list(walk, school).types("Lớp học ngoài vườn")
    walk.presses("1 🔸")
    walk.types("2026")
    walk.presses("Skip it")
    walk.types("15/QĐ-SGDĐT")

    (kept,) = walk.draft.achievements
    assert (kept.year, kept.recognised_by, kept.decision_number) == (2026, "", "15/QĐ-SGDĐT")
    assert walk.window.question == "Is there another one? Type it, or the number of a line to fill in."


def test_a_year_that_is_none_is_asked_for_again(walk, school):
    at_list(walk, school).types("Lớp học ngoài vườn")
    walk.types("1")
    walk.types("năm ngoái")

    assert walk.window.problem == "Please type a year such as 2026, or skip it."
    assert walk.window.question == "In which year was that? (Lớp học ngoài vườn)"


def test_a_line_can_be_taken_away_and_the_same_one_is_listed_once(walk, school):
    at_list(walk, school).types("Lớp học ngoài vườn\nThư viện di động")
    walk.types("lớp học ngoài vườn")
    walk.presses("Remove a line")
    walk.presses("1")

    assert [one.title for one in walk.draft.achievements] == ["Thư viện di động"]


def test_more_than_fit_and_what_is_no_line_are_answered(walk, school):
    at_list(walk, school).types("\n".join(f"Giải pháp {letter}" for letter in "ABCDEFGHIJ"))
    first_page = len(walk.window.body)
    walk.types("Giải pháp K")
    full = walk.window.problem
    walk.presses("Other lines")
    walk.types("77")

    assert (len(walk.draft.achievements), first_page, full[:8]) == (10, 6, "10 lines")
    assert walk.window.problem == "Type one achievement a line, or the number of a line in the list."


def test_enough_solutions_meet_the_criterion_on_the_preview(walk, school):  # plan S-27, QL-3, GV-2, NV-2
    at_list(walk, school, claims=()).types("Lớp học ngoài vườn")
    walk.step, walk.cursor = "preview", FRESH
    one = walk.window.body
    at_list(walk, school, claims=()).types("Lớp học ngoài vườn\nThư viện di động")
    walk.step, walk.cursor = "preview", FRESH

    assert "🌟 Solutions: 1, prizes: 0" in one
    assert "🌟 Solutions: 2, prizes: 0" in walk.window.body
    assert "Many new ways of working" not in walk.window.body[-1]


def test_what_is_listed_is_kept_with_the_dossier_and_comes_back_when_nominated_again(walk, session, school):
    at_list(walk, school).types("Lớp học ngoài vườn, 2026")
    listed = walk.draft.achievements
    walk.step, walk.cursor = "preview", FRESH
    walk.presses("Send to the school")

    dossier_id = walk.reaction.args["id"]
    assert [row.title for row in session.exec(select(Achievement))] == ["Lớp học ngoài vườn"]
    assert achievements.of_dossiers(session, [dossier_id]) == {dossier_id: list(listed)}
    assert answers_of(dossier_id, walk.desk)["achievements"] == [asdict(listed[0])]
