"""The card of a nomination for whoever decides (W31), with its decision one press away."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.domain.workflow import ASKED, WAITING, Action
from bot.domain.workflow_words import ACTION_LABELS, STATE_LABELS
from bot.services import asking, dossiers, handing
from bot.services.queries.card import DossierCard
from bot.services.sight import Sight
from handlers.answers import not_understood, press_of
from handlers.card_lines import achievement_lines, criteria_lines, last_fact, nominee_line
from handlers.decisions import decide, open_card, opened
from handlers.phrases import days_left, days_waited

#: Characters of the story on a card; the whole of it is one press away.
STORY = 160

_CONFLICTS = {
    "nominee": N_("This is about you, so somebody else looks at it. Whom shall it go to?"),
    "nominator": N_("You nominated this one, so somebody else looks at it. Whom shall it go to?"),
    "related": N_("The nominee is close to you, so somebody else looks at it. Whom shall it go to?"),
}
_PASSING = {"deputy": Action.PASS_TO_DEPUTY, "above": Action.PASS_UP}
_DECIDING = {
    "adopt": (Action.ADOPT, Style.SUCCESS),
    "supplement": (Action.ASK_SUPPLEMENT, Style.PLAIN),
    "not_now": (Action.NOT_THIS_ROUND, Style.PLAIN),
}


class CardScreen:
    """``args``: the dossier's id, the version that was seen, and what is being asked once before it is done."""

    name = "card"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show what is needed for a decision, and the buttons this person may press now."""
        dossier = open_card(args, desk)
        if args["version"] != dossier.version:
            return _overtaken(dossier, desk)
        if args.get("asked") == "related":
            return _ask_related(dossier, desk)
        if args.get("asked") == "other":
            return _other_ways(dossier, desk)
        return Window(
            header=_header(dossier, desk),
            trail=nominee_line(dossier, desk),
            body=(*_story(dossier, desk), *criteria_lines(dossier, desk), *_facts(dossier, desk)),
            question=_question(dossier, desk),
            rows=_rows(dossier, desk),
            personal=True,
        )

    def react(  # noqa: C901, PLR0911 -- one line a button
        self, args: Mapping[str, Any], given: Given, desk: Desk
    ) -> Reaction:
        """Decide, ask, pass on, undo, or look closer."""
        here = {"id": args["id"], "version": args["version"]}
        match press_of(given, self.draw(args, desk)):
            case Pressed("adopt"):
                return decide(args, desk, Action.ADOPT)
            case Pressed("supplement"):
                return Go("supplement_request", here)
            case Pressed("not_now"):
                return Go("not_this_round", here)
            case Pressed("deputy" | "above" as to):
                return decide(args, desk, _PASSING[to])
            case Pressed("related" | "other" as page):
                return Go("card", {**here, "asked": page})
            case Pressed("declare"):
                return _declare(args, desk)
            case Pressed("undo", decision_id) if decision_id.isdecimal():
                dossiers.undo(desk.session, int(decision_id), by=desk.person_id, now=desk.now, zone=desk.zone)
                return opened(args["id"], desk, toast=Text(N_("✓ Undone. Nobody was told.")))
            case Pressed("prepared"):
                return _prepared(args, desk)
            case Pressed("whole" | "files" | "merge" | "hand_over" | "answer" as screen):
                return Go(screen, here)
            case Pressed("again"):
                return opened(args["id"], desk)
            case Pressed("back"):
                return Go("card", here) if args.get("asked") else Go("queue")
            case _:
                return not_understood(given)


def _header(dossier: DossierCard, desk: Desk) -> str:
    say = desk.say
    if dossier.state in WAITING:
        waited = (desk.today - dossier.state_since.astimezone(desk.zone).date()).days
        return say(N_("📥 {code} · waiting {waited}"), code=dossier.code, waited=days_waited(waited))
    return f"{dossier.code} · {say(STATE_LABELS[dossier.state])}"


def _story(dossier: DossierCard, desk: Desk) -> list[str]:
    if dossier.sight is Sight.BASIC:
        return []
    story = cut(" ".join(dossier.story.split()), STORY)
    return [f"💬 {dossier.nominator_name}: “{story}”"]


def _facts(dossier: DossierCard, desk: Desk) -> list[str]:
    say = desk.say
    facts = [*_behind_it(dossier, desk)]
    if dossier.nominator_related:
        facts.append(say(N_("⚠️ The nominator is related to the nominee.")))
    if dossier.state in WAITING:
        facts.append(say(STATE_LABELS[dossier.state]))
    elif dossier.history:
        facts.append(last_fact(dossier, desk))
    if dossier.state in WAITING | ASKED and dossier.due_on is not None:
        due = say(
            N_("⏰ By {date}, {left}"),
            date=say.date(dossier.due_on),
            left=days_left((dossier.due_on - desk.today).days),
        )
        facts.append(due)
    return facts


def _question(dossier: DossierCard, desk: Desk) -> str:
    if not _may_decide(dossier) and dossier.conflict and dossier.actions:
        return desk.say(_CONFLICTS[dossier.conflict])
    if _may_decide(dossier):
        return desk.say(N_("What do you decide?"))
    return desk.say(N_("Is anything missing before it is decided on?")) if dossier.is_preparer else ""


def _may_decide(dossier: DossierCard) -> bool:
    return Action.ADOPT in dossier.actions


def _rows(dossier: DossierCard, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    rows: list[Row] = []
    undo = dossier.undo
    if undo is not None and undo.until > desk.now:
        minutes = -(-int((undo.until - desk.now).total_seconds()) // 60)
        label = say(N_("Undo (minutes left: {minutes})"), minutes=minutes)
        rows.append((Button(label, "undo", str(undo.decision_id)),))
    rows += [
        (Button(say(ACTION_LABELS[action]), name, style=style),)
        for name, (action, style) in _DECIDING.items()
        if action in dossier.actions
    ]
    if dossier.sight is Sight.WHOLE:
        files = Button(say(N_("📎 Files ({count})"), count=len(dossier.evidence)), "files")
        rows.append((Button(say(N_("See all of it")), "whole"), *((files,) if dossier.evidence else ())))
    rows += [
        (Button(say(ACTION_LABELS[action]), name),) for name, action in _PASSING.items() if action in dossier.actions
    ]
    if dossier.is_preparer:
        rows.append((Button(say(N_("It is prepared")), "prepared", style=Style.PRIMARY),))
    if not _may_decide(dossier) and _is_asked(dossier, desk):
        rows.append((Button(say(N_("Answer the question")), "answer"),))
    other = (Button(say(N_("Other ways")), "other"),) if _may_decide(dossier) else ()
    return (*rows, (*other, _to_list(desk)))


def _other_ways(dossier: DossierCard, desk: Desk) -> Window:
    """Offer what is seldom needed: merge a duplicate, let a clerk prepare it, say to be a relative."""
    say = desk.say
    clerks = handing.clerks_for(desk.session, dossier.id, by=desk.person_id, now=desk.now, zone=desk.zone)
    ways = [
        (Action.MERGE in dossier.actions, Button(say(ACTION_LABELS[Action.MERGE]), "merge")),
        (bool(clerks), Button(say(N_("Let the clerk prepare it")), "hand_over")),
        (_is_asked(dossier, desk), Button(say(N_("Answer the question")), "answer")),
        (_may_decide(dossier), Button(say(N_("I am a relative")), "related")),
    ]
    return Window(
        header=_header(dossier, desk),
        trail=nominee_line(dossier, desk),
        question=say(N_("What shall be done with it?")),
        rows=(*((button,) for is_open, button in ways if is_open), (Button(say(N_("‹ Back")), "back"),)),
        personal=True,
    )


def _is_asked(dossier: DossierCard, desk: Desk) -> bool:
    return asking.may_answer(desk.session, dossier.id, by=desk.person_id, now=desk.now, zone=desk.zone)


def _behind_it(dossier: DossierCard, desk: Desk) -> list[str]:
    """Tell who and what stands behind it: listed solutions and prizes, supporters, joined nominations, the clerk."""
    say = desk.say
    lines = achievement_lines(dossier, desk)
    if dossier.supporters:
        lines.append(say(N_("💬 Supporters: {count}"), count=len(dossier.supporters)))
    if dossier.joined:
        codes = ", ".join(one.code for one in dossier.joined)
        lines.append(say(N_("Joined with it: {codes}"), codes=cut(codes, 60)))
    if dossier.handed_to:
        lines.append(say(N_("⏳ {name} prepares it"), name=cut(dossier.handed_to, 60)))
    if _is_asked(dossier, desk):
        lines.append(say(N_("💬 The nominator has asked something.")))
    return lines


def _overtaken(dossier: DossierCard, desk: Desk) -> Window:
    """Somebody was faster: say who did what, and offer the card as it stands now."""
    say = desk.say
    return Window(
        header=_header(dossier, desk),
        trail=nominee_line(dossier, desk),
        body=(last_fact(dossier, desk),) if dossier.history else (),
        question=say(N_("This has changed meanwhile. Shall it be opened as it stands now?")),
        rows=((Button(say(N_("Open it as it stands")), "again", style=Style.PRIMARY),), (_to_list(desk),)),
        personal=True,
    )


def _ask_related(dossier: DossierCard, desk: Desk) -> Window:
    say = desk.say
    return Window(
        header=_header(dossier, desk),
        trail=nominee_line(dossier, desk),
        body=(say(N_("It is noted, and from then on somebody else decides. This cannot be taken back here.")),),
        question=say(N_("Are you related to {name}?"), name=cut(dossier.nominee_name, 60)),
        rows=((Button(say(N_("Yes, related")), "declare"), Button(say(N_("No, go back")), "back")),),
        personal=True,
    )


def _to_list(desk: Desk) -> Button:
    return Button(desk.say(N_("‹ The list")), "back")


def _prepared(args: Mapping[str, Any], desk: Desk) -> Reaction:
    handing.give_back(
        desk.session,
        args["id"],
        by=desk.person_id,
        expected_version=args["version"],
        now=desk.now,
        zone=desk.zone,
    )
    return Go("queue", toast=Text(N_("✓ Those who decide are told that it is prepared.")))


def _declare(args: Mapping[str, Any], desk: Desk) -> Reaction:
    dossiers.declare_related(
        desk.session,
        args["id"],
        by=desk.person_id,
        expected_version=args["version"],
        now=desk.now,
        zone=desk.zone,
    )
    return Go("queue", toast=Text(N_("✓ Noted: somebody else looks at it.")))


card = CardScreen()
