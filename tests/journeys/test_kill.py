"""Three hundred people nominate while the bot is killed ten times: nothing is lost, and nothing happens twice."""

import asyncio
import os
import random
from collections import Counter
from functools import partial

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from bot.services.audit_check import verify
from models import Account, Dialog, Dossier, Draft, InboxUpdate
from models.dialog import DraftState
from models.inbox import InboxState
from tests.journeys.school import OPENING, School
from tests.support.crowd import FIRST_CHAT, SENT, Walker, nomination, nominee_of, settle, story_of
from tests.support.waiting import until

PEOPLE = int(os.environ.get("KILL_TEST_PEOPLE", "300"))
SEED = int(os.environ.get("KILL_TEST_SEED", "0")) or random.SystemRandom().randrange(1, 2**32)
KILLS = 10
#: Seconds for everything; nobody acts a second time, so one lost update would make this run out.
PATIENCE = 110


@pytest.fixture
def crowd(school: School) -> list[Walker]:
    school.database.write_now(partial(settle, count=PEOPLE, now=OPENING))
    return [Walker(school.server, number) for number in range(PEOPLE)]


@pytest.mark.slow
@pytest.mark.timeout(180)
async def test_nothing_is_lost_or_doubled_while_the_bot_is_killed_ten_times(school: School, crowd: list[Walker]):
    print(f"seed {SEED}, {PEOPLE} people")  # noqa: T201 -- a failure is to be repeated with it
    before = codes(school)

    killing = asyncio.create_task(kill_in_mid_sentence(school, crowd))
    walks = [asyncio.create_task(walker.walk(nomination(walker.number), until=SENT)) for walker in crowd]
    try:
        async with asyncio.timeout(PATIENCE):
            windows = await asyncio.gather(*walks)
            kills = await killing
            await until(partial(is_quiet, school), seconds=PATIENCE, every=0.1)
    except TimeoutError:
        stuck = [walker for walker, walk in zip(crowd, walks, strict=True) if not walk.done() or walk.cancelled()]
        shown = [message.text for message in stuck[0].chat.visible()[-3:]] if stuck else []
        raise AssertionError(f"seed {SEED}: {len(stuck)} people wait, the first sees {shown}") from None
    finally:
        for task in (killing, *walks):
            task.cancel()

    assert kills == KILLS
    no_update_was_lost(school, crowd)
    everybody_has_one_dossier_with_the_right_answers(school, [window.text for window in windows])
    codes_have_no_gap(before, codes(school))
    every_window_shows_its_rows(school, crowd)
    assert school.read(verify) == []


async def kill_in_mid_sentence(school: School, crowd: list[Walker]) -> int:
    """Kill the bot whenever the crowd's acts have reached the next of ten random counts."""
    chance = random.Random(SEED)
    total = PEOPLE * len(nomination(0))
    kills = 0
    for count in sorted(chance.sample(range(1, total), KILLS)):
        await until(partial(have_acted, crowd, count), seconds=PATIENCE, every=0.002)
        await asyncio.sleep(chance.uniform(0, 0.05))
        await school.loses_power()
        kills += 1
    return kills


def have_acted(crowd: list[Walker], count: int) -> bool:
    return sum(walker.acts for walker in crowd) >= count


def is_quiet(school: School) -> bool:
    """Tell whether every update has an end, every tap an answer, and every window its latest revision."""

    def unfinished(session: Session) -> int:
        new = "(select count(*) from inbox where state = 'new')"
        lagging = "(select count(*) from dialog where drawn_revision < revision)"
        return int(session.connection().execute(text(f"select {new} + {lagging}")).scalar_one())

    taps = school.server.world.taps.values()
    return all(tap.answered for tap in taps) and not school.server.updates.pending and not school.read(unfinished)


def no_update_was_lost(school: School, crowd: list[Walker]) -> None:
    rows = school.read(lambda session: list(session.exec(select(InboxUpdate.update_id, InboxUpdate.state))))

    assert len({update_id for update_id, _ in rows}) == len(rows) == sum(walker.acts for walker in crowd)
    assert {state for _, state in rows} == {InboxState.DONE}


def everybody_has_one_dossier_with_the_right_answers(school: School, windows: list[str]) -> None:
    def found(session: Session) -> tuple[list[Dossier], list[str]]:
        mine = (
            select(Draft.state).join(Account, col(Account.id) == Draft.account_id).where(Account.user_id >= FIRST_CHAT)
        )
        sent = select(Dossier).where(col(Dossier.nominator_chat_id) >= FIRST_CHAT)
        return list(session.exec(sent)), list(session.exec(mine))

    dossiers, drafts = school.read(found)
    by_number = {(dossier.nominator_chat_id or 0) - FIRST_CHAT: dossier for dossier in dossiers}

    assert len(by_number) == len(dossiers) == PEOPLE
    assert Counter(drafts) == {DraftState.SENT: PEOPLE}
    for number, dossier in by_number.items():
        assert (dossier.nominee_name, dossier.position) == (nominee_of(number), f"giáo viên Toán, tổ {number}")
        assert (dossier.story, dossier.category, dossier.field) == (story_of(number), "teacher", "teaching")
        assert (dossier.version, dossier.nominator_related) == (1, False)
        assert dossier.code in windows[number]


def codes(school: School) -> list[int]:
    found = school.read(lambda session: list(session.exec(select(Dossier.code))))
    return [int(code.rpartition("-")[2]) for code in found]


def codes_have_no_gap(before: list[int], after: list[int]) -> None:
    new = sorted(set(after) - set(before))

    assert new == list(range(max(before) + 1, max(before) + 1 + PEOPLE))


def every_window_shows_its_rows(school: School, crowd: list[Walker]) -> None:
    dialogs = school.read(lambda session: list(session.exec(select(Dialog).where(Dialog.chat_id >= FIRST_CHAT))))
    live = {dialog.chat_id: dialog.live_message_id for dialog in dialogs}

    for walker in crowd:
        sent = [message for message in walker.chat.visible() if message.by_bot and SENT in message.text]
        assert sent[-1].message_id == live[walker.chat.chat_id]
