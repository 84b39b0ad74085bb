"""Names: one stored form, one key for searching, one for sorting in Vietnamese order."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.names import (
    given_name,
    looks_like_a_name,
    name_flaw,
    normalise,
    read_collective_name,
    read_name,
    search_key,
    sort_key,
    without_titles,
)
from bot.domain.refusals import Refusal

FAMILIES = ["Nguyễn", "Đỗ", "Đào", "Đoàn", "Ngô", "Vũ", "Quách", "Tạ", "Chu", "Lương"]
MIDDLES = ["Thị", "Thị Thu", "Khánh", "Bảo", "Hữu", "Gia", "Công"]
GIVEN = ["An", "Ánh", "Anh", "Đạt", "Đức", "Hoà", "Hòa", "Huệ", "Hương", "Thuỷ", "Thủy", "Thúy", "Út", "Uyên", "Yến"]
vietnamese_names = st.builds(
    lambda *parts: " ".join(parts), st.sampled_from(FAMILIES), st.sampled_from(MIDDLES), st.sampled_from(GIVEN)
)
anything = st.text(max_size=40)


def shuffled(names):
    return random.Random(11).sample(names, len(names))


@given(anything, st.booleans())
def test_normalising_twice_changes_nothing_more(text, keep_lines):
    once = normalise(text, keep_lines=keep_lines)

    assert normalise(once, keep_lines=keep_lines) == once


@given(anything)
def test_stored_text_is_nfc_printable_and_fits_a_database(text):
    stored = normalise(text)

    assert unicodedata.is_normalized("NFC", stored)
    assert stored.strip() == stored
    assert not [unseen for unseen in ("  ", "\n", "\u200b", "\u00a0", "\ufeff", "\0") if unseen in stored]
    assert stored.encode().decode() == stored


@given(vietnamese_names)
def test_the_same_name_typed_in_other_ways_is_stored_sorted_and_found_alike(name):
    decomposed = unicodedata.normalize("NFD", name)
    with_eth = name.replace("Đ", "\u00d0")
    spaced = "\u200b " + name.replace(" ", "\u00a0 ") + "\ufeff"

    assert {normalise(other) for other in (decomposed, with_eth, spaced)} == {name}
    assert {sort_key(other) for other in (decomposed, with_eth, spaced, name.upper())} == {sort_key(name)}
    assert {search_key(other) for other in (decomposed, with_eth, spaced, name.upper(), name.lower())} == {
        search_key(name)
    }


@given(anything)
def test_keys_can_be_made_of_anything_and_compare_the_same_under_any_collation(text):
    assert sort_key(text).isdigit()
    assert sort_key(text).isascii()
    assert search_key(search_key(text)) == search_key(text)


def test_lines_stay_where_they_are_wanted_with_one_empty_line_at_most():
    assert normalise("\n Một  việc \r\n\n\n\nhai\u2028ba \n", keep_lines=True) == "Một việc\n\nhai\nba"


def test_search_finds_a_name_whatever_the_marks_the_case_and_the_tone_placement():
    typed = ["do thi thuy hoa", "ĐỖ THỊ THUÝ HOÀ", "Đỗ Thị Thúy Hòa", "Ðỗ  Thị Thuý Hòa", "đo thi Thuy hoà"]

    assert {search_key(name) for name in typed} == {"do thi thuy hoa"}
    assert search_key("H\u2019Hen Niê") == search_key("H'Hen Nie") == "h'hen nie"


def test_names_sort_by_given_name_in_vietnamese_order_of_letters_then_tones():
    in_order = ["Ái", "An", "Ảnh", "Ánh", "Ăn", "Ân", "Diễm", "Dung", "Đạt", "Út", "Uy", "Ưng"]
    tones = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(shuffled(in_order), key=sort_key) == in_order
    assert sorted(shuffled(tones), key=sort_key) == tones


def test_after_the_given_name_the_family_name_and_then_the_letter_of_namesakes_decide():
    in_order = [
        "Kim",
        "Đỗ Bảo Ly",
        "Ngô Bảo Ly",
        "Nguyễn Thị Ly",
        "Nguyễn Thị Ly A",
        "Nguyễn Thị Ly B",
        "Nguyễn Thị Thu Ly",
        "Vũ Bảo Ly",
        "Quách Bảo Lý",
        "H'Hen Niê",
        "Lò Thị Pâng",
        "Trần Như Y",
    ]

    assert sorted(shuffled(in_order), key=sort_key) == in_order


def test_tone_placement_does_not_part_two_spellings_of_one_name():
    assert sort_key("Đỗ Thị Thuý Hoà") == sort_key("Đỗ Thị Thúy Hòa")
    assert sort_key("Đỗ Thị Thúy Hòa") != sort_key("Đỗ Thị Thùy Hòa")


def test_foreign_letters_and_scripts_have_a_place_and_do_not_crash():
    in_order = ["Jü", "Ju Zed", "Жук"]

    assert sort_key("Jü") == sort_key("Ju")
    assert sorted(shuffled(in_order), key=sort_key) == in_order
    assert sort_key("\u0301 '").isdigit()


@pytest.mark.parametrize(
    ("name", "addressed_as"),
    [
        ("Quách Bảo Ly", "Ly"),
        ("Nguyễn Thị Thu Hà A", "Hà A"),
        ("Trần Như Y", "Y"),
        ("Đỗ A", "A"),
        ("H'Hen Niê", "Niê"),
        ("Kim", "Kim"),
        ("", ""),
    ],
)
def test_people_are_addressed_by_the_given_name(name, addressed_as):
    assert given_name(name) == addressed_as


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Thầy Chu Hữu Vinh", "Chu Hữu Vinh"),
        ("cô giáo  Đào Khánh Oanh", "Đào Khánh Oanh"),
        ("Thầy/Cô Tạ Công Quân", "Tạ Công Quân"),
        ("ThS. Lò Thị Pâng", "Lò Thị Pâng"),
        ("PGS.TS.Chu Gia Bách", "Chu Gia Bách"),
        ("Nhà giáo NGƯT Đoàn Bảo Huệ", "Đoàn Bảo Huệ"),
        ("Anh Lê Thảo", "Lê Thảo"),
        ("Anh Thảo", "Anh Thảo"),
        ("Ông Ích Khiêm", "Ông Ích Khiêm"),
        ("ông Ngô Gia Khôi", "Ngô Gia Khôi"),
        ("co ngo thi ly", "ngo thi ly"),
        ("Cô", ""),
    ],
)
def test_titles_in_front_of_a_name_are_dropped(typed, name):
    assert without_titles(typed) == name


@pytest.mark.parametrize(
    "typed", ["Đỗ Thị Thuý Hoà", "nguyen thi huong", "NGUYỄN THỊ HƯƠNG", "H'Hen Niê", "Cô Lò Thị Pâng"]
)
def test_names_of_every_kind_are_read(typed):
    assert looks_like_a_name(typed)
    assert name_flaw(read_name(typed)) is None


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "name.empty"),
        ("Thầy", "name.empty"),
        ("Ly", "name.one_word"),
        ("Cô Ly", "name.one_word"),
        ("...", "name.not_letters"),
        ("Quách Bảo Ly 1980", "name.not_letters"),
        ("@bao_ly xin", "name.not_letters"),
        ("Quách " * 20, "name.too_long"),
    ],
)
def test_what_is_not_a_full_name_is_refused_with_its_cause(typed, code):
    with pytest.raises(Refusal) as refused:
        read_name(typed)

    assert refused.value.code == code
    assert not looks_like_a_name(typed)
    assert refused.value.text.msgid.format(**refused.value.text.args)


def test_a_name_of_one_word_is_taken_once_the_writer_has_confirmed_it():
    assert read_name("Kim", one_word_is_whole=True) == "Kim"


def test_a_collective_may_have_digits_and_one_word_but_needs_a_name():
    assert read_collective_name(" Lớp  8A3 ") == "Lớp 8A3"
    for typed, code in (("…", "name.empty"), ("Tổ " * 50, "name.too_long")):
        with pytest.raises(Refusal) as refused:
            read_collective_name(typed)
        assert refused.value.code == code
