"""Evidence comes into the store whole, clean and once, or the person hears why not."""

import asyncio
import hashlib
import io
import zipfile
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from PIL import ExifTags, Image
from telegram import File

from bot.fetch import GIVE_UP, Fetcher
from bot.files import MAX_BYTES, FileStore, Reason
from bot.services import fetching
from bot.transport import LONGEST_ANSWER
from models import Evidence
from models.evidence import EvidenceState

from .conftest import Hands, photo


@asynccontextmanager
async def running(fetcher: Fetcher):
    task = asyncio.create_task(fetcher.run())
    try:
        yield
    finally:
        await fetcher.stop()
        assert task.cancelled()


async def until(condition) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 -- looks at rows, which tell nobody when they change
            await asyncio.sleep(0.01)


def docx() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types>" + "x" * 200 + "</Types>")
        archive.writestr("word/document.xml", "<x/>")
    return file.getvalue()


async def ended(hands: Hands, *evidence_ids: int) -> None:
    await until(lambda: all(hands.row(one).state != EvidenceState.PENDING for one in evidence_ids))


async def tried(hands: Hands, evidence_id: int, times: int) -> None:
    """Wait until a failed attempt has been written down."""
    await until(lambda: hands.row(evidence_id).attempts == times)
    await until(
        lambda: (
            hands.row(evidence_id).next_try_at != hands.now + fetching.LEASE
            or hands.row(evidence_id).state != EvidenceState.PENDING
        )
    )


async def test_a_picture_is_stored_without_the_place_where_it_was_taken(hands):
    evidence_id = await hands.sent(photo())

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    row = hands.row(evidence_id)
    stored = hands.store.read(row.sha256)
    assert (row.state, row.media_type, row.size) == (EvidenceState.STORED, "image/jpeg", len(stored))
    assert row.stored_at == hands.now
    assert row.sha256 == hashlib.sha256(stored).hexdigest()
    assert Image.open(io.BytesIO(stored)).getexif().get_ifd(ExifTags.IFD.GPSInfo) == {}


async def test_a_program_that_is_called_a_picture_is_refused_with_the_reason(hands):
    evidence_id = await hands.sent(b"MZ\x90\0 this program cannot be run", "anh-lop.jpg")

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    row = hands.row(evidence_id)
    assert (row.state, row.reason) == (EvidenceState.REFUSED, Reason.EXECUTABLE)
    assert hands.files() == []


async def test_the_window_of_the_draft_is_drawn_anew_a_moment_later(hands):
    first, second = await hands.sent(photo()), await hands.sent(b"MZ")

    async with running(hands.fetcher()):
        await ended(hands, first, second)
        await until(lambda: hands.changes == 2)

    dialog = hands.dialog()
    assert dialog.revision == 7
    assert dialog.draw_after == hands.now + fetching.TOGETHER


async def test_an_answer_that_waits_to_be_drawn_is_not_held_up(hands):
    def answer(session):
        dialog = session.get(fetching.Dialog, 1)
        dialog.revision += 1
        session.add(dialog)

    await hands.database.write(answer)
    evidence_id = await hands.sent(photo())

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert (hands.dialog().revision, hands.dialog().draw_after) == (7, None)


async def test_a_window_that_does_not_show_the_draft_stays_as_it_is(hands):
    def leave(session):
        session.get(fetching.Dialog, 1).screen = "menu"

    await hands.database.write(leave)
    evidence_id = await hands.sent(photo())

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert hands.dialog().revision == 5


async def test_what_arrives_later_is_fetched_when_the_worker_is_woken(hands):
    fetcher = hands.fetcher()
    async with running(fetcher):
        await asyncio.sleep(0.05)

        evidence_id = await hands.sent(photo())
        fetcher.wake()

        await ended(hands, evidence_id)
    assert hands.row(evidence_id).state == EvidenceState.STORED


async def test_many_files_are_all_fetched(hands):
    evidence_ids = [await hands.sent(photo(quality=quality), f"{quality}.jpg") for quality in range(50, 62)]

    async with running(hands.fetcher()):
        await ended(hands, *evidence_ids)

    assert len(hands.files()) == len({hands.row(one).sha256 for one in evidence_ids}) > 1


