"""Somebody follows the link of a colleague's draft and says whether to stand behind it."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.services import co_nominating
from bot.services.grants import Deed
from handlers.answers import not_understood, press_of


class CoNominateScreen:
    """``args["invitation"]`` is the id of the invitation that the link opened."""

    name = "co_nominate"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say who asks and whom it is about; both answers look alike."""
        say = desk.say
        asked = co_nominating.asked(desk.session, int(args["invitation"]), by=desk.person_id, deed=_deed(desk))
        home = Button(say(N_("Not now")), "menu")
        body = (
            say(
                N_("{nominator} asks you to nominate {name} together."),
                nominator=cut(asked.nominator_name, 60),
                name=cut(asked.nominee_name, 60) or say(N_("a colleague")),
            ),
            say(N_("🔒 Your name stands beside it for those who decide; nobody else sees it.")),
        )
        if asked.has_agreed:
            return Window(
                header=say(N_("✅ You stand behind it")),
                body=body,
                rows=((Button(say(N_("‹ Home")), "menu"),),),
                personal=True,
            )
        return Window(
            header=say(N_("Nominate together")),
            body=body,
            question=say(N_("Do you agree?")),
            rows=((Button(say(N_("I agree")), "agree"), home),),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Agree, or go home."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("agree"):
                co_nominating.agree(desk.session, int(args["invitation"]), by=desk.person_id, deed=_deed(desk))
                return Go("co_nominate", args, toast=Text(N_("✓ Noted. Thank you for standing behind it.")))
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _deed(desk: Desk) -> Deed:
    return Deed(desk.person_id, desk.now, desk.zone)


co_nominate = CoNominateScreen()
