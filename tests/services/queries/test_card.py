from datetime import date

import pytest
from sqlmodel import Session

from bot.domain.criteria import Fill
from bot.domain.refusals import Refusal
from bot.domain.workflow import UNDO, Action, State
from bot.services import dossiers
from bot.services.queries.card import DossierCard, card
from bot.services.sight import Sight
from models import Declaration, Dossier
from tests.support.builders import STORY, DossierParts, School, a_dossier, a_file, sent
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import OANH, VINH

PRIVATE = ("story", "nominator_name", "criteria", "evidence", "history", "items", "field")


def seen_by(session: Session, dossier_id: int, viewer: int) -> DossierCard:
    """Give the card once no act of now can be taken back any more."""
    return card(session, dossier_id, viewer=viewer, on=TODAY, now=NOW + UNDO)


def ask(session: Session, dossier_id: int, *, by: int) -> None:
    dossiers.act(
        session,
        dossier_id,
        Action.ASK_SUPPLEMENT,
        by=by,
        expected_version=session.get_one(Dossier, dossier_id).version,
        now=NOW,
        zone=ZONE,
        items=("Biên bản họp tổ",),
        due_on=date(2027, 3, 17),
    )


def test_an_officer_reads_all_that_a_decision_needs(session: Session, school: School):
    nomination = sent(session, school)
    file = a_file(session, dossier_id=nomination.dossier_id, criterion="GV-2")

    shown = seen_by(session, nomination.dossier_id, school.vinh)

    assert (shown.code, shown.story, shown.nominator_name) == (nomination.code, STORY, OANH.name)
    assert [(line.criterion.code, line.fill, line.proof, line.files) for line in shown.criteria] == [
        ("GV-1", Fill.PARTLY, "", 0),
        ("GV-2", Fill.MET, "Lớp học ngoài vườn", 1),
        ("GV-3", Fill.OPEN, "", 0),
        ("GV-4", Fill.OPEN, "", 0),
    ]
    assert [line.id for line in shown.evidence] == [file]
    assert shown.actions[0] is Action.ADOPT


def test_the_history_names_people_to_officers_and_roles_to_the_nominator(session: Session, school: School):
    nomination = sent(session, school)
    ask(session, nomination.dossier_id, by=school.vinh)

    officers = seen_by(session, nomination.dossier_id, school.thuy).history
    nominators = seen_by(session, nomination.dossier_id, school.oanh).history

    assert [(line.action, line.person_name, line.words) for line in officers] == [
        ("send", OANH.name, ""),
        ("ask_supplement", VINH.name, "Biên bản họp tổ"),
    ]
    assert [(line.action, line.person_name, line.role, line.words) for line in nominators] == [
        ("send", OANH.name, "", ""),
        ("ask_supplement", "", "unit_head", "Biên bản họp tổ"),
    ]


def test_the_nominator_reads_neither_who_is_related_nor_words_among_officers(session: Session, school: School):
    nomination = sent(session, school)
    dossier_id = nomination.dossier_id
    dossiers.declare_related(session, dossier_id, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)
    dossiers.act(
        session,
        dossier_id,
        Action.PASS_UP,
        by=school.thuy,
        expected_version=3,
        now=NOW,
        zone=ZONE,
        comment="Riêng với cấp trên",
    )

    shown = seen_by(session, dossier_id, school.oanh)

    assert [(line.action, line.words) for line in shown.history] == [
        ("send", ""),
        ("pass_to_deputy", ""),
        ("pass_up", ""),
    ]


def test_a_nominee_reads_basic_facts_and_only_once_chosen(session: Session, school: School):
    waiting = a_dossier(session, school, DossierParts(nominee=school.ly))
    chosen = a_dossier(session, school, DossierParts(nominee=school.ly, state=State.ADOPTED))

    with pytest.raises(Refusal):
        seen_by(session, waiting, school.ly)
    shown = seen_by(session, chosen, school.ly)

    assert (shown.sight, shown.actions) == (Sight.BASIC, (Action.DECLINE,))
    assert not any(getattr(shown, name) for name in PRIVATE)


def test_a_relative_at_the_desk_reads_only_that_it_can_be_passed_on(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    session.add(Declaration(dossier_id=dossier_id, person_id=school.vinh, declared_at=NOW))
    session.flush()

    shown = seen_by(session, dossier_id, school.vinh)

    assert (shown.sight, shown.conflict) == (Sight.BASIC, "related")
    assert shown.actions == (Action.PASS_TO_DEPUTY, Action.PASS_UP)
    assert not any(getattr(shown, name) for name in PRIVATE)


def test_the_nominator_at_the_desk_reads_the_own_story_and_passes_it_on(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(nominator=school.vinh))

    shown = seen_by(session, dossier_id, school.vinh)

    assert (shown.is_own, shown.conflict, shown.story) == (True, "nominator", STORY)
    assert shown.actions == (Action.WITHDRAW, Action.PASS_TO_DEPUTY, Action.PASS_UP)


def test_undo_is_offered_to_whoever_acted_and_to_nobody_else(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    decision = dossiers.act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)

    offered = seen_by(session, dossier_id, school.vinh).undo
    others = [seen_by(session, dossier_id, other).undo for other in (school.thuy, school.oanh)]

    assert offered is not None
    assert (offered.decision_id, offered.until) == (decision.id, decision.undo_until)
    assert others == [None, None]


def test_undo_is_offered_once(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    decision = dossiers.act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)
    assert decision.id is not None
    dossiers.undo(session, decision.id, by=school.vinh, now=NOW)

    assert seen_by(session, dossier_id, school.vinh).undo is None


def test_a_withdrawal_offers_no_undo(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    dossiers.withdraw(session, dossier_id, by=school.oanh, expected_version=1, now=NOW, zone=ZONE)

    assert seen_by(session, dossier_id, school.oanh).undo is None


def test_the_card_tells_what_is_asked_and_who_has_it(session: Session, school: School):
    nomination = sent(session, school)
    ask(session, nomination.dossier_id, by=school.vinh)

    shown = seen_by(session, nomination.dossier_id, school.oanh)

    assert [item.text for item in shown.items] == ["Biên bản họp tổ"]
    assert (shown.holder_name, shown.due_on) == ("THCS Đồng Mây", date(2027, 3, 17))


def test_a_card_that_does_not_exist_reads_like_one_that_is_not_yours(session: Session, school: School):
    with pytest.raises(Refusal) as refused:
        seen_by(session, 999, school.vinh)

    assert refused.value.code == "no_such_dossier"


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_card_takes_the_same_statements_however_much_evidence_there_is(
    session: Session, school: School, statements, how_many: int
):
    dossier_id = a_dossier(session, school)
    for _number in range(how_many):
        a_file(session, dossier_id=dossier_id)
    session.commit()
    session.expunge_all()

    with statements.counted():
        shown = seen_by(session, dossier_id, school.vinh)

    assert len(shown.evidence) == how_many
    assert len([one for one in statements.seen if one.startswith("SELECT")]) == 21
