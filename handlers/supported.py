"""A colleague's nomination is supported instead of sending a second one: thanks, and what comes next."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.services import endorsements
from bot.services.sight import no_such_dossier
from handlers.answers import not_understood, press_of
from handlers.phrases import home
from models import Dossier


class SupportedScreen:
    """``args``: the dossier's id."""

    name = "supported"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Thank the supporter; nobody else learns of the nomination here."""
        say, dossier = desk.say, desk.session.get(Dossier, args["id"])
        if dossier is None or desk.person_id not in endorsements.people_of(desk.session, args["id"]):
            raise no_such_dossier()
        return Window(
            header=say(N_("✅ Your support for {name} is noted"), name=cut(dossier.nominee_name, 60)),
            body=(say(N_("It stands on the nomination. We'll tell you what comes of it.")),),
            rows=((Button(say(N_("Nominate more")), "nominate"), home(say)),),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Begin another nomination, or go home."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


supported = SupportedScreen()
