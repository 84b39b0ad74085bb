"""/xacnhan: who asks to join the unit, the longest first; one press says yes or no (W9)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Row, Style, Window
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text
from bot.services import door, joining
from bot.services.door import Asking
from bot.services.grants import Deed
from handlers.answers import not_understood, press_of
from handlers.joining import kind_noun
from handlers.phrases import back, digits, home, turns
from models.invitation import JoinState

PAGE = 5
NAME, UNIT = 40, 40


class MembersScreen:
    """``args["page"]`` counts from 0."""

    name = "members"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """List who waits at the door."""
        say, page = desk.say, int(args.get("page", 0))
        total = door.count_waiting(desk.session, desk.person_id, on=desk.today)
        waiting = door.waiting_for(desk.session, desk.person_id, on=desk.today, limit=PAGE, offset=page * PAGE)
        if not waiting:
            return Window(
                header=say(N_("📥 People asking to join")),
                body=(say(N_("✅ Nobody is waiting. Whoever asks is told here.")),),
                rows=((Button(say(N_("Invite people")), "invite"),), (home(say),)),
            )
        return Window(
            header=say(N_("📥 People asking to join · {count}"), count=total),
            body=tuple(
                f"{at} · {cut(one.name, NAME)} · {kind_noun(one.kind, desk)} · {cut(one.unit.name, UNIT)}"
                for at, one in enumerate(waiting, 1)
            ),
            question=say(N_("Whose request shall be opened?")),
            rows=(
                *digits("open", [str(one.id) for one in waiting]),
                *turns(page, -(-total // PAGE), say),
                (home(say),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open a request or turn the page."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("open", request_id) if request_id.isdecimal():
                return Go("member", {"id": int(request_id)})
            case Pressed("page", number) if number.isdecimal():
                return Go("members", {"page": int(number)})
            case Pressed("invite" | "menu" as screen):
                return Go(screen)
            case _:
                return not_understood(given)


class MemberScreen:
    """``args``: the request's id."""

    name = "member"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Ask whether this is somebody of the unit."""
        asking = door.find_request(desk.session, int(args.get("id", 0)), by=desk.person_id, on=desk.today)
        if asking.state != JoinState.WAITING:
            return Window(
                header=desk.say(N_("📥 Asking to join {unit}"), unit=cut(asking.unit.name, UNIT)),
                body=(desk.say(N_("✅ {name}: somebody has dealt with this already."), name=cut(asking.name, NAME)),),
                rows=((back(desk.say),),),
            )
        return ask_at_door(asking, desk, rows=((back(desk.say),),))

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Decide, then show who else waits."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("confirm" | "not_ours" as action):
                done = decide(action, int(args["id"]), desk)
                return Go("members", toast=done, receipt=done)
            case Pressed("back"):
                return Go("members")
            case _:
                return not_understood(given)


def ask_at_door(asking: Asking, desk: Desk, *, rows: tuple[Row, ...]) -> Window:
    """Make the window in which somebody is let in or not; the notice shows the same."""
    say = desk.say
    return Window(
        header=say(N_("📥 Asking to join {unit}"), unit=cut(asking.unit.name, UNIT)),
        body=(
            f"{cut(asking.name, NAME)} · {kind_noun(asking.kind, desk)} · {say.moment(asking.asked_at)}",
            say(N_("Once confirmed: may nominate, support, and see their own items.")),
        ),
        question=say(N_("Does this person belong to the unit?")),
        rows=(
            (Button(say(N_("Confirm")), "confirm", style=Style.SUCCESS),),
            (Button(say(N_("Not of our unit")), "not_ours"),),
            *rows,
        ),
        personal=True,
    )


def decide(action: str, request_id: int, desk: Desk) -> Text:
    """Say yes or no and give the words of the receipt."""
    deed = Deed(desk.person_id, desk.now, desk.zone)
    if action == "confirm":
        return Text(N_("✓ Confirmed: {name}"), {"name": joining.confirm(desk.session, deed, request_id).name})
    name = joining.not_ours(desk.session, deed, request_id).name
    return Text(N_("✓ Noted: {name} is not of this unit"), {"name": name})


members = MembersScreen()
member = MemberScreen()
