"""Points that are ticked, proved, unticked, and texts that first have to find their place."""

from dataclasses import replace

import pytest

from bot.conversation.desk import Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import FRESH, RETURNING, Cursor
from bot.domain.nomination import CriterionClaim
from tests.conversation.garden import WHOLE, a_desk, garden, labels, presses, shown, types

TICKED = replace(WHOLE, claims=(CriterionClaim("C-1", claimed=True),))
PROVED = replace(WHOLE, claims=(CriterionClaim("C-1", claimed=True, proof="Rain"),))
OPEN = Cursor(item="C-1")
KEPT = Cursor(kept="It bloomed.")


def test_the_points_show_what_is_said_of_each():
    draft = replace(
        WHOLE, claims=(CriterionClaim("C-1", claimed=True), CriterionClaim("C-2", claimed=True, proof="Lemon"))
    )

    window = garden.draw(draft, "claims", OPEN, a_desk())

    assert window.body == (
        "Mark what is there.",
        "1 🔸 Grows by itself: no proof yet",
        "2 ✅ Smells well: “Lemon”",
        "3 ⬜ Needs little water",
    )
    assert (window.quote, window.question) == (
        "Book of gardens",
        "What makes it grow? Type one line, or choose another item.",
    )
    assert [[button.label for button in row] for row in window.rows] == [
        ["1 🔸", "2 ✅", "3 ⬜"],
        ["Continue, 1 still open"],
        ["‹ Back", "Later"],
    ]


def test_with_everything_ticked_nothing_is_still_open():
    draft = replace(WHOLE, claims=tuple(CriterionClaim(code, claimed=True) for code in ("C-1", "C-2", "C-3")))

    assert labels(a_desk(), draft, "claims")[1] == ["Continue"]


@pytest.mark.parametrize("given", [Pressed("item", "C-1"), Typed("1")])
def test_a_digit_ticks_and_opens(given):
    outcome = shown(garden.answer(WHOLE, "claims", FRESH, given, a_desk()))

    assert (outcome.draft, outcome.step, outcome.cursor) == (TICKED, "claims", OPEN)


def test_the_next_line_typed_is_the_proof_and_closes_the_point():
    desk = a_desk()

    outcome = types(desk, TICKED, "claims", "Rain", OPEN)

    assert (outcome.draft, outcome.cursor, desk.say(outcome.receipt)) == (PROVED, FRESH, "✓ Proof: “Rain”")


def test_a_digit_of_a_ticked_point_opens_it_for_another_proof():
    desk = a_desk()

    outcome = presses(desk, PROVED, "claims", "item", "C-1")
    replaced = types(desk, outcome.draft, "claims", "Sun", outcome.cursor)

    assert (outcome.draft, outcome.cursor) == (PROVED, OPEN)
    assert replaced.draft.claims == (CriterionClaim("C-1", claimed=True, proof="Sun"),)
    assert garden.draw(PROVED, "claims", OPEN, desk).question.startswith("Item 1 has its proof.")


def test_the_digit_of_the_open_point_unticks_it_and_its_proof_comes_back_with_the_tick():
    desk = a_desk()

    unticked = presses(desk, PROVED, "claims", "item", "C-1", cursor=OPEN)
    ticked = presses(desk, unticked.draft, "claims", "item", "C-1", cursor=unticked.cursor)

    assert unticked.draft.claims == (CriterionClaim("C-1", claimed=False, proof="Rain"),)
    assert garden.draw(unticked.draft, "claims", FRESH, desk).body[1] == "1 ⬜ Grows by itself"
    assert ticked.draft == PROVED


def test_a_number_that_no_point_has_is_said():
    desk = a_desk()

    outcome = types(desk, WHOLE, "claims", "7", OPEN)

    assert desk.say(outcome.problem) == "There is no item 7. Type a number from 1 to 3."


@pytest.mark.parametrize("cursor", [FRESH, Cursor(item="C-9")])
def test_words_without_an_open_point_are_kept_until_their_place_is_known(cursor):
    desk = a_desk()

    outcome = types(desk, WHOLE, "claims", "It bloomed.", cursor)
    window = garden.draw(WHOLE, "claims", outcome.cursor, desk)

    assert (outcome.draft, outcome.cursor) == (WHOLE, KEPT)
    assert (window.body[-1], window.question) == ("“It bloomed.”", "What is this text?")
    assert labels(desk, WHOLE, "claims", outcome.cursor)[0] == ["The story", "A proof"]


@pytest.mark.parametrize("given", [Pressed("story"), Typed("the story")])
def test_kept_words_can_be_more_of_the_story(given):
    desk = a_desk()

    outcome = shown(garden.answer(WHOLE, "claims", KEPT, given, desk))

    assert outcome.draft.story == "It came over the wall.\nIt bloomed."
    assert (outcome.cursor, desk.say(outcome.receipt)) == (FRESH, "✓ Story: 7 words")


