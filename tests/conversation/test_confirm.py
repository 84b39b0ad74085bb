"""The preview, its pages, and the pictures drawn of a flow."""

import pytest

from bot.conversation.desk import Navigated, Pressed, Sent, Typed
from bot.conversation.drawing import mermaid, preview
from bot.conversation.outcomes import FRESH, Cursor, Finished
from bot.conversation.window import Style
from tests.conversation.garden import WHOLE, a_desk, garden, labels, presses, shown, types

WHOLE_TEXT = Cursor(item="whole")


def test_the_preview_shows_the_card_and_what_can_be_done():
    window = garden.draw(WHOLE, "preview", FRESH, a_desk())

    assert (window.body, window.question) == (("Hương thảo xanh in North bed",), "Plant Hương thảo xanh?")
    assert window.personal
    assert [[(button.label, button.style) for button in row] for row in window.rows] == [
        [("Plant it", Style.SUCCESS)],
        [("Change an answer", Style.PLAIN), ("Read all", Style.PLAIN)],
        [("Keep as draft", Style.PLAIN)],
        [("Discard the draft", Style.DANGER)],
    ]


@pytest.mark.parametrize("given", [Pressed("send"), Typed("plant it"), Navigated("done")])
def test_it_is_sent_by_button_words_or_command(given):
    assert garden.answer(WHOLE, "preview", FRESH, given, a_desk()) == Finished(WHOLE)


@pytest.mark.parametrize("text", ["yes", "ok", "1", "send"])
def test_no_other_words_send(text):
    desk = a_desk()

    outcome = types(desk, WHOLE, "preview", text)

    assert (outcome.draft, outcome.step) == (WHOLE, "preview")
    assert desk.say(outcome.problem).startswith("Nothing is sent yet.")


def test_there_is_nothing_to_skip():
    outcome = shown(garden.answer(WHOLE, "preview", FRESH, Navigated("skip"), a_desk()))

    assert (outcome.step, outcome.problem is None) == ("preview", False)


@pytest.mark.parametrize(("given", "page"), [(Typed("change an answer"), "changes"), (Typed("read all"), "whole")])
def test_the_pages_open_by_words_too(given, page):
    assert shown(garden.answer(WHOLE, "preview", FRESH, given, a_desk())).cursor == Cursor(item=page)


def test_the_whole_text_is_read_in_parts():
    desk = a_desk()

    second = presses(desk, WHOLE, "preview", "page", "1", cursor=WHOLE_TEXT).cursor

    assert garden.draw(WHOLE, "preview", WHOLE_TEXT, desk).body == ("All of Hương thảo xanh",)
    assert labels(desk, WHOLE, "preview", WHOLE_TEXT) == [["See more ›"], ["‹ Back", "Later"]]
    assert garden.draw(WHOLE, "preview", second, desk).body == ("The rest",)
    assert labels(desk, WHOLE, "preview", Cursor(item="whole", page=7))[0] == ["‹ Earlier"]


def test_back_leads_from_a_page_to_the_preview_and_from_there_to_the_last_question():
    desk = a_desk()

    closed = presses(desk, WHOLE, "preview", "back", cursor=WHOLE_TEXT)
    left = presses(desk, WHOLE, "preview", "back")

    assert (closed.step, closed.cursor, left.step) == ("preview", FRESH, "evidence")


@pytest.mark.parametrize("action", ["page", "unheard"])
def test_a_button_that_the_preview_does_not_have_is_stale(action):
    assert presses(a_desk(), WHOLE, "preview", action, "1").toast is not None


@pytest.mark.parametrize("cursor", [FRESH, Cursor(item="changes"), WHOLE_TEXT])
def test_a_file_sent_at_the_preview_is_kept(cursor):
    outcome = shown(garden.answer(WHOLE, "preview", cursor, Sent(1, "photo"), a_desk()))

    assert (outcome.step, a_desk().say(outcome.problem)[:2]) == ("preview", "📎 ")


def test_a_page_turned_in_the_list_stays_in_it():
    outcome = shown(garden.answer(WHOLE, "preview", Cursor(item="changes"), Navigated("skip"), a_desk()))

    assert outcome.cursor == Cursor(item="changes")


def test_the_diagram_shows_every_step_once_and_the_ways_between_them():
    drawn = mermaid(garden)

    assert drawn.splitlines()[:6] == [
        "flowchart TD",
        '    sort["1 · Choose: Sort"]',
        '    fruit(["Choose: Fruit"])',
        '    name["2 · Ask: Name"]',
        '    care["3 · Ask: Care"]',
        '    bed(["Find: Bed"])',
    ]
    assert "    care -.-> bed\n" in drawn
    assert "    sort -.-> fruit\n    fruit -.-> name\n    name --> care\n    care --> season\n" in drawn
    assert drawn.endswith("    preview --> sent([sent])\n")


def test_every_step_that_applies_has_a_sample_window():
    windows = dict(preview(garden, WHOLE, a_desk()))

    assert list(windows) == ["sort", "name", "care", "bed", "season", "story", "claims", "evidence", "preview"]
    assert all(window.question for window in windows.values())
