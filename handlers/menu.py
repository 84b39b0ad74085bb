"""The main menu (W10, W13, W14): what waits, what is due, and the ways from here; made of roles and counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversation.desk import Begin, Desk, Given, Go, Pressed, Reaction, Resume
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_
from bot.services import calendar, door, drafts, joining, roles, units
from bot.services.queries import mine, queue
from bot.services.roles import HeldRole
from handlers.answers import not_understood, press_of
from handlers.arrival import next_stop
from handlers.commands import DOOR, OFFICERS
from handlers.drafts import standing_of, titled
from handlers.phrases import days_left, days_waited
from models import Draft
from models.dialog import DraftState

#: Buttons that open a screen under its own name.
_SCREENS = ("queue", "members", "mine", "calendar", "help", "plan", "language", "drafts")


@dataclass(frozen=True, slots=True)
class Facts:
    """What the menu of one person is made of."""

    held: Sequence[HeldRole]
    drafts: Sequence[Draft]
    waiting: int
    oldest_days: int
    under_way: int
    asked: int
    at_the_door: int

    @property
    def officer(self) -> HeldRole | None:
        """The first role in which this person decides."""
        return next((one for one in self.held if one.role in OFFICERS), None)


class MenuScreen:
    """Home."""

    name = "menu"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Say what waits and offer the ways on; somebody not known yet reads what this is for."""
        if not desk.person_id:
            return _unknown(desk)
        say, facts = desk.say, _facts(desk)
        question = N_("Which shall we look at first?") if facts.waiting else N_("What would you like to do?")
        return Window(
            header=_header(facts, desk),
            body=(
                *_unplaced(facts, desk),
                *_waiting(facts, desk),
                *_at_the_door(facts, desk),
                *_draft(facts, desk),
                *_own(facts, desk),
                *_dates(facts, desk),
            ),
            question=say(question),
            rows=_rows(facts, desk),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Go where the button says."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("nominate"):
                return Begin("nominate")
            case Pressed("resume", draft_id) if draft_id.isdecimal() and _is_open(int(draft_id), desk):
                return Resume(int(draft_id))
            case Pressed("join"):
                return next_stop(desk)
            case Pressed(screen) if screen in _SCREENS:
                return Go(screen)
            case _:
                return not_understood(given)


def _facts(desk: Desk) -> Facts:
    held = roles.roles_of(desk.session, desk.person_id, on=desk.today)
    waiting = queue.waiting_counts(desk.session, desk.person_id, on=desk.today)
    return Facts(
        held=held,
        drafts=drafts.open_of(desk.session, desk.person_id),
        waiting=waiting.total,
        oldest_days=waiting.oldest_days,
        under_way=mine.under_way(desk.session, desk.person_id, now=desk.now),
        asked=mine.asked_of(desk.session, desk.person_id, now=desk.now),
        at_the_door=door.count_waiting(desk.session, desk.person_id, on=desk.today) if _keeps_a_door(held) else 0,
    )


def _header(facts: Facts, desk: Desk) -> str:
    say = desk.say
    if facts.officer is not None:
        return say(
            N_("Gương Sáng · {role}, {unit}"),
            role=say(N_("Acting head") if facts.officer.acting_for else ROLE_LABELS[facts.officer.role]),
            unit=facts.officer.unit.name,
        )
    if facts.held:
        return f"Gương Sáng · {facts.held[0].unit.name}"
    return "Gương Sáng"


def _waiting(facts: Facts, desk: Desk) -> list[str]:
    if facts.officer is None:
        return []
    if not facts.waiting:
        return [desk.say(N_("✅ No nomination waits for you."))]
    return [
        desk.say(
            N_("📥 Nominations to look at: {count}, the oldest {waited}"),
            count=facts.waiting,
            waited=days_waited(facts.oldest_days),
        )
    ]


def _keeps_a_door(held: Sequence[HeldRole]) -> bool:
    return any(one.role in DOOR for one in held)


def _at_the_door(facts: Facts, desk: Desk) -> list[str]:
    return [desk.say(N_("📥 People asking to join: {count}"), count=facts.at_the_door)] if facts.at_the_door else []


def _unplaced(facts: Facts, desk: Desk) -> list[str]:
    """Say where somebody stands who belongs to no unit yet."""
    if facts.held:
        return []
    request = joining.waiting_of(desk.session, desk.person_id)
    unit = units.name_of(desk.session, request.unit_id, on=desk.today) if request else None
    if unit is None:
        return [desk.say(N_("🔸 You belong to no unit here yet."))]
    return [desk.say(N_("⏳ {unit} has been asked to confirm you."), unit=unit.name)]


def _draft(facts: Facts, desk: Desk) -> list[str]:
    if not facts.drafts:
        return []
    latest = facts.drafts[0]
    standing = standing_of(latest)
    return [
        desk.say(
            N_("✍️ Draft: {title}, step {number}/{total}"),
            title=titled(latest, desk),
            number=standing.number,
            total=standing.total,
        )
    ]


def _own(facts: Facts, desk: Desk) -> list[str]:
    lines = []
    if facts.asked:
        lines.append(desk.say(N_("🔸 Nominations of yours that need more: {count}"), count=facts.asked))
    if facts.under_way > facts.asked:
        lines.append(desk.say(N_("⏳ Nominations of yours under way: {count}"), count=facts.under_way - facts.asked))
    return lines


def _dates(facts: Facts, desk: Desk) -> list[str]:
    say = desk.say
    if facts.officer is not None and facts.officer.role is not Role.INTERMEDIATE_OFFICER:
        due = calendar.next_step_due(desk.session, desk.today, step=calendar.SCHOOL)
        sending = N_("⏰ The dossiers for {occasion} go out by {date}, {left}")
        return (
            [say(sending, occasion=due.label, date=say.date(due.closes_on), left=days_left(due.days_left))]
            if due is not None
            else []
        )
    opened = [one for one in calendar.open_occasions(desk.session, desk.today) if one.is_open][:1]
    return [
        say(
            N_("⏰ Nominations for {occasion} until {date}, {left}"),
            occasion=one.label,
            date=say.date(one.closes_on),
            left=days_left((one.closes_on - desk.today).days),
        )
        for one in opened
    ]


def _rows(facts: Facts, desk: Desk) -> tuple[Row, ...]:
    say = desk.say
    rows: list[Row] = []
    suggested = Style.PRIMARY
    if facts.waiting:
        rows.append(
            (Button(say(N_("📥 Nominations to see ({count})"), count=facts.waiting), "queue", style=suggested),)
        )
        suggested = Style.PLAIN
    if facts.at_the_door:
        rows.append((Button(say(N_("📥 People asking to join ({count})"), count=facts.at_the_door), "members"),))
    if not facts.held:
        rows.append((Button(say(N_("My unit")), "join", style=suggested),))
        suggested = Style.PLAIN
    if facts.drafts:
        rows.append((Button(say(N_("✍️ Continue the draft")), "resume", str(facts.drafts[0].id), suggested),))
        suggested = Style.PLAIN
    rows.append((Button(say(N_("✍️ Nominate")), "nominate", style=suggested), Button(say(N_("My items")), "mine")))
    if len(facts.drafts) > 1:
        rows.append((Button(say(N_("Other drafts ({count})"), count=len(facts.drafts) - 1), "drafts"),))
    rows.append((Button(say(N_("⏰ Dates")), "calendar"), Button(say(N_("Help")), "help")))
    return tuple(rows)


def _unknown(desk: Desk) -> Window:
    say = desk.say
    return Window(
        header="Gương Sáng",
        body=(
            say(
                N_(
                    "The place where good people and good deeds of the province's schools are introduced, and where "
                    "each story can be followed."
                )
            ),
            say(N_("Joining takes a minute: by an invitation from your school, or by its name.")),
        ),
        question=say(N_("What would you like to do?")),
        rows=(
            (Button(say(N_("Join")), "join", style=Style.PRIMARY),),
            (Button(say(N_("The plan")), "plan"), Button(say(N_("Help")), "help")),
            (Button(say(N_("⏰ Dates")), "calendar"),),
            (Button("Tiếng Việt · English", "language"),),
        ),
    )


def _is_open(draft_id: int, desk: Desk) -> bool:
    draft = drafts.own(desk.session, draft_id, person_id=desk.person_id)
    return draft is not None and draft.state == DraftState.OPEN


menu = MenuScreen()
