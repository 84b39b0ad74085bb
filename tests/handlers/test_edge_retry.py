"""Replays and edits: an answer finds its own question, and never takes the place of a later one."""

import io
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
from PIL import Image
from sqlalchemy import text
from sqlmodel import Session, select

from bot.services import failures, inbox
from models import Evidence, InboxUpdate
from models.inbox import InboxState
from tests.support.tiny import MORNING, TinyBot, tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002


@pytest.fixture
async def tiny(tmp_path: Path) -> AsyncIterator[TinyBot]:
    async with tiny_bot(tmp_path, OANH, VINH) as tiny:
        yield tiny


async def fail(tiny: TinyBot, words: str) -> int:
    """Let Oanh's words fail, mend what was broken, and give the update's number."""
    tiny.hands.breaks_on = words
    await tiny.player(OANH).says(words)
    await until(lambda: tiny.states()[-1:] == [InboxState.FAILED])
    tiny.hands.breaks_on = ""
    return tiny.inbox()[-1].update_id


async def retry(tiny: TinyBot, update_id: int) -> str:
    """Do what `inbox retry` and the next look of the clock do; give the state that the update ends in."""
    await tiny.database.write(partial(failures.release, update_ids=[update_id]))
    tiny.dispatcher.look()
    await until(lambda: state_of(tiny, update_id) != InboxState.NEW)
    return state_of(tiny, update_id)


def state_of(tiny: TinyBot, update_id: int) -> str:
    return next(row.state for row in tiny.inbox() if row.update_id == update_id)


def _fail_row(session: Session, row: int) -> None:
    stored = session.get(InboxUpdate, row)
    assert stored is not None
    failures.mark_failed(session, inbox.arrival_of(json.loads(stored.body)), error="RuntimeError", now=MORNING)


async def begins(tiny: TinyBot) -> None:
    await tiny.player(OANH).says("/decu")
    await tiny.player(OANH).wait_for("Whose wish?")


async def answers(tiny: TinyBot, words: str, *, then: str) -> None:
    await tiny.player(OANH).says(words)
    await tiny.player(OANH).wait_for(then)


async def test_a_replay_has_the_effect_that_the_failure_took(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")

    state = await retry(tiny, failed)

    assert state == InboxState.DONE
    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}]
    await tiny.player(OANH).wait_for("Which colour?")


async def test_a_replay_that_fails_again_is_failed_again_and_told_again(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    tiny.hands.breaks_on = "Quách"

    state = await retry(tiny, failed)

    assert state == InboxState.FAILED
    assert tiny.inbox()[-1].attempts == 2
    await until(lambda: [row.state for row in tiny.outbox()] == ["sent", "sent"])


async def test_a_replay_never_takes_the_place_of_a_later_answer_and_says_so(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    await answers(tiny, "Tạ Công Quân", then="Which colour?")

    state = await retry(tiny, failed)

    assert state == InboxState.SUPERSEDED
    assert tiny.drafts(OANH) == [{"name": "Tạ Công Quân"}]
    await tiny.player(OANH).wait_for("notice overtaken")


async def test_a_replay_fills_its_question_where_it_is_still_open_and_moves_nobody(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    await tiny.player(OANH).says("/menu")
    await tiny.player(OANH).wait_for("What next?")

    state = await retry(tiny, failed)

    assert state == InboxState.DONE
    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}]
    assert tiny.dialog(OANH).screen == "menu"


async def test_a_replay_fills_the_draft_it_failed_in_and_not_the_one_under_way(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    await begins(tiny)
    await answers(tiny, "Tạ Công Quân", then="Which colour?")

    state = await retry(tiny, failed)

    assert state == InboxState.DONE
    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}, {"name": "Tạ Công Quân"}]


async def test_words_that_failed_at_the_menu_answer_no_parked_draft_later(tiny: TinyBot):
    await begins(tiny)
    await tiny.player(OANH).says("/menu")
    await tiny.player(OANH).wait_for("What next?")
    failed = await fail(tiny, "just talking")
    await tiny.player(OANH).says("/menu")
    await until(lambda: tiny.states()[-1] == InboxState.DONE)

    state = await retry(tiny, failed)

    assert state == InboxState.SUPERSEDED
    assert tiny.drafts(OANH) == [{}]


