"""/start: what is still missing is asked (W1, W4, W2, W5, W6); after that this is the menu."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Reaction, Screen
from bot.conversation.window import Window
from handlers.arrival import next_stop
from handlers.consent import consent
from handlers.joining import join_name, who
from handlers.joining_unit import join_unit, waiting
from handlers.language import language
from handlers.menu import menu

_STOPS: Mapping[str, Screen] = {
    screen.name: screen for screen in (language, who, consent, join_name, join_unit, waiting, menu)
}


class StartScreen:
    """Where every dialog begins."""

    name = "start"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the place where this person has to go next."""
        stop = next_stop(desk)
        return _STOPS[stop.screen].draw(stop.args, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Answer for the place that is shown."""
        stop = next_stop(desk)
        return _STOPS[stop.screen].react(stop.args, given, desk)


start = StartScreen()
