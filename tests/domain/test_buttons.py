"""Button data: written within Telegram's limit, read back as hostile input."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.buttons import MAX_BYTES, Kind, Press, decode, encode

presses = st.builds(
    Press,
    kind=st.sampled_from(Kind),
    action=st.from_regex(r"[a-z][a-z0-9_-]{0,11}", fullmatch=True),
    value=st.text(alphabet="abcXYZ0189.-_ |/đệ", max_size=8),
    row=st.integers(0, 2**63 - 1),
    revision=st.integers(0, 36**4),
)


@given(presses)
def test_a_press_comes_back_as_it_was_written_within_64_bytes(press):
    data = encode(press)

    assert len(data.encode()) <= MAX_BYTES
    assert decode(data) == press


@given(
    st.text(max_size=80) | st.from_regex(r"1[dn][0-9a-z+_ -]{0,14}\.[0-9a-z]{0,3}\.[a-z]{0,3}\.?.{0,3}", fullmatch=True)
)
def test_reading_never_raises_and_takes_only_what_was_written_here(data):
    press = decode(data)

    assert press is None or encode(press) == data


@pytest.mark.parametrize(
    "data",
    [
        "",
        "1",
        "1d",
        "2d1.1.open.",  # of another version
        "1x1.1.open.",  # of no kind
        "1d1.1.open",  # too few parts
        "1d.1.open.",
        "1d01.1.open.",  # another spelling of the same number
        "1dA.1.open.",
        "1d+1.1.open.",
        "1d 1.1.open.",
        "1d1_0.1.open.",
        "1d-1.1.open.",
        "1d٣.1.open.",
        "1dzzzzzzzzzzzzz.1.open.",  # more than 63 bits
        "1d11111111111111.1.open.",
        "1d1.x y.open.",
        "1d1.1..GV-2",
        "1d1.1.mở.",
        "1d1.1.open.two\nlines",
        "1d1.1.open.\ud800",
        "1d1.1.open." + "x" * 60,
        "1d1.1.open." + "ệ" * 20,  # fits in characters, not in bytes
        "confirm:42",
    ],
)
def test_foreign_data_is_no_press(data):
    assert decode(data) is None


@pytest.mark.parametrize(
    "press",
    [
        Press(Kind.DIALOG, "", "GV-2"),
        Press(Kind.DIALOG, "a.b", "GV-2"),
        Press(Kind.DIALOG, "open", "two\nlines"),
        Press(Kind.DIALOG, "open", row=-1),
        Press(Kind.NOTICE, "open", revision=2**63),
        Press(Kind.NOTICE, "open", "ệ" * 20),
    ],
)
def test_what_would_not_come_back_the_same_cannot_be_written(press):
    with pytest.raises(ValueError, match=r"button|row|bytes"):
        encode(press)


@pytest.mark.parametrize("number", ["9" * 19, "9" * 40, "\N{ARABIC-INDIC DIGIT THREE}"])
def test_a_number_that_no_row_has_is_no_value(number):
    forged = f"1d1.1.open.{number}"

    assert decode(forged) is None
    with pytest.raises(ValueError, match="no button can carry"):
        encode(Press(Kind.DIALOG, "open", number, 1, 1))
