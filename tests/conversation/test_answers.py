"""Answers survive a row and an upgrade."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import pytest

from bot.conversation.answers import AnswersForm
from bot.conversation.outcomes import Cursor
from bot.domain.nomination import CriterionClaim, Nomination


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


BLANK = CriterionClaim("C-0")


@dataclass(frozen=True)
class Everything:
    words: str = ""
    number: int = 0
    truth: bool = False
    day: date | None = None
    colour: Colour = Colour.RED
    claim: CriterionClaim = BLANK
    claims: tuple[CriterionClaim, ...] = ()


FORM = AnswersForm(Everything)


def test_what_was_stored_is_read_back_the_same():
    told = Everything(
        words="Đỗ",
        number=3,
        truth=True,
        day=date(2027, 6, 11),
        colour=Colour.BLUE,
        claim=CriterionClaim("C-1"),
        claims=(CriterionClaim("C-2", claimed=True, proof="x"),),
    )

    stored = FORM.to_json(told)

    assert FORM.from_json(stored) == told


def test_only_what_was_answered_is_stored():
    assert FORM.to_json(Everything(words="Đỗ")) == {"words": "Đỗ"}


def test_a_field_of_an_older_version_is_left_out_and_a_missing_one_is_blank():
    stored = {"words": "Đỗ", "gone_since": 5}

    assert FORM.from_json(stored) == Everything(words="Đỗ")


@pytest.mark.parametrize(
    "stored",
    [
        {"words": 5},
        {"number": "5"},
        {"number": True},
        {"truth": 1},
        {"day": "yesterday"},
        {"day": 5},
        {"colour": "green"},
        {"claim": "C-1"},
        {"claims": "C-1"},
        {"claims": [5]},
    ],
)
def test_what_cannot_be_read_any_more_is_blank_and_harms_no_other_answer(stored):
    assert FORM.from_json({"words": "Đỗ"} | stored) == Everything(words="" if "words" in stored else "Đỗ")


def test_a_date_taken_back_is_stored_as_none():
    form = AnswersForm(Dated)

    assert form.from_json(form.to_json(Dated(day=None))) == Dated(day=None)


@dataclass(frozen=True)
class Dated:
    day: date | None = date(2027, 6, 11)


def test_answers_without_a_default_are_refused_when_the_flow_is_made():
    @dataclass(frozen=True)
    class NoDefault:
        words: str

    with pytest.raises(ValueError, match="without a default: words"):
        AnswersForm(NoDefault)


def test_answers_that_cannot_lie_in_a_row_are_refused_when_the_flow_is_made():
    @dataclass(frozen=True)
    class Odd:
        parts: set[str] = field(default_factory=set)

    with pytest.raises(ValueError, match="cannot hold"):
        AnswersForm(Odd)


def test_a_fresh_cursor_stores_nothing():
    assert Cursor().to_json() == {}


def test_a_cursor_is_read_back_the_same():
    cursor = Cursor(returning=True, item="C-1", page=2, confirm="odd", kept="Ly")

    assert Cursor.from_json(cursor.to_json()) == cursor


def test_a_cursor_of_another_version_is_read_as_far_as_it_is_known():
    stored = {"item": "C-1", "page": "2", "colour": "red", "returning": 1}

    assert Cursor.from_json(stored) == Cursor(item="C-1")


def test_an_occasion_tells_its_milestone_and_year():
    nomination = Nomination(occasion="11-6/2027")

    assert (nomination.occasion_code, nomination.occasion_year) == ("11-6", 2027)
    assert (Nomination().occasion_code, Nomination().occasion_year) == ("", 0)


def test_only_a_yes_makes_the_nominator_related():
    assert [Nomination(related=answer).is_related for answer in ("yes", "no", "")] == [True, False, False]


def test_claims_of_another_category_do_not_count():
    claims = (CriterionClaim("GV-1", claimed=True), CriterionClaim("NV-1", claimed=True))

    assert Nomination(claims=claims).claims_among({"NV-1", "NV-2"}) == (claims[1],)
