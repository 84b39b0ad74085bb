"""/moi: a link or a QR picture that lets people of the unit in; made, shown again and taken back here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import quote

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction, Stay, Typed
from bot.conversation.window import Attachment, Button, Row, Style, Window
from bot.documents import poster
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_, Text
from bot.i18n import Speaker
from bot.qr import png
from bot.services import invitations, notices, units
from bot.services.grants import Deed
from bot.services.roles import roles_of
from bot.services.units import UnitName
from handlers.answers import not_understood, press_of
from handlers.phrases import back, digits, home
from handlers.unit_search import search, words_of
from models import Invitation
from models.outbox import Priority

#: So many invitations of a unit are listed.
SHOWN = 5


class InviteScreen:
    """``args``: unit once it is known; words while the Department Office looks for one."""

    name = "invite"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Offer the roles somebody may be invited into, and the invitations that are open."""
        unit = _unit(args, desk)
        if unit is None:
            return _which_unit(args, desk)
        say, offered = desk.say, invitations.may_invite(desk.session, _deed(desk), unit.id)
        if not offered:
            return Window(
                header=say(N_("Invite people")),
                body=(say(N_("Inviting into this unit is for its head and clerk. They can help.")),),
                rows=((home(say),),),
            )
        still_open = invitations.open_of(desk.session, unit.id, now=desk.now)[:SHOWN]
        listed = [say(N_("Open invitations:")), *(_line(at, one, desk) for at, one in enumerate(still_open, 1))]
        return Window(
            header=say(N_("Invite people · {unit}"), unit=unit.name),
            body=(
                say(N_("Whoever opens the link agrees, types a name, and belongs to the unit at once.")),
                *(listed if still_open else ()),
            ),
            question=say(N_("Into which role? Or choose an open invitation by its number.")),
            rows=(
                *digits("open", [str(one.id) for one in still_open]),
                *_roles(offered, desk),
                (Button(say(N_("Other roles")), "more"), home(say)) if len(offered) > _FIRST else (home(say),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:  # noqa: PLR0911 -- one line a button
        """Choose the unit, then the role; the link comes next."""
        unit = _unit(args, desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("unit", unit_id) if unit_id.isdecimal():
                return Go("invite", {"unit": int(unit_id)})
            case Pressed("page", page) if page.isdecimal():
                return Go("invite", {**args, "page": int(page)})
            case Pressed("role", role) if unit is not None and role in set(Role):
                made = invitations.make(desk.session, _deed(desk), unit_id=unit.id, role=Role(role), links=desk.links)
                return Go("invitation", {"id": made.id})
            case Pressed("more") if unit is not None:
                return Go("roles", {"unit": unit.id})
            case Pressed("open", number) if number.isdecimal():
                return Go("invitation", {"id": int(number)})
            case Pressed("menu"):
                return Go("menu")
            case _ if isinstance(given, Typed) and unit is None:
                return Go("invite", words_of(given.text))
            case _:
                return not_understood(given)


class InvitationScreen:
    """One invitation: its link to copy or forward, its picture, and the end of it; ``args``: its id."""

    name = "invitation"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show the link as long as it can be used."""
        say, invitation = desk.say, _own(args, desk)
        url = invitations.url_of(invitation, desk.links)
        unit = units.name_of(desk.session, invitation.unit_id or 0, on=desk.today)
        is_open = invitations.is_open(invitation, now=desk.now)
        if not is_open or not url:
            return Window(
                header=say(N_("Invitation · {unit}"), unit=unit.name if unit else ""),
                body=(say(N_("This invitation is used up or over. A new one is made in a moment.")),),
                rows=((back(say),),),
            )
        return Window(
            header=say(N_("Invitation · {unit}"), unit=unit.name if unit else ""),
            trail=f"✓ {say(ROLE_LABELS[Role(invitation.role)])}",
            body=(
                url,
                say(
                    N_("{left} of {uses} uses left, until {date}."),
                    left=invitation.uses_left,
                    uses=invitation.uses,
                    date=say.date(invitation.expires_at.astimezone(desk.zone).date()),
                ),
                say(N_("🔒 Whoever has this link can join, so please send it to people of the unit only.")),
            ),
            rows=(
                (Button(say(N_("Copy the link")), copy=url),),
                (Button(say(N_("Forward it")), url=f"https://t.me/share/url?url={quote(url, safe='')}"),),
                *_pictures(invitation, say),
                (Button(say(N_("Take the invitation back")), "revoke", style=Style.DANGER),),
            ),
            personal=True,
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Send the picture below, or take the invitation back."""
        invitation = _own(args, desk)
        match press_of(given, self.draw(args, desk)):
            case Pressed("qr"):
                return _send(Template.INVITATION_QR, N_("✓ The picture follows below."), invitation, desk)
            case Pressed("poster") if invitation.role == Role.MEMBER:
                return _send(Template.INVITATION_POSTER, N_("✓ The file follows below."), invitation, desk)
            case Pressed("revoke"):
                invitations.revoke(desk.session, _deed(desk), invitation.id or 0)
                done = Text(N_("✓ The invitation is taken back; its link opens nothing any more."))
                return Go("invite", {"unit": invitation.unit_id}, toast=done, receipt=done)
            case Pressed("back"):
                return Go("invite", {"unit": invitation.unit_id})
            case _:
                return not_understood(given)


def draw_invitation_picture(args: Mapping[str, Any], desk: Desk) -> Window | None:
    """Make the notice with the QR picture; None where the invitation is over."""
    found = _open(args, desk)
    if found is None:
        return None
    words = desk.say(N_("Point the phone's camera at it, open Telegram, press Start."))
    return _notice(found, words, Attachment("photo", content=png(found.url), name="moi.png"), desk)


def draw_invitation_poster(args: Mapping[str, Any], desk: Desk) -> Window | None:
    """Make the notice with the A4 poster; None where the invitation is over."""
    found = _open(args, desk)
    if found is None:
        return None
    content = poster(found.unit_name, found.url, desk.say.language, until=found.until)
    words = desk.say(N_("One A4 sheet for the staff room."))
    return _notice(found, words, Attachment("document", content=content, name="to-moi.pdf"), desk)


def _notice(found: "_Open", words: str, attachment: Attachment, desk: Desk) -> Window:
    until = desk.say(N_("Open until {date}"), date=desk.say.date(found.until))
    return Window(header=found.unit_name, body=(words, until), attachment=attachment)


@dataclass(frozen=True, slots=True)
class _Open:
    """An invitation that can be used, as it is put on paper; ``until`` is its last day."""

    unit_name: str
    url: str
    until: date


def _open(args: Mapping[str, Any], desk: Desk) -> _Open | None:
    invitation = desk.session.get(Invitation, args["invitation_id"])
    if invitation is None or not invitations.is_open(invitation, now=desk.now):
        return None
    url = invitations.url_of(invitation, desk.links)
    unit = units.name_of(desk.session, invitation.unit_id or 0, on=desk.today)
    if not url or unit is None:
        return None
    return _Open(unit.name, url, invitation.expires_at.astimezone(desk.zone).date())


def _pictures(invitation: Invitation, say: Speaker) -> tuple[Row, ...]:
    """Offer the QR code, and the poster where many may come by it."""
    picture = Button(say(N_("QR picture")), "qr")
    if invitation.role != Role.MEMBER:
        return ((picture, back(say)),)
    return ((picture, Button(say(N_("Poster to print")), "poster")), (back(say),))


#: So many roles have buttons of their own; the others are given in /vaitro.
_FIRST = 3


def _roles(offered: Sequence[Role], desk: Desk) -> tuple[Row, ...]:
    return tuple(
        (Button(desk.say(ROLE_LABELS[role]), "role", role.value, Style.PRIMARY if not at else Style.PLAIN),)
        for at, role in enumerate(offered[:_FIRST])
    )


def _deed(desk: Desk) -> Deed:
    return Deed(desk.person_id, desk.now, desk.zone)


def _unit(args: Mapping[str, Any], desk: Desk) -> UnitName | None:
    """Give the unit that is being invited into: the one chosen, else the only one that can be."""
    if args.get("unit"):
        return units.name_of(desk.session, int(args["unit"]), on=desk.today)
    held = roles_of(desk.session, desk.person_id, on=desk.today)
    if any(one.role in {Role.DEPARTMENT_OFFICE, Role.TECHNICAL_ADMINISTRATOR} for one in held):
        return None
    own = [one.unit for one in held if invitations.may_invite(desk.session, _deed(desk), one.unit.id)]
    return own[0] if own else (held[0].unit if held else None)


def _which_unit(args: Mapping[str, Any], desk: Desk) -> Window:
    say, found = desk.say, search(args, desk)
    return Window(
        header=say(N_("Invite people")),
        body=found.lines,
        hint=say(N_("Type only the name itself, marks are not needed, old names work too.")),
        problem=found.problem,
        question=say(N_("Into which unit?")),
        rows=(*found.rows, (home(say),)),
    )


def _line(at: int, one: Invitation, desk: Desk) -> str:
    return desk.say(
        N_("{at} · {role} · {left} of {uses} uses left, until {date}"),
        at=at,
        role=desk.say(ROLE_LABELS[Role(one.role)]),
        left=one.uses_left,
        uses=one.uses,
        date=desk.say.date(one.expires_at.astimezone(desk.zone).date()),
    )


def _own(args: Mapping[str, Any], desk: Desk) -> Invitation:
    """Give the invitation, to those who may invite into its unit and role."""
    invitation = desk.session.get(Invitation, int(args.get("id", 0)))
    if (
        invitation is None
        or invitation.unit_id is None
        or Role(invitation.role) not in invitations.may_invite(desk.session, _deed(desk), invitation.unit_id)
    ):
        raise Refusal("invitations.none", Text(N_("There is no such invitation. /moi makes one.")))
    return invitation


def _send(template: Template, done: str, invitation: Invitation, desk: Desk) -> Reaction:
    notices.queue(
        desk.session,
        template,
        chat_id=desk.chat_id,
        args={"invitation_id": invitation.id},
        due_at=desk.now,
        # pressed twice, it comes once
        dedupe_key=f"{template}:{invitation.id}:{desk.chat_id}:{desk.now:%Y%m%d%H%M}",
        priority=Priority.REPLY,
        silent=True,
    )
    return Stay(toast=Text(done))


invite = InviteScreen()
invitation = InvitationScreen()
