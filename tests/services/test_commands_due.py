"""The menu of commands: made of a person's roles in the language chosen, and looked at when either may change."""

from datetime import timedelta

from sqlmodel import select

from bot.domain.roles import Role
from bot.services import accounts, commands_due
from handlers.commands import menu_of
from models import Account
from tests.support.builders import a_grant
from tests.support.clock import NOW, TODAY


def everybody_is_told(session):
    commands_due.mark_told(session, [(one, "told") for one in commands_due.due(session, limit=100)])
    session.expire_all()
    assert commands_due.due(session, limit=100) == []


def due(session) -> list[int]:
    return [one.chat_id for one in commands_due.due(session, limit=100)]


def menu(session, chat_id: int) -> list[str]:
    account = session.exec(select(Account).where(Account.user_id == chat_id)).one()
    account.commands_due = True
    session.flush()
    one = next(one for one in commands_due.due(session, limit=100) if one.chat_id == chat_id)
    return [name for name, _says in menu_of(one, session, on=TODAY, language="en").commands]


def test_each_menu_shows_what_its_person_may_do(session, school):
    head, teacher, clerk = menu(session, 7002), menu(session, 7001), menu(session, 7006)

    assert {"choduyet", "xacnhan", "moi", "decu"} <= set(head)
    assert "xacnhan" in clerk
    assert not {"choduyet", "xacnhan", "moi"} & set(teacher)
    assert "decu" in teacher
    assert max(len(head), len(teacher), len(clerk)) <= 12


def test_somebody_new_sees_nothing_that_needs_a_role(session, school):
    accounts.of_user(session, 7999, now=NOW)

    assert not {"decu", "choduyet", "moi", "xacnhan"} & set(menu(session, 7999))


def test_on_its_first_day_and_the_day_after_its_last_a_role_changes_the_menu(session, school):
    a_grant(
        session, school.ly, Role.UNIT_CLERK, school.id, since=TODAY + timedelta(days=3), until=TODAY + timedelta(days=5)
    )
    everybody_is_told(session)
    days = {}

    for ahead in range(8):
        commands_due.mark_of_the_day(session, on=TODAY + timedelta(days=ahead))
        session.expire_all()
        days[ahead] = due(session)
        everybody_is_told(session)

    assert {ahead for ahead, chats in days.items() if chats} == {3, 6}
    assert days[3] == days[6] == [7004]


def test_another_language_and_another_person_are_looked_at(session, school):
    everybody_is_told(session)
    account = accounts.by_user(session, 7001)

    accounts.choose_language(session, account.id, language="en")

    assert due(session) == [7001]


def test_what_changed_while_it_was_being_told_stays_due(session, school):
    (one,) = [one for one in commands_due.due(session, limit=100) if one.chat_id == 7001]
    accounts.choose_language(session, one.account_id, language="en")

    commands_due.mark_told(session, [(one, "told")])
    session.expire_all()

    assert 7001 in due(session)
