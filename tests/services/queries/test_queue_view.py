"""Choosing, searching, sorting and thanking among a hundred nominations."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import thanking
from bot.services.queries.queue import waiting
from bot.services.queries.queue_view import Shows, Sort, View, choices
from models import Dossier, OutboxMessage
from tests.support.builders import DossierParts, a_dossier
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import OANH, THUY

NAMES = ("Quách Bảo Ly", "Tạ Công Quân", "Đỗ Thị Ánh", "Ngô Văn An", "Đào Khánh Ân")


@pytest.fixture
def hundred(session, school):
    for number in range(100):
        parts = DossierParts(name=NAMES[number % 5], since=NOW - timedelta(days=number % 30))
        dossier = session.get_one(Dossier, a_dossier(session, school, parts))
        dossier.category = "staff" if number % 4 == 0 else "teacher"
        dossier.occasion_year = 2028 if number % 10 == 0 else 2027
        dossier.due_on = (NOW + timedelta(days=number % 7)).date()
    session.flush()


def listed(session, person, *, page=0, **chosen):
    return waiting(session, person, on=TODAY, page=page, view=View(**chosen))


def test_words_are_looked_for_without_marks_in_names_and_codes(session, school, hundred):
    code = session.exec(select(Dossier.code).limit(1)).one()

    assert listed(session, school.vinh, words="do thi").total == 20
    assert listed(session, school.vinh, words="Thị đỗ").total == 20
    assert listed(session, school.vinh, words=code.lower()).total == 1
    assert listed(session, school.vinh, words="100%").total == 0


def test_kind_occasion_and_words_narrow_together_and_pages_hold_all(session, school, hundred):
    chosen = {"category": "staff", "occasion": "11-6/2028", "words": "ly"}
    everything = session.exec(select(Dossier)).all()
    expected = [
        one for one in everything if (one.category, one.occasion_year) == ("staff", 2028) and "ly" in one.nominee_key
    ]

    found = [one.dossier_id for page in range(4) for one in listed(session, school.vinh, page=page, **chosen).lines]

    assert len(expected) == 5
    assert set(found) == {one.id for one in expected}


def test_names_are_sorted_by_given_name_in_vietnamese_order(session, school, hundred):
    first = [
        listed(session, school.vinh, page=page, sort=Sort.NAME).lines[0].nominee_name for page in (0, 4, 8, 12, 16)
    ]

    assert first == ["Ngô Văn An", "Đỗ Thị Ánh", "Đào Khánh Ân", "Quách Bảo Ly", "Tạ Công Quân"]


def test_the_oldest_the_newest_and_what_is_due_come_first(session, school, hundred):
    oldest, newest = (listed(session, school.vinh, sort=sort).lines[0] for sort in (Sort.OLDEST, Sort.NEWEST))
    due = [listed(session, school.vinh, page=page, sort=Sort.DUE).lines[0].dossier_id for page in range(20)]
    dates = [session.get_one(Dossier, one).due_on for one in due]

    assert (oldest.days_waiting, newest.days_waiting) == (29, 0)
    assert dates == sorted(dates)


@pytest.mark.parametrize(
    ("shows", "state", "who"),
    [
        (Shows.ASKED, State.HEAD_ASKED, {"vinh"}),
        (Shows.CHOSEN, State.ADOPTED, {"vinh", "thuy", "ngan"}),
        (Shows.UNIT, State.WITH_DEPUTY, {"vinh", "thuy", "ngan"}),
        (Shows.WAITING, State.WITH_DEPUTY, {"thuy"}),
    ],
)
def test_each_stage_is_for_those_whom_it_concerns(session, school, shows, state, who):
    a_dossier(session, school, DossierParts(state=state))

    everybody = ("vinh", "thuy", "ngan", "oanh", "ly", "hieu", "viet")
    assert {one for one in everybody if listed(session, getattr(school, one), shows=shows).total} == who


def test_what_is_about_a_person_is_in_none_of_that_persons_lists(session, school):
    for state in State:
        a_dossier(session, school, DossierParts(state=state, nominee=school.vinh))

    assert [listed(session, school.vinh, shows=shows).total for shows in Shows] == [0] * len(Shows)


def test_the_filter_offers_only_what_is_there(session, school, hundred):
    assert choices(session, school.vinh, on=TODAY) == (["teacher", "staff"], ["11-6/2028", "11-6/2027"])
    assert choices(session, school.oanh, on=TODAY) == ([], [])


def test_a_view_that_is_not_known_is_the_usual_one():
    assert View.read({"shows": "everything"}) == View()
    assert View.read({"words": "ly", "page": 3}) == View(words="ly")
    assert View(words="ly").to_args() == {"words": "ly"}


def test_one_press_thanks_every_nominator_in_view_once(session, school):
    for nominator in (school.oanh, school.oanh, school.thuy, school.vinh):
        a_dossier(session, school, DossierParts(nominator=nominator))

    thanked = [thanking.thank_all(session, View(), by=school.vinh, now=NOW, zone=ZONE) for _ in range(2)]

    messages = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.THANKED)).all()
    assert [(one.nominations, one.nominators) for one in thanked] == [(3, 2), (0, 0)]
    assert sorted(one.chat_id for one in messages) == sorted([OANH.user_id, THUY.user_id])
    assert sorted(len(one.args["dossier_ids"]) for one in messages) == [1, 2]


def test_only_those_in_view_are_thanked_and_only_by_who_decides(session, school, hundred):
    assert thanking.thank_all(session, View(), by=school.oanh, now=NOW, zone=ZONE).nominations == 0
    assert thanking.thank_all(session, View(shows=Shows.UNIT), by=school.ngan, now=NOW, zone=ZONE).nominations == 0
    assert thanking.thank_all(session, View(words="quan"), by=school.vinh, now=NOW, zone=ZONE).nominations == 20
