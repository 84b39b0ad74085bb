"""A list of achievements: lines are read, missing fields are asked one by one, nothing that was told is lost."""

from dataclasses import dataclass, replace

import pytest

from bot.conversation.desk import Navigated, Pressed, Typed
from bot.conversation.outcomes import FRESH, Accept, Cursor, Hold, Turn
from bot.conversation.steps import Turning
from bot.conversation.steps.confirm import Confirm
from bot.conversation.steps.listing import Listing
from bot.conversation.steps.share import Share
from bot.conversation.steps.tick import Item, Tick
from bot.domain.achievements import Achieved
from bot.domain.nomination import CriterionClaim
from tests.conversation.garden import a_desk


@dataclass(frozen=True, slots=True)
class Garden:
    done: tuple[Achieved, ...] = ()
    claims: tuple[CriterionClaim, ...] = ()


LIST = Listing[Garden]("done", "What was done?", called="Done", back_to="claims", most=7)
HALF = Achieved(title="Lớp học ngoài vườn")
WHOLE = Achieved(title="Nhật ký vườn", year=2026, recognised_by="Sở", decision_number="15/QĐ")
MANY = Garden(tuple([replace(WHOLE, title=f"Việc {number}") for number in range(7)]))
ASKED = Cursor(item="0:year")


def test_a_line_that_lacks_something_opens_its_first_missing_field_by_its_number():
    reply = LIST.take(Garden((HALF,)), FRESH, Typed("1"), a_desk())

    assert reply == Hold(Garden((HALF,)), Cursor(item="0:year"))


def test_a_line_that_lacks_nothing_says_so_when_it_is_opened():
    reply = LIST.take(Garden((WHOLE,)), FRESH, Pressed("open", "1"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.problem is not None
    assert reply.draft == Garden((WHOLE,))


def test_a_number_that_no_line_has_changes_nothing():
    reply = LIST.take(Garden((HALF,)), FRESH, Typed("9"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.draft == Garden((HALF,))
    assert reply.problem is not None


def test_the_words_of_a_button_do_what_the_button_does():
    reply = LIST.take(Garden((HALF,)), ASKED, Typed("‹ The list"), a_desk())

    assert reply == Hold(Garden((HALF,)), FRESH)


def test_an_answer_that_is_no_year_leaves_the_line_as_it_was():
    reply = LIST.take(Garden((HALF,)), ASKED, Typed("năm ngoái"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.draft == Garden((HALF,))
    assert reply.problem is not None


def test_more_lines_than_fit_are_not_taken_and_say_how_many_do():
    reply = LIST.take(MANY, FRESH, Typed("Một việc nữa, 2026"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.draft == MANY
    assert reply.problem is not None
    assert reply.problem.args == {"most": 7}


def test_signs_without_a_word_are_no_achievement():
    reply = LIST.take(Garden(), FRESH, Typed("…"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.draft == Garden()
    assert reply.problem is not None


def test_nothing_but_empty_lines_is_no_achievement():
    reply = LIST.take(Garden(), FRESH, Typed("\n \n"), a_desk())

    assert isinstance(reply, Hold)
    assert reply.problem is not None


@pytest.mark.parametrize(("page", "next_page"), [(0, 1), (1, 0)])
def test_the_pages_of_a_long_list_go_round(page: int, next_page: int):
    reply = LIST.take(MANY, Cursor(page=page), Pressed("page"), a_desk())

    assert reply == Hold(MANY, Cursor(page=next_page))


def test_a_line_is_taken_away_by_its_number_and_only_then():
    reply = LIST.take(Garden((HALF, WHOLE)), Cursor(confirm="less"), Typed("1"), a_desk())

    assert reply == Hold(Garden((WHOLE,)), FRESH)


def test_skip_goes_to_the_next_missing_field_and_done_back_to_where_the_list_was_opened():
    skipped = LIST.take(Garden((HALF,)), ASKED, Navigated("skip"), a_desk())
    done = LIST.take(Garden((HALF,)), FRESH, Pressed("done"), a_desk())

    assert skipped == Hold(Garden((HALF,)), Cursor(item="0:recognised_by"))
    assert done == Turn(Garden((HALF,)), "claims")


SHARE = Share[Garden]("together", "Who joins?", called="Together", link=lambda _desk: "", joined=lambda _desk: ())


def test_a_link_page_goes_on_by_its_words_and_needs_no_others():
    gone = SHARE.take(Garden(), FRESH, Typed("done, continue"), a_desk())
    held = SHARE.take(Garden(), FRESH, Typed("my colleagues"), a_desk())

    assert gone == Accept(Garden())
    assert isinstance(held, Hold)
    assert held.problem is not None


def test_the_words_of_a_turning_at_the_points_lead_there():
    tick = Tick[Garden](
        "claims",
        "What is there?",
        called="Points",
        story_into="done",
        items=lambda _draft: (Item("C-1", "Grows", "How?", "Growth"),),
        turns=(Turning("Other", "other"), Turning("List them", "done")),
    )

    assert tick.take(Garden(), FRESH, Typed("list them"), a_desk()) == Turn(Garden(), "done")


def test_the_words_of_a_turning_at_the_preview_lead_there():
    preview = Confirm[Garden](
        "preview",
        "Send it?",
        send="Send",
        summary=lambda _draft, _desk: (),
        whole=lambda _draft, _desk: (),
        turns=(Turning("Other", "other"), Turning("List them", "done")),
    )

    reply = preview.take(Garden(), FRESH, Typed("list them"), a_desk())

    assert isinstance(reply, Turn)
    assert reply.step == "done"
