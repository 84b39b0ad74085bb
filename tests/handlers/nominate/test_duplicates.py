"""W17: what somebody who types a name is told of earlier nominations, and what not."""

import pytest
from sqlmodel import select

from bot.domain.defaults import Setting, default
from bot.services import endorsements
from handlers.nominate import nominate
from handlers.screens import SCREENS
from models import Dossier, Draft, Endorsement
from tests.handlers.conftest import desk_of
from tests.handlers.nominate.conftest import Walk, a_desk
from tests.support.builders import DossierParts, a_dossier, a_draft, a_unit, sent, somebody
from tests.support.people import TU


@pytest.fixture
def colleague(session, school):
    """The deputy, who does not know that Oanh has nominated Ly."""
    desk = a_desk(session, school.thuy)
    desk.draft_id = a_draft(session, school.thuy)
    return Walk(desk)


def types_name(walk, name):
    walk.presses("1 · Teacher")
    walk.types(name)
    return walk


@pytest.mark.parametrize("name", ["quach bao ly", "Q.B. Ly", "Quách Thị Ly", "Qua\u0301ch Ba\u0309o Ly"])
def test_a_name_like_one_that_is_nominated_is_offered_to_be_supported(colleague, session, school, name):  # plan S-24
    sent(session, school)

    types_name(colleague, name)

    assert colleague.step == "same"
    assert colleague.window.body[2] == "1 · Quách Bảo Ly, giáo viên Toán · 11/6/2027"
    assert colleague.labels[:2] == ["1 · Support Quách Bảo Ly", "2 · Somebody else, go on"]


def test_neither_the_story_nor_the_nominator_is_told(colleague, session, school):
    sent(session, school, story="Giờ hình học ngoài vườn của cô Ly, ai cũng nhớ.")

    types_name(colleague, "Quách Bảo Ly")

    said = " ".join([*colleague.window.body, colleague.window.question])
    assert "Đào Khánh Oanh" not in said
    assert "vườn" not in said


def test_to_support_adds_a_voice_and_sends_no_second_nomination(colleague, session, school):  # plan QL-5, GV-4, NV-4
    first = sent(session, school).dossier_id

    types_name(colleague, "quach bao ly")
    colleague.presses("1 · Support Quách Bảo Ly")

    assert (colleague.reaction.screen, colleague.reaction.args) == ("supported", {"id": first})
    assert endorsements.people_of(session, first) == [school.thuy]
    assert len(session.exec(select(Dossier)).all()) == 1
    assert session.get_one(Draft, colleague.desk.draft_id).state == "discarded"
    assert (
        SCREENS["supported"].draw({"id": first}, colleague.desk).header == "✅ Your support for Quách Bảo Ly is noted"
    )


def test_somebody_else_goes_on_and_the_steps_are_counted_as_ever(colleague, session, school):
    sent(session, school)

    types_name(colleague, "quach bao ly")
    asked_at = colleague.window.header
    colleague.types("2")

    assert asked_at == "Nomination · Step 2/10"
    assert (colleague.step, colleague.window.header) == ("position", "Nomination · Step 3/10")


def test_the_nominee_does_not_learn_of_it_by_typing_the_own_name(session, school):
    sent(session, school)
    desk = a_desk(session, school.ly)
    desk.draft_id = a_draft(session, school.ly)

    assert types_name(Walk(desk), "Quách Bảo Ly").step == "position"


def test_the_nominator_is_not_offered_to_support_the_own_nomination(walk, session, school):
    sent(session, school)

    assert types_name(walk, "Quách Bảo Ly").step == "position"


def test_somebody_of_another_unit_is_told_nothing(session, school):
    sent(session, school)
    stranger = somebody(session, TU, a_unit(session, "THCS Đồng Gió", above=school.commune))
    desk = a_desk(session, stranger)
    desk.draft_id = a_draft(session, stranger)

    assert types_name(Walk(desk), "Quách Bảo Ly").step == "position"


@pytest.mark.parametrize("state", ["withdrawn", "not_this_round", "merged", "declined"])
def test_what_has_ended_is_not_offered(colleague, session, school, state):
    a_dossier(session, school, DossierParts(state=state))

    assert types_name(colleague, "Quách Bảo Ly").step == "position"


def test_names_cannot_be_tried_out_all_day(colleague, session, school):
    sent(session, school)
    for _ in range(default(Setting.NAME_LOOKUPS)):
        types_name(Walk(colleague.desk), "Tạ Công Quân")

    assert types_name(colleague, "Quách Bảo Ly").step == "position"


def test_another_name_asks_anew(colleague, session, school):
    sent(session, school)
    sent(session, school, name="Tạ Công Quân")
    types_name(colleague, "Quách Bảo Ly")
    colleague.types("2")
    colleague.goes("back")

    colleague.types("Tạ Công Quân")

    assert (colleague.step, colleague.labels[0]) == ("same", "1 · Support Tạ Công Quân")


def test_a_second_voice_of_one_person_is_not_counted(session, school):
    first = sent(session, school).dossier_id
    desk = desk_of(session, school.thuy)
    said = {"by": school.thuy, "now": desk.now, "on": desk.today}

    heard = [endorsements.endorse(session, first, **said) for _ in range(2)]

    assert heard == [True, False]
    assert len(session.exec(select(Endorsement)).all()) == 1


def test_the_flow_finds_old_drafts_of_its_first_version(walk, school):
    place = nominate.open(walk.draft, "category", version=1)

    assert place.step == "category"
