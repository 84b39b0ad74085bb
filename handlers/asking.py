"""[Ask the unit]: the nominator types a question; whoever has the nomination answers it below a notice."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Typed
from bot.conversation.window import Button, Window
from bot.domain.lengths import cut
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import asking
from bot.services.sight import no_such_dossier
from handlers.answers import not_understood, press_of
from handlers.card_lines import nominee_line
from handlers.decisions import open_card, opened

#: Characters of a question shown again.
WORDS = 400


class QuestionScreen:
    """``args``: the dossier's id. For its nominator."""

    name = "question"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask for the question, or say that one waits for its answer."""
        say, dossier = desk.say, open_card(args, desk)
        if not dossier.is_own:
            raise no_such_dossier()
        back = (Button(say(N_("‹ Back")), "back"),)
        header = say(N_("💬 Ask about {code}"), code=dossier.code)
        trail = nominee_line(dossier, desk)
        if not asking.may_ask(desk.session, dossier.id, by=desk.person_id):
            last = asking.question_of(desk.session, dossier.id)
            words = (f"“{cut(last.words, WORDS)}”",) if last is not None else ()
            note = N_("⏳ Your question is on its way; the answer comes here.")
            closed = N_("Nobody has this nomination any more who could be asked.")
            said = say(note if last is not None and last.is_open else closed)
            return Window(header=header, trail=trail, body=(*words, said), rows=(back,), personal=True)
        return Window(
            header=header,
            trail=trail,
            body=(say(N_("It goes to {unit}; they read it word for word."), unit=cut(dossier.holder_name, 60)),),
            question=say(N_("What would you like to ask?")),
            rows=(back,),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Send the question on, or go back."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("back"):
                return Go("item", {"id": args["id"]})
            case _ if isinstance(given, Typed):
                asking.ask(desk.session, args["id"], by=desk.person_id, now=desk.now, zone=desk.zone, text=given.text)
                return Go("item", {"id": args["id"]}, toast=Text(N_("✓ Your question is on its way.")))
            case _:
                return not_understood(given)


class AnswerScreen:
    """``args``: the dossier's id. For those who have the nomination."""

    name = "answer"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the question and ask for the answer; say so where somebody has answered already."""
        say, dossier = desk.say, open_card(args, desk)
        last = asking.question_of(desk.session, dossier.id)
        if last is None or dossier.is_own:
            raise no_such_dossier()
        may = asking.may_answer(desk.session, dossier.id, by=desk.person_id, now=desk.now, zone=desk.zone)
        done = () if may else (say(N_("✅ This question has been answered.")),)
        return Window(
            header=say(N_("💬 A question about {code}"), code=dossier.code),
            trail=nominee_line(dossier, desk),
            body=(f"💬 {dossier.nominator_name}: “{cut(last.words, WORDS)}”", *done),
            question=say(N_("What do you answer? It is read word for word.")) if may else "",
            rows=((Button(say(N_("‹ Back")), "back"),),),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Send the answer, or go back to the card."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("back"):
                return opened(args["id"], desk)
            case _ if isinstance(given, Typed):
                return _answer(args, given.text, desk)
            case _:
                return not_understood(given)


def _answer(args: Mapping[str, Any], words: str, desk: Desk) -> Reaction:
    try:
        asking.answer(desk.session, args["id"], by=desk.person_id, now=desk.now, zone=desk.zone, text=words)
    except Refusal as refusal:
        if refusal.code != "no_such_dossier":
            raise
        return opened(args["id"], desk, toast=Text(N_("✅ This question has been answered.")))
    return opened(args["id"], desk, toast=Text(N_("✓ The nominator reads your answer now.")))


question, answer = QuestionScreen(), AnswerScreen()
