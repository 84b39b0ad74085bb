"""One of a few options, and one of many."""

from dataclasses import replace

import pytest

from bot.conversation.desk import Sent
from bot.conversation.outcomes import FRESH, RETURNING, Cursor
from bot.conversation.steps import Choose, Option
from bot.conversation.steps.choose import find_option
from bot.conversation.window import Button, Style
from tests.conversation.garden import WHOLE, Plant, a_desk, garden, labels, presses, shown, types


@pytest.mark.parametrize(
    "text", ["2", "2.", "2)", " 2 ", "Hương thảo", "huong thao", "2 · Hương thảo", "HUONG", "hương th"]
)
def test_a_choice_is_typed_by_digit_or_words_with_or_without_marks(text):
    assert types(a_desk(), Plant(), "sort", text).draft == Plant(sort="herb")


@pytest.mark.parametrize("text", ["9", "0", "stone", "·", "12345", "1 ·"])
def test_what_is_no_choice_tells_how_to_choose(text):
    desk = a_desk()

    outcome = types(desk, Plant(), "sort", text)

    assert (outcome.draft, outcome.step) == (Plant(), "sort")
    assert desk.say(outcome.problem) == (
        f"“{text}” is not among the choices. Type a number from 1 to 3, or words like “Fruit tree”."
    )


def test_a_beginning_that_two_labels_share_chooses_none():
    options = (Option("a", "Pear"), Option("b", "Peach"))

    assert [find_option(text, options, a_desk()) for text in ("pea", "pear")] == [None, options[0]]


def test_where_nothing_can_be_chosen_the_problem_still_reads():
    step = Choose("sort", "Which?", called="Sort", options=lambda draft, desk: (), label=lambda draft, desk: "")

    reply = step.typed(Plant(), FRESH, "rose", a_desk())

    assert a_desk().say(reply.problem).startswith("“rose” is not among the choices.")


def test_buttons_carry_their_digits_in_columns():
    assert labels(a_desk(), Plant(), "sort") == [["1 · Fruit tree", "2 · Hương thảo"], ["3 · Wild plant"], ["Later"]]


def test_the_suggested_option_is_marked_and_notes_stand_in_the_body():
    window = garden.draw(replace(WHOLE, season=""), "season", FRESH, a_desk())

    assert window.rows[0] == (Button("1 · Spring of 2027", "pick", "spring/27", Style.PRIMARY),)
    assert window.body == ("until May", "Summer is over.")


def test_a_remark_among_options_is_no_choice():
    desk = a_desk()

    outcomes = [types(desk, replace(WHOLE, season=""), "season", "3"), presses(desk, WHOLE, "season", "pick", "")]

    assert [outcome.step for outcome in outcomes] == ["season", "season"]


def test_an_option_that_is_no_longer_offered_is_stale():
    outcome = presses(a_desk(), Plant(), "sort", "pick", "shrub")

    assert (outcome.draft, outcome.step, outcome.toast is None) == (Plant(), "sort", False)


def test_what_stands_is_named_and_can_be_kept():
    desk = a_desk()

    window = garden.draw(WHOLE, "sort", FRESH, desk)
    kept = presses(desk, WHOLE, "sort", "keep")

    assert window.body[-1] == "Chosen so far: Hương thảo"
    assert window.rows[-2][0].label == "Keep this answer"
    assert (kept.draft, kept.step) == (WHOLE, "name")
    assert ["Keep this answer"] not in labels(desk, WHOLE, "sort", RETURNING)


def test_keeping_needs_a_choice():
    assert presses(a_desk(), Plant(), "sort", "keep").toast is not None


def test_what_was_looked_up_is_named_without_looking_again():
    assert garden.draw(WHOLE, "season", FRESH, a_desk()).body[-1] == "Chosen so far: spring/27"


def test_a_choice_that_an_upgrade_took_away_is_shown_as_it_was_stored():
    assert garden.draw(replace(WHOLE, sort="moss"), "sort", FRESH, a_desk()).body[-1] == "Chosen so far: moss"


def test_an_open_choice_says_nothing_of_itself():
    assert garden.path.steps[0].say_answer(Plant(), a_desk()) == ""


