"""Purpose, privacy and consent (W2, W3) in the reader's words; the whole notice; taking consent back (/rutdongy)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Style, Window
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_, Text
from bot.i18n import Audience, Speaker
from bot.services import accounts, consents, units
from handlers.answers import not_understood, press_of
from handlers.arrival import next_stop
from handlers.phrases import back, home
from models import Invitation

#: The whole notice, a page a paragraph. Change a meaning here, and raise TEXT_VERSION in bot/services/consents.py.
NOTICE = (
    (
        N_("What is kept"),
        N_(
            "Your full name, unit, work and Telegram number; what you write and send here; what is decided on it. "
            "Nothing else is looked up about you."
        ),
    ),
    (
        N_("What for, and who sees it"),
        N_(
            "Only to consider praise and awards in the education sector. Those with a task in it see it: your unit, "
            "the levels above it, the Council. Stories are published only after a question of their own."
        ),
    ),
    (
        N_("Where, and for how long"),
        N_(
            "In the Department's own database, for as long as the law asks of award records. Messages pass through "
            "Telegram's servers abroad; what was only begun and discarded is emptied after a day."
        ),
    ),
    (
        N_("Your rights"),
        N_(
            "To see, correct and receive your data, to object, to have it erased where the law allows, to complain, "
            "and to take this consent back at any time: /rutdongy. Saying no costs you nothing."
        ),
    ),
)


def spoken_to(desk: Desk) -> Speaker:
    """Speak to somebody who is not known yet as to a teacher: pupils and parents have their own way in."""
    return replace(desk.say, audience=Audience.TEACHER) if desk.say.audience is Audience.UNKNOWN else desk.say


class ConsentScreen:
    """``args``: kind and another from the question before, invitation from a link, declined after a no."""

    name = "consent"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask, with two equal buttons; after a no say what is possible all the same."""
        say = spoken_to(desk)
        if args.get("declined"):
            return _declined(say)
        return Window(
            header="Gương Sáng",
            trail=_invited_to(args, desk, say),
            body=(
                say(
                    N_(
                        "Here you introduce good people and good deeds in our schools and see how far each story "
                        "has come."
                    )
                ),
                say(
                    N_(
                        "🔒 We keep your name, unit, job and what you send, only to consider praise and awards; only "
                        "people with that task see it. Messages pass through Telegram's servers abroad. We'll ask "
                        "before publishing. Change your mind: /rutdongy"
                    )
                ),
            ),
            question=say(N_("May we keep and use this?")),
            rows=(
                (Button(say(N_("I agree")), "agree"), Button(say(N_("Not now")), "decline")),
                (Button(say(N_("Read it in full")), "read"),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Keep a yes; keep nothing of a no."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("agree") if not args.get("declined"):
                return _agreed(args, desk)
            case Pressed("decline"):
                return Go("consent", {**args, "declined": True})
            case Pressed("again"):
                return Go("consent", {name: value for name, value in args.items() if name != "declined"})
            case Pressed("read"):
                return Go("privacy", {"from": dict(args)})
            case Pressed("plan" | "help" as screen):
                return Go(screen)
            case _:
                return not_understood(given)


class PrivacyScreen:
    """The whole notice; ``args["from"]``: the args of the question that it belongs to."""

    name = "privacy"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show one paragraph a page, so that it is read on a phone."""
        say, at = spoken_to(desk), int(args.get("at", 0))
        title, words = NOTICE[at]
        turning = [
            *([Button(say(N_("‹ Earlier")), "page", str(at - 1))] if at else []),
            *([Button(say(N_("See more ›")), "page", str(at + 1))] if at + 1 < len(NOTICE) else []),
        ]
        return Window(
            header=say(
                N_("Privacy, version {version} · {at}/{all}"),
                version=consents.TEXT_VERSION,
                at=at + 1,
                all=len(NOTICE),
            ),
            body=(f"🔒 {say(title)}", say(words)),
            rows=(tuple(turning), (back(say),)),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Turn the page, or go back to where it was opened."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("page", at) if at.isdecimal() and int(at) < len(NOTICE):
                return Go("privacy", {**args, "at": int(at)})
            case Pressed("back") if args.get("from") is None:
                return Go("withdraw")
            case Pressed("back"):
                return Go("consent", args["from"])
            case _:
                return not_understood(given)


class WithdrawScreen:
    """/rutdongy: since when the consent stands, what taking it back does, asked once."""

    name = "withdraw"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say what happens, and what does not."""
        say, since = desk.say, consents.given_at(desk.session, desk.person_id) if desk.person_id else None
        if since is None:
            return Window(
                header=say(N_("🔒 Your consent")),
                body=(say(N_("There is no consent of yours here, so nothing is to be taken back.")),),
                rows=((home(say),),),
            )
        return Window(
            header=say(N_("🔒 Your consent")),
            body=(
                say(N_("Given at {moment}, for keeping and using what you send."), moment=say.moment(since)),
                say(
                    N_(
                        "Taken back, the assistant no longer writes to you and uses nothing new of yours. What was "
                        "decided already stays on record as the law asks; your unit ends your roles."
                    )
                ),
            ),
            question=say(N_("Take the consent back?")),
            rows=(
                (Button(say(N_("Keep it as it is")), "menu"),),
                (Button(say(N_("Read it in full")), "read"),),
                (Button(say(N_("Take it back")), "withdraw", style=Style.DANGER),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Take it back on a press of the red button."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("withdraw") if consents.given_at(desk.session, desk.person_id):
                consents.withdraw(desk.session, desk.person_id, now=desk.now)
                return Go("consent", {"declined": True}, receipt=Text(N_("🔒 Consent taken back.")))
            case Pressed("read"):
                return Go("privacy")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _agreed(args: Mapping[str, Any], desk: Desk) -> Reaction:
    known = desk.person_id if not args.get("another") else 0
    language = accounts.language_of(desk.session, desk.account_id)
    consents.give(desk.session, desk.account_id, language=language, now=desk.now, person_id=known or None)
    receipt = Text(N_("🔒 Noted: you agree. Change your mind: /rutdongy"))
    if known and args.get("invitation"):
        return Go("invited", {"invitation": args["invitation"]}, receipt=receipt)
    if known:
        stop = next_stop(desk)
        return Go(stop.screen, stop.args, receipt=receipt)
    return Go("join_name", {name: args[name] for name in ("kind", "invitation") if name in args}, receipt=receipt)


def _declined(say: Speaker) -> Window:
    return Window(
        header="Gương Sáng",
        body=(
            say(
                N_(
                    "That is fine. /kehoach and /huongdan can be read all the same; to introduce somebody on paper, "
                    "see the school's clerk."
                )
            ),
        ),
        rows=(
            (Button(say(N_("See the question again")), "again"),),
            (Button(say(N_("The plan")), "plan"), Button(say(N_("Help")), "help")),
        ),
    )


def _invited_to(args: Mapping[str, Any], desk: Desk, say: Speaker) -> str:
    invitation = desk.session.get(Invitation, args["invitation"]) if args.get("invitation") else None
    unit = units.name_of(desk.session, invitation.unit_id or 0, on=desk.today) if invitation else None
    if invitation is None or unit is None:
        return ""
    return say(N_("Invitation: {unit}, {role}"), unit=unit.name, role=say(ROLE_LABELS[Role(invitation.role)]))


consent = ConsentScreen()
privacy = PrivacyScreen()
withdraw = WithdrawScreen()
