"""Invitations: who makes them, how often and how long they open, and what becomes of guessing."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.links import Links, read_payload
from bot.domain.roles import Role
from bot.services import invitations, roles
from bot.services.grants import Deed
from bot.services.invitations import Opening
from models import Invitation, RoleGrant
from models.invitation import InvitationKind
from tests.handlers.conftest import refused
from tests.support.builders import a_person, a_unit
from tests.support.clock import NOW, TODAY, ZONE

LINKS = Links("guong_sang_bot", b"key")


def deed(by: int | None, *, days: int = 0) -> Deed:
    return Deed(by, NOW + timedelta(days=days), ZONE)


def made(session, school, **how) -> Invitation:
    return invitations.make(session, deed(school.vinh), unit_id=school.id, role=Role.MEMBER, links=LINKS, **how)


def opened(session, secret: str, *, user_id: int = 7801, minutes: int = 0) -> Opening:
    now = NOW + timedelta(minutes=minutes)
    return invitations.open_link(session, secret, kind=InvitationKind.JOIN, user_id=user_id, now=now).outcome


def secret_of(invitation: Invitation) -> str:
    return invitations.url_of(invitation, LINKS).partition("j-")[2]


def test_the_link_opens_what_it_was_made_for(session, school):
    invitation = made(session, school)

    url = invitations.url_of(invitation, LINKS)

    assert url.startswith("https://t.me/guong_sang_bot?start=j-")
    assert len(url.partition("start=")[2]) <= 64
    assert opened(session, secret_of(invitation)) is Opening.OPEN


def test_nothing_that_is_stored_opens_anything(session, school):
    invitation = made(session, school)

    stored = [str(value) for value in invitation.model_dump().values()]

    assert all(opened(session, one, user_id=at) is not Opening.OPEN for at, one in enumerate(stored, 1))
    assert secret_of(invitation) not in stored


def test_with_another_key_the_link_cannot_be_shown_again_but_still_opens(session, school):
    invitation = made(session, school)

    assert invitations.url_of(invitation, Links("guong_sang_bot", b"another")) == ""
    assert opened(session, secret_of(invitation)) is Opening.OPEN


def test_each_use_counts_and_the_last_is_the_last(session, school):
    invitation = made(session, school, uses=2)
    people = [a_person(session, name) for name in ("Tạ Gia Bách", "Đỗ Xuân Uyên", "Lê Công Út")]

    for person in people[:2]:
        invitations.accept(session, deed(person), invitation.id, person_id=person)
    with refused("invitations.spent"):
        invitations.accept(session, deed(people[2]), invitation.id, person_id=people[2])

    members = [roles.roles_on(session, person, school.id, on=TODAY) for person in people]
    assert members == [{Role.MEMBER}, {Role.MEMBER}, frozenset()]
    given = session.exec(select(RoleGrant.granted_by).where(RoleGrant.person_id == people[0])).one()
    assert given == school.vinh


def test_somebody_who_has_the_role_uses_nothing_up(session, school):
    invitation = made(session, school, uses=1)

    invitations.accept(session, deed(school.oanh), invitation.id, person_id=school.oanh)

    assert invitation.uses_left == 1


def test_an_invitation_is_over_after_its_day(session, school):
    invitation, person = made(session, school), a_person(session)

    outcome = invitations.open_link(
        session, secret_of(invitation), kind=InvitationKind.JOIN, user_id=1, now=NOW + timedelta(days=14)
    ).outcome
    with refused("invitations.spent"):
        invitations.accept(session, deed(person, days=14), invitation.id, person_id=person)

    assert outcome is Opening.SPENT


def test_an_invitation_that_was_taken_back_opens_nothing(session, school):
    invitation, person = made(session, school), a_person(session)

    invitations.revoke(session, deed(school.ngan), invitation.id)

    assert opened(session, secret_of(invitation)) is Opening.SPENT
    with refused("invitations.spent"):
        invitations.accept(session, deed(person), invitation.id, person_id=person)


def test_after_five_wrong_links_even_a_right_one_waits_an_hour(session, school):
    secret = secret_of(made(session, school))

    wrong = [opened(session, f"wrong{at}") for at in range(5)]
    during = opened(session, secret, minutes=59)
    somebody_else = opened(session, secret, user_id=7802)
    after = opened(session, secret, minutes=61)

    assert wrong == [Opening.UNKNOWN] * 5
    assert (during, somebody_else, after) == (Opening.PAUSED, Opening.OPEN, Opening.OPEN)


def test_a_link_of_another_kind_opens_nothing_here(session, school):
    invitation = made(session, school)
    invitation.kind = InvitationKind.CO_NOMINATE
    session.flush()

    assert opened(session, secret_of(invitation)) is Opening.UNKNOWN


@pytest.mark.parametrize(
    ("who", "into"),
    [
        ("vinh", {Role.MEMBER, Role.UNIT_DEPUTY, Role.UNIT_CLERK}),
        ("thuy", {Role.MEMBER}),
        ("ngan", {Role.MEMBER}),
        ("oanh", set()),
        ("hieu", set()),
        ("viet", set(Role) - {Role.TECHNICAL_ADMINISTRATOR}),
    ],
)
def test_who_may_invite_into_a_school(session, school, who, into):
    assert set(invitations.may_invite(session, deed(getattr(school, who)), school.id)) == into


def test_nobody_invites_into_another_unit(session, school):
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)

    with refused("invitations.not_yours"):
        invitations.make(session, deed(school.vinh), unit_id=other, role=Role.MEMBER, links=LINKS)


def test_nobody_takes_back_the_invitation_of_another_unit(session, school):
    invitation = made(session, school)

    with refused("invitations.not_yours"):
        invitations.revoke(session, deed(school.hieu), invitation.id)

    assert invitations.open_of(session, school.id, now=NOW) == [invitation]


@pytest.mark.parametrize("payload", ["", "j", "j-", "x-abc", "-abc", "abc", "J-abc"])
def test_what_no_link_of_ours_carries_is_no_payload(payload):
    assert read_payload(payload) is None
