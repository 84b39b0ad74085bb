"""A notice with a file goes out by the method of its kind, with its words as the caption."""

import pytest

from bot.conversation.window import Attachment, Window
from bot.delivery.postman import _content

WORDS = Window(header="📎 bien-ban.pdf", body=("DC-2027-00042",))


@pytest.mark.parametrize(
    ("kind", "method"), [("photo", "sendPhoto"), ("document", "sendDocument"), ("voice", "sendVoice")]
)
def test_a_file_carries_the_words_as_its_caption(kind, method):
    window = Window(header=WORDS.header, body=WORDS.body, attachment=Attachment(kind, "file-7"))

    assert _content(window) == (
        method,
        {kind: "file-7", "caption": "<b>📎 bien-ban.pdf</b>\n\nDC-2027-00042", "parse_mode": "HTML"},
    )


def test_a_round_video_takes_no_words():
    window = Window(header=WORDS.header, attachment=Attachment("video_note", "file-7"))

    assert _content(window) == ("sendVideoNote", {"video_note": "file-7"})


def test_without_a_file_the_words_are_the_message():
    method, payload = _content(WORDS)

    assert (method, payload["text"]) == ("sendMessage", "<b>📎 bien-ban.pdf</b>\n\nDC-2027-00042")
