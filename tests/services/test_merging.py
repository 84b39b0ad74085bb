"""Two nominations of one person become one: what is carried, who is told, and how it is taken back."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.domain.achievements import Achieved
from bot.domain.criteria import Fill
from bot.domain.nomination import CriterionClaim
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.workflow import Action, State
from bot.services import dossiers, endorsements, merging
from bot.services.audit_check import verify
from bot.services.queries.card import card
from models import Decision, Dossier, OutboxMessage
from tests.support.builders import DossierParts, School, a_dossier, a_file, sent
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import NGAN

LATER = NOW + timedelta(minutes=3)


@pytest.fixture
def pair(session: Session, school: School) -> tuple[int, int]:
    """Oanh's nomination, which stays, and the clerk's of the same teacher."""
    first = sent(session, school).dossier_id
    second = sent(
        session,
        school,
        by=school.ngan,
        name="Q.B. Ly",
        claims=(CriterionClaim("GV-3", claimed=True, proof="Hai khóa bồi dưỡng"),),
        achievements=(Achieved(title="Thư viện di động", year=2026),),
        story="Cô Ly mở thư viện di động, tuần nào cũng đi từng lớp.",
    ).dossier_id
    a_file(session, dossier_id=second, criterion="GV-4", name="bien-ban.pdf")
    return first, second


def merge(session: Session, school: School, source: int, into: int) -> Decision:
    version = session.get_one(Dossier, source).version
    return dossiers.act(
        session, source, Action.MERGE, by=school.vinh, expected_version=version, now=NOW, zone=ZONE, into=into
    )


def seen(session: Session, dossier_id: int, viewer: int):
    return card(session, dossier_id, viewer=viewer, on=TODAY, now=LATER)


def told(session: Session, template: Template) -> list[tuple[int, str]]:
    rows = session.exec(select(OutboxMessage).where(OutboxMessage.template == template))
    return [(row.chat_id, row.state) for row in rows]


def test_the_second_nominator_supports_the_first_and_is_told_when_it_is_final(session, school, pair):  # plan S-24
    first, second = pair

    decision = merge(session, school, second, first)

    assert session.get_one(Dossier, second).state == State.MERGED
    assert endorsements.people_of(session, first) == [school.ngan]
    assert told(session, Template.MERGED) == [(NGAN.user_id, "waiting")]
    assert decision.undo_until - decision.made_at == timedelta(minutes=2)
    assert verify(session) == []


def test_words_files_and_solutions_of_both_are_read_together(session, school, pair):
    first, second = pair
    merge(session, school, second, first)

    shown = seen(session, first, school.vinh)

    fills = {line.criterion.code: line.fill for line in shown.criteria}
    assert fills["GV-3"] is Fill.MET
    assert fills["GV-4"] is Fill.PARTLY
    assert [line.file_name for line in shown.evidence] == ["bien-ban.pdf"]
    assert [one.title for one in shown.achievements] == ["Thư viện di động"]
    assert [(one.nominator_name, one.story[:12]) for one in shown.joined] == [("Đoàn Ngọc Ngân", "Cô Ly mở thư")]
    assert shown.supporters == ("Đoàn Ngọc Ngân",)


def test_the_first_nominator_reads_the_own_part_only(session, school, pair):
    first, second = pair
    merge(session, school, second, first)

    own = seen(session, first, school.oanh)

    assert (own.evidence, own.joined, own.achievements) == ((), (), ())
    assert {line.criterion.code: line.fill for line in own.criteria}["GV-3"] is Fill.OPEN
    assert "merged_in" not in [line.action for line in own.history]


def test_within_two_minutes_it_is_taken_back_and_nobody_hears_of_it(session, school, pair):
    first, second = pair
    decision = merge(session, school, second, first)

    dossiers.undo(session, decision.id or 0, by=school.vinh, now=NOW + timedelta(seconds=90), zone=ZONE)

    back = session.get_one(Dossier, second)
    assert (back.state, back.merged_into_id) == (State.WITH_HEAD, None)
    assert endorsements.people_of(session, first) == []
    assert told(session, Template.MERGED) == [(NGAN.user_id, "skipped")]
    assert seen(session, first, school.vinh).joined == ()


def test_a_voice_given_before_stays_when_a_merging_is_taken_back(session, school, pair):
    first, second = pair
    endorsements.endorse(session, first, by=school.ngan, now=NOW - timedelta(hours=1), on=TODAY)
    decision = merge(session, school, second, first)

    dossiers.undo(session, decision.id or 0, by=school.vinh, now=NOW + timedelta(seconds=90), zone=ZONE)

    assert endorsements.people_of(session, first) == [school.ngan]


def test_what_was_joined_before_comes_along(session, school, pair):
    first, second = pair
    third = sent(session, school, by=school.thuy, name="Quách Thị Ly").dossier_id

    merge(session, school, second, third)
    merge(session, school, third, first)

    assert merging.sources_of(session, [first]) == {third: first, second: first}
    assert {one.nominator_name for one in seen(session, first, school.vinh).joined} == {
        "Đoàn Ngọc Ngân",
        "Ngô Phương Thủy",
    }


@pytest.mark.parametrize(
    "said",
    [{"name": "Tạ Công Quân"}, {"category": "staff"}, {"occasion": "11-6/2028"}],
)
def test_only_the_same_person_for_the_same_occasion_can_be_joined(session, school, pair, said):
    first, _second = pair
    other = sent(session, school, by=school.thuy, **said).dossier_id

    with pytest.raises(Refusal) as refused:
        merge(session, school, other, first)

    assert refused.value.code == "no_twin"


def test_nobody_joins_anything_with_the_own_nomination(session, school, pair):
    first, _second = pair
    own = a_dossier(session, school, DossierParts(nominator=school.vinh))

    with pytest.raises(Refusal) as refused:
        merge(session, school, first, own)

    assert refused.value.code == "no_twin"


def test_a_later_duplicate_of_somebody_on_the_list_joins_that(session, school, pair):
    first, second = pair
    session.get_one(Dossier, first).state = State.ADOPTED
    session.flush()

    merge(session, school, second, first)

    assert session.get_one(Dossier, second).merged_into_id == first


def test_supporters_hear_what_came_of_it(session, school, pair):
    first, second = pair
    merge(session, school, second, first)
    version = session.get_one(Dossier, first).version

    dossiers.act(session, first, Action.ADOPT, by=school.vinh, expected_version=version, now=NOW, zone=ZONE)

    assert told(session, Template.SUPPORTED_RESULT) == [(NGAN.user_id, "waiting")]
