"""A nomination has been sent (W24): its code, who has it, by when, and what can be done next."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.domain.workflow import State
from bot.services import units
from bot.services.untold import told_of
from handlers.answers import not_understood, press_of
from handlers.phrases import home
from handlers.supplement import own_dossier

_LOOKING = {
    State.WITH_HEAD: N_("⏳ The leadership of {unit} reads it and chooses by {date}. We'll tell you whatever happens."),
    State.WITH_DEPUTY: N_(
        "⏳ The deputy head of {unit} reads it and chooses by {date}. We'll tell you whatever happens."
    ),
    State.WITH_LEVEL_ABOVE: N_("⏳ {unit} reads it and chooses by {date}. We'll tell you whatever happens."),
}


class SentScreen:
    """``args``: the dossier's id."""

    name = "sent"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Thank the nominator."""
        say, dossier = desk.say, own_dossier(args, desk)
        told = told_of(desk.session, dossier, viewer=desk.person_id, now=desk.now)
        holder = units.name_of(desk.session, told.holder_unit_id, on=desk.today)
        looking = _LOOKING.get(told.state) if dossier.due_on else None
        due = say.date(dossier.due_on) if dossier.due_on else ""
        return Window(
            header=say(N_("✅ Nomination {code} sent"), code=dossier.code),
            body=(
                say(N_("Thank you for introducing {name}."), name=cut(dossier.nominee_name, 60)),
                *((say(looking, unit=holder.name if holder else dossier.unit_name, date=due),) if looking else ()),
            ),
            rows=(
                (Button(say(N_("Copy {code}"), code=dossier.code), copy=dossier.code),),
                (Button(say(N_("See the item")), "item"), Button(say(N_("Nominate more")), "nominate")),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open the item, begin another, or go home."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("item"):
                return Go("item", {"id": args["id"]})
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


sent = SentScreen()
