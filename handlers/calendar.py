"""/lich: the next occasions, the steps before each, and how many days are left."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Window
from bot.domain.wording import N_
from bot.services import calendar as dates
from handlers.answers import not_understood, press_of
from handlers.phrases import days_left, home


class CalendarScreen:
    """Dates only: what is waited for from this person stands in the menu and in the lists."""

    name = "calendar"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List the occasions that take nominations, then the next day on which schools send their dossiers."""
        say = desk.say
        return Window(
            header=say(N_("⏰ Dates and deadlines")),
            body=(*_occasions(desk), *_sending(desk)) or (say(N_("No occasion is planned yet.")),),
            hint=say(N_("Reminders come between 07:00 and 21:00, and only for what still waits.")),
            rows=((home(say),),),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Lead home."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _occasions(desk: Desk) -> list[str]:
    say = desk.say
    return [
        say(
            N_("⏰ {occasion}: schools take nominations until {date}, {left}"),
            occasion=one.label,
            date=say.date(one.closes_on),
            left=days_left((one.closes_on - desk.today).days),
        )
        if one.is_open
        else say(N_("{occasion}: nominations closed on {date}"), occasion=one.label, date=say.date(one.closes_on))
        for one in dates.open_occasions(desk.session, desk.today)
    ]


def _sending(desk: Desk) -> list[str]:
    say, due = desk.say, dates.next_step_due(desk.session, desk.today, step=dates.SCHOOL)
    if due is None:
        return []
    return [
        say(
            N_("⏰ {occasion}: schools send their dossiers by {date}, {left}"),
            occasion=due.label,
            date=say.date(due.closes_on),
            left=days_left(due.days_left),
        )
    ]


calendar = CalendarScreen()
