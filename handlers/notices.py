"""Notices: what each says at the moment of sending, recomputed from rows, and what its buttons do.

None instead of a window means that there is nothing to say any more: the notice is skipped.
"""

from collections.abc import Callable, Mapping
from typing import Any

from bot.conversation.desk import Begin, Desk, Go, Reaction, Resume, Stay
from bot.conversation.window import Button, Style, Window
from bot.domain.lengths import cut
from bot.domain.notices import Template
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED, WAITING, State
from bot.services import placing, supplements, units
from bot.services.sight import sight_of
from handlers import notices_nominating
from handlers.decisions import opened
from handlers.invite import draw_invitation_picture, draw_invitation_poster
from handlers.members import decide
from handlers.nominate_again import answers_of
from handlers.notices_joining import (
    draw_asked,
    draw_confirmed,
    draw_not_ours,
    draw_role_ended,
    draw_role_given,
)
from handlers.phrases import days_left, occasion_of
from handlers.reading import draw_file
from handlers.reminders import draw_digest, draw_draft_reminder, draw_officer_reminder, put_off
from handlers.reorganised import draw_reorganised
from handlers.tips import draw_tip, mute
from models import Dossier

#: Characters of a name, of somebody's words and of one item in a notice.
NAME, WORDS, ITEM = 60, 400, 90

Args = Mapping[str, Any]


def draw_notice(template: str, args: Args, desk: Desk) -> Window | None:
    """Make a notice's window in the reader's language; None where its condition no longer holds."""
    return _WINDOWS[Template(template)](args, desk)


def react_notice(  # noqa: C901, PLR0911, PLR0912 -- one line a button
    template: str, args: Args, action: str, value: str, desk: Desk
) -> Reaction:
    """Follow a button below a notice; what it opens looks up the rights itself."""
    match action:
        case "card":
            return opened(int(args["dossier_id"]), desk)
        case "item" | "supplement" as screen:
            at = {"item": int(value)} if screen == "supplement" and value.isdecimal() else {}
            return Go(screen, {"id": args["dossier_id"], **at})
        case "question" | "answer" as screen:
            return Go(screen, {"id": args["dossier_id"]})
        case "correct" | "decline":
            return Go("about_me", {"id": args["dossier_id"], "doing": action})
        case "queue" | "mine" | "menu" | "help" | "drafts" | "members" | "join_unit" as screen:
            return Go(screen)
        case "resume" if value.isdecimal():
            return Resume(int(value))
        case "confirm" | "not_ours":
            return Stay(toast=decide(action, int(args["request_id"]), desk))
        case "nominate":
            return Begin("nominate")
        case "nominate_again":
            return Begin("nominate", answers_of(int(args["dossier_id"]), desk))
        case "tomorrow":
            return put_off(Template(template), args, desk)
        case "no_tips":
            return mute(args, desk)
        case "ack":
            return Stay(toast=Text(N_("✓ Noted at {time}"), {"time": f"{desk.now.astimezone(desk.zone):%H:%M}"}))
        case _:
            return Stay(toast=Text(N_("This button belongs to an earlier step; nothing has changed.")))


# To those who decide.


def _new_nomination(args: Args, desk: Desk) -> Window | None:
    dossier = _on_their_desk(args, desk)
    if dossier is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("📥 A nomination to look at · {code}"), code=dossier.code),
        body=(
            say(
                N_("{name} · {occasion} · from {nominator}"),
                name=cut(dossier.nominee_name, NAME),
                occasion=say(occasion_of(dossier)),
                nominator=dossier.nominator_name,
            ),
        ),
        rows=((Button(say(N_("📥 Open the nomination")), "card", style=Style.PRIMARY),),),
        personal=True,
    )


def _supplement_given(args: Args, desk: Desk) -> Window | None:
    dossier = _on_their_desk(args, desk)
    if dossier is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("📥 What was asked for is here · {code}"), code=dossier.code),
        body=(
            say(
                N_("{nominator} has added to the nomination of {name}."),
                nominator=dossier.nominator_name,
                name=cut(dossier.nominee_name, NAME),
            ),
        ),
        rows=((Button(say(N_("📥 Open the nomination")), "card", style=Style.PRIMARY),),),
        personal=True,
    )


def _withdrawn(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.WITHDRAWN)
    if dossier is None or sight_of(desk.session, dossier, args["person_id"], on=desk.today, now=desk.now) is None:
        return None  # whoever holds the office no longer is told of nothing
    return Window(
        header=desk.say(N_("{code} · withdrawn by the nominator"), code=dossier.code),
        body=(desk.say(N_("{name}: nothing is left to do."), name=cut(dossier.nominee_name, NAME)),),
        personal=True,
    )


# To the nominator.


def _supplement_asked(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, *ASKED)
    items = supplements.items_of(desk.session, args["dossier_id"]) if dossier is not None else []
    if dossier is None or not items:
        return None
    say, due = desk.say, max(item.due_on for item in items)
    holder = units.name_of(desk.session, dossier.holder_unit_id, on=desk.today)
    return Window(
        header=say(N_("🔸 More is needed · {name}"), name=cut(dossier.nominee_name, NAME)),
        body=(
            say(
                N_("💬 {unit} asks for a little more, by {date} ({left}):"),
                unit=holder.name if holder else dossier.unit_name,
                date=say.date(due),
                left=days_left((due - desk.today).days),
            ),
            *(f"{item.position} {'✅' if item.is_given else '⬜'} {cut(item.text, ITEM)}" for item in items),
        ),
        question=say(N_("Which item first? A file can be sent right away.")),
        rows=(
            tuple(Button(str(item.position), "supplement", str(item.id)) for item in items[:5]),
            (Button(say(N_("See all that is asked")), "supplement", style=Style.PRIMARY),),
            (Button(say(N_("Ask the unit")), "question"),),
        ),
        personal=True,
    )


