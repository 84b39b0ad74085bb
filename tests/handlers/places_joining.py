"""Places on the way in: arriving, agreeing, naming oneself, the door of a unit, roles, a shared phone."""

from collections.abc import Iterator
from dataclasses import replace

from sqlmodel import Session

from bot.conversation.desk import Desk
from bot.domain.links import Links
from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.i18n import Audience
from bot.services import accounts, consents, grants, invitations, joining, roles, small_units
from bot.services.grants import Deed
from tests.handlers.conftest import desk_of
from tests.support.builders import School, a_person
from tests.support.clock import NOW, ZONE

LINKS = Links("guong_sang_bot", b"key")
LONG_NAME = "Công Tằng Tôn Nữ Thị Hoàng Phương Thuỳ Nguyệt Quỳnh Như"


def somebody_new(session: Session, school: School, *, user_id: int, language: str = "en") -> Desk:
    """Make the desk of somebody who has never written before."""
    account = accounts.of_user(session, user_id, now=NOW)
    account.language = language
    session.flush()
    say = replace(desk_of(session, school.oanh, language=language).say, audience=Audience.UNKNOWN)
    return Desk(session, NOW, ZONE, say, user_id, account.id or 0, links=LINKS)


def asks_to_join(session: Session, school: School, *, user_id: int, name: str = LONG_NAME) -> int:
    """Make somebody who has agreed, said a name and asked the school; gives the number of the request."""
    account = accounts.of_user(session, user_id, now=NOW)
    consents.give(session, account.id or 0, language="vi", now=NOW)
    person_id = joining.register(session, account.id or 0, name=name, kind="teacher", now=NOW)
    request = joining.ask(session, Deed(person_id, NOW, ZONE), account_id=account.id or 0, unit_id=school.id)
    return request.id or 0


def joining_places(session: Session, school: School, language: str) -> Iterator[tuple[str, Desk, dict[str, object]]]:
    """Give screen, reader and args of every place on the way in."""
    new = somebody_new(session, school, user_id=7990, language=language)
    requests = [asks_to_join(session, school, user_id=7900 + at) for at in range(7)]
    oanh, vinh = desk_of(session, school.oanh, language=language), desk_of(session, school.vinh, language=language)
    viet = desk_of(session, school.viet, language=language)
    asking = desk_of(session, roles_person(session, 7900), language=language)
    for desk in (oanh, vinh, viet, asking):
        desk.links = LINKS
    deed = Deed(school.vinh, NOW, ZONE)
    made = invitations.make(session, deed, unit_id=school.id, role=Role.MEMBER, links=LINKS)
    yield from ((name, new, {}) for name in ("who", "consent", "join_name", "start"))
    yield "consent", new, {"kind": "teacher", "invitation": made.id}
    yield "consent", new, {"kind": "teacher", "declined": True}
    yield from (("not_yet", new, {"kind": kind}) for kind in ("pupil", "parent"))
    yield from (("privacy", new, {"at": at, "from": {}}) for at in range(4))
    yield from (("join_unit", asking, args) for args in ({}, {"words": "thcs"}, {"words": "xyzxyz"}, {"missing": True}))
    yield from (("waiting", desk, {}) for desk in (asking, oanh))
    yield "invited", oanh, {"invitation": made.id}
    yield from (("withdraw", desk, {}) for desk in (oanh, new))
    yield from (("members", vinh, {"page": page}) for page in (0, 1))
    yield "members", viet, {}
    yield "member", vinh, {"id": requests[0]}
    yield from (("invite", desk, {}) for desk in (vinh, viet, oanh))
    yield "invite", viet, {"unit": school.id}
    yield "invitation", vinh, {"id": made.id}
    yield from _role_places(session, school, vinh, viet)
    yield from (("switch", desk, {}) for desk in (oanh, new))
    yield from (("settings", desk, {}) for desk in (oanh, viet, new))


def _role_places(
    session: Session, school: School, vinh: Desk, viet: Desk
) -> Iterator[tuple[str, Desk, dict[str, object]]]:
    grants.give(
        session,
        Deed(school.viet, NOW, ZONE, "lý do " * 30),
        person_id=school.ly,
        role=Role.UNIT_CLERK,
        unit_id=school.id,
    )
    here = {"unit": school.id, "person": school.ly}
    held = roles.roles_of(session, school.ly, on=NOW.date())
    assert len(held) == 2
    yield from (("roles", desk, args) for desk, args in ((vinh, {}), (viet, {}), (viet, {"words": "thcs"})))
    yield "roles", vinh, {"unit": school.id, "name": "ly"}
    yield "roles", vinh, {"unit": school.id, "name": "nobody at all"}
    yield from (("role", desk, here) for desk in (vinh, viet))
    yield "role", vinh, {"unit": school.id, "person": school.vinh}
    yield from (("role_change", viet, {**here, "change": change}) for change in ("give", "end", "move", "leave"))
    yield "role_change", viet, {**here, "change": "move", "words": "thcs"}
    yield "role_change", viet, {**here, "change": "move", "to": school.commune, "why": "x" * 160}
    yield "role_change", viet, {**here, "change": "give", "role": "unit_deputy", "until": "2027-06-30"}
    made = [
        small_units.found(session, Deed(school.vinh, NOW, ZONE), school.id, name=name, kind=kind)
        for name, kind in (("Lớp 7A2", "lop"), (LONG_NAME, "to"))
    ]
    yield from (("groups", vinh, args) for args in ({}, {"new": "lop"}, {"new": "to"}))
    yield from (("group", vinh, {"id": one, **args}) for one in made for args in ({}, {"name": "ly"}, {"close": True}))
    yield "delegate", vinh, {}
    yield "delegate", vinh, {"person": school.thuy}
    yield "delegate", vinh, {"person": school.thuy, "until": "2027-03-20"}


def joining_notices(
    session: Session, school: School, language: str
) -> Iterator[tuple[Template, Desk, dict[str, object]]]:
    """Give every notice about joining and roles, with whom it goes to."""
    vinh, oanh = desk_of(session, school.vinh, language=language), desk_of(session, school.oanh, language=language)
    vinh.links = LINKS
    waiting, yes, no = (asks_to_join(session, school, user_id=7900 + at) for at in range(3))
    deed = Deed(school.vinh, NOW, ZONE)
    joining.confirm(session, deed, yes)
    joining.not_ours(session, deed, no)
    given = grants.give(session, deed, person_id=school.oanh, role=Role.UNIT_CLERK, unit_id=school.id)
    ended = grants.give(session, deed, person_id=school.oanh, role=Role.UNIT_DEPUTY, unit_id=school.id)
    grants.end(session, deed, ended.id or 0)
    made = invitations.make(session, deed, unit_id=school.id, role=Role.MEMBER, links=LINKS)
    yield from ((one, vinh, {"request_id": waiting}) for one in (Template.JOIN_ASKED, Template.JOIN_REMINDER))
    yield Template.JOIN_CONFIRMED, oanh, {"request_id": yes}
    yield Template.JOIN_NOT_OURS, oanh, {"request_id": no}
    yield Template.ROLE_GIVEN, oanh, {"grant_id": given.id}
    yield Template.ROLE_ENDED, oanh, {"grant_id": ended.id}
    yield Template.INVITATION_QR, vinh, {"invitation_id": made.id}
    yield Template.INVITATION_POSTER, vinh, {"invitation_id": made.id}


def roles_person(session: Session, user_id: int) -> int:
    """Give who speaks through an account."""
    account = accounts.by_user(session, user_id)
    assert account is not None
    return account.person_id or a_person(session)
