"""Names that may be one person's, and names that are not."""

import unicodedata

import pytest

from bot.domain.likeness import Likeness, likeness_of_collectives, likeness_of_people


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Quách Bảo Ly", "quach bao ly", Likeness.SAME),
        ("Quách Bảo Ly", unicodedata.normalize("NFD", "Quách Bảo Ly"), Likeness.SAME),
        ("Đỗ Mỹ Lý", "do mi li", Likeness.SAME),
        ("Ngô Thị Hương", "Ng. Thị Hương", Likeness.SHORT),
        ("Ngô Thị Hương", "N.T. Hương", Likeness.SHORT),
        ("Ngô Thị Hương", "NT Hương", Likeness.SHORT),
        ("Ngô Thị Hương", "N.T.Hương", Likeness.SHORT),
        ("Quách Bảo Ly", "Quách Thị Ly", Likeness.NEAR),
        ("Quách Bảo Ly", "Quách Ly", Likeness.NEAR),
        ("Quách Bảo Ly", "Ly", Likeness.NEAR),
        ("Quách Bảo Ly", "Tạ Bảo Ly", Likeness.NONE),
        ("Quách Bảo Ly", "Quách Bảo Lan", Likeness.NONE),
        ("Quách Bảo Ly", "", Likeness.NONE),
        ("...", "Ly", Likeness.NONE),
    ],
)
def test_people_are_compared_as_they_are_typed(one, other, likeness):  # plan S-24
    assert likeness_of_people(one, other) is likeness
    assert likeness_of_people(other, one) is likeness


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        ("Tổ Tự nhiên", "to tu nhien", Likeness.SAME),
        ("Lớp 8A3", "8a3 lop", Likeness.SAME),
        ("Lớp 8A3", "Lớp 8A2", Likeness.NONE),
        ("Tổ Tự nhiên", "Tổ Tự nhien 1", Likeness.NONE),
        ("Câu lạc bộ Đọc sách", "Câu lạc bộ đọc sach em", Likeness.NEAR),
        ("Tổ Tự nhiên", "Tổ Xã hội", Likeness.NONE),
    ],
)
def test_a_collective_is_told_from_its_neighbour(one, other, likeness):
    assert likeness_of_collectives(one, other) is likeness