def _adopted(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.ADOPTED)
    if dossier is None:
        return None
    say = desk.say
    following = N_("⏳ Next: the unit sends the dossier to the level above by {date}.")
    return Window(
        header=say(N_("✅ {name} is on the unit's list"), name=cut(dossier.nominee_name, NAME)),
        body=(
            say(N_("Thank you for seeing the good people around you.")),
            *((say(following, date=say.date(dossier.due_on)),) if dossier.due_on else ()),
        ),
        rows=((Button(say(N_("See the item")), "item"),),),
        personal=True,
    )


def _not_this_round(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, State.NOT_THIS_ROUND)
    if dossier is None:
        return None
    say = desk.say
    return Window(
        header=say(N_("{name} · not in this round's list"), name=cut(dossier.nominee_name, NAME)),
        body=(f"💬 “{cut(str(args.get('comment', '')), WORDS)}”", say(N_("The story and the evidence are kept."))),
        rows=(
            (Button(say(N_("Nominate again")), "nominate_again", style=Style.PRIMARY),),
            (Button(say(N_("See the item")), "item"), Button(say(N_("Ask the unit")), "question")),
        ),
        personal=True,
    )


def _on_the_way(args: Args, desk: Desk) -> Window | None:
    dossier = _in(args, desk, *WAITING)
    if dossier is None:
        return None
    say = desk.say
    here = {
        State.WITH_DEPUTY: N_("⏳ {name} · the deputy head is looking at it now. Nothing is needed of you."),
        State.WITH_LEVEL_ABOVE: N_("⏳ {name} · the level above is looking at it now. Nothing is needed of you."),
    }
    words = here.get(
        State(dossier.state), N_("⏳ {name} · the head of the unit is looking at it. Nothing is needed of you.")
    )
    return Window(
        body=(say(words, name=cut(dossier.nominee_name, NAME)),),
        rows=((Button(say(N_("See the item")), "item"),),),
        personal=True,
    )


# About the conversation itself.


def _failure(args: Args, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=say(N_("⚠️ That didn't work, and it is our fault")),
        body=(
            say(N_("Sorry. Your message is kept; there is no need to type it again.")),
            say(N_("If you ask us about it, quote {reference}."), reference=args["reference"]),
        ),
        rows=((Button(say(N_("Try again")), "retry", style=Style.PRIMARY), Button(say(N_("Help")), "help")),),
    )


def _slow_down(args: Args, desk: Desk) -> Window:
    return Window(
        body=(desk.say(N_("⏳ That was a lot at once. Everything is kept; the answers follow a little more slowly.")),)
    )


def _group(args: Args, desk: Desk) -> Window:
    say = desk.say
    return Window(
        body=(say(N_("Good people and good deeds are best told in private. Please write to the assistant directly.")),),
        rows=((Button(say(N_("Open the private chat")), url=f"https://t.me/{args['bot']}"),),),
    )


def _overtaken(args: Args, desk: Desk) -> Window:
    return Window(
        body=(
            desk.say(N_("An earlier message has been worked through. Your later answer stands; nothing was changed.")),
        )
    )


def _in(args: Args, desk: Desk, *states: State) -> Dossier | None:
    dossier = desk.session.get(Dossier, args["dossier_id"])
    return dossier if dossier is not None and dossier.state in states else None


def _on_their_desk(args: Args, desk: Desk) -> Dossier | None:
    """Give the dossier if the reader is among those who may decide on it now, or prepares it."""
    dossier = _in(args, desk, *WAITING)
    if dossier is None:
        return None
    free = {officer.person_id for officer in placing.officers_at(desk.session, dossier, on=desk.today)}
    return dossier if args["person_id"] in {*free, dossier.handed_to_id} else None


_WINDOWS: Mapping[Template, Callable[[Args, Desk], Window | None]] = {
    Template.NEW_NOMINATION: _new_nomination,
    Template.SUPPLEMENT_ASKED: _supplement_asked,
    Template.SUPPLEMENT_GIVEN: _supplement_given,
    Template.ADOPTED: _adopted,
    Template.NOT_THIS_ROUND: _not_this_round,
    Template.ON_THE_WAY: _on_the_way,
    Template.WITHDRAWN: _withdrawn,
    Template.REORGANISED: draw_reorganised,
    Template.REMINDER_OFFICER: draw_officer_reminder,
    Template.REMINDER_DRAFT: draw_draft_reminder,
    Template.DIGEST_HEAD: draw_digest,
    Template.TIP: draw_tip,
    Template.JOIN_ASKED: draw_asked,
    Template.JOIN_REMINDER: draw_asked,
    Template.JOIN_CONFIRMED: draw_confirmed,
    Template.JOIN_NOT_OURS: draw_not_ours,
    Template.ROLE_GIVEN: draw_role_given,
    Template.ROLE_ENDED: draw_role_ended,
    Template.INVITATION_QR: draw_invitation_picture,
    Template.INVITATION_POSTER: draw_invitation_poster,
    Template.FAILURE: _failure,
    Template.SLOW_DOWN: _slow_down,
    Template.GROUP: _group,
    Template.EVIDENCE_FILE: draw_file,
    Template.OVERTAKEN: _overtaken,
    **notices_nominating.WINDOWS,
}
