"""Whoever types a unit's name shortened finds it written in full, and the other way round."""

import pytest

from bot.domain.unit_names import likeness, ways_of_writing


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("Trường Trung học cơ sở Đồng Mây", ("thcs", "dong", "may")),
        ("c2 đồng mây", ("thcs", "dong", "may")),
        ("cap 2 dong may", ("trung", "hoc", "co", "so", "dong", "may")),
        ("mn Bến Lau", ("mam", "non", "ben", "lau")),
        ("Phòng Văn hóa - Xã hội xã Đồng Mây", ("phong", "vhxh", "xa", "dong", "may")),
        ("thcs dong may", ("thcs", "dong", "may")),
    ],
)
def test_a_name_is_looked_for_shortened_and_in_full(typed, wanted):
    assert wanted in ways_of_writing(typed)


def test_part_of_a_word_is_no_short_form():
    assert ways_of_writing("thanh mai") == (("thanh", "mai"),)


@pytest.mark.parametrize(("typed", "wanted"), [("Trường", (("truong",),)), ("  ", ()), (" - ", ())])
def test_only_words_that_say_something_are_looked_for(typed, wanted):
    assert ways_of_writing(typed) == wanted


def test_a_name_with_a_slip_is_more_like_the_right_one_than_like_others():
    slipped = "thcs dong mai"

    assert likeness(slipped, slipped) == 1
    assert likeness(slipped, "thcs dong may") > likeness(slipped, "thcs ben lau") > likeness(slipped, "mn hoa sen")
