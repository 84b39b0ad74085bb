"""The edge: what people do becomes changed rows, each act once, and nothing else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import event, update
from sqlmodel import Session, col

from bot.domain.buttons import Kind, Press, encode
from models import Dialog
from models.inbox import InboxState
from tests.support.tiny import TinyBot, tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002
GROUP = -500


@pytest.fixture
async def tiny(tmp_path: Path) -> AsyncIterator[TinyBot]:
    async with tiny_bot(tmp_path, OANH, VINH) as tiny:
        yield tiny


async def handled(tiny: TinyBot, count: int) -> None:
    await until(lambda: len(tiny.states()) >= count and InboxState.NEW not in tiny.states())


async def test_an_ordinary_answer_takes_at_most_six_statements(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/decu")
    await oanh.wait_for("Whose wish?")
    await until(lambda: tiny.dialog(OANH).drawn_revision == tiny.dialog(OANH).revision)
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            statements.append(statement)

    event.listen(tiny.database._writing, "before_cursor_execute", note)
    event.listen(tiny.database._reading, "before_cursor_execute", note)
    await oanh.says("Quách Bảo Ly")
    await oanh.wait_for("Which colour?")
    await until(lambda: any(statement.startswith("UPDATE dialog SET drawn_revision") for statement in statements))

    assert len(statements) <= 6, statements


async def test_a_tap_sent_twice_under_two_update_ids_has_one_effect(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")
    data = window.rows[0][0]["callback_data"]

    for _ in range(3):
        await oanh.presses_data(data, on=window)
    await handled(tiny, 4)

    assert len(tiny.drafts(OANH)) == 1
    assert set(tiny.states()) == {InboxState.DONE}


async def test_every_tap_is_answered(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")

    taps = [await oanh.presses_data(data, on=window) for data in (window.rows[0][0]["callback_data"], "nonsense", "")]
    await until(lambda: all(tap.answered for tap in taps))

    assert [tap.alert for tap in taps] == [False] * 3


async def test_a_button_of_an_old_window_redraws_and_does_nothing_else(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    old = await oanh.wait_for("What next?")
    stale = old.rows[0][0]["callback_data"]
    await oanh.says("/menu")
    live = await oanh.wait_for(lambda message: message.message_id > old.message_id and bool(message.rows))

    await oanh.presses_data(stale, on=old)
    toast = await oanh.wait_for_answer()
    await oanh.wait_for(lambda message: message.message_id > live.message_id and "What next?" in message.text)

    assert toast.startswith("This button belongs to an earlier step")
    assert tiny.drafts(OANH) == []


async def test_a_button_of_the_window_before_a_fetched_file_redrew_it_still_acts(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")
    data = window.rows[0][0]["callback_data"]
    await until(lambda: tiny.dialog(OANH).drawn_revision == tiny.dialog(OANH).revision)
    tiny.database.write_now(a_fetched_file_redraws_every_window)

    await oanh.presses_data(data, on=window)
    await oanh.wait_for("Whose wish?")

    assert len(tiny.drafts(OANH)) == 1


async def test_what_the_person_did_makes_buttons_stale_even_after_a_redrawing(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    data = (await oanh.wait_for("What next?")).rows[0][0]["callback_data"]
    await oanh.says("good morning")
    window = await oanh.wait_for("heard good morning")
    tiny.database.write_now(a_fetched_file_redraws_every_window)

    await oanh.presses_data(data, on=window)
    toast = await oanh.wait_for_answer()

    assert toast.startswith("This button belongs to an earlier step")
    assert tiny.drafts(OANH) == []


def a_fetched_file_redraws_every_window(session: Session) -> None:
    session.connection().execute(update(Dialog).values(revision=col(Dialog.revision) + 1))


FORGED = {
    "a revision to come": lambda dialog: encode(Press(Kind.DIALOG, "begin", "", dialog.id, dialog.revision + 1)),
    "another dialog": lambda dialog: encode(Press(Kind.DIALOG, "begin", "", dialog.id + 1, dialog.revision)),
    "another screen's button": lambda dialog: encode(Press(Kind.DIALOG, "discard", "yes", dialog.id, dialog.revision)),
    "no such button": lambda dialog: encode(Press(Kind.DIALOG, "nothing", "x" * 20, dialog.id, dialog.revision)),
    "no such notice": lambda _dialog: encode(Press(Kind.NOTICE, "retry", "", 1, 0)),
    "a huge notice": lambda _dialog: encode(Press(Kind.NOTICE, "begin", "", 2**63 - 1, 0)),
    "row and revision 0": lambda _dialog: "1d0.0.begin.",
    "another version": lambda _dialog: "2d1.1.begin.",
    "a classic": lambda _dialog: "'; DROP TABLE inbox; --",
    "signs that turn the text": lambda _dialog: "\u202ebegin",
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
async def test_forged_button_data_does_nothing(tiny: TinyBot, forge):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    window = await oanh.wait_for("What next?")
    await until(lambda: tiny.dialog(OANH).drawn_revision == tiny.dialog(OANH).revision)
    before = tiny.dialog(OANH)

    await oanh.presses_data(forge(before), on=window)
    await oanh.wait_for_answer()

    after = tiny.dialog(OANH)
    assert tiny.drafts(OANH) == []
    assert (after.screen, after.draft_id) == (before.screen, before.draft_id)
    assert set(tiny.states()) == {InboxState.DONE}


async def test_a_button_of_somebody_elses_window_does_nothing_there(tiny: TinyBot):
    oanh, vinh = tiny.player(OANH), tiny.player(VINH)
    windows = []
    for player in (oanh, vinh):
        await player.says("/menu")
        windows.append(await player.wait_for("What next?"))
    foreign = windows[0].rows[0][0]["callback_data"]

    await vinh.presses_data(foreign, on=windows[1])
    await vinh.wait_for_answer()

    assert tiny.drafts(OANH) == tiny.drafts(VINH) == []
    assert tiny.dialog(OANH).screen == "menu"


async def test_a_handler_that_fails_tells_the_person_a_reference_and_the_next_words_are_heard(tiny: TinyBot):
    oanh = tiny.player(OANH)
    tiny.hands.breaks_on = "boom"

    await oanh.says("boom")
    sorry = await oanh.wait_for("Sorry, reference")
    await oanh.says("good morning")
    await oanh.wait_for("heard good morning")

    row = tiny.inbox()[0]
    assert row.state == InboxState.FAILED
    assert row.reference in sorry.text
    assert "boom" not in row.error
    assert tiny.states() == [InboxState.FAILED, InboxState.DONE]


async def test_a_failing_handler_leaves_nothing_half_done(tiny: TinyBot):
    oanh = tiny.player(OANH)
    tiny.hands.breaks_on = "boom"
    await oanh.says("/decu")
    await oanh.wait_for("Whose wish?")
    before = tiny.dialog(OANH)

    await oanh.says("boom")
    await oanh.wait_for("Sorry, reference")

    after = tiny.dialog(OANH)
    assert (after.revision, after.draft_id) == (before.revision, before.draft_id)
    assert tiny.drafts(OANH) == [{}]


async def test_a_failure_in_one_chat_is_no_failure_in_another(tiny: TinyBot):
    oanh, vinh = tiny.player(OANH), tiny.player(VINH)
    tiny.hands.breaks_on = "boom"

    for number in range(10):
        await oanh.says(f"boom {number}")
        await vinh.says(f"word {number}")
    await vinh.wait_for("heard word 9")
    await handled(tiny, 20)

    assert tiny.dialog(VINH).args == {"heard": [f"word {number}" for number in range(10)]}
    assert tiny.states().count(InboxState.FAILED) == 10


async def test_a_group_is_told_the_way_once_a_day(tiny: TinyBot):
    group = tiny.server.world.open_group(GROUP, "Tổ Tự nhiên")
    oanh = tiny.player(OANH)
    for words in ("hello", "/decu", "again"):
        tiny.server.acts.say(oanh.person, words, chat=group)
    await handled(tiny, 3)
    await until(lambda: tiny.calls("sendMessage", GROUP))

    tiny.passes(days=1)
    tiny.server.acts.say(oanh.person, "tomorrow", chat=group)
    await until(lambda: len(tiny.calls("sendMessage", GROUP)) == 2)

    assert tiny.drafts(OANH) == []
    assert [row.template for row in tiny.outbox()] == ["group", "group"]


async def test_a_channel_post_harms_nothing(tiny: TinyBot):
    channel = tiny.server.world.open_group(-100_900, "Tin của trường", kind="channel")
    tiny.server.acts.say(tiny.player(OANH).person, "news", chat=channel)
    await handled(tiny, 1)

    assert set(tiny.states()) == {InboxState.DONE}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("poll", {"id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False,
                  "is_anonymous": True, "type": "regular", "allows_multiple_answers": False,
                  "allows_revoting": False, "members_only": False}),
        ("inline_query", {"id": "1", "from": {"id": OANH, "is_bot": False, "first_name": "O"}, "query": "",
                          "offset": ""}),
        ("something_of_2031", {"id": 1}),
        ("message_reaction", {"chat": {"id": OANH, "type": "private"}, "message_id": 1, "date": 1,
                              "old_reaction": [], "new_reaction": []}),
    ],
)  # fmt: skip
async def test_an_update_of_a_kind_that_nobody_handles_is_ignored(tiny: TinyBot, kind: str, content: dict):
    tiny.server.updates.allowed = None
    tiny.server.updates.add(kind, content, key=1)
    await tiny.player(OANH).says("good morning")
    await tiny.player(OANH).wait_for("heard good morning")
    await handled(tiny, 1)

    assert set(tiny.states()[:-1]) <= {InboxState.IGNORED}
    assert tiny.states()[-1] == InboxState.DONE


async def test_a_message_without_words_or_file_is_answered_kindly(tiny: TinyBot):
    oanh = tiny.player(OANH)
    await oanh.says("/menu")
    await oanh.wait_for("What next?")
    sticker = {"message_id": 900, "date": 1, "chat": {"id": OANH, "type": "private"}, "from": oanh.person.as_json(),
               "location": {"latitude": 20.1, "longitude": 106.1}}  # fmt: skip
    tiny.server.updates.add("message", sticker, key=OANH)

    window = await oanh.wait_for("cannot read this kind of message")

    assert window.rows


async def test_half_a_surrogate_pair_in_a_text_blocks_nobody(tiny: TinyBot):
    oanh = tiny.player(OANH)
    broken = {"message_id": 900, "date": 1, "chat": {"id": OANH, "type": "private"}, "from": oanh.person.as_json(),
              "text": "half \ud83d"}  # fmt: skip
    tiny.server.updates.add("message", broken, key=OANH)

    await oanh.says("good morning")
    await until(lambda: tiny.states()[-1:] == [InboxState.DONE] and len(tiny.states()) == 2)

    assert tiny.dialog(OANH).args["heard"][-1] == "good morning"
