"""Ask for a supplement (W32): suggested lines to tick, lines of one's own, and a due date."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Stay, Typed
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.criteria import Fill
from bot.domain.deadlines import supplement_due
from bot.domain.defaults import Setting, default
from bot.domain.lengths import cut
from bot.domain.names import normalise
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action
from bot.services.queries.card import DossierCard
from handlers.answers import not_understood, press_of
from handlers.decisions import decide, open_card
from handlers.due_dates import looks_like_a_date, read_due_date
from handlers.phrases import back, days_left

#: So many things can be asked for at once.
MOST = default(Setting.SUPPLEMENT_ITEMS)
#: So many are suggested.
SUGGESTED = 3
#: Characters of one line.
LINE = 120


@dataclass(frozen=True, slots=True)
class Request:
    """What is being put together: lines with their ticks, the due date, and whether that date is being asked for."""

    lines: tuple[tuple[str, bool], ...]
    due_on: date
    asking_date: bool = False

    def as_args(self) -> dict[str, Any]:
        """Give the form that lies in the dialog's row."""
        return {"lines": [list(line) for line in self.lines], "due": self.due_on.isoformat(), "date": self.asking_date}

    @property
    def wanted(self) -> tuple[str, ...]:
        """The lines that are ticked."""
        return tuple(text for text, ticked in self.lines if ticked)

    def toggled(self, at: int) -> "Request":
        """Tick a line, or take its tick away."""
        return replace(
            self, lines=tuple((text, ticked != (at == place)) for place, (text, ticked) in enumerate(self.lines))
        )


class SupplementRequestScreen:  # plan partly S-22
    """``args``: the dossier's id, the version that was seen, and the request so far."""

    name = "supplement_request"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the lines as the nominator will read them, and the date."""
        say, dossier = desk.say, open_card(args, desk)
        request = _request(args, dossier, desk)
        due = say(
            N_("⏰ Due: {date}, {left}"),
            date=say.date(request.due_on),
            left=days_left((request.due_on - desk.today).days),
        )
        if request.asking_date:
            return Window(
                header=say(N_("More is needed · {code}"), code=dossier.code),
                body=(due,),
                hint=say(N_("For example 17/03.")),
                question=say(N_("By which day?")),
                rows=((back(say),),),
            )
        return Window(
            header=say(N_("More is needed · {code}"), code=dossier.code),
            trail=dossier.nominee_name,
            body=(
                say(N_("The nominator sees exactly the lines that are ticked.")),
                *(
                    f"{at} {_mark(ticked=ticked)} {cut(text, LINE)}"
                    for at, (text, ticked) in enumerate(request.lines, 1)
                ),
                due,
            ),
            question=say(N_("Type one more line, or send the request to {name}?"), name=dossier.nominator_name),
            rows=(*_ticks(request), *_sending(request, desk)),
        )

    def react(  # noqa: PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Tick, add a line, change the date; send on a press of the green button."""
        request = _request(args, open_card(args, desk), desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("tick", at) if at.isdecimal():
                return _again(args, request.toggled(int(at)))
            case Pressed("date"):
                return _again(args, replace(request, asking_date=True))
            case Pressed("back") if request.asking_date:
                return _again(args, replace(request, asking_date=False))
            case Pressed("back"):
                return Go("card", {"id": args["id"], "version": args["version"]})
            case Pressed("send"):
                return _send(args, request, desk)
            case _ if isinstance(given, Typed):
                return _typed(args, request, given.text, desk)
            case _:
                return not_understood(given)


def _mark(*, ticked: bool) -> str:
    """Show a tick: ✅ or ⬜."""
    return "✅" if ticked else "⬜"


def _request(args: Mapping[str, Any], dossier: DossierCard, desk: Desk) -> Request:
    if "lines" in args:
        return Request(
            tuple((str(text), bool(ticked)) for text, ticked in args["lines"]),
            date.fromisoformat(args["due"]),
            bool(args.get("date")),
        )
    return Request(_suggested(dossier, desk), supplement_due(desk.today))


def _suggested(dossier: DossierCard, desk: Desk) -> tuple[tuple[str, bool], ...]:
    """Suggest what usually shows the criteria that are not met yet; the first is ticked."""
    hints = [desk.say(one.criterion.hint) for one in dossier.criteria if one.fill is not Fill.MET]
    return tuple((cut(hint, LINE), at == 0) for at, hint in enumerate(dict.fromkeys(hints[:SUGGESTED])))


def _ticks(request: Request) -> tuple[Row, ...]:
    buttons = [
        Button(f"{at} {_mark(ticked=ticked)}", "tick", str(at - 1)) for at, (_, ticked) in enumerate(request.lines, 1)
    ]
    return tuple(tuple(buttons[at : at + 3]) for at in range(0, len(buttons), 3))


def _sending(request: Request, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    send = ((Button(say(N_("Send the request")), "send", style=Style.SUCCESS),),) if request.wanted else ()
    return ((Button(say(N_("Another due date")), "date"),), *send, (back(say),))


def _again(args: Mapping[str, Any], request: Request) -> Go:
    return Go("supplement_request", {"id": args["id"], "version": args["version"], **request.as_args()})


def _typed(args: Mapping[str, Any], request: Request, text: str, desk: Desk) -> Reaction:
    if request.asking_date or looks_like_a_date(text):
        return _again(args, replace(request, due_on=read_due_date(text, today=desk.today), asking_date=False))
    line = normalise(text)
    if len(line) > LINE:
        return Stay(
            problem=Text(
                N_("That is {length} characters; please keep a line to {most}."), {"length": len(line), "most": LINE}
            )
        )
    if len(request.lines) >= MOST:
        return Stay(problem=Text(N_("Six lines are enough at once; untick one and send the rest later.")))
    return _again(args, replace(request, lines=(*request.lines, (line, True))))


def _send(args: Mapping[str, Any], request: Request, desk: Desk) -> Reaction:
    if not request.wanted:
        return Stay(problem=Text(N_("Tick at least one line, or type one.")))
    return decide(args, desk, Action.ASK_SUPPLEMENT, items=request.wanted, due_on=request.due_on)


supplement_request = SupplementRequestScreen()
