"""A notice with a file goes out by the method of its kind, with its words as the caption."""

from contextlib import asynccontextmanager

import pytest

from bot.conversation.window import Attachment, Window
from bot.delivery import Delivery
from bot.delivery.postman import _content
from bot.domain.notices import Template
from bot.files import FileStore
from bot.services import notices
from models.outbox import Priority
from tests.sandbox.pictures import picture
from tests.support.tiny import MORNING, tiny_bot
from tests.support.waiting import until

OANH = 7001

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


async def test_a_file_made_on_the_fly_and_one_of_the_store_are_uploaded(tmp_path):
    store = FileStore(tmp_path / "evidence")
    paper = Attachment("document", name="bien-ban.pdf", stored=store.put(b"%PDF-1.7 cleaned"))
    windows = {
        "qr": Window(header="THCS Đồng Mây", attachment=Attachment("photo", content=picture(), name="moi.png")),
        "paper": Window(header="📎", attachment=paper),
        "gone": Window(header="📎", attachment=Attachment("document", name="khong-con.pdf", stored="0" * 64)),
    }

    async with a_voice(tmp_path, draw_notice=lambda message, _: windows[message.args["what"]], load=store.read) as tiny:
        await until(lambda: all(row.state in {"sent", "failed"} for row in tiny.outbox()))

        heard = [message.body for message in tiny.player(OANH).heard]
        ends = {row.args["what"]: (row.state, row.error) for row in tiny.outbox()}

    assert [body["document"]["file_name"] for body in heard if "document" in body] == ["bien-ban.pdf"]
    assert len([body for body in heard if "photo" in body]) == 1
    assert ends["gone"] == ("failed", "the file is no longer in the store")


@asynccontextmanager
async def a_voice(tmp_path, **how):
    """Three notices wait; a delivery that draws them as told is at work."""

    def queue_three(session):
        for what in ("qr", "paper", "gone"):
            notices.queue(
                session, Template.GROUP, chat_id=OANH, args={"what": what}, due_at=MORNING, dedupe_key=what,
                priority=Priority.REPLY,
            )  # fmt: skip

    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:
        tiny.database.write_now(queue_three)
        tiny.database.start()
        await tiny.application.initialize()
        delivery = Delivery(
            tiny.application.bot, tiny.database, clock=tiny.clock, draw=lambda *_: Window(header="home"), **how
        )
        await delivery.start()
        yield tiny
        await delivery.stop()