def test_a_picture_is_no_choice():
    outcome = shown(garden.answer(Plant(), "sort", FRESH, Sent(1, "photo"), a_desk()))

    assert (outcome.draft, outcome.step) == (Plant(), "sort")


# One of many.

NO_BED = replace(WHOLE, bed="")


def test_words_are_looked_for_and_the_matches_offered_by_digit():
    desk = a_desk()

    outcome = types(desk, NO_BED, "bed", "south bed")
    window = garden.draw(NO_BED, "bed", outcome.cursor, desk)

    assert (outcome.step, outcome.cursor) == ("bed", Cursor(item="south bed"))
    assert window.body == ("“south bed”", "1 · South bed", "2 · Small south bed")
    assert window.hint == "Old names work too."
    assert window.rows[0] == (Button("1", "pick", "2"), Button("2", "pick", "3"))


def test_before_anything_is_looked_for_the_question_stands_alone():
    window = garden.draw(NO_BED, "bed", FRESH, a_desk())

    assert (window.body, window.hint, len(window.rows)) == ((), "Type a part of its name.", 1)


def test_many_matches_are_paged():
    desk = a_desk()
    first = Cursor(item="o")

    second = presses(desk, NO_BED, "bed", "page", "1", cursor=first).cursor

    assert second == Cursor(item="o", page=1)
    assert labels(desk, NO_BED, "bed", first) == [["1", "2", "3", "4", "5"], ["See more ›"], ["‹ Back", "Later"]]
    assert labels(desk, NO_BED, "bed", second) == [["1"], ["‹ Earlier"], ["‹ Back", "Later"]]


def test_a_forged_page_is_the_first():
    for forged in ("-1", "x", "99999", "²"):
        assert presses(a_desk(), NO_BED, "bed", "page", forged, cursor=Cursor(item="o")).cursor == Cursor(item="o")


def test_a_page_of_no_list_is_stale():
    assert presses(a_desk(), NO_BED, "bed", "page", "1").toast is not None


@pytest.mark.parametrize(("typed", "bed"), [("1", "South bed"), ("2.", "Small south bed")])
def test_a_match_is_chosen_by_its_digit(typed, bed):
    outcome = types(a_desk(), NO_BED, "bed", typed, Cursor(item="south bed"))

    assert (outcome.draft.bed, outcome.step) == (bed, "season")


def test_a_digit_beyond_the_list_is_looked_for():
    desk = a_desk()

    outcome = types(desk, NO_BED, "bed", "4", Cursor(item="south bed"))

    assert desk.say(outcome.problem) == "No bed is found by “4”."
    assert outcome.cursor == FRESH


def test_a_match_is_chosen_by_its_button():
    outcome = presses(a_desk(), NO_BED, "bed", "pick", "3", cursor=Cursor(item="south bed"))

    assert outcome.draft.bed == "Small south bed"


@pytest.mark.parametrize("cursor", [FRESH, Cursor(item="north")])
def test_a_button_of_another_list_is_stale(cursor):
    outcome = presses(a_desk(), NO_BED, "bed", "pick", "3", cursor=cursor)

    assert (outcome.draft, outcome.toast is None) == (NO_BED, False)


def test_names_are_neither_translated_nor_formatted():
    window = garden.draw(NO_BED, "bed", Cursor(item="{gate}"), a_desk())

    assert window.body == ("“{gate}”", "1 · South {gate}")


def test_back_closes_the_list_first():
    desk = a_desk()

    closed = presses(desk, NO_BED, "bed", "back", cursor=Cursor(item="south"))
    left = presses(desk, NO_BED, "bed", "back", cursor=closed.cursor)

    assert (closed.step, closed.cursor, left.step) == ("bed", FRESH, "care")


def test_a_long_label_stands_alone():
    options = (Option("a", "Pear"), Option("b", "A very long sort of plum"), Option("c", "Fig"), Option("d", "Nut"))
    step = Choose("sort", "Which?", called="Sort", options=options, columns=2)

    rows = step.face(Plant(), FRESH, a_desk(), {}).rows

    assert [[button.value for button in row] for row in rows] == [["a"], ["b"], ["c", "d"]]
