"""Whatever people give: nothing stored is lost, Back undoes, a stored draft goes on where it was."""

from dataclasses import fields

from hypothesis import given as forall
from hypothesis import settings
from hypothesis import strategies as some

from bot.conversation.desk import Navigated, Pressed, Sent, Typed
from bot.conversation.outcomes import FRESH, Cursor, Show
from tests.conversation.garden import Plant, a_desk, garden

_words = some.sampled_from(
    ["1", "2", "3", "Bạc", "Bạc hà", "a weed", "south bed", "pear", "https://vuon.example", "/", "x" * 120]
)
_actions = some.sampled_from(
    ["pick", "item", "continue", "keep", "accept", "go", "changes", "change", "whole", "page", "story", "proof", "less",
     "drop", "product", "send", "back", "discard", "none"]
)  # fmt: skip
_values = some.sampled_from(
    ["", "tree", "herb", "wild", "pear", "spring/27", "C-1", "C-2", "1", "2", "bed", "name", "story", "sort", "claims"]
)
_files = some.builds(Sent, some.just(1), some.sampled_from(["photo", "voice", "document"]))
_given = some.one_of(
    some.builds(Typed, some.one_of(_words, some.text(max_size=30))),
    some.builds(Pressed, _actions, _values),
    some.builds(Navigated, some.sampled_from(["back", "skip", "done"])),
    _files,
)


def _told(draft):
    """Every answer there is, and every proof by its point."""
    answers = {field.name for field in fields(draft) if getattr(draft, field.name)}
    return answers | {(claim.criterion, bool(claim.proof)) for claim in draft.claims if claim.proof}


def _walk(answers):
    """Give every place on the way of these answers, starting anew where the draft is left."""
    desk, draft, step, cursor = a_desk(), Plant(), "sort", FRESH
    for given in answers:
        if isinstance(given, Sent):
            desk.files.come()
        outcome = garden.answer(draft, step, cursor, given, desk)
        yield desk, (draft, step, cursor), given, outcome
        if isinstance(outcome, Show):
            draft, step, cursor = outcome.draft, outcome.step, outcome.cursor
        else:
            cursor = FRESH


@forall(some.lists(_given, max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_answer_that_was_stored_is_ever_lost(answers):
    for _desk, (before, _step, _cursor), _given_now, outcome in _walk(answers):
        if isinstance(outcome, Show):
            assert _told(before) <= _told(outcome.draft)


@forall(some.lists(_given, max_size=60))
@settings(max_examples=150, deadline=None)
def test_every_place_can_be_drawn_and_comes_back_the_same_from_its_row(answers):
    for desk, _before, _given_now, outcome in _walk(answers):
        if isinstance(outcome, Show):
            row = garden.write(outcome.draft), outcome.step, outcome.cursor.to_json()
            draft, cursor = garden.read(row[0]), Cursor.from_json(row[2])
            assert (draft, cursor) == (outcome.draft, outcome.cursor)
            assert garden.draw(draft, row[1], cursor, desk) == garden.draw(outcome.draft, row[1], outcome.cursor, desk)
            assert garden.draw(draft, row[1], cursor, desk).question
            assert all(label.label for row in garden.draw(draft, outcome.step, cursor, desk).rows for label in row)


@forall(some.lists(_given, max_size=60))
@settings(max_examples=150, deadline=None)
def test_back_undoes_the_last_step_onwards_and_keeps_the_answer(answers):
    aside = {step.into for step in garden.path.steps if step.aside}
    for desk, (_before, step, cursor), _given_now, outcome in _walk(answers):
        onwards = (
            isinstance(outcome, Show) and outcome.step != step and outcome.cursor == FRESH and not cursor.returning
        )
        if onwards and outcome.receipt is not None and {step, outcome.step}.isdisjoint(aside):
            undone = garden.answer(outcome.draft, outcome.step, FRESH, Navigated("back"), desk)
            assert isinstance(undone, Show)
            assert (undone.step, _told(undone.draft)) == (step, _told(outcome.draft))


@forall(some.lists(_given, max_size=40))
@settings(max_examples=100, deadline=None)
def test_what_is_stored_goes_on_where_it_was_left(answers):
    for _desk, _before, _given_now, outcome in _walk(answers):
        if isinstance(outcome, Show):
            place = garden.open(outcome.draft, outcome.step, outcome.cursor, version=garden.version)
            assert (place.step, place.cursor, place.word) == (outcome.step, outcome.cursor, None)
