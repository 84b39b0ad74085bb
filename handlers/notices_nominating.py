"""What supporters, second nominators, clerks and nominees hear, and what the nominee's answer tells others."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import col, select

from bot.conversation.desk import Desk
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.notices import Template
from bot.domain.wording import N_
from bot.domain.workflow import WAITING, State
from bot.services import asking, endorsements
from bot.services.moves import ANSWERED, CORRECTED
from handlers.phrases import occasion_of
from models import AuditEntry, AuditText, Dossier, Person

#: Characters of a name and of somebody's words in a notice, and names that are told one by one.
NAME, WORDS, NAMED = 60, 400, 3

Args = Mapping[str, Any]


def _merged(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.MERGED)
    if dossier is None:
        return None
    say = desk.say
    words = N_("✅ {name} · joined with another nomination of the same person; you are one of the supporters.")
    return Window(
        body=(
            say(words, name=cut(dossier.nominee_name, NAME)),
            say(N_("Nothing is lost: your words and files are read together with the others.")),
        ),
        rows=((Button(say(N_("See the item")), "item"),),),
        personal=True,
    )


def _supported_result(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.ADOPTED, State.NOT_THIS_ROUND)
    if dossier is None or args["person_id"] not in endorsements.people_of(desk.session, args["dossier_id"]):
        return None
    say, name = desk.say, cut(dossier.nominee_name, NAME)
    if dossier.state == State.ADOPTED:
        header, body = N_("✅ {name} is on the unit's list"), N_("Your voice helped. Thank you.")
    else:
        header, body = N_("{name} · not in this round's list"), N_("The story and all voices are kept for next time.")
    return Window(header=say(header, name=name), body=(say(body),), personal=True)


def _thanked(args: Args, desk: Desk) -> Window | None:
    ids = [int(one) for one in args["dossier_ids"]]
    rows = desk.session.exec(select(Dossier).where(col(Dossier.id).in_(ids)).order_by(col(Dossier.id))).all()
    names = [cut(one.nominee_name, NAME) for one in rows if one.state != State.WITHDRAWN]
    if not names:
        return None
    say = desk.say
    who = desk.session.get(Person, args["by"])
    return Window(
        header=say(N_("💬 Thank you from {unit}"), unit=cut(rows[0].unit_name, NAME)),
        body=(
            say(
                N_("{officer} thanks you for introducing {names}."),
                officer=who.name if who else rows[0].unit_name,
                names=_listed(names, desk),
            ),
            say(N_("Good people are seen because somebody tells of them.")),
        ),
        rows=((Button(say(N_("My items")), "mine"),),),
        personal=True,
    )


def _listed(names: Sequence[str], desk: Desk) -> str:
    shown = ", ".join(names[:NAMED])
    more = len(names) - NAMED
    return desk.say(N_("{names} and {more} more"), names=shown, more=more) if more > 0 else shown


def _handed_over(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, *WAITING)
    if dossier is None or dossier.handed_to_id != args["person_id"]:
        return None
    say = desk.say
    return Window(
        header=say(N_("📥 To prepare · {code}"), code=dossier.code),
        body=(
            say(N_("{name} · {occasion}"), name=cut(dossier.nominee_name, NAME), occasion=say(occasion_of(dossier))),
            say(N_("You may ask for a supplement and say when it is ready; the leadership decides.")),
        ),
        rows=((Button(say(N_("📥 Open the nomination")), "card", style=Style.PRIMARY),),),
        personal=True,
    )


def _prepared(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, *WAITING)
    if dossier is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("📥 Prepared · {code}"), code=dossier.code),
        body=(say(N_("The clerk has prepared the nomination of {name}."), name=cut(dossier.nominee_name, NAME)),),
        rows=((Button(say(N_("📥 Open the nomination")), "card", style=Style.PRIMARY),),),
        personal=True,
    )


def _nominee_declined(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.DECLINED)
    if dossier is None:
        return None
    say, own = desk.say, args["person_id"] == dossier.nominator_id
    kindly = N_("Thank you all the same; the story stays with you.")
    opens = Button(say(N_("See the item")), "item") if own else Button(say(N_("Open the item")), "card")
    return Window(
        header=say(N_("{name} does not take part this time"), name=cut(dossier.nominee_name, NAME)),
        body=(say(kindly if own else N_("It was their own wish, so nothing is left to do.")),),
        rows=((opens,),),
        personal=True,
    )


def _nominee_corrected(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.ADOPTED)
    words = _latest_words(args, CORRECTED, desk)
    if dossier is None or not words:
        return None
    say = desk.say
    return Window(
        header=say(N_("💬 A correction from {name} · {code}"), name=cut(dossier.nominee_name, NAME), code=dossier.code),
        body=(f"“{cut(words, WORDS)}”",),
        rows=((Button(say(N_("Open the item")), "card"),),),
        personal=True,
    )


def _asked_back(args: Args, desk: Desk) -> Window | None:
    dossier = desk.session.get(Dossier, args["dossier_id"])
    may = asking.may_answer(desk.session, args["dossier_id"], by=args["person_id"], now=desk.now, zone=desk.zone)
    last = asking.question_of(desk.session, args["dossier_id"])
    if dossier is None or last is None or not may:
        return None
    say = desk.say
    return Window(
        header=say(N_("💬 A question about {code}"), code=dossier.code),
        trail=cut(dossier.nominee_name, NAME),
        body=(f"💬 {cut(dossier.nominator_name, NAME)}: “{cut(last.words, WORDS)}”",),
        rows=((Button(say(N_("Answer")), "answer", style=Style.PRIMARY), Button(say(N_("Open the item")), "card")),),
        personal=True,
    )


def _answered(args: Args, desk: Desk) -> Window | None:
    dossier = desk.session.get(Dossier, args["dossier_id"])
    words = _latest_words(args, ANSWERED, desk)
    if dossier is None or not words:
        return None
    say = desk.say
    return Window(
        header=say(N_("💬 The answer · {name}"), name=cut(dossier.nominee_name, NAME)),
        body=(f"“{cut(words, WORDS)}”",),
        rows=((Button(say(N_("See the item")), "item"), Button(say(N_("Ask the unit")), "question")),),
        personal=True,
    )


def _latest_words(args: Args, action: str, desk: Desk) -> str | None:
    return desk.session.exec(
        select(AuditText.text)
        .join(AuditEntry, col(AuditEntry.id) == AuditText.entry_id)
        .where(AuditEntry.dossier_id == args["dossier_id"], AuditEntry.action == action)
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    ).first()


def nominee_adopted(args: Args, desk: Desk) -> Window | None:
    """Tell the nominee, if registered, that the unit has chosen, and ask whether that is right (W35b)."""
    dossier = _in(args, desk, State.ADOPTED)
    if dossier is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("🌟 Colleagues have introduced you · {occasion}"), occasion=say(occasion_of(dossier))),
        body=(say(N_("{unit} has put you on its list. Thank you for the work you do."), unit=dossier.unit_name),),
        question=say(N_("Is everything right?")),
        rows=(
            (Button(say(N_("That is right")), "ack", style=Style.PRIMARY),),
            (Button(say(N_("Correct something")), "correct"),),
            (Button(say(N_("I would rather not take part")), "decline", style=Style.DANGER),),
        ),
        personal=True,
    )


def _in(args: Args, desk: Desk, *states: State) -> Dossier | None:
    dossier = desk.session.get(Dossier, args["dossier_id"])
    return dossier if dossier is not None and dossier.state in states else None


WINDOWS = {
    Template.NOMINEE_ADOPTED: nominee_adopted,
    Template.MERGED: _merged,
    Template.SUPPORTED_RESULT: _supported_result,
    Template.THANKED: _thanked,
    Template.HANDED_OVER: _handed_over,
    Template.PREPARED: _prepared,
    Template.NOMINEE_DECLINED: _nominee_declined,
    Template.ASKED_BACK: _asked_back,
    Template.ANSWERED: _answered,
    Template.NOMINEE_CORRECTED: _nominee_corrected,
}
