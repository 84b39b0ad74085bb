"""/start: the language is asked once (W1); after that this is the menu."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Reaction, Screen
from bot.conversation.window import Window
from handlers.language import language
from handlers.menu import menu
from models import Account


class StartScreen:
    """Where every dialog begins."""

    name = "start"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the choice of languages until one is chosen."""
        return _shown(desk).draw(args, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Answer for the screen that is shown."""
        return _shown(desk).react(args, given, desk)


def _shown(desk: Desk) -> Screen:
    account = desk.session.get(Account, desk.account_id)
    return menu if account is not None and account.language else language


start = StartScreen()
