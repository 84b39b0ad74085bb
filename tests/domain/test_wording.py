"""Words that wait to be said lie in rows and come back the same."""

import json

from bot.domain.wording import N_, Text


def test_a_text_comes_back_from_a_row_as_it_was():
    text = Text(N_("Occasion of {day}"), {"day": "11/6/2027"})

    assert Text.from_json(text.as_json()) == text
    assert Text.from_json(None) is None


def test_a_text_within_a_text_comes_back_as_it_was():
    inner = Text(N_("{count} days"), {"count": 3})
    text = Text(N_("Send it within {time}, {name}."), {"time": inner, "name": "Quách Bảo Ly"})

    assert Text.from_json(json.loads(json.dumps(text.as_json()))) == text
