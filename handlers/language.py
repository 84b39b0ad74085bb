"""/ngonngu: choose the language; asked once at the first /start (W1)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Reaction
from bot.conversation.window import Button, Window
from bot.domain.wording import N_, Text
from bot.services import accounts
from handlers.answers import not_understood, press_of
from handlers.arrival import next_stop


class LanguageScreen:
    """Both languages at once: whoever reads this may read only one of them."""

    name = "language"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Offer the two languages by their own names."""
        return Window(
            question="Chọn ngôn ngữ · Choose your language",
            rows=((Button("1 · Tiếng Việt", "choose", "vi"), Button("2 · English", "choose", "en")),),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Keep the choice; what is missing comes next, in that language, or the place of a link: ``args["then"]``."""
        press = press_of(given, self.draw(args, desk))
        if press is None or press.action != "choose" or press.value not in {"vi", "en"}:
            return not_understood(given)
        accounts.choose_language(desk.session, desk.account_id, language=press.value)
        chosen = {"vi": N_("Vietnamese"), "en": N_("English")}[press.value]
        stop = Go(*args["then"]) if args.get("then") else next_stop(desk)
        return Go(stop.screen, stop.args, receipt=Text(N_("✓ Language · {language}"), {"language": Text(chosen)}))


language = LanguageScreen()
