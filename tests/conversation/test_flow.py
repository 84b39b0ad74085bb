"""Where a person stands: onwards, back, from the preview and back to it, parked, discarded, taken up again."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.conversation.desk import Go, Navigated, Pressed, Sent, Typed
from bot.conversation.flow import Flow
from bot.conversation.outcomes import FRESH, RETURNING, Cursor, Discard, Finished, Park, Place, Show
from bot.conversation.steps import Ask, Choose, Confirm, Option
from bot.conversation.window import Button, Style
from tests.conversation.garden import (
    WHOLE,
    Plant,
    a_desk,
    garden,
    labels,
    name,
    presses,
    preview,
    shown,
    sort,
    story,
    types,
)


def a_flow(*steps, draft=Plant):
    return Flow(
        name="plant",
        version=1,
        command="plant",
        heading="Planting",
        draft=draft,
        title=lambda draft: "",
        done=lambda draft, desk: Go("menu"),
        steps=steps,
    )


# Mistakes in a flow.


@pytest.mark.parametrize(
    ("steps", "problem"),
    [
        ((), "last step must be a Confirm"),
        ((name,), "last step must be a Confirm"),
        ((name, name, preview), "two steps"),
        ((Ask("nmae", "Name?", called="Name"), preview), "nmae"),
        ((Ask("name", "Name?"), preview), "called nothing"),
        ((replace(preview, into="name"),), "name and the fields"),
        ((replace(story, min_length=200), preview), "characters long"),
        ((replace(sort, options=()), preview), "must be there and differ"),
        ((replace(sort, options=(Option("a", "A"), Option("a", "B"))), preview), "must be there and differ"),
        ((replace(sort, options=(Option("", "A"),)), preview), "empty or longer"),
        ((replace(sort, options=(Option("a" * 25, "A"),)), preview), "empty or longer"),
        ((replace(sort, options=lambda draft, desk: ()), preview), "need a label"),
    ],
)
def test_a_flow_that_cannot_work_fails_when_it_is_made(steps, problem):
    with pytest.raises(ValueError, match=problem):
        a_flow(*steps)


# Beginning and going on.


def test_a_new_draft_begins_at_the_first_question():
    assert garden.begin(Plant()) == Place("sort")


def test_a_draft_with_answers_begins_at_the_first_open_question():
    assert garden.begin(Plant(sort="tree")) == Place("fruit")


def test_a_draft_with_all_answers_begins_at_the_preview():
    assert garden.begin(WHOLE) == Place("preview")


def test_an_answer_is_kept_and_leads_to_the_next_question():
    outcome = presses(a_desk(), Plant(), "sort", "pick", "tree")

    assert (outcome.draft, outcome.step, outcome.cursor) == (Plant(sort="tree"), "fruit", FRESH)


def test_a_question_that_does_not_apply_is_left_out():
    assert presses(a_desk(), Plant(), "sort", "pick", "herb").step == "name"


def test_what_can_be_known_is_filled_in_on_arrival():
    assert types(a_desk(), Plant(sort="herb"), "name", "Hương thảo xanh").draft.bed == "North bed"


def test_a_step_off_the_path_is_walked_while_it_has_no_answer():
    draft = Plant(sort="wild", name="Cỏ ba lá")

    assert types(a_desk(), draft, "care", "Tạ Công Quân").step == "bed"


def test_a_step_off_the_path_is_not_walked_once_it_is_answered():
    draft = replace(WHOLE, care="", season="")

    assert types(a_desk(), draft, "care", "Tạ Công Quân").step == "season"


def test_a_step_off_the_path_leads_back_to_its_open_host():
    desk, draft = a_desk(), replace(WHOLE, care="")

    turned = presses(desk, draft, "care", "go", "bed")
    listed = types(desk, turned.draft, turned.step, "south bed", turned.cursor)
    chosen = presses(desk, listed.draft, listed.step, "pick", "2", cursor=listed.cursor)

    assert (chosen.step, chosen.draft.bed) == ("care", "South bed")


def test_steps_are_counted_as_they_apply():
    desk = a_desk()

    headers = [garden.draw(Plant(sort=sort), "name", FRESH, desk).header for sort in ("herb", "tree")]

    assert headers == ["Planting · Step 2/8", "Planting · Step 3/9"]


def test_a_step_off_the_path_has_the_number_of_its_host():
    desk = a_desk()

    assert garden.draw(WHOLE, "bed", FRESH, desk).header == garden.draw(WHOLE, "care", FRESH, desk).header


def test_the_preview_says_so_in_its_header():
    assert garden.draw(WHOLE, "preview", FRESH, a_desk()).header == "Planting · Step 8/8 · Preview"


@pytest.mark.parametrize(
    ("step", "trail"),
    [
        ("sort", ""),
        ("name", "✓ Hương thảo"),
        ("care", "✓ Hương thảo · Hương thảo xanh"),
        ("season", "✓ Hương thảo xanh · Tạ Công Quân"),
        ("claims", "✓ Story: 5 words"),
        ("preview", ""),
    ],
)
def test_the_trail_names_the_last_answers_and_long_ones_by_size(step, trail):
    assert garden.draw(WHOLE, step, FRESH, a_desk()).trail == trail


def test_the_receipt_is_the_trail_with_the_answer():
    desk = a_desk()

    receipt = types(desk, Plant(sort="herb"), "name", "Hương thảo xanh").receipt

    assert desk.say(receipt) == "✓ Hương thảo · Hương thảo xanh"


def test_a_long_answer_does_not_make_a_long_receipt():
    desk = a_desk()

    receipt = types(desk, replace(WHOLE, care=""), "care", "rất " * 40).receipt

    assert len(desk.say(receipt)) <= 80


def test_an_answer_that_the_trail_leaves_out_has_the_receipt_of_those_before():
    flow = a_flow(replace(sort, brief=lambda draft, desk: ""), replace(name, odd=None), preview)

    assert shown(flow.answer(Plant(), "sort", FRESH, Typed("1"), a_desk())).receipt is None


# Back.


def test_back_leads_to_the_question_before_and_keeps_every_answer():
    outcome = presses(a_desk(), WHOLE, "season", "back")

    assert (outcome.draft, outcome.step, outcome.cursor) == (WHOLE, "care", FRESH)


def test_back_by_command_does_what_the_button_does():
    desk = a_desk()

    assert garden.answer(WHOLE, "season", FRESH, Navigated("back"), desk) == presses(desk, WHOLE, "season", "back")


def test_there_is_no_way_back_from_the_first_question():
    desk = a_desk()

    outcome = presses(desk, Plant(), "sort", "back")

    assert (outcome.step, desk.say(outcome.problem)[:26]) == ("sort", "This is the first question")
    assert labels(desk, Plant(), "sort")[-1] == ["Later"]


def test_back_from_a_changed_answer_leads_to_the_preview():
    outcome = presses(a_desk(), WHOLE, "name", "back", cursor=RETURNING)

    assert (outcome.step, outcome.cursor) == ("preview", FRESH)
    assert labels(a_desk(), Plant(), "sort", RETURNING)[-1] == ["‹ Back", "Later"]


# The preview.


def test_an_answer_changed_from_the_preview_returns_there():
    desk = a_desk()

    listed = presses(desk, WHOLE, "preview", "changes")
    opened = presses(desk, WHOLE, "preview", "change", "name", cursor=listed.cursor)
    changed = types(desk, WHOLE, opened.step, "Hương thảo tím", opened.cursor)

    assert (opened.step, changed.step, changed.draft) == ("name", "preview", replace(WHOLE, name="Hương thảo tím"))


def test_a_question_that_a_change_has_opened_is_asked_before_the_preview():
    desk = a_desk()

    opened = presses(desk, WHOLE, "sort", "pick", "tree", cursor=RETURNING)
    answered = presses(desk, opened.draft, opened.step, "pick", "pear", cursor=opened.cursor)

    assert (opened.step, opened.cursor, answered.step) == ("fruit", RETURNING, "preview")


def test_the_last_question_leads_to_what_was_left_open_before_the_preview():
    draft = replace(WHOLE, season="")

    outcome = presses(a_desk(), draft, "evidence", "continue")

    assert (outcome.step, outcome.cursor) == ("season", RETURNING)


def test_the_list_of_answers_has_five_a_page_and_numbers_that_go_on():
    desk = a_desk()
    second = Cursor(item="changes", page=1)

    window = garden.draw(WHOLE, "preview", second, desk)

    assert window.body == ("6 · Story: 5 words", "7 · Points", "8 · Evidence")
    assert labels(desk, WHOLE, "preview", Cursor(item="changes"))[-2:] == [["See more ›"], ["‹ Back", "Later"]]


def test_the_list_of_answers_says_which_one_is_missing():
    window = garden.draw(replace(WHOLE, name=""), "preview", Cursor(item="changes"), a_desk())

    assert window.body[1] == "2 · Name: no answer yet"


@pytest.mark.parametrize(("typed", "step"), [("2", "name"), ("7", "claims"), ("name", "name"), ("6 · story", "story")])
def test_an_answer_to_change_can_be_typed_by_number_or_name(typed, step):
    assert types(a_desk(), WHOLE, "preview", typed, Cursor(item="changes")).step == step


@pytest.mark.parametrize("typed", ["9", "colour"])
def test_what_is_not_in_the_list_of_answers_is_said(typed):
    desk = a_desk()

    outcome = types(desk, WHOLE, "preview", typed, Cursor(item="changes"))

    assert desk.say(outcome.problem) == f"“{typed}” is not in the list. Type the number of an answer, from 1 to 8."


def test_a_button_of_an_answer_that_is_gone_changes_nothing():
    outcome = presses(a_desk(), WHOLE, "preview", "change", "fruit", cursor=Cursor(item="changes"))

    assert (outcome.draft, outcome.step, outcome.toast is None) == (WHOLE, "preview", False)


def test_the_pages_of_the_list_of_answers_are_turned():
    outcome = presses(a_desk(), WHOLE, "preview", "page", "1", cursor=Cursor(item="changes"))

    assert outcome.cursor == Cursor(item="changes", page=1)


# Sending.


def test_a_whole_draft_is_finished_when_it_is_sent():
    assert garden.answer(WHOLE, "preview", FRESH, Pressed("send"), a_desk()) == Finished(WHOLE)


def test_a_draft_with_a_gap_is_not_sent_and_the_gap_is_named():
    desk = a_desk()

    outcome = presses(desk, replace(WHOLE, name=""), "preview", "send")

    assert (outcome.step, outcome.cursor) == ("name", RETURNING)
    assert desk.say(outcome.problem) == "One answer is still missing: Name."


# Leaving.


@pytest.mark.parametrize("given", [Pressed("later"), Navigated("later")])
@pytest.mark.parametrize("step", ["sort", "claims", "preview"])
def test_a_draft_is_kept_for_later_from_anywhere(step, given):
    assert garden.answer(WHOLE, step, FRESH, given, a_desk()) == Park()


def test_discarding_is_asked_once_with_the_name_of_the_draft():
    desk = a_desk()

    outcome = presses(desk, WHOLE, "preview", "discard")
    window = garden.draw(WHOLE, "preview", outcome.cursor, desk)

    assert window.question == "Discard the draft Hương thảo xanh?"
    assert window.rows == (
        (Button("Keep as draft", "later", style=Style.PRIMARY),),
        (Button("Discard the draft", "discard", "yes", Style.DANGER),),
        (Button("‹ Back", "back"),),
    )


def test_a_draft_without_a_name_can_be_discarded():
    window = garden.draw(Plant(), "sort", Cursor(confirm="discard"), a_desk())

    assert window.question == "Discard this draft?"


@pytest.mark.parametrize(
    ("given", "outcome"),
    [
        (Pressed("discard", "yes"), Discard()),
        (Typed("discard THE draft"), Discard()),
        (Pressed("later"), Park()),
        (Typed("keep as draft"), Park()),
        (Navigated("later"), Park()),
        (Pressed("back"), Show(WHOLE, "name")),
        (Navigated("back"), Show(WHOLE, "name")),
    ],
)
def test_the_question_of_discarding_is_answered_by_its_buttons_and_their_words(given, outcome):
    assert garden.answer(WHOLE, "name", Cursor(confirm="discard"), given, a_desk()) == outcome


@pytest.mark.parametrize(
    "given", [Typed("yes"), Typed("1"), Pressed("discard"), Navigated("discard"), Pressed("pick", "x")]
)
def test_nothing_else_discards(given):
    desk = a_desk()

    outcome = shown(garden.answer(WHOLE, "name", Cursor(confirm="discard"), given, desk))

    assert (outcome.draft, outcome.cursor) == (WHOLE, Cursor(confirm="discard"))
    assert desk.say(outcome.problem).startswith("Nothing is discarded yet.")


def test_a_file_sent_while_discarding_is_asked_goes_where_it_belongs():
    desk = a_desk()
    sent = desk.files.come("Anh-1.jpg")

    outcome = shown(garden.answer(WHOLE, "evidence", Cursor(confirm="discard"), Sent(sent, "photo"), desk))

    assert (outcome.cursor, outcome.problem) == (FRESH, None)


# Taking up again.


def test_a_draft_is_taken_up_where_it_was_left():
    cursor = Cursor(item="C-1")

    assert garden.open(WHOLE, "claims", cursor, version=2) == Place("claims", cursor)


def test_a_step_that_an_upgrade_took_away_leads_to_the_first_open_question_with_a_word():
    place = garden.open(replace(WHOLE, story=""), "colour", version=1)

    assert (place.step, a_desk().say(place.word)[:36]) == ("story", "This conversation has been improved ")


def test_a_new_question_before_is_announced_and_asked_before_the_preview():
    draft = replace(WHOLE, name="")

    place = garden.open(draft, "story", version=1)

    assert place.step == "story"
    assert a_desk().say(place.word) == "There is a new question, “Name”; it is asked before the preview."


def test_at_the_preview_a_new_question_is_asked_first():
    place = garden.open(replace(WHOLE, name=""), "preview", version=1)

    assert (place.step, place.cursor) == ("name", RETURNING)


def test_without_an_upgrade_nothing_is_announced():
    assert garden.open(replace(WHOLE, name=""), "story", version=2) == Place("story")


def test_an_answer_to_a_step_that_is_gone_is_met_with_a_word_and_the_next_question():
    outcome = types(a_desk(), replace(WHOLE, story=""), "colour", "blue")

    assert (outcome.step, outcome.draft.story) == ("story", "")
    assert outcome.problem is not None


def test_a_window_of_a_step_that_is_gone_shows_the_first_open_question():
    assert garden.draw(replace(WHOLE, story=""), "colour", FRESH, a_desk()).question == "What is its story?"


def test_answers_are_stored_and_read():
    assert garden.read(garden.write(WHOLE)) == WHOLE


# Edited messages.


def test_an_edited_message_corrects_its_answer_and_says_so():
    desk = a_desk()

    corrected = garden.correct(WHOLE, "name", Typed("Hương thảo tím"), desk)

    assert corrected.draft == replace(WHOLE, name="Hương thảo tím")
    assert desk.say(corrected.toast) == "Corrected. Name: Hương thảo tím"


def test_a_refused_correction_tells_and_changes_nothing():
    desk = a_desk()

    corrected = garden.correct(WHOLE, "name", Typed("a weed"), desk)

    assert corrected.draft == WHOLE
    assert desk.say(corrected.problem).startswith("Weeds are not asked for.")


def test_a_correction_that_changes_nothing_says_nothing():
    corrected = garden.correct(WHOLE, "name", Typed("the Hương thảo xanh"), a_desk())

    assert (corrected.draft, corrected.problem, corrected.toast) == (WHOLE, None, None)


@pytest.mark.parametrize("step", ["claims", "evidence", "bed", "preview", "colour"])
def test_where_an_edited_message_cannot_correct_it_says_so(step):
    desk = a_desk()

    corrected = garden.correct(WHOLE, step, Typed("anything"), desk)

    assert (corrected.draft, desk.say(corrected.problem)[:44]) == (
        WHOLE,
        "An edited message changes nothing here. Open",
    )


@pytest.mark.parametrize("step", ["name", "sort"])
def test_an_edited_caption_of_a_file_corrects_no_words(step):
    assert garden.correct(WHOLE, step, Sent(1, "photo"), a_desk()).draft == WHOLE


def test_an_edited_choice_is_understood_by_digit_or_words():
    desk = a_desk()

    corrected = [garden.correct(WHOLE, "sort", Typed(text), desk).draft.sort for text in ("1", "wild", "stone")]

    assert corrected == ["tree", "wild", "herb"]


# The rest.


def test_a_problem_stands_apart_and_good_news_in_the_body():
    desk = a_desk()

    refused = types(desk, WHOLE, "name", "a weed")
    kept = shown(garden.answer(WHOLE, "name", FRESH, Sent(1, "photo"), desk))
    windows = [garden.draw(WHOLE, "name", FRESH, desk, outcome.problem) for outcome in (refused, kept)]

    assert windows[0].problem == "Weeds are not asked for. For example: a rose."
    assert windows[1].problem == ""
    assert windows[1].body[-1].startswith("📎 The picture is kept with the evidence")


def test_a_flow_needs_no_values():
    flow = a_flow(sort, preview)

    assert flow.draw(Plant(), "sort", FRESH, a_desk()).question == "What sort of plant is it?"


def test_only_the_step_that_offers_what_is_looked_up_looks_it_up():
    desk = a_desk()

    for step in ("sort", "name", "care", "bed", "story", "claims", "evidence", "preview"):
        garden.draw(WHOLE, step, FRESH, desk)

    assert desk.seasons_read == 0


def test_a_confirm_stands_at_the_end():
    assert isinstance(garden.path.preview, Confirm)
    assert isinstance(garden.path.steps[0], Choose)


def test_the_day_is_that_of_the_people():
    desk = a_desk()
    desk.now = datetime(2027, 3, 2, 18, 0, tzinfo=UTC)

    assert desk.today == date(2027, 3, 3)


@pytest.mark.parametrize(
    ("step", "words", "leads_to"),
    [
        ("sort", "keep this answer", "name"),
        ("name", "Keep this answer", "care"),
        ("care", "another bed", "bed"),
        ("claims", "continue", "evidence"),
        ("claims", "Continue, 3 still open", "evidence"),
        ("evidence", "none yet, continue", "preview"),
        ("evidence", "Done, continue", "preview"),
    ],
)
def test_what_a_button_says_can_be_typed(step, words, leads_to):
    outcome = types(a_desk(), WHOLE, step, words)

    assert (outcome.draft, outcome.step) == (WHOLE, leads_to)


def test_a_file_can_be_taken_away_by_words():
    desk = a_desk()
    desk.files.come("Anh-1.jpg")

    assert types(desk, WHOLE, "evidence", "remove a file").cursor == Cursor(item="less")


def test_the_words_of_a_button_that_is_not_there_are_an_answer():
    assert types(a_desk(), replace(WHOLE, care=""), "care", "Keep this answer").draft.care == "Keep this answer"


def test_only_one_button_is_suggested():
    rows = garden.draw(WHOLE, "season", FRESH, a_desk()).rows

    assert [button.label for row in rows for button in row if button.style is Style.PRIMARY] == ["1 · Spring of 2027"]
