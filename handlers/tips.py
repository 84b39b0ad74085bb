"""The tip of the week: a message of its own, or a line in the digest of a head."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Reaction, Stay
from bot.conversation.window import Button, Window
from bot.domain.wording import N_, Text
from bot.services import accounts, tips


def draw_tip(args: Mapping[str, Any], desk: Desk) -> Window | None:
    """Say this week's tip; None for somebody who has muted tips meanwhile."""
    say, tip = desk.say, tips.tip_for(desk.session, args["person_id"], on=desk.today)
    if not tip:
        return None
    return Window(
        header=say(N_("A tip for this week")),
        body=(say(tip),),
        hint=say(N_("Once a week at most. /caidat switches tips off and on.")),
        rows=((Button(say(N_("Guide and examples")), "help"),), (Button(say(N_("No more tips")), "no_tips"),)),
    )


def tip_line(person_id: int, desk: Desk) -> str:
    """Say this week's tip in one line; "" for somebody who has muted tips."""
    tip = tips.tip_for(desk.session, person_id, on=desk.today)
    return desk.say(N_("Tip: {tip}"), tip=Text(tip)) if tip else ""


def mute(args: Mapping[str, Any], desk: Desk) -> Reaction:
    """Send the reader no more tips."""
    accounts.mute_tips(desk.session, args["person_id"], muted=True)
    return Stay(toast=Text(N_("✓ No more tips. /caidat brings them back.")))
