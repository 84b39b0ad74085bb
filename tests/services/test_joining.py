"""Who joins: a name only after consent, a question to the unit, and those at its door who answer."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.services import accounts, consents, door, joining, roles
from bot.services.grants import Deed
from models import Account, Consent, JoinRequest, OutboxMessage, Person, RoleGrant, UnitRelation
from models.invitation import JoinState
from models.unit import RelationKind
from tests.handlers.conftest import refused
from tests.support.builders import a_grant, a_person, a_unit
from tests.support.clock import NOW, TODAY, ZONE

DIEM = "Lương Thu Diễm"


def deed(by: int) -> Deed:
    return Deed(by, NOW, ZONE)


def agreed(session, user_id: int = 7801, *, name: str = DIEM) -> tuple[int, int]:
    account = accounts.of_user(session, user_id, now=NOW)
    consents.give(session, account.id, language="vi", now=NOW)
    return account.id, joining.register(session, account.id, name=name, kind="teacher", now=NOW)


def asked(session, unit_id: int, user_id: int = 7801) -> tuple[int, JoinRequest]:
    account_id, person_id = agreed(session, user_id)
    return person_id, joining.ask(session, deed(person_id), account_id=account_id, unit_id=unit_id)


def told(session, template: Template) -> list[int]:
    return sorted(session.exec(select(OutboxMessage.chat_id).where(OutboxMessage.template == template.value)))


def test_no_name_is_kept_before_somebody_agreed(session, school):
    account = accounts.of_user(session, 7801, now=NOW)

    with refused("joining.no_consent"):
        joining.register(session, account.id, name=DIEM, kind="teacher", now=NOW)

    assert session.exec(select(Person).where(Person.name == DIEM)).all() == []


def test_one_consent_stands_for_one_person(session, school):
    account_id, _ = agreed(session)

    with refused("joining.no_consent"):
        joining.register(session, account_id, name="Tạ Gia Bách", kind="teacher", now=NOW)


def test_everybody_at_the_door_hears_of_a_request_once(session, school):
    person_id, request = asked(session, school.id)

    again = joining.ask(session, deed(person_id), account_id=request.account_id, unit_id=school.id)

    assert again.id == request.id
    assert told(session, Template.JOIN_ASKED) == [7002, 7003, 7006]


def test_another_unit_takes_the_place_of_the_first(session, school):
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)
    person_id, first = asked(session, school.id)

    joining.ask(session, deed(person_id), account_id=first.account_id, unit_id=other)

    assert first.state == JoinState.WITHDRAWN
    assert door.count_waiting(session, school.vinh, on=TODAY) == 0


@pytest.mark.parametrize("keeper", ["vinh", "thuy", "ngan"])
def test_head_deputy_and_clerk_let_people_in(session, school, keeper):
    person_id, request = asked(session, school.id)
    by = getattr(school, keeper)

    joining.confirm(session, deed(by), request.id)

    assert roles.roles_on(session, person_id, school.id, on=TODAY) == {Role.MEMBER}
    assert session.exec(select(RoleGrant.granted_by).where(RoleGrant.person_id == person_id)).one() == by
    assert told(session, Template.JOIN_CONFIRMED) == [7801]


@pytest.mark.parametrize("who", ["oanh", "hieu", "viet", "the other head", "oneself", "a stranger"])
def test_nobody_else_does(session, school, who):
    person_id, request = asked(session, school.id)
    other = a_person(session, "Bùi Công Tú", user_id=7043)
    a_grant(session, other, Role.UNIT_HEAD, a_unit(session, "THCS Đồng Gió", above=school.commune))
    people = {"the other head": other, "oneself": person_id, "a stranger": a_person(session)}
    by = people.get(who) or getattr(school, who)

    for act in (joining.confirm, joining.not_ours):
        with refused("joining.no_request"):
            act(session, deed(by), request.id)
    with refused("joining.no_request"):
        door.find_request(session, request.id, by=by, on=TODAY)

    assert door.waiting_for(session, by, on=TODAY, limit=5) == []
    assert roles.roles_on(session, person_id, school.id, on=TODAY) == frozenset()


def test_where_a_unit_has_nobody_at_its_door_the_level_above_and_the_office_open_it(session, school):
    empty = a_unit(session, "THCS Đồng Gió", above=school.commune)
    _, request = asked(session, empty)

    assert told(session, Template.JOIN_ASKED) == [7071]
    assert [one.id for one in door.waiting_for(session, school.hieu, on=TODAY, limit=5)] == [request.id]
    assert door.count_waiting(session, school.viet, on=TODAY) == 1
    joining.confirm(session, deed(school.viet), request.id)


def test_an_officer_of_a_level_that_is_not_the_professional_one_opens_no_door(session, school):
    empty = a_unit(session, "THCS Đồng Gió", above=school.department)
    session.add(UnitRelation(child_id=empty, parent_id=school.commune, kind=RelationKind.CLUSTER, valid_from=TODAY))
    _, request = asked(session, empty)

    with refused("joining.no_request"):
        joining.confirm(session, deed(school.hieu), request.id)


def test_of_two_who_answer_the_first_counts(session, school):
    person_id, request = asked(session, school.id)
    joining.not_ours(session, deed(school.ngan), request.id)

    with refused("joining.decided"):
        joining.confirm(session, deed(school.vinh), request.id)

    assert roles.roles_on(session, person_id, school.id, on=TODAY) == frozenset()
    assert told(session, Template.JOIN_NOT_OURS) == [7801]


def test_nobody_lets_themselves_in(session, school):
    account_id, person_id = agreed(session)
    request = joining.ask(session, deed(person_id), account_id=account_id, unit_id=school.id)
    a_grant(session, person_id, Role.UNIT_CLERK, school.id)

    with refused("joining.oneself"):
        joining.confirm(session, deed(person_id), request.id)


def test_after_two_working_days_the_door_is_reminded_once(session, school):
    asked(session, school.id)
    due = joining.next_reminder(session)
    assert due is not None

    early = joining.remind(session, now=due - timedelta(minutes=1), zone=ZONE)
    first = joining.remind(session, now=due, zone=ZONE)
    second = joining.remind(session, now=due + timedelta(days=1), zone=ZONE)

    assert (early, first, second) == (0, 1, 0)
    assert (due.astimezone(ZONE).date() - TODAY).days == 2
    assert told(session, Template.JOIN_REMINDER) == [7002, 7003, 7006]


def test_whoever_takes_the_consent_back_speaks_no_more_and_hears_no_more(session, school):
    person_id, request = asked(session, school.id)

    consents.withdraw(session, person_id, now=NOW)

    account = session.exec(select(Account).where(Account.user_id == 7801)).one()
    session.refresh(request)
    assert account.person_id is None
    assert roles.reach_of(session, person_id) == ()
    assert request.state == JoinState.WITHDRAWN
    assert not consents.has_agreed(session, person_id)


def test_whoever_agrees_again_under_the_same_name_is_the_same_person(session, school):
    _, person_id = agreed(session)
    consents.withdraw(session, person_id, now=NOW)

    _, again = agreed(session, name="Luong Thu Diem")

    assert again == person_id
    assert len(session.exec(select(Consent).where(Consent.person_id == person_id)).all()) == 2


def test_the_other_person_of_a_phone_goes_on_when_one_takes_the_consent_back(session, school):
    account = accounts.by_user(session, 7001)
    consents.give(session, account.id, language="vi", now=NOW)
    second = joining.register(session, account.id, name=DIEM, kind="staff", now=NOW)
    assert account.person_id == second

    consents.withdraw(session, second, now=NOW)

    assert account.person_id == school.oanh


def test_a_refusal_names_its_way_on(session, school):
    person_id, _ = asked(session, school.id)

    with pytest.raises(Refusal) as refusal:
        door.find_request(session, 999, by=person_id, on=TODAY)

    assert "/xacnhan" in refusal.value.text.msgid