async def test_the_button_of_a_failure_notice_replays_it(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    oanh = tiny.player(OANH)
    notice = await oanh.wait_for("Sorry, reference", anywhere=True)

    await oanh.presses("Try again", on=notice)

    await oanh.wait_for("Which colour?")
    assert state_of(tiny, failed) == InboxState.DONE


async def test_the_button_of_anothers_failure_notice_replays_nothing(tiny: TinyBot):
    await begins(tiny)
    failed = await fail(tiny, "Quách Bảo Ly")
    oanh, vinh = tiny.player(OANH), tiny.player(VINH)
    notice = await oanh.wait_for("Sorry, reference", anywhere=True)
    await vinh.says("/menu")
    await vinh.wait_for("What next?")

    await vinh.presses_data(notice.rows[0][0]["callback_data"], on=vinh.heard[-1])
    await vinh.wait_for_answer()

    assert state_of(tiny, failed) == InboxState.FAILED


async def test_a_file_that_failed_goes_to_the_draft_it_was_sent_for(tiny: TinyBot):
    await begins(tiny)
    broken = "CREATE TRIGGER broken BEFORE INSERT ON evidence BEGIN SELECT RAISE(ABORT, 'broken'); END"
    tiny.database.write_now(lambda session: session.execute(text(broken)))
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(file, "JPEG")
    await tiny.player(OANH).sends_photo(file.getvalue())
    await until(lambda: tiny.states()[-1] == InboxState.FAILED)
    failed = tiny.inbox()[-1].update_id
    tiny.database.write_now(lambda session: session.execute(text("DROP TRIGGER broken")))
    await begins(tiny)

    state = await retry(tiny, failed)

    rows = tiny.database.read_now(lambda session: list(session.exec(select(Evidence.draft_id))))
    assert state == InboxState.DONE
    assert rows == [1]


async def test_a_command_that_failed_leads_nobody_away_later(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")
    await tiny.database.write(partial(_fail_row, row=1))
    await begins(tiny)

    state = await retry(tiny, tiny.inbox()[0].update_id)

    assert state == InboxState.SUPERSEDED
    assert tiny.dialog(OANH).screen == "nominate"


async def test_an_edited_message_corrects_its_answer_and_moves_nobody(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    message = await oanh.says("Quách Bảo Li")
    await oanh.wait_for("Which colour?")

    await oanh.edits(message, "Quách Bảo Ly")
    window = await oanh.wait_for("Corrected")

    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}]
    assert "Which colour?" in window.text


async def test_an_edited_message_corrects_a_parked_draft(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    message = await oanh.says("Quách Bảo Li")
    await oanh.wait_for("Which colour?")
    await begins(tiny)

    await oanh.edits(message, "Quách Bảo Ly")
    await until(lambda: tiny.drafts(OANH)[0] == {"name": "Quách Bảo Ly"})

    assert tiny.drafts(OANH)[1] == {}


async def test_an_edit_after_sending_changes_nothing_and_says_so(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    message = await oanh.says("Quách Bảo Ly")
    await oanh.wait_for("Which colour?")
    await answers(tiny, "Green", then="Send it?")
    await oanh.presses("Send")
    await oanh.wait_for("Thank you")

    await oanh.edits(message, "Tạ Công Quân")
    await oanh.wait_for("sent already")

    assert tiny.drafts(OANH)[0]["name"] == "Quách Bảo Ly"


async def test_an_edit_of_words_that_were_answered_anew_changes_nothing(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    first = await oanh.says("Quách Bảo Li")
    await oanh.wait_for("Which colour?")
    await oanh.presses("Back")
    await oanh.wait_for("Whose wish?")
    await answers(tiny, "Tạ Công Quân", then="Which colour?")

    await oanh.edits(first, "Quách Bảo Ly")
    await oanh.wait_for("A later answer")

    assert tiny.drafts(OANH) == [{"name": "Tạ Công Quân"}]


async def test_a_replayed_edit_does_not_undo_a_later_edit(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    message = await oanh.says("Quách")
    await oanh.wait_for("Which colour?")
    tiny.hands.breaks_on = "Bảo"
    await oanh.edits(message, "Quách Bảo")
    await until(lambda: tiny.states()[-1] == InboxState.FAILED)
    failed = tiny.inbox()[-1].update_id
    tiny.hands.breaks_on = ""
    await oanh.edits(message, "Quách Bảo Ly")
    await until(lambda: tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}])

    await retry(tiny, failed)

    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}]


async def test_a_replayed_edit_corrects_the_answer_that_its_message_gave(tiny: TinyBot):
    await begins(tiny)
    oanh = tiny.player(OANH)
    message = await oanh.says("Quách")
    await oanh.wait_for("Which colour?")
    tiny.hands.breaks_on = "Bảo"
    await oanh.edits(message, "Quách Bảo Ly")
    await until(lambda: tiny.states()[-1] == InboxState.FAILED)
    tiny.hands.breaks_on = ""

    await retry(tiny, tiny.inbox()[-1].update_id)

    assert tiny.drafts(OANH) == [{"name": "Quách Bảo Ly"}]


async def test_an_edit_of_what_was_no_answer_changes_nothing(tiny: TinyBot):
    oanh = tiny.player(OANH)
    message = await oanh.says("just talking")
    await oanh.wait_for("heard just talking")

    await oanh.edits(message, "/decu")
    await oanh.wait_for("was not an answer")

    assert tiny.drafts(OANH) == []