@pytest.mark.parametrize("given", [Pressed("proof"), Typed("a proof")])
def test_kept_words_can_be_a_proof_of_a_point_that_is_then_asked_for(given):
    desk = a_desk()

    asked = shown(garden.answer(WHOLE, "claims", KEPT, given, desk))
    proved = presses(desk, WHOLE, "claims", "item", "C-2", cursor=asked.cursor)

    assert garden.draw(WHOLE, "claims", asked.cursor, desk).question == "Which item does it prove?"
    assert labels(desk, WHOLE, "claims", asked.cursor)[0] == ["1 ⬜", "2 ⬜", "3 ⬜"]
    assert proved.draft.claims == (CriterionClaim("C-2", claimed=True, proof="It bloomed."),)


def test_a_digit_alone_places_kept_words_too():
    assert types(a_desk(), WHOLE, "claims", "3", KEPT).draft.claims[0].proof == "It bloomed."


def test_more_words_join_those_that_are_kept():
    assert types(a_desk(), WHOLE, "claims", "Twice.", KEPT).cursor.kept == "It bloomed.\nTwice."


def test_more_words_than_a_story_holds_are_told_and_those_kept_stay():
    desk = a_desk()

    outcome = types(desk, WHOLE, "claims", "x" * 100, KEPT)

    assert (outcome.cursor, desk.say(outcome.problem)[:22]) == (KEPT, "That is 112 characters")


def test_a_story_that_would_grow_too_long_leaves_the_words_where_they_are():
    desk, kept = a_desk(), Cursor(kept="x" * 90)

    outcome = presses(desk, WHOLE, "claims", "story", cursor=kept)

    assert (outcome.draft, outcome.cursor) == (WHOLE, kept)
    assert desk.say(outcome.problem).startswith("With this the story has 113 characters")


def test_a_proof_that_is_too_long_is_kept_and_its_place_asked_for():
    desk = a_desk()

    outcome = types(desk, TICKED, "claims", "x" * 41, OPEN)

    assert (outcome.draft, outcome.cursor) == (TICKED, Cursor(kept="x" * 41))
    assert desk.say(outcome.problem).startswith("That is 41 characters")


def test_back_drops_the_question_about_kept_words_only():
    outcome = presses(a_desk(), PROVED, "claims", "back", cursor=KEPT)

    assert (outcome.draft, outcome.step, outcome.cursor) == (PROVED, "claims", FRESH)


@pytest.mark.parametrize("action", ["story", "proof", "unheard"])
def test_a_button_without_kept_words_is_stale(action):
    assert presses(a_desk(), WHOLE, "claims", action).toast is not None


def test_a_point_of_another_category_is_stale():
    assert presses(a_desk(), WHOLE, "claims", "item", "X-1").toast is not None


@pytest.mark.parametrize("given", [Pressed("continue"), Navigated("done"), Navigated("skip")])
def test_points_can_all_be_left_open(given):
    assert shown(garden.answer(WHOLE, "claims", FRESH, given, a_desk())).step == "evidence"


def test_from_the_preview_going_on_returns_there():
    outcome = presses(a_desk(), PROVED, "claims", "continue", cursor=RETURNING)

    assert (outcome.step, outcome.draft) == ("preview", PROVED)


def test_a_proof_given_from_the_preview_still_returns_there():
    outcome = types(a_desk(), TICKED, "claims", "Rain", replace(OPEN, returning=True))

    assert outcome.cursor == RETURNING


def test_a_file_belongs_to_the_open_point():
    desk = a_desk()
    photo = desk.files.come("Anh-1.jpg")

    outcome = shown(garden.answer(TICKED, "claims", OPEN, Sent(photo, "photo"), desk))

    assert desk.files.lines[0].criterion == "C-1"
    assert (outcome.cursor, desk.say(outcome.problem)) == (OPEN, "📎 The file is kept as evidence of item 1.")


def test_a_file_without_an_open_point_belongs_to_none():
    desk = a_desk()
    photo = desk.files.come("Anh-1.jpg")

    garden.answer(TICKED, "claims", FRESH, Sent(photo, "photo"), desk)

    assert desk.files.lines[0].criterion == ""


def test_the_list_of_answers_counts_what_is_ticked():
    step = next(step for step in garden.path.steps if step.into == "claims")

    assert (step.say_answer(PROVED, a_desk()), step.say_answer(WHOLE, a_desk())) == ("Points: 1/3", "")


@pytest.mark.parametrize("given", [Pressed("continue"), Navigated("done")])
def test_words_without_a_place_are_not_left_behind(given):
    desk = a_desk()

    outcome = shown(garden.answer(WHOLE, "claims", KEPT, given, desk))

    assert (outcome.step, outcome.cursor) == ("claims", KEPT)
    assert desk.say(outcome.problem) == "Say first where this text belongs; /back drops it."


def test_a_proof_may_begin_with_the_words_of_a_button():
    assert (
        types(a_desk(), TICKED, "claims", "Continue, and it grew", OPEN).draft.claims[0].proof
        == "Continue, and it grew"
    )
