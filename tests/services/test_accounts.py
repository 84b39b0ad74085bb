import pytest
from sqlmodel import Session

from bot.domain.refusals import Refusal
from bot.services import accounts
from models import Account
from tests.support.builders import School, a_person
from tests.support.clock import NOW


def account_id(account: Account) -> int:
    assert account.id is not None
    return account.id


def test_an_account_is_made_once(session: Session):
    first = accounts.of_user(session, 9001, now=NOW)
    second = accounts.of_user(session, 9001, now=NOW)

    assert first.id == second.id
    assert accounts.by_user(session, 9002) is None


def test_the_first_person_linked_is_the_one_who_speaks(session: Session, school: School):
    account = accounts.of_user(session, 9001, now=NOW)

    accounts.link(session, account_id(account), person_id=school.oanh, now=NOW)
    accounts.link(session, account_id(account), person_id=school.ly, now=NOW)

    speaking = accounts.speaking_person(session, account)
    assert speaking is not None
    assert speaking.id == school.oanh
    assert account.audience == "teacher"


def test_a_shared_phone_switches_between_its_people(session: Session, school: School):
    account = accounts.of_user(session, 9001, now=NOW)
    accounts.link(session, account_id(account), person_id=school.oanh, now=NOW)
    accounts.link(session, account_id(account), person_id=school.viet, now=NOW)

    accounts.speak_as(session, account_id(account), person_id=school.viet, now=NOW)

    assert account.person_id == school.viet
    assert account.audience == "officer"
    assert {person.id for person in accounts.people_of(session, account_id(account))} == {school.oanh, school.viet}


def test_nobody_speaks_as_somebody_who_is_not_linked(session: Session, school: School):
    account = accounts.of_user(session, 9001, now=NOW)

    with pytest.raises(Refusal) as refused:
        accounts.speak_as(session, account_id(account), person_id=school.vinh, now=NOW)

    assert refused.value.code == "not_linked"
    assert accounts.speaking_person(session, account) is None


def test_people_of_an_account_are_sorted_by_given_name(session: Session):
    account = accounts.of_user(session, 9001, now=NOW)
    for name in ("Ngô Gia Út", "Vũ Bảo Ăn", "Tạ Công An"):
        accounts.link(session, account_id(account), person_id=a_person(session, name), now=NOW)

    names = [person.name for person in accounts.people_of(session, account_id(account))]

    assert names == ["Tạ Công An", "Vũ Bảo Ăn", "Ngô Gia Út"]


def test_a_language_is_kept_and_an_unknown_one_is_not(session: Session):
    account = accounts.of_user(session, 9001, now=NOW)

    accounts.choose_language(session, account_id(account), language="en")
    with pytest.raises(Refusal):
        accounts.choose_language(session, account_id(account), language="xx")

    assert account.language == "en"


def test_when_somebody_last_wrote_is_kept(session: Session):
    account = accounts.of_user(session, 9001, now=NOW)

    accounts.seen(session, account_id(account), now=NOW)

    assert session.get_one(Account, account.id).seen_at == NOW


def test_the_form_of_address_is_kept_with_the_account(session: Session, school: School):
    account = accounts.of_user(session, 9001, now=NOW)

    audience = accounts.remember_audience(session, account_id(account), person_id=school.hieu, now=NOW)

    assert (audience, account.audience) == ("officer", "officer")


def test_a_language_is_empty_until_it_is_chosen(session: Session):
    account = accounts.of_user(session, 9001, now=NOW)
    before = accounts.language_of(session, account_id(account))

    accounts.choose_language(session, account_id(account), language="vi")

    assert (before, accounts.language_of(session, account_id(account))) == ("", "vi")
