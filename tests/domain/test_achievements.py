"""Achievements as teachers type them: what is understood, what is asked for, how they count."""

import pytest

from bot.domain.achievements import Achieved, details, fill_in, read, solutions_in
from bot.domain.refusals import Refusal


@pytest.mark.parametrize(
    ("line", "achieved"),
    [
        ("Lớp học ngoài vườn", Achieved(title="Lớp học ngoài vườn")),
        ("- Lớp học ngoài vườn, 2026", Achieved(title="Lớp học ngoài vườn", year=2026)),
        (
            "Lớp học ngoài vườn, năm 2026, Sở GDĐT công nhận, QĐ số 15/QĐ-SGDĐT",
            Achieved(title="Lớp học ngoài vườn", year=2026, recognised_by="Sở GDĐT", decision_number="15/QĐ-SGDĐT"),
        ),
        (
            "Thư viện di động; 2025-2026; Hội đồng sáng kiến trường; 07/QĐ-THCSĐM",
            Achieved(
                title="Thư viện di động",
                year=2025,
                recognised_by="Hội đồng sáng kiến trường",
                decision_number="07/QĐ-THCSĐM",
            ),
        ),
        (
            "Giải Nhì cấp tỉnh thi giáo viên giỏi, 2025",
            Achieved("prize", "Giải Nhì cấp tỉnh thi giáo viên giỏi", year=2025, level="tỉnh", rank="Nhì"),
        ),
        (
            "giai khuyen khich cap quoc gia KHKT 2024",
            Achieved("prize", "giai khuyen khich cap quoc gia KHKT", 2024, level="quốc gia", rank="Khuyến khích"),
        ),
        ("Sổ tay đọc, in và phát cho 8A3", Achieved(title="Sổ tay đọc, in và phát cho 8A3")),
    ],
)
def test_a_line_is_read_into_its_fields_and_nothing_typed_is_lost(line, achieved):  # plan S-27, HS-2
    assert read(line) == achieved


@pytest.mark.parametrize(("line", "code"), [("2026", "achievement.empty"), ("x" * 300, "achievement.too_long")])
def test_a_line_that_is_no_achievement_says_why(line, code):
    with pytest.raises(Refusal) as refused:
        read(line)

    assert refused.value.code == code


def test_what_is_missing_is_asked_for_in_order_by_kind():
    assert read("Lớp học ngoài vườn").missing == ("year", "recognised_by", "decision_number")
    assert read("Giải Nhì cấp tỉnh").missing == ("year",)


def test_a_missing_field_is_filled_in():
    filled = fill_in(read("Lớp học ngoài vườn"), "year", "năm 2026")

    assert (filled.year, fill_in(filled, "recognised_by", " Sở  GDĐT").recognised_by) == (2026, "Sở GDĐT")
    with pytest.raises(Refusal):
        fill_in(filled, "year", "năm ngoái")
    with pytest.raises(Refusal):
        fill_in(filled, "recognised_by", "x" * 101)


def test_only_solutions_count_and_the_same_one_counts_once():  # plan S-27
    lines = ("Lớp học ngoài vườn", "lop hoc ngoai vuon 2026", "Thư viện di động", "Giải Ba cấp tỉnh")

    assert solutions_in(map(read, lines)) == 2


def test_details_are_told_in_one_order():
    told = Achieved(title="Lớp học ngoài vườn", year=2026, recognised_by="Sở GDĐT", decision_number="15/QĐ")

    assert details(told) == ("2026", "Sở GDĐT", "15/QĐ")