@pytest.mark.sqlite
async def test_a_kill_between_storing_and_saying_so_gives_one_file(hands):
    evidence_id = await hands.sent(photo())
    killed = hands.fetcher()
    claimed = await hands.database.write(lambda session: fetching.claim(session, now=hands.now, limit=1))
    await killed._outcome(claimed[0])  # the file is in the store, the row was never told
    assert hands.row(evidence_id).state == EvidenceState.PENDING

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert hands.files() == [hands.row(evidence_id).sha256]
    assert hands.row(evidence_id).state == EvidenceState.STORED


async def test_a_line_that_drops_is_tried_again_after_a_while(hands):
    evidence_id = await hands.sent(photo())
    hands.server.fail_next("getFile", drop=True)
    fetcher = hands.fetcher()

    async with running(fetcher):
        await tried(hands, evidence_id, 1)
        assert hands.row(evidence_id).next_try_at == hands.now + fetching.BACK_OFF[0]
        hands.passes(seconds=10)
        fetcher.wake()
        await ended(hands, evidence_id)

    assert hands.row(evidence_id).state == EvidenceState.STORED


async def test_a_file_that_never_comes_is_given_up_kindly(hands):
    evidence_id = await hands.sent(photo())
    hands.server.fail_next("getFile", code=500, times=100)
    fetcher = hands.fetcher()

    async with running(fetcher):
        for attempt in range(1, len(fetching.BACK_OFF) + 2):
            await tried(hands, evidence_id, attempt)
            hands.passes(hours=2)
            fetcher.wake()
        await ended(hands, evidence_id)

    assert (hands.row(evidence_id).state, hands.row(evidence_id).reason) == (EvidenceState.REFUSED, Reason.UNREACHABLE)


async def test_a_pause_that_telegram_asks_for_costs_no_attempt(hands):
    evidence_id = await hands.sent(photo())
    hands.server.fail_next("getFile", retry_after=17)

    async with running(hands.fetcher()):
        await until(lambda: hands.row(evidence_id).next_try_at == hands.now + fetching.timedelta(seconds=17))

    assert hands.row(evidence_id).attempts == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("Bad Request: file is too big", Reason.TOO_LARGE),
        ("Bad Request: wrong file_id or the file is invalid", Reason.UNREACHABLE),
    ],
)
async def test_what_telegram_will_never_hand_over_is_refused_at_once(hands, words, reason):
    evidence_id = await hands.sent(photo())
    hands.server.fail_next("getFile", code=400, description=words)

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert (hands.row(evidence_id).state, hands.row(evidence_id).reason) == (EvidenceState.REFUSED, reason)


async def test_what_is_only_away_for_now_is_tried_again(hands):
    evidence_id = await hands.sent(photo())
    hands.server.fail_next("getFile", code=400, description="Bad Request: file is temporarily unavailable")

    async with running(hands.fetcher()):
        await tried(hands, evidence_id, 1)

    assert hands.row(evidence_id).state == EvidenceState.PENDING


async def test_a_file_larger_than_the_limit_is_refused(hands):
    evidence_id = await hands.sent(b"%PDF-1.7" + bytes(MAX_BYTES), "lon.pdf")

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert (hands.row(evidence_id).state, hands.row(evidence_id).reason) == (EvidenceState.REFUSED, Reason.TOO_LARGE)


class OddBot:
    """A bot of another server, which tells what a file is like and would hand over anything."""

    def __init__(self, size: int | None) -> None:
        self.size = size

    async def get_file(self, file_id: str) -> File:
        if self.size is None:
            raise RuntimeError("a mistake of ours")
        return File(file_id, "unique", file_size=self.size, file_path="never/asked")


async def test_a_server_without_a_limit_is_not_asked_for_more_than_ours(hands):
    hands.bot, real = OddBot(MAX_BYTES + 1), hands.bot
    evidence_id = await hands.sent(photo())

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    hands.bot = real
    assert hands.row(evidence_id).reason == Reason.TOO_LARGE


