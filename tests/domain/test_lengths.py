"""Texts are cut by UTF-16 units, at words, and never inside a letter."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.lengths import cut, cut_middle, parts, utf16_length, word_count

FAMILY = "👨\u200d👩\u200d👧"
tricky = st.lists(
    st.sampled_from(["ệ", "e\u0323\u0302", "🌟", FAMILY, "🇻🇳", "👍🏽", " ", "\n", "a", "trường "]) | st.characters(),
    max_size=60,
).map("".join)


@given(tricky, st.integers(1, 40))
def test_a_cut_text_fits_and_says_that_it_was_cut(text, limit):
    shown = cut(text, limit)

    assert utf16_length(shown) <= limit
    assert shown == text if utf16_length(text) <= limit else shown.endswith("…")


@given(tricky, st.integers(0, 40))
def test_a_file_name_fits(name, limit):
    assert utf16_length(cut_middle(name, limit)) <= limit


@given(
    st.lists(st.sampled_from(["ệ", "e\u0323\u0302", "🌟", FAMILY, "🇻🇳", "👍🏽"]), min_size=5, max_size=20),
    st.integers(12, 30),
)
def test_no_cut_falls_inside_a_letter(letters, limit):
    text = "".join(letters)
    whole = {"".join(letters[:count]) for count in range(len(letters) + 1)}

    assert cut(text, limit) in {text} | {f"{beginning}…" for beginning in whole}


@given(tricky, st.integers(12, 60))
def test_the_parts_of_a_long_text_fit_and_lose_nothing(text, limit):
    split = parts(text, limit)

    assert all(utf16_length(part) <= limit for part in split)
    if len(split) > 1:
        said = "".join(part.rsplit("\n", 1)[0] for part in split)
        assert without_gaps(said) == without_gaps(text)


def without_gaps(text):
    return text.replace(" ", "").replace("\n", "")


def test_lengths_are_those_of_telegram():
    assert utf16_length("Đề cử") == 5
    assert utf16_length("🌟") == 2
    assert utf16_length("\ud83c") == 1
    assert word_count(" Hai năm\nnay ") == 3


def test_a_text_is_cut_at_a_word_and_loses_its_last_comma():
    assert cut("Hai năm nay, giờ hình học ở ngoài vườn", 14) == "Hai năm nay…"
    assert cut("Hai năm nay, giờ hình học", 13) == "Hai năm nay…"
    assert cut("Hai năm nay", 11) == "Hai năm nay"
    assert cut("Chủ nhiệmdườngnhưkhôngcódấucách", 12) == "Chủ nhiệmdư…"
    assert cut("Hai năm", 0) == ""


def test_a_file_name_keeps_its_ending():
    assert cut_middle("Bien-ban-hop-to-Tu-nhien-thang-3-nam-2027.pdf", 30) == "Bien-ban-hop-to…3-nam-2027.pdf"
    assert cut_middle("anh.jpg", 30) == "anh.jpg"
    assert cut_middle("🌟" * 9, 4) == "🌟…"


def test_paragraphs_stay_together_and_parts_are_numbered():
    text = "một hai ba bốn\nnăm sáu\nbảy tám chín mười mười một mười hai mười ba mười bốn"

    assert parts(text, 36) == (
        "một hai ba bốn\nnăm sáu\n(1/3)",
        "bảy tám chín mười mười một\n(2/3)",
        "mười hai mười ba mười bốn\n(3/3)",
    )
    assert parts(text) == (text,)


def test_a_letter_with_a_heap_of_marks_is_split_rather_than_lost():
    heap = "a" + "\u0301" * 100

    split = parts(heap, 30)

    assert "".join(part.rsplit("\n", 1)[0] for part in split) == heap
    assert unicodedata.combining(split[1][0])


def test_parts_need_room_beside_their_number():
    with pytest.raises(ValueError, match="too few"):
        parts("một hai ba bốn", 11)
