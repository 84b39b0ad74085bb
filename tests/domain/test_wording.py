"""Words that wait to be said lie in rows and come back the same."""

from bot.domain.wording import N_, Text


def test_a_text_comes_back_from_a_row_as_it_was():
    text = Text(N_("Occasion of {day}"), {"day": "11/6/2027"})

    assert Text.from_json(text.as_json()) == text
    assert Text.from_json(None) is None
