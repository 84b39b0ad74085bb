"""Hand a nomination to a clerk who prepares it: whom?"""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.services import handing
from handlers.answers import not_understood, press_of
from handlers.card_lines import nominee_line
from handlers.decisions import open_card
from handlers.phrases import back, digits

#: A unit has a clerk or two.
SHOWN = 5


class HandOverScreen:
    """``args``: the dossier's id and the version that was seen."""

    name = "hand_over"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the clerks of the unit."""
        say, dossier = desk.say, open_card(args, desk)
        clerks = handing.clerks_for(desk.session, dossier.id, by=desk.person_id, now=desk.now, zone=desk.zone)[:SHOWN]
        listed = [f"{at} · {cut(clerk.name, 60)}" for at, clerk in enumerate(clerks, 1)]
        nobody = say(N_("The unit has no clerk who could prepare this one."))
        return Window(
            header=say(N_("To a clerk · {code}"), code=dossier.code),
            trail=nominee_line(dossier, desk),
            body=(
                say(N_("The clerk prepares and may ask for a supplement; the decision stays with you.")),
                *(listed or [nobody]),
            ),
            question=say(N_("Who shall prepare it?")) if clerks else "",
            rows=(*digits("clerk", [str(clerk.person_id) for clerk in clerks]), (back(say),)),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Hand it over, or go back."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("clerk", clerk) if clerk.isdecimal():
                handing.hand_over(
                    desk.session,
                    args["id"],
                    int(clerk),
                    by=desk.person_id,
                    expected_version=args["version"],
                    now=desk.now,
                    zone=desk.zone,
                )
                return Go("queue", toast=Text(N_("✓ Handed over. It stays in your list, too.")))
            case Pressed("back"):
                return Go("card", {"id": args["id"], "version": args["version"]})
            case _:
                return not_understood(given)


hand_over = HandOverScreen()
