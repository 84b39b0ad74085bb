"""Which addresses a button may open."""

import pytest

from bot.domain.web import is_web_address


@pytest.mark.parametrize(
    "url", ["https://truong.example/bai?a=1#x", "http://truong.example:8080/", "https://báo-giấy.example/đẹp"]
)
def test_an_address_of_the_web_can_be_opened(url: str) -> None:
    assert is_web_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "truong.example",
        "ftp://truong.example",
        "javascript:alert(1)",
        "https://",
        "https://truong",
        "https://localhost/x",
        "https://[::1/x",
        "https://truong.example:port/",
        "https://truong.example:0/",
        "https://truong.example:99999/",
        "https://truong.example@other.example/",
        "https://truong..example/",
        "https://truong.example/a b",
    ],
)
def test_what_telegram_would_refuse_or_a_reader_mistake_is_no_button(url: str) -> None:
    assert not is_web_address(url)
