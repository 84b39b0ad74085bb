"""What a nominee who was chosen can answer (W35b): correct something, or take no part."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action
from bot.services import nominees
from bot.services.queries.card import DossierCard
from bot.services.sight import no_such_dossier
from handlers.answers import not_understood, press_of
from handlers.card_lines import nominee_line
from handlers.decisions import open_card
from handlers.phrases import home


class AboutMeScreen:
    """``args``: the dossier's id, and ``doing``: correct or decline; without it the nominee chooses."""

    name = "about_me"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask for the words of a correction, or once whether the nominee takes no part."""
        say, dossier = desk.say, _of_the_nominee(args, desk)
        header, trail = say(N_("🌟 On the list of {unit}"), unit=dossier.unit_name), nominee_line(dossier, desk)
        body: tuple[str, ...] = ()
        rows: tuple[Row, ...]
        match args.get("doing"):
            case "correct":
                body = (say(N_("Those who chose read it word for word.")),)
                question = say(N_("What needs correcting? Type it in a line or two."))
                rows = ((Button(say(N_("‹ Back")), "back"),),)
            case "decline":
                body = (say(N_("No reason is asked. The unit and the nominator are told, nobody else.")),)
                question = say(N_("Would you rather not take part this time?"))
                rows = (
                    (Button(say(N_("I stay on the list")), "back", style=Style.PRIMARY),),
                    (Button(say(N_("Take me off the list")), "really", style=Style.DANGER),),
                )
            case _:
                question = say(N_("Is everything right?"))
                rows = (
                    (Button(say(N_("Correct something")), "correct", style=Style.PRIMARY),),
                    (home(say),),
                    (Button(say(N_("I would rather not take part")), "decline", style=Style.DANGER),),
                )
        return Window(header=header, trail=trail, body=body, question=question, rows=rows, personal=True)

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Take the words, or the decision."""
        here, doing = {"id": args["id"]}, args.get("doing")
        match press_of(given, self.draw(args, desk)):
            case Pressed("correct" | "decline" as chosen) if not doing:
                return Go("about_me", {**here, "doing": chosen})
            case Pressed("really") if doing == "decline":
                return _decline(args, desk)
            case Pressed("back"):
                return Go("about_me", here)
            case Pressed("menu"):
                return Go("menu")
            case _ if doing == "correct" and isinstance(given, Typed):
                return _correct(args, given.text, desk)
            case _:
                return not_understood(given)


def _of_the_nominee(args: Mapping[str, Any], desk: Desk) -> DossierCard:
    dossier = open_card(args, desk)
    if Action.DECLINE not in dossier.actions:
        raise no_such_dossier()
    return dossier


def _decline(args: Mapping[str, Any], desk: Desk) -> Reaction:
    dossier = _of_the_nominee(args, desk)
    nominees.decline(
        desk.session, dossier.id, by=desk.person_id, expected_version=dossier.version, now=desk.now, zone=desk.zone
    )
    return Go("menu", toast=Text(N_("✓ You are off the list. Thank you for telling us.")))


def _correct(args: Mapping[str, Any], words: str, desk: Desk) -> Reaction:
    dossier = _of_the_nominee(args, desk)
    try:
        nominees.correct(
            desk.session,
            dossier.id,
            by=desk.person_id,
            expected_version=dossier.version,
            now=desk.now,
            zone=desk.zone,
            text=words,
        )
    except Refusal as refusal:
        return Go("about_me", args, problem=refusal.text)
    return Go("about_me", {"id": args["id"]}, toast=Text(N_("✓ Handed on, word for word.")))


about_me = AboutMeScreen()
