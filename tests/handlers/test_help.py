"""/huongdan opens what fits the reader first and leads everywhere and back."""

import pytest

from bot.conversation.desk import Desk
from bot.domain.criteria import Category, criteria_for
from bot.i18n import Audience, Speaker
from handlers.screens import SCREENS
from tests.support.builders import a_draft
from tests.support.clock import NOW, ZONE


def test_the_guide_of_ones_own_role_is_one_press_away(visit, school):
    head = visit(school.vinh).opens("help").types("1")
    teacher = visit(school.oanh).opens("help").types("1")
    officer = visit(school.hieu).opens("help").types("1")

    assert head.window.header == "Heads and deputies · 1/5"
    assert teacher.window.header == "Teachers and staff · 1/4"
    assert officer.window.header == "Commune and Department · 1/2"


def test_the_guides_of_the_others_can_be_read_as_well(visit, school):
    reader = visit(school.oanh).opens("help").presses("4 · Guides for other roles")
    offered = reader.labels[:3]

    reader.presses("2 · Clerks")

    assert offered == ["1 · Heads and deputies", "2 · Clerks", "3 · Commune and Department"]
    assert reader.window.header == "Clerks · 1/2"
    assert reader.presses("‹ Back").window.header == "Guides for other roles"


@pytest.mark.parametrize("category", list(Category))
def test_the_criteria_are_leafed_through_with_an_example_each(visit, school, category):
    reader = visit(school.oanh).opens("help").presses("2 · Criteria, with examples")
    reader.types(str(list(Category).index(category) + 1))
    read = [reader.window.body[0]]

    while "See more ›" in reader.labels:
        read.append(reader.presses("See more ›").window.body[0])

    assert [line.partition(": ")[0] for line in read] == [one.short for one in criteria_for(category)]
    assert [line[0] for line in reader.window.body[1:]] == ["✅", "🔸", "📎"]
    assert reader.presses("‹ Back").window.question == "Whose criteria?"


def test_only_of_pupils_it_is_said_that_one_criterion_is_enough(visit, school):
    reader = visit(school.oanh)

    hints = {one: reader.opens("help", on="criteria", category=one.value).window.hint for one in Category}

    assert [category for category, hint in hints.items() if "One of these is enough" in hint] == [Category.PUPIL]


def test_a_question_is_answered_and_back_leads_to_its_page_of_the_list(visit, school):
    reader = visit(school.oanh).opens("help").presses("3 · Questions people ask").presses("See more ›")
    listed = reader.window.body

    reader.types("1")

    assert f"1 · {reader.window.header}" == listed[0]
    assert reader.window.body
    assert reader.presses("‹ Back").window.body == listed


def test_questions_of_heads_are_not_put_before_teachers(visit, school):
    asked = "How many may be chosen?"

    def listed(person_id: int) -> list[str]:
        reader = visit(person_id)
        pages = [reader.opens("help", on="questions", page=page).window.body for page in range(3)]
        return [line.partition(" · ")[2] for page in pages for line in page]

    assert asked in listed(school.vinh)
    assert asked not in listed(school.oanh)


def test_the_draft_under_way_stands_above_the_parts(visit, school, session):
    a_draft(session, school.oanh)

    assert visit(school.oanh).opens("help").window.body[0] == "✍️ Under way: Quách Bảo Ly."


def test_somebody_who_is_not_known_reads_the_teachers_guide(session):
    desk = Desk(session, NOW, ZONE, Speaker("en", Audience.UNKNOWN, ZONE), chat_id=7999)

    assert SCREENS["help"].draw({"on": "guide"}, desk).header == "Teachers and staff · 1/4"


def test_a_page_that_is_not_there_is_the_last_or_the_parts(visit, school):
    reader = visit(school.oanh)

    assert reader.opens("help", on="guide", page=99).window.header.endswith("4/4")
    assert reader.opens("help", on="criteria", category="teacher", page=99).window.header.endswith("4/4")
    assert reader.opens("help", on="questions", question=99).window.header == "Questions people ask"
    assert reader.opens("help", on="criteria", category="robot").window.question == "Whose criteria?"
    assert reader.opens("help", on="nowhere").window.header == "Gương Sáng · Help"


def test_the_plan_is_retold_with_its_number_and_its_date(visit, school):  # plan S-01
    pages = [visit(school.oanh).opens("plan", at=at).window for at in range(5)]

    assert all(page.hint.startswith("Plan 1729/KH-SGDĐT of 17/09/2021, section ") for page in pages)
