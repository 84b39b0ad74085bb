"""/doinguoi: several people may use one phone; here one of them takes it, or one more joins."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.services import accounts
from handlers.answers import not_understood, press_of
from handlers.phrases import home

#: So many people fit on one window.
SHOWN = 5
NAME = 26


class SwitchScreen:
    """Who speaks through this account now."""

    name = "switch"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List everybody who may speak here."""
        say, people = desk.say, accounts.people_of(desk.session, desk.account_id)[:SHOWN]
        now = say(N_("Speaking now: {name}"), name=desk.person_name) if desk.person_name else ""
        return Window(
            header=say(N_("Who is using this phone")),
            body=tuple(filter(None, (now, say(N_("Each person has their own items and drafts; nothing is mixed."))))),
            question=say(N_("Who goes on now?")),
            rows=(
                *((Button(f"{at} · {cut(one.name, NAME)}", "speak", str(one.id)),) for at, one in enumerate(people, 1)),
                (Button(say(N_("Somebody else joins here")), "another"),),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Switch, or let one more person join."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("speak", person_id) if person_id.isdecimal():
                accounts.speak_as(desk.session, desk.account_id, person_id=int(person_id), now=desk.now)
                person = accounts.speaking_name(desk.session, desk.account_id)
                return Go("menu", receipt=Text(N_("✓ Speaking now: {name}"), {"name": person}))
            case Pressed("another"):
                return Go("who", {"another": True})
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


switch = SwitchScreen()
