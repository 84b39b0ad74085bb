"""Turns of phrase that several windows share: days left, shares of a whole, sizes, the way home."""

from bot.conversation.window import Button, Row
from bot.domain.wording import N_, Text
from bot.i18n import Speaker
from models import Dossier

#: Bytes in a kilobyte and a megabyte as people count them.
KILO, MEGA = 1_000, 1_000_000
#: Digits stand so many in a row.
DIGITS_IN_A_ROW = 5


def days_left(days: int) -> Text:
    """Say how long there is until a date: past, today, tomorrow or a number of days."""
    if days < 0:
        return Text(N_("past"))
    if days == 0:
        return Text(N_("today is the last day"))
    if days == 1:
        return Text(N_("1 day left"))
    return Text(N_("{days} days left"), {"days": days})


def days_waited(days: int) -> Text:
    """Say for how long somebody has waited, in whole days."""
    if days < 1:
        return Text(N_("since today"))
    return Text(N_("1 day")) if days == 1 else Text(N_("{days} days"), {"days": days})


def bar(done: int, whole: int) -> str:
    """Draw how much of a whole there is: ▰▰▱▱."""
    return "▰" * done + "▱" * (whole - done)


def size(bytes_: int, say: Speaker) -> str:
    """Say how heavy a file is: 6,2 MB."""
    if bytes_ >= MEGA:
        return f"{say.number(round(bytes_ / MEGA, 1))} MB"
    return f"{say.number(max(1, round(bytes_ / KILO)))} KB"


def digits(action: str, values: list[str]) -> tuple[Row, ...]:
    """Make a button 1, 2, 3 … for each value, five in a row."""
    buttons = [Button(str(at), action, value) for at, value in enumerate(values, 1)]
    return tuple(tuple(buttons[at : at + DIGITS_IN_A_ROW]) for at in range(0, len(buttons), DIGITS_IN_A_ROW))


def back(say: Speaker) -> Button:
    """Make the button that leads one place back."""
    return Button(say(N_("‹ Back")), "back")


def home(say: Speaker) -> Button:
    """Make the button that leads to the menu."""
    return Button(say(N_("‹ Home")), "menu")


def turns(page: int, pages: int, say: Speaker) -> tuple[Row, ...]:
    """Make the row that turns the pages of a list, the first page being 0; no row where there is one page."""
    row: list[Button] = []
    if page > 0:
        row.append(Button(say(N_("‹ Earlier")), "page", str(page - 1)))
    if page + 1 < pages:
        row.append(Button(say(N_("See more ›")), "page", str(page + 1)))
    return (tuple(row),) if row else ()


def occasion_label(code: str, year: int) -> Text:
    """Say an occasion by its day, for use within a sentence: 11/6/2027."""
    return Text(N_("{day}/{year}"), {"day": code.replace("-", "/"), "year": str(year)})


def occasion_of(dossier: Dossier) -> Text:
    """Say for which occasion a nomination is."""
    return occasion_label(dossier.occasion, dossier.occasion_year)
