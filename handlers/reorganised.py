"""The notice that a nomination goes on although its unit, or the one above, has become part of another."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_
from bot.domain.workflow import FINAL
from bot.services import units
from models import Dossier

#: Characters of a name and of a unit's name.
NAME, UNIT = 60, 90


def draw_reorganised(args: Mapping[str, Any], desk: Desk) -> Window | None:
    """Tell the nominator who has the nomination now, and that nothing needs to be done."""
    dossier = desk.session.get(Dossier, args["dossier_id"])
    holder = None if dossier is None else units.name_of(desk.session, dossier.holder_unit_id, on=desk.today)
    if dossier is None or holder is None or dossier.state in FINAL:
        return None
    say = desk.say
    words = N_("⏳ {name} · units have been reorganised; {unit} has the nomination now. Nothing is needed of you.")
    return Window(
        body=(say(words, name=cut(dossier.nominee_name, NAME), unit=cut(holder.name, UNIT)),),
        rows=((Button(say(N_("See the item")), "item"),),),
        personal=True,
    )
