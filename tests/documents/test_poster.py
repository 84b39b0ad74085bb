"""The poster is one sheet that carries the unit's name as it is written, in the reader's language."""

from datetime import date
from io import BytesIO
from typing import cast

import pytest
from pypdf import PageObject, PdfReader
from pypdf.generic import DictionaryObject

from bot.documents import poster

URL = "https://t.me/guongsang_thu_bot?start=j-Zk3vQ8xP2mT7nL5wR9yB4c"
A4 = (595, 842)


def page_of(unit_name: str, *, language: str = "en", until: date | None = None) -> PageObject:
    pages = PdfReader(BytesIO(poster(unit_name, URL, language, until=until))).pages
    assert len(pages) == 1
    return pages[0]


def words_on(page: PageObject) -> str:
    return " ".join(page.extract_text().split())


def test_the_sheet_is_a4_and_set_in_the_font_that_comes_along():
    page = page_of("THCS Đồng Mây")

    embedded = cast(DictionaryObject, cast(DictionaryObject, page["/Resources"])["/Font"])
    fonts = {str(font.get_object()["/BaseFont"]) for font in embedded.values()}
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A4
    assert all("BeVietnamPro" in font for font in fonts)


def test_it_names_the_unit_the_steps_and_the_link():
    said = words_on(page_of("THCS Đồng Mây"))

    assert "THCS Đồng Mây" in said
    assert "Press Start and answer" in said
    assert URL in said
    assert "works until" not in said


def test_the_last_day_of_the_invitation_is_printed_where_it_is_known():
    assert "The code works until 16/03/2027." in words_on(page_of("THCS Đồng Mây", until=date(2027, 3, 16)))


@pytest.mark.parametrize("name", ['#strong[Trường] *TH* _và_ $x$ \\ <b> "ba"', "#import sys", "@ref // ghi chú /* */"])
def test_a_name_is_never_read_as_markup(name):
    assert name in words_on(page_of(name))


def test_the_longest_name_still_leaves_room_for_everything():
    name = "Trung tâm Giáo dục nghề nghiệp - Giáo dục thường xuyên khu vực Cầu Nắng, Bến Lau và Đồng Mây " * 2

    assert "Press Nominate" in words_on(page_of(name.strip()))


def test_it_speaks_the_language_asked_for():
    english, vietnamese = page_of("THCS Đồng Mây"), page_of("THCS Đồng Mây", language="vi")

    assert words_on(english) != words_on(vietnamese)
    assert "Press" not in words_on(vietnamese)
