"""/caidat: language, how one is addressed, tips, and the ways to consent and to the others on this phone."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Row, Window
from bot.domain.wording import N_, Text
from bot.i18n import Audience
from bot.services import accounts
from handlers.answers import not_understood, press_of
from handlers.phrases import home
from models import Person

#: How a teacher may wish to be addressed; empty is the neutral form.
ADDRESS = {"thay": "Thầy", "co": "Cô", "": "Thầy/Cô"}


class SettingsScreen:
    """One window with all settings of a person."""

    name = "settings"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show how things stand; each button changes one of them."""
        say, person = desk.say, _person(desk)
        lines = [say(N_("Language: {language}"), language=_language(desk))]
        if person is not None:
            if say.audience is Audience.TEACHER:
                lines.append(
                    say(N_("Form of address in Vietnamese: {address}"), address=ADDRESS[person.gender_address])
                )
            tips = N_("Tips: not sent") if person.tips_muted else N_("Tips: one a week at most")
            lines.append(say(tips))
        return Window(
            header=say(N_("Settings")),
            body=tuple(lines),
            question=say(N_("What shall be changed?")),
            rows=(*_rows(person, desk), (home(say),)),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Change a setting and show them again."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("address", form) if form in {"thay", "co", "both"} and desk.person_id:
                accounts.choose_address(desk.session, desk.person_id, form="" if form == "both" else form)
                return Go("settings", toast=Text(N_("✓ Changed")))
            case Pressed("tips", wish) if wish in {"on", "off"} and desk.person_id:
                accounts.mute_tips(desk.session, desk.person_id, muted=wish == "off")
                return Go("settings", toast=Text(N_("✓ Changed")))
            case Pressed("language" | "withdraw" | "switch" | "menu" as screen):
                return Go(screen)
            case _:
                return not_understood(given)


def _rows(person: Person | None, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    rows: list[Row] = [(Button("Tiếng Việt · English", "language"),)]
    if person is None:
        return tuple(rows)
    if say.audience is Audience.TEACHER:
        rows.append((Button("Thầy", "address", "thay"), Button("Cô", "address", "co")))
        rows.append((Button("Thầy/Cô", "address", "both"),))
    wish = ("on", N_("Send tips")) if person.tips_muted else ("off", N_("No tips"))
    rows.append((Button(say(wish[1]), "tips", wish[0]), Button(say(N_("My consent")), "withdraw")))
    rows.append((Button(say(N_("Switch person")), "switch"),))
    return tuple(rows)


def _person(desk: Desk) -> Person | None:
    return desk.session.get(Person, desk.person_id) if desk.person_id else None


def _language(desk: Desk) -> str:
    return {"vi": "Tiếng Việt", "en": "English"}.get(desk.say.language, desk.say.language)


settings_screen = SettingsScreen()
