"""The menu of commands of each chat: told once after a change, told again after a kill, and never for nothing."""

import json
from contextlib import asynccontextmanager

from sqlmodel import select

from bot.conversation.window import Window
from bot.delivery import Delivery
from bot.domain.menus import Menu
from bot.services import commands_due
from models import Account
from tests.support.tiny import tiny_bot
from tests.support.waiting import until

OANH, VINH = 7001, 7002


@asynccontextmanager
async def telling(tiny):
    """A delivery whose menus say who is speaking, in which language."""

    def menu(one, _session):
        return Menu((("menu", f"{one.person_id} in {one.language}"),))

    delivery = Delivery(
        tiny.application.bot,
        tiny.database,
        clock=tiny.clock,
        draw=lambda *_: Window(header="home"),
        draw_notice=lambda *_: None,
        menu=menu,
    )
    await delivery.start()
    try:
        yield delivery
    finally:
        await delivery.stop()


def due(tiny):
    return tiny.database.read_now(lambda session: len(commands_due.due(session, limit=100)))


def told(tiny):
    calls = [call.params for call in tiny.server.calls if call.method == "setMyCommands"]
    return [(read(call["scope"])["chat_id"], read(call["commands"])[0]["description"]) for call in calls]


def read(value):
    return json.loads(value) if isinstance(value, str) else value


async def test_everybody_is_told_their_own_menu_once(tmp_path):
    async with tiny_bot(tmp_path, OANH, VINH, starts=False) as tiny:
        tiny.database.start()
        await tiny.application.initialize()
        async with telling(tiny):
            await until(lambda: due(tiny) == 0)
        async with telling(tiny):
            await until(lambda: due(tiny) == 0)

        assert told(tiny) == [(OANH, "1 in en"), (VINH, "2 in en")]


async def test_a_change_tells_that_chat_alone(tmp_path):
    async with tiny_bot(tmp_path, OANH, VINH, starts=False) as tiny:
        tiny.database.start()
        await tiny.application.initialize()
        async with telling(tiny) as delivery:
            await until(lambda: due(tiny) == 0)

            def change(session):
                account = session.exec(select(Account).where(Account.user_id == VINH)).one()
                account.language, account.commands_due = "vi", True

            await tiny.database.write(change)
            delivery.wake(outbox=True)
            await until(lambda: due(tiny) == 0)

        assert told(tiny)[2:] == [(VINH, "2 in vi")]


async def test_what_did_not_change_is_not_told_again(tmp_path):
    async with tiny_bot(tmp_path, OANH, starts=False) as tiny:
        tiny.database.start()
        await tiny.application.initialize()
        async with telling(tiny) as delivery:
            await until(lambda: due(tiny) == 0)
            await tiny.database.write(lambda session: commands_due.mark(session, account_id=1))
            delivery.wake(outbox=True)
            await until(lambda: due(tiny) == 0)

        assert told(tiny) == [(OANH, "1 in en")]
