"""Who may give and end which role where: a table written by hand, and the trail that every grant leaves."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.services import colleagues, grants, roles
from bot.services.grants import Deed
from models import Account, OutboxMessage, RoleGrant
from tests.handlers.conftest import refused
from tests.support.builders import a_grant, a_person, a_unit
from tests.support.clock import NOW, TODAY, ZONE

COLUMNS = (
    Role.MEMBER,
    Role.UNIT_DEPUTY,
    Role.UNIT_CLERK,
    Role.UNIT_HEAD,
    Role.INTERMEDIATE_OFFICER,
    Role.DEPARTMENT_OFFICE,
    Role.COUNCIL_CHAIR,
    Role.DIRECTOR,
    Role.OBSERVER,
    Role.TECHNICAL_ADMINISTRATOR,
)
#: Written by hand: x may give and end, . may not.
TABLE = """
                     mem dep cle hea com off chr dir obs tec
unit_head             x   x   x   .   .   .   .   .   .   .
unit_deputy           .   .   .   .   .   .   .   .   .   .
unit_clerk            .   .   .   .   .   .   .   .   .   .
member                .   .   .   .   .   .   .   .   .   .
intermediate_officer  .   .   .   .   .   .   .   .   .   .
division_officer      .   .   .   .   .   .   .   .   .   .
department_office     x   x   x   x   x   x   x   x   x   .
council_member        .   .   .   .   .   .   .   .   .   .
council_secretary     .   .   .   .   .   .   .   .   .   .
council_chair         .   .   .   .   .   .   .   .   .   .
director              .   .   .   .   .   .   .   .   .   .
observer              .   .   .   .   .   .   .   .   .   .
technical_administrator x x   x   x   x   x   x   x   x   x
head_elsewhere        .   .   .   .   .   .   .   .   .   .
nobody                .   .   .   .   .   .   .   .   .   .
"""
ROWS = [line.split() for line in TABLE.strip("\n").splitlines()[1:]]


def deed(by: int | None, reason: str = "") -> Deed:
    return Deed(by, NOW, ZONE, reason)


def somebody_with(session, school, role: str) -> int:
    person = a_person(session, "Vũ Bảo Châu", user_id=7999)
    if role == "head_elsewhere":
        a_grant(session, person, Role.UNIT_HEAD, a_unit(session, "THCS Đồng Gió", above=school.commune))
    elif role != "nobody":
        anywhere = role in {"department_office", "technical_administrator"}
        a_grant(session, person, Role(role), school.department if anywhere else school.id)
    return person


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_everybody_gives_exactly_the_roles_of_the_table(session, school, row):
    by, newcomer = somebody_with(session, school, row[0]), a_person(session, "Tạ Gia Bách")
    session.commit()
    answers = []

    for role in COLUMNS:
        nested = session.begin_nested()
        try:
            grants.give(session, deed(by), person_id=newcomer, role=role, unit_id=school.id)
            answers.append("x")
        except Refusal:
            answers.append(".")
        finally:
            nested.rollback()
            session.expire_all()

    assert answers == row[1:]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_everybody_ends_exactly_the_roles_of_the_table(session, school, row):
    by, holder = somebody_with(session, school, row[0]), a_person(session, "Tạ Gia Bách")
    for role in COLUMNS:
        a_grant(session, holder, role, school.id)
    session.commit()
    held = {grant.role: grant.id for grant in colleagues.held_on(session, holder, school.id, on=TODAY)}
    answers = []

    for role in COLUMNS:
        nested = session.begin_nested()
        try:
            grants.end(session, deed(by), held[role])
            answers.append("x")
        except Refusal:
            answers.append(".")
        finally:
            nested.rollback()
            session.expire_all()

    assert answers == row[1:]


def test_nobody_gives_themselves_a_role(session, school):
    with refused("grants.not_to_yourself"):
        grants.give(session, deed(school.viet), person_id=school.viet, role=Role.DIRECTOR, unit_id=school.department)


def test_a_grant_says_who_gave_it_when_why_and_who_ended_it(session, school):
    given = grants.give(
        session, deed(school.vinh, "văn thư nghỉ"), person_id=school.ly, role=Role.UNIT_CLERK, unit_id=school.id
    )
    grants.end(session, deed(school.viet, "đã có người mới"), given.id)

    kept = session.get_one(RoleGrant, given.id)
    assert (kept.granted_by, kept.granted_at, kept.reason) == (school.vinh, NOW, "văn thư nghỉ")
    assert (kept.ended_by, kept.ended_at, kept.end_reason) == (school.viet, NOW, "đã có người mới")
    assert Role.UNIT_CLERK not in roles.roles_on(session, school.ly, school.id, on=TODAY)
    assert kept in colleagues.history_of(session, school.ly, school.id)


def test_a_head_of_a_unit_becomes_its_member_too(session, school):
    newcomer = a_person(session, "Tạ Gia Bách")

    grants.give(session, deed(None), person_id=newcomer, role=Role.UNIT_HEAD, unit_id=school.id)

    assert roles.roles_on(session, newcomer, school.id, on=TODAY) == {Role.MEMBER, Role.UNIT_HEAD}


def test_a_new_role_is_told_and_the_menu_looked_at(session, school):
    account = session.exec(select(Account).where(Account.user_id == 7004)).one()
    account.commands_due = False
    session.flush()

    grants.give(session, deed(school.vinh), person_id=school.ly, role=Role.UNIT_CLERK, unit_id=school.id)

    session.refresh(account)
    told = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.ROLE_GIVEN.value)).all()
    assert [message.chat_id for message in told] == [7004]
    assert account.commands_due


def test_a_role_held_already_is_not_given_twice(session, school):
    with refused("grants.held"):
        grants.give(session, deed(school.viet), person_id=school.ly, role=Role.MEMBER, unit_id=school.id)


def test_who_acts_for_the_head_has_the_office_until_the_day_and_not_after(session, school):
    until = TODAY + timedelta(days=10)

    grants.act_for(session, deed(school.vinh), person_id=school.thuy, unit_id=school.id, until=until)

    assert Role.UNIT_HEAD in roles.roles_on(session, school.thuy, school.id, on=until)
    assert Role.UNIT_HEAD not in roles.roles_on(session, school.thuy, school.id, on=until + timedelta(days=1))


def test_who_only_acts_for_the_head_passes_it_on_to_nobody(session, school):
    grants.act_for(session, deed(school.vinh), person_id=school.thuy, unit_id=school.id, until=date(2027, 3, 20))

    with refused("grants.not_head"):
        grants.act_for(session, deed(school.thuy), person_id=school.ly, unit_id=school.id, until=date(2027, 3, 20))


@pytest.mark.parametrize(
    ("person", "until", "code"),
    [
        ("vinh", date(2027, 3, 20), "grants.not_of_unit"),
        ("hieu", date(2027, 3, 20), "grants.not_of_unit"),
        ("thuy", date(2027, 3, 1), "grants.past"),
        ("thuy", date(2028, 4, 1), "grants.too_long"),
    ],
)
def test_a_head_lets_somebody_of_the_unit_act_for_a_time(session, school, person, until, code):
    with refused(code):
        grants.act_for(session, deed(school.vinh), person_id=getattr(school, person), unit_id=school.id, until=until)


def test_the_head_who_is_back_ends_it(session, school):
    given = grants.act_for(
        session, deed(school.vinh), person_id=school.thuy, unit_id=school.id, until=date(2027, 3, 20)
    )

    grants.end(session, deed(school.vinh), given.id)

    assert Role.UNIT_HEAD not in roles.roles_on(session, school.thuy, school.id, on=TODAY)
    assert grants.acting_for(session, school.vinh, school.id, on=TODAY) is None


def test_a_leaver_leaves_everything_here_and_nothing_elsewhere(session, school):
    a_grant(session, school.ngan, Role.COUNCIL_MEMBER, school.department)

    grants.leave(session, deed(school.vinh), person_id=school.ngan, unit_id=school.id)

    assert [one.role for one in roles.roles_of(session, school.ngan, on=TODAY)] == [Role.COUNCIL_MEMBER]


def test_a_head_cannot_put_another_head_out(session, school):
    second = a_person(session, "Tạ Gia Bách")
    a_grant(session, second, Role.UNIT_HEAD, school.id)
    a_grant(session, second, Role.MEMBER, school.id)

    with refused("grants.not_yours_to_give"):
        grants.leave(session, deed(school.vinh), person_id=second, unit_id=school.id)

    assert len(roles.roles_on(session, second, school.id, on=TODAY)) == 2


def test_whoever_moves_belongs_to_the_new_unit_only(session, school):
    new = a_unit(session, "THCS Đồng Gió", above=school.commune)

    grants.transfer(session, deed(school.viet), person_id=school.ly, from_unit=school.id, to_unit=new)

    assert [one.unit.id for one in roles.roles_of(session, school.ly, on=TODAY)] == [new]


def test_a_head_moves_nobody_into_another_unit(session, school):
    new = a_unit(session, "THCS Đồng Gió", above=school.commune)

    with refused("grants.not_yours_to_give"):
        grants.transfer(session, deed(school.vinh), person_id=school.ly, from_unit=school.id, to_unit=new)
