"""What nobody asked for: reminders before a closing (W47) and the Monday digest of a head (W48)."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.conversation.desk import Desk, Reaction, Stay
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.notices import Template
from bot.domain.sending_times import SENDING_FROM
from bot.domain.wording import N_, Text
from bot.services import digest, reminders, unasked
from bot.services.digest import DigestFacts
from bot.services.reminders import DraftFacts, OfficerFacts
from bot.services.unasked import Letter
from handlers.phrases import days_left, days_waited
from handlers.tips import tip_line

Args = Mapping[str, Any]

#: Characters of a draft's title.
TITLE = 60

_OFFICER = {
    "past": N_("⚠️ The day for sending the dossiers of {occasion}, {date}, has passed."),
    "today": N_("⏰ Today is the day for sending the dossiers of {occasion}, until 17:00."),
    "tomorrow": N_("⏰ Tomorrow is the day for sending the dossiers of {occasion}."),
    "ahead": N_("⏰ {days} days left until the dossiers of {occasion} go out, {date}."),
}
_DRAFT = {
    "past": N_("✍️ Nominations for {occasion} closed on {date}. Your draft is kept whole."),
    "today": N_("⏰ Today is the last day of nominations for {occasion}, until 24:00."),
    "tomorrow": N_("⏰ Tomorrow is the last day of nominations for {occasion}."),
    "ahead": N_("⏰ {days} days left for nominations for {occasion}, until {date}."),
}


def draw_officer_reminder(args: Args, desk: Desk) -> Window | None:
    """Remind somebody with items on the desk; None once nothing waits."""
    facts = reminders.still_holds(desk.session, args, now=desk.now, zone=desk.zone)
    if not isinstance(facts, OfficerFacts):
        return None
    say = desk.say
    return Window(
        header=_when(_OFFICER, facts, desk),
        body=(say(N_("Nominations that wait for you: {count}."), count=facts.waiting),),
        rows=(
            (Button(say(N_("📥 Nominations to see ({count})"), count=facts.waiting), "queue", style=Style.PRIMARY),),
            *_answers(facts.days_left, desk),
        ),
    )


def draw_draft_reminder(args: Args, desk: Desk) -> Window | None:
    """Remind somebody of a draft that could still be sent; None once there is none."""
    facts = reminders.still_holds(desk.session, args, now=desk.now, zone=desk.zone)
    if not isinstance(facts, DraftFacts):
        return None
    say, title = desk.say, cut(facts.title, TITLE) or desk.say(N_("not named yet"))
    missing = N_("It can be sent with gaps.") if facts.days_left in {0, 1} else N_("Every answer is still there.")
    others = (say(N_("Other drafts: {count}."), count=facts.others),) if facts.others else ()
    return Window(
        header=_when(_DRAFT, facts, desk),
        body=(say(N_("Your draft: {title}."), title=title), say(missing), *others),
        rows=(
            (Button(say(N_("✍️ Continue the draft")), "resume", str(facts.draft_id), Style.PRIMARY),),
            *_answers(facts.days_left, desk),
        ),
        personal=True,
    )


def draw_digest(args: Args, desk: Desk) -> Window | None:
    """Tell a head the week; None where there is nothing to tell."""
    facts = digest.facts(desk.session, args["person_id"], now=desk.now, zone=desk.zone)
    if facts is None:
        return None
    say = desk.say
    rows: list[Row] = []
    if facts.waiting:
        label = say(N_("📥 Nominations to see ({count})"), count=facts.waiting)
        rows.append((Button(label, "queue", style=Style.PRIMARY),))
    if facts.drafts:
        rows.append((Button(say(N_("✍️ My drafts ({count})"), count=facts.drafts), "drafts"),))
    rows.append((Button(say(N_("Noted")), "ack"),))
    return Window(
        header=say(
            N_("Digest {since}-{until} · {unit}"),
            since=say.date(facts.since),
            until=say.date(facts.until),
            unit=facts.unit.name if facts.unit else "",
        ),
        body=tuple(_week(facts, desk)),
        hint=tip_line(facts.person_id, desk),
        rows=tuple(rows),
    )


def put_off(template: Template, args: Args, desk: Desk) -> Reaction:
    """Remind again tomorrow morning; what is said then is worked out then."""
    tomorrow = desk.today + timedelta(days=1)
    at = datetime.combine(tomorrow, SENDING_FROM, tzinfo=desk.zone)
    again = {name: value for name, value in args.items() if name != "person_id"}
    letter = Letter(int(args["person_id"]), template, again, chat_id=desk.chat_id)
    unasked.queue(desk.session, [letter], now=at, zone=desk.zone)
    return Stay(toast=Text(N_("✓ You'll be reminded tomorrow.")))


def _when(words: Mapping[str, str], facts: OfficerFacts | DraftFacts, desk: Desk) -> str:
    left = facts.days_left
    key = "past" if left < 0 else {0: "today", 1: "tomorrow"}.get(left, "ahead")
    return desk.say(words[key], days=left, occasion=facts.occasion, date=desk.say.date(facts.closes_on))


def _answers(left: int, desk: Desk) -> tuple[Row, ...]:
    noted = Button(desk.say(N_("Noted")), "ack")
    return ((noted, Button(desk.say(N_("Again tomorrow")), "tomorrow")) if left > 0 else (noted,),)


def _week(facts: DigestFacts, desk: Desk) -> list[str]:
    say = desk.say
    lines = []
    if facts.next_step is not None:
        lines.append(
            say(
                N_("⏰ The dossiers for {occasion} go out by {date}, {left}"),
                occasion=facts.next_step.label,
                date=say.date(facts.next_step.closes_on),
                left=days_left(facts.next_step.days_left),
            )
        )
    if facts.waiting:
        lines.append(
            say(
                N_("📥 Nominations to look at: {count}, the oldest {waited}"),
                count=facts.waiting,
                waited=days_waited(facts.oldest_days),
            )
        )
    if facts.new:
        lines.append(say(N_("New nominations in the last 7 days: {count}"), count=facts.new))
    if facts.late:
        lines.append(say(N_("🔸 Waiting beyond their day: {count}"), count=facts.late))
    if facts.late_supplements:
        lines.append(say(N_("🔸 Asked for and not here yet, past their day: {count}"), count=facts.late_supplements))
    if facts.drafts:
        lines.append(say(N_("✍️ Drafts of your own: {count}"), count=facts.drafts))
    return lines
