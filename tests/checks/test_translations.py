"""The check of translations: complete, nothing left over, same placeholders, clean text."""

from pathlib import Path

import pytest

from bot.checks.translations import problems

CODE = """
from bot.domain.wording import N_
HELLO = N_("Hello {name}, come in.")
def greet(say):
    return say("It is "
               "late.")
def unmarked(talk):
    return talk("Never mind.")
"""
HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
LATE = 'msgid "It is late."\nmsgstr "Đã muộn."\n\n'
HELLO = 'msgid "Hello {name}, come in."\nmsgstr "Chào {You} {name}, mời {you} vào."\n\n'


def problems_with(tmp_path: Path, catalogue: str) -> list[str]:
    for folder in ("bot", "handlers", "models", "locales/vi/LC_MESSAGES"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "bot" / "hello.py").write_text(CODE, encoding="utf-8")
    (tmp_path / "locales/vi/LC_MESSAGES/guongsang.po").write_text(HEADER + catalogue, encoding="utf-8")
    return [problem.removeprefix("locales/vi/LC_MESSAGES/guongsang.po: ") for problem in problems(tmp_path)]


def test_a_whole_catalogue_may_address_the_reader_where_english_does_not(tmp_path: Path) -> None:
    assert problems_with(tmp_path, LATE + HELLO) == []


def test_a_variant_for_one_kind_of_reader_is_no_translation_of_the_plain_sentence(tmp_path: Path) -> None:
    variant = f'msgctxt "pupil"\n{LATE}'

    assert problems_with(tmp_path, variant + HELLO) == ["“It is late.” (bot/hello.py:5) is not translated"]


@pytest.mark.parametrize(
    ("catalogue", "problem"),
    [
        (LATE, "“Hello {name}, come in.” (bot/hello.py:3) is not translated"),
        (LATE + HELLO + LATE.replace("It is late", "Gone"), "“Gone.” is said nowhere in the code; take it out"),
        (LATE + "#, fuzzy\n" + HELLO, "“Hello {name}, come in.” is marked as fuzzy; look at it and take the mark away"),
        (LATE.replace("Đã muộn.", "") + HELLO, "“It is late.” has no translation"),
        (LATE + HELLO.replace(" {name}, mời", ", mời"), "“Hello {name}, come in.” loses name in its translation"),
        (
            LATE.replace("muộn", "{gio} muộn") + HELLO,
            "“It is late.” gets no value for gio of its translation",
        ),
        (
            LATE.replace("Đã", "Đa\u0303") + HELLO,
            "“It is late.” is translated with separate accents; normalise it to NFC",
        ),
        (LATE + HELLO + "#~ " + LATE.replace("\nmsgstr", "\n#~ msgstr"), "“It is late.” is obsolete; take it out"),
    ],
)
def test_each_fault_is_one_finding(tmp_path: Path, catalogue: str, problem: str) -> None:
    assert problems_with(tmp_path, catalogue) == [problem]


def test_a_broken_placeholder_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    found = problems_with(tmp_path, LATE.replace("muộn", "muộn {") + HELLO)

    assert [problem.split(": ")[0] for problem in found] == ["“It is late.” has a broken placeholder"]


def test_plural_forms_are_a_finding(tmp_path: Path) -> None:
    plural = 'msgid "{n} day"\nmsgid_plural "{n} days"\nmsgstr[0] "{n} ngày"\n'

    assert any("has plural forms" in problem for problem in problems_with(tmp_path, LATE + HELLO + plural))


def test_without_a_vietnamese_catalogue_there_is_one_finding(tmp_path: Path) -> None:
    assert problems(tmp_path) == ["locales: there is no Vietnamese catalogue"]
