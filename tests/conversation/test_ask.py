"""A question answered in one's own words."""

from dataclasses import replace

import pytest

from bot.conversation.desk import Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import FRESH, RETURNING, Cursor
from tests.conversation.garden import WHOLE, Plant, a_desk, garden, labels, presses, shown, types

HERB = Plant(sort="herb")
ODD = Cursor(confirm="odd", kept="Bạc")


def test_the_answer_is_kept_as_the_check_gives_it():
    assert types(a_desk(), HERB, "name", "  the   Bạc\u200b hà ").draft.name == "Bạc hà"


def test_digits_are_an_answer_here():
    assert types(a_desk(), WHOLE, "care", "12").draft.care == "12"


def test_a_refused_answer_tells_the_cause_and_changes_nothing():
    desk = a_desk()

    outcome = types(desk, WHOLE, "name", "a weed")

    assert (outcome.draft, outcome.step) == (WHOLE, "name")
    assert desk.say(outcome.problem) == "Weeds are not asked for. For example: a rose."


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a", "That has 1 of at least 2 characters. Please say a little more."),
        ("a b" * 9, "That is 27 characters, and at most 20 fit. Please send a shorter text."),
        ("\u200b", "This question still needs an answer before you go on."),
    ],
)
def test_too_short_too_long_and_empty_answers_say_by_how_much(text, problem):
    desk = a_desk()

    assert desk.say(types(desk, HERB, "name", text).problem) == problem


def test_a_long_answer_keeps_its_lines():
    assert types(a_desk(), WHOLE, "story", "One.\n\nTwo.").draft.story == "One.\n\nTwo."


def test_an_odd_answer_is_asked_about_once_and_kept_in_the_meantime():
    desk = a_desk()

    outcome = types(desk, HERB, "name", "Bạc")

    assert (outcome.draft, outcome.cursor, desk.say(outcome.problem)) == (HERB, ODD, "“Bạc” is one word.")
    assert labels(desk, HERB, "name", outcome.cursor)[0] == ["One word is right"]


@pytest.mark.parametrize("given", [Pressed("accept"), Typed("one word is right"), Typed("bac")])
def test_an_odd_answer_is_accepted_by_its_button_its_words_or_once_more(given):
    outcome = shown(garden.answer(HERB, "name", ODD, given, a_desk()))

    assert (outcome.draft.name, outcome.step) == ("Bạc", "care")


def test_another_answer_replaces_an_odd_one():
    outcome = types(a_desk(), HERB, "name", "Bạc hà", ODD)

    assert (outcome.draft.name, outcome.cursor) == ("Bạc hà", FRESH)


def test_an_odd_answer_given_on_the_way_back_to_the_preview_still_returns_there():
    desk = a_desk()

    odd = types(desk, WHOLE, "name", "Bạc", RETURNING)
    accepted = presses(desk, odd.draft, odd.step, "accept", cursor=odd.cursor)

    assert (accepted.step, accepted.draft.name) == ("preview", "Bạc")


def test_back_takes_the_question_about_an_odd_answer_away_first():
    outcome = presses(a_desk(), HERB, "name", "back", cursor=ODD)

    assert (outcome.step, outcome.cursor) == ("name", FRESH)


def test_accepting_is_stale_where_nothing_odd_was_said():
    outcome = presses(a_desk(), HERB, "name", "accept")

    assert (outcome.draft, outcome.toast is None) == (HERB, False)


def test_a_question_without_oddities_accepts_nothing_by_its_label():
    outcome = types(a_desk(), WHOLE, "care", "One word is right", Cursor(confirm="odd", kept="x"))

    assert outcome.draft.care == "One word is right"


def test_an_answer_that_stands_is_shown_and_can_be_kept():
    desk = a_desk()

    window = garden.draw(WHOLE, "name", FRESH, desk)
    kept = presses(desk, WHOLE, "name", "keep")

    assert window.body == ("Your answer so far: “Hương thảo xanh”",)
    assert window.rows[0][0].label == "Keep this answer"
    assert (kept.draft, kept.step) == (WHOLE, "care")


def test_from_the_preview_back_keeps_the_answer_so_no_button_does():
    assert labels(a_desk(), WHOLE, "name", RETURNING) == [["‹ Back", "Later"]]


def test_keeping_needs_an_answer():
    assert presses(a_desk(), HERB, "name", "keep").toast is not None


def test_going_to_a_step_that_the_question_does_not_offer_is_stale():
    assert presses(a_desk(), WHOLE, "care", "go", "story").toast is not None


@pytest.mark.parametrize("to", ["skip", "done"])
def test_an_open_question_cannot_be_skipped_and_an_answered_one_can(to):
    desk = a_desk()

    open_ = shown(garden.answer(HERB, "name", FRESH, Navigated(to), desk))
    answered = shown(garden.answer(WHOLE, "name", FRESH, Navigated(to), desk))

    assert (open_.step, desk.say(open_.problem)[:31]) == ("name", "This question still needs an an")
    assert answered.step == "care"


@pytest.mark.parametrize(
    ("kind", "thing"), [("photo", "picture"), ("voice", "voice note"), ("document", "document"), ("video", "file")]
)
def test_a_file_where_words_are_asked_for_is_evidence_and_the_question_stays(kind, thing):
    desk = a_desk()

    outcome = shown(garden.answer(HERB, "name", FRESH, Sent(1, kind), desk))

    assert (outcome.draft, outcome.step) == (HERB, "name")
    assert desk.say(outcome.problem) == f"📎 The {thing} is kept with the evidence; no need to send it again."


def test_a_voice_note_can_be_the_story():
    outcome = shown(garden.answer(replace(WHOLE, story=""), "story", FRESH, Sent(1, "voice"), a_desk()))

    assert (outcome.draft.story, outcome.step) == ("Told in a voice note.", "claims")


def test_a_voice_note_leaves_what_was_written_and_is_told_of_once():
    desk = a_desk()

    once = shown(garden.answer(WHOLE, "story", FRESH, Sent(1, "voice"), desk))
    twice = shown(garden.answer(once.draft, "story", FRESH, Sent(2, "voice"), desk))

    assert once.draft.story == "It came over the wall.\nTold in a voice note."
    assert twice.draft == once.draft


def test_a_picture_is_no_story():
    outcome = shown(garden.answer(WHOLE, "story", FRESH, Sent(1, "photo"), a_desk()))

    assert (outcome.draft, outcome.step) == (WHOLE, "story")


def test_a_problem_speaks_of_what_was_typed_and_not_of_the_answer_that_stands():
    desk = a_desk()

    outcome = types(desk, WHOLE, "name", "Bạc")

    assert garden.draw(WHOLE, "name", outcome.cursor, desk, outcome.problem).problem == "“Bạc” is one word."