async def test_a_file_that_lies_about_its_length_is_not_read_to_its_end(hands):
    huge = await hands.sent(bytes(LONGEST_ANSWER + 1), "phim.mp4", declared_size=100)
    hands.server.world.files.put(
        replace(hands.server.world.files.by_id(hands.row(huge).file_id), size=100)  # what Telegram says of it
    )

    async with running(hands.fetcher()):
        await ended(hands, huge)

    assert hands.row(huge).reason == Reason.TOO_LARGE


async def test_bytes_that_break_the_reader_are_told_to_whoever_sent_them(hands):
    archive = bytearray(docx())
    start = archive.index(b"Content_Types].xml") + len(b"Content_Types].xml")
    archive[start : start + 8] = b"\xff" * 8
    evidence_id = await hands.sent(bytes(archive), "bao-cao.docx")

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert hands.row(evidence_id).reason == Reason.DAMAGED


async def test_a_file_that_ends_the_process_each_time_is_given_up_unread(hands):
    evidence_id = await hands.sent(photo(), attempts=GIVE_UP)

    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert hands.row(evidence_id).reason == Reason.DAMAGED


@pytest.mark.sqlite
async def test_a_mistake_of_ours_ends_neither_the_worker_nor_the_file(hands, caplog):
    hands.bot, real = OddBot(None), hands.bot
    evidence_id = await hands.sent(photo())

    async with running(hands.fetcher()):
        await until(lambda: "ended badly" in caplog.text)
    hands.bot = real
    async with running(hands.fetcher()):
        await ended(hands, evidence_id)

    assert hands.row(evidence_id).state == EvidenceState.STORED


async def test_a_database_in_trouble_does_not_end_the_worker(hands, caplog):
    def rename(old, new):
        return lambda session: session.connection().exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}") and None

    fetcher = hands.fetcher()
    async with running(fetcher):
        await asyncio.sleep(0.05)
        evidence_id = await hands.sent(photo())
        await hands.database.write(rename("evidence", "away"))
        fetcher.wake()
        await until(lambda: "could not be looked for" in caplog.text)

        await hands.database.write(rename("away", "evidence"))
        fetcher.wake()
        await ended(hands, evidence_id)

    assert hands.row(evidence_id).state == EvidenceState.STORED


async def test_a_file_taken_away_while_it_is_fetched_stays_away(hands):
    evidence_id = await hands.sent(photo())
    claimed = await hands.database.write(lambda session: fetching.claim(session, now=hands.now, limit=1))
    write = await hands.fetcher()._outcome(claimed[0])

    def take_away(session):
        session.get(Evidence, evidence_id).state = EvidenceState.REMOVED

    await hands.database.write(take_away)

    assert await hands.database.write(write) is False
    assert hands.row(evidence_id).state == EvidenceState.REMOVED


async def test_files_that_nobody_names_any_more_are_cleared(hands):
    evidence_id = await hands.sent(photo())
    orphan = hands.store.put(b"of a draft that was discarded")
    fetcher = hands.fetcher()

    async with running(fetcher):
        await ended(hands, evidence_id)
        await until(lambda: orphan not in hands.files())

    assert hands.files() == [hands.row(evidence_id).sha256]


async def test_a_full_disk_is_a_reason_to_try_again(hands, tmp_path):
    evidence_id = await hands.sent(photo())
    (tmp_path / "in-the-way").write_bytes(b"")
    hands.store = FileStore(tmp_path / "in-the-way")

    async with running(hands.fetcher()):
        await tried(hands, evidence_id, 1)

    assert hands.row(evidence_id).state == EvidenceState.PENDING


async def test_two_workers_never_take_the_same_file(hands):
    for number in range(3):
        await hands.sent(photo(), f"{number}.jpg")

    first = await hands.database.write(lambda session: fetching.claim(session, now=hands.now, limit=2))
    second = await hands.database.write(lambda session: fetching.claim(session, now=hands.now, limit=2))

    assert [one.evidence_id for one in first] == [1, 2]
    assert [one.evidence_id for one in second] == [3]
