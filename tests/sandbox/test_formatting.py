"""Markup becomes entities whose offsets are UTF-16 units."""

import pytest

from bot.sandbox.answers import ApiError
from bot.sandbox.formatting import found_entities, parse_html


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("chào", "chào", []),
        ("<b>Đề cử</b> · <i>Bước 3</i>", "Đề cử · Bước 3", [("bold", 0, 5), ("italic", 8, 6)]),
        ("😀 <u>a</u>", "😀 a", [("underline", 3, 1)]),
        ("<b>a <i>b</i></b>", "a b", [("bold", 0, 3), ("italic", 2, 1)]),
        ("<blockquote expandable>dài</blockquote>", "dài", [("expandable_blockquote", 0, 3)]),
        ("<blockquote>x</blockquote>", "x", [("blockquote", 0, 1)]),
        ('<span class="tg-spoiler">x</span><tg-spoiler>y</tg-spoiler>', "xy", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<B>x</B>", "x", [("bold", 0, 1)]),
        ("<b></b>x", "x", []),
        ("a &amp; &lt;b&gt; &nbsp;", "a & <b> &nbsp;", []),
        ('<a href="">x</a>', "x", []),
    ],
)
def test_markup_becomes_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    parsed, found = parse_html(source)

    assert parsed == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


def test_a_link_keeps_its_address() -> None:
    _, entities = parse_html("<a href='https://example.org/?a=1&amp;b=2'>trang</a>")

    assert entities == [{"type": "text_link", "url": "https://example.org/?a=1&b=2", "offset": 0, "length": 5}]


def test_no_more_than_a_hundred_entities_are_kept() -> None:
    _, entities = parse_html("<b>a</b> " * 120)

    assert len(entities) == 100


def test_a_quotation_mark_where_an_attribute_should_stand_is_refused() -> None:
    with pytest.raises(ApiError) as refused:
        parse_html('<a ">x</a>')

    assert refused.value.description == (
        'Bad Request: can\'t parse entities: Empty attribute name in the tag "a" at byte offset 0'
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /hoso@GuongSangBot nhé", [("bot_command", 3, 18)]),
        ("dịp 11/6/2027", []),
        ("xem https://example.org/a rồi /huy", [("url", 4, 21), ("bot_command", 30, 4)]),
    ],
)
def test_telegram_finds_commands_and_addresses_by_itself(text: str, found: list[tuple[str, int, int]]) -> None:
    entities = found_entities(text)

    assert [(entity["type"], entity["offset"], entity["length"]) for entity in entities] == found
