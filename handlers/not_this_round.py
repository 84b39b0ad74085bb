"""Not in this round (W33): the reason first, then the very words the nominator will read (W36)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Style, Window
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action
from bot.services.queries.card import DossierCard
from handlers.answers import not_understood, press_of
from handlers.decisions import decide, open_card
from handlers.phrases import back

#: What may be chosen: the words on the button, and the words the nominator reads.
REASONS = (
    (
        N_("Enough for this round"),
        N_("The school has as many as it can put forward this round. Please tell this story again at the year's end."),
    ),
    (
        N_("More time, more results"),
        N_("The work is on a good way and needs a little more time for its results to show."),
    ),
    (
        N_("Fits another form better"),
        N_("This deserves thanks in another form, and the school will see to it."),
    ),
)
#: Characters a reason of one's own has at least and at most; one word explains nothing.
SHORTEST, LONGEST = 10, 400
#: Words that close a door; the sector says instead what has not happened yet.
_CLOSING_WORDS = ("từ chối", "bị loại", "reject")


class NotThisRoundScreen:
    """``args``: the dossier's id, the version that was seen, and the reason once there is one."""

    name = "not_this_round"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask for the reason, or show how it will be read."""
        dossier = open_card(args, desk)
        return _preview(args["reason"], dossier, desk) if args.get("reason") else _question(dossier, desk)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Take a reason, chosen or typed; send it on a press of the green button."""
        here, told = {"id": args["id"], "version": args["version"]}, args.get("reason", "")
        match press_of(given, self.draw(args, desk)):
            case Pressed("reason", at) if at in {"1", "2", "3"} and not told:
                return Go("not_this_round", {**here, "reason": desk.say(REASONS[int(at) - 1][1])})
            case Pressed("send") if told:
                return _send(args, desk)
            case Pressed("edit"):
                return Go("not_this_round", here)
            case Pressed("back"):
                return Go("not_this_round", here) if told else Go("card", here)
            case _ if isinstance(given, Typed):
                return Go("not_this_round", {**here, "reason": _read(given.text)})
            case _:
                return not_understood(given)


def _question(dossier: DossierCard, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("Not in this round · {code}"), code=dossier.code),
        trail=dossier.nominee_name,
        body=(say(N_("The nominator reads it word for word. The story and the evidence are kept.")),),
        question=say(N_("What is the reason? Choose one, or type it in your own words.")),
        rows=(
            *((Button(f"{at} · {say(label)}", "reason", str(at)),) for at, (label, _) in enumerate(REASONS, 1)),
            (back(say),),
        ),
    )


def _preview(reason: str, dossier: DossierCard, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("As {name} will read it"), name=dossier.nominator_name),
        body=(
            say(N_("{nominee} · not in this round's list"), nominee=dossier.nominee_name),
            f"💬 “{reason}”",
            say(N_("The story and the evidence are kept.")),
        ),
        hint=say(N_("It goes out after two minutes; until then it can be undone.")),
        question=say(N_("Send these words?")),
        rows=(
            (Button(say(N_("Send these words")), "send", style=Style.SUCCESS),),
            (Button(say(N_("Change")), "edit"), back(say)),
        ),
    )


def _read(text: str) -> str:
    reason = normalise(text, keep_lines=True)
    if len(reason) < SHORTEST:
        raise Refusal("reason_short", Text(N_("Please say a little more, so that the nominator understands why.")))
    if len(reason) > LONGEST:
        raise Refusal(
            "reason_long",
            Text(N_("That is {length} characters; please keep to {most}."), {"length": len(reason), "most": LONGEST}),
        )
    if any(words in reason.casefold() for words in _CLOSING_WORDS):
        raise Refusal(
            "closing_words",
            Text(N_("Please put it more kindly: say what is still missing, or “not in this round's list”.")),
        )
    return reason


def _send(args: Mapping[str, Any], desk: Desk) -> Reaction:
    return decide(args, desk, Action.NOT_THIS_ROUND, comment=str(args["reason"]))


not_this_round = NotThisRoundScreen()
