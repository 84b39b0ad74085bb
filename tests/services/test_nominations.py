from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.domain.nomination import CriterionClaim
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.workflow import State
from bot.services import evidence, nominations
from bot.services.audit_check import verify
from models import AuditEntry, Claim, Dossier, Draft, OutboxMessage, RoleGrant, UnitRelation, UnitVersion
from tests.support.builders import School, a_draft, a_file, a_grant, a_nomination, a_person, a_unit, sent, somebody
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import HIEU, LY, NGAN, OANH, VIET, VINH, Cast

NIGHT = NOW.replace(hour=15)  # 22:00 in the province


def told(session: Session, template: Template = Template.NEW_NOMINATION) -> list[int]:
    return list(session.exec(select(OutboxMessage.chat_id).where(OutboxMessage.template == template)))


def steps(session: Session, dossier_id: int) -> list[tuple[str, int | None, str]]:
    entries = session.exec(select(AuditEntry).where(AuditEntry.dossier_id == dossier_id).order_by("sequence"))
    return [(entry.action, entry.person_id, entry.to_state) for entry in entries]


def end_grants(session: Session, person_id: int) -> None:
    for grant in session.exec(select(RoleGrant).where(RoleGrant.person_id == person_id)):
        grant.valid_to = TODAY - timedelta(days=1)
    session.flush()


def test_a_nomination_lies_with_the_head_who_is_told(session: Session, school: School):
    nomination = sent(session, school)

    dossier = session.get_one(Dossier, nomination.dossier_id)
    assert nomination.code == "DC-2027-00001"
    assert (nomination.unit_name, nomination.state, str(nomination.next_due)) == (
        "THCS Đồng Mây",
        State.WITH_HEAD,
        "2027-04-12",
    )
    assert (dossier.nominee_name, dossier.unit_name, dossier.nominator_name) == (LY.name, "THCS Đồng Mây", OANH.name)
    assert told(session) == [VINH.user_id]
    assert steps(session, nomination.dossier_id) == [("send", school.oanh, "with_head")]


def test_codes_count_on_and_begin_anew_each_year(session: Session, school: School):
    first, second = sent(session, school), sent(session, school)
    next_year = sent(session, school, now=NOW + timedelta(days=366), occasion="11-6/2028")

    assert [first.code, second.code, next_year.code] == ["DC-2027-00001", "DC-2027-00002", "DC-2028-00001"]


def test_sending_the_same_draft_twice_gives_the_same_dossier(session: Session, school: School):
    draft = a_draft(session, school.oanh)
    said = {"nominator_id": school.oanh, "chat_id": OANH.user_id, "now": NOW, "zone": ZONE}

    first = nominations.submit(session, draft, a_nomination(school), **said)
    second = nominations.submit(session, draft, a_nomination(school, name="Tạ Công Quân"), **said)

    assert first == second
    assert len(session.exec(select(Dossier)).all()) == 1
    assert session.get_one(Draft, draft).state == "sent"
    assert told(session) == [VINH.user_id]


def test_a_draft_of_somebody_else_cannot_be_sent(session: Session, school: School):
    draft = a_draft(session, school.oanh)

    with pytest.raises(Refusal) as refused:
        nominations.submit(
            session,
            draft,
            a_nomination(school),
            nominator_id=school.ly,
            chat_id=LY.user_id,
            now=NOW,
            zone=ZONE,
        )

    assert refused.value.code == "draft_not_yours"
    assert session.exec(select(Dossier)).all() == []


def test_claims_of_this_category_are_kept_and_those_of_another_are_not(session: Session, school: School):
    claims = (CriterionClaim("GV-2", claimed=True, proof="Vườn"), CriterionClaim("NV-1", claimed=True))

    nomination = sent(session, school, claims=claims)

    kept = session.exec(select(Claim).where(Claim.dossier_id == nomination.dossier_id)).all()
    assert [(claim.criterion, claim.claimed, claim.proof) for claim in kept] == [("GV-2", True, "Vườn")]


def test_evidence_goes_with_the_dossier(session: Session, school: School):
    draft = a_draft(session, school.oanh)
    file = a_file(session, draft_id=draft)

    nomination = nominations.submit(
        session,
        draft,
        a_nomination(school),
        nominator_id=school.oanh,
        chat_id=OANH.user_id,
        now=NOW,
        zone=ZONE,
    )

    assert [line.id for line in evidence.of_dossier(session, nomination.dossier_id)] == [file]


def test_a_notice_at_night_makes_no_sound(session: Session, school: School):
    sent(session, school)
    sent(session, school, now=NIGHT)

    assert list(session.exec(select(OutboxMessage.silent).order_by("id"))) == [False, True]


@pytest.mark.parametrize(
    ("nominator", "nominee", "expected"),
    [
        ("vinh", "Quách Bảo Ly", State.WITH_DEPUTY),  # the head nominates
        ("oanh", "Chu Hữu Vinh", State.WITH_DEPUTY),  # the head is nominated
        ("oanh", "chu huu vinh", State.WITH_DEPUTY),  # however the name is typed
        ("vinh", "Ngô Phương Thủy", State.WITH_LEVEL_ABOVE),  # the head nominates the only deputy
        ("thuy", "Chu Hữu Vinh", State.WITH_LEVEL_ABOVE),  # and the other way round
        ("thuy", "Quách Bảo Ly", State.WITH_HEAD),
    ],
)
def test_it_starts_where_somebody_may_decide(  # plan S-52
    session: Session, school: School, nominator: str, nominee: str, expected: State
):
    nomination = sent(session, school, by=getattr(school, nominator), name=nominee)

    assert nomination.state is expected


def test_a_head_alone_who_nominates_leaves_it_to_the_level_above(session: Session, school: School):
    end_grants(session, school.thuy)

    nomination = sent(session, school, by=school.vinh)

    dossier = session.get_one(Dossier, nomination.dossier_id)
    assert (dossier.holder_unit_id, nomination.holder_name) == (school.commune, "Phòng Văn hóa - Xã hội xã Đồng Mây")
    assert told(session) == [HIEU.user_id]
    assert steps(session, dossier.id or 0) == [
        ("send", school.vinh, "with_head"),
        ("pass_up", None, "with_level_above"),
    ]
    assert verify(session) == []


def test_where_the_level_above_may_not_decide_either_it_goes_one_further(session: Session, school: School):
    for person in (school.vinh, school.thuy):
        end_grants(session, person)

    nomination = sent(session, school, by=school.hieu)

    assert session.get_one(Dossier, nomination.dossier_id).holder_unit_id == school.department
    assert told(session) == [VIET.user_id]


def test_where_nobody_at_all_may_decide_it_waits_for_the_next_head(session: Session, school: School):
    for person in (school.vinh, school.thuy, school.hieu, school.viet):
        end_grants(session, person)

    nomination = sent(session, school)

    assert nomination.state is State.WITH_HEAD
    assert told(session) == []


def test_units_that_stand_above_each_other_do_not_hang_the_bot(session: Session, school: School):
    for person in (school.vinh, school.thuy, school.hieu, school.viet):
        end_grants(session, person)
    session.add(UnitRelation(child_id=school.department, parent_id=school.commune, valid_from=TODAY))
    session.flush()

    assert sent(session, school).state is State.WITH_HEAD


def test_a_second_head_decides_on_the_nomination_of_the_first(session: Session, school: School):
    second = Cast("Lương Quang Đạt", 7009, (Role.UNIT_HEAD,))
    somebody(session, second, school.id)

    nomination = sent(session, school, by=school.vinh)

    assert nomination.state is State.WITH_HEAD
    assert told(session) == [second.user_id]


def test_namesakes_are_not_taken_for_the_nominee(session: Session, school: School):
    for _two in range(2):
        a_grant(session, a_person(session, "Vũ Bảo Châu"), Role.MEMBER, school.id)

    unclear = sent(session, school, name="Vũ Bảo Châu")
    clear = sent(session, school, name=NGAN.name)

    assert session.get_one(Dossier, unclear.dossier_id).nominee_person_id is None
    assert session.get_one(Dossier, clear.dossier_id).nominee_person_id == school.ngan


def test_the_marks_of_a_name_tell_namesakes_apart(session: Session, school: School):
    hoa, hoa_with_mark = a_person(session, "Đỗ Thị Hoa"), a_person(session, "Đỗ Thị Hòa")
    for person in (hoa, hoa_with_mark):
        a_grant(session, person, Role.MEMBER, school.id)

    nomination = sent(session, school, name="Đỗ Thị Hòa")

    assert session.get_one(Dossier, nomination.dossier_id).nominee_person_id == hoa_with_mark


def test_a_collective_is_nobodys_namesake(session: Session, school: School):
    nomination = sent(session, school, category="collective", kind="team", name=LY.name, claims=())

    assert session.get_one(Dossier, nomination.dossier_id).nominee_person_id is None


@pytest.mark.parametrize("field", ["category", "name", "story", "occasion"])
def test_without_what_is_needed_nothing_is_sent(session: Session, school: School, field: str):
    with pytest.raises(Refusal) as refused:
        sent(session, school, **{field: ""})

    assert refused.value.code == "incomplete"


def test_a_closed_occasion_takes_nothing_more(session: Session, school: School):
    last_day = NOW.replace(day=26)

    assert sent(session, school, now=last_day).code
    with pytest.raises(Refusal) as refused:
        sent(session, school, now=last_day + timedelta(days=1))

    assert refused.value.code == "occasion_closed"


@pytest.mark.parametrize("occasion", ["30-2/2027", "11-6", "11-6/99999"])
def test_an_occasion_that_nobody_knows_is_closed(session: Session, school: School, occasion: str):
    with pytest.raises(Refusal) as refused:
        sent(session, school, occasion=occasion)

    assert refused.value.code == "occasion_closed"


def test_somebody_without_a_unit_cannot_send(session: Session, school: School):
    end_grants(session, school.oanh)

    with pytest.raises(Refusal) as refused:
        sent(session, school)

    assert refused.value.code == "not_a_member"


def test_a_unit_closed_meanwhile_is_asked_again(session: Session, school: School):
    version = session.exec(select(UnitVersion).where(UnitVersion.unit_id == school.id)).one()
    somebody(session, Cast("Vũ Bảo Châu", 7010), school.commune)
    author = session.exec(select(RoleGrant.person_id).order_by(RoleGrant.id.desc())).first()
    version.valid_to = TODAY - timedelta(days=1)
    session.flush()

    with pytest.raises(Refusal) as refused:
        sent(session, school, by=author)

    assert refused.value.code == "unit_closed"


def test_a_nomination_for_another_unit_goes_to_that_unit(session: Session, school: School):  # plan S-13
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)
    head = Cast("Đào Quang Bách", 7031, (Role.UNIT_HEAD,))
    somebody(session, head, other)

    nomination = sent(session, school, unit_id=other, name="Đoàn Hữu Phúc")

    assert nomination.unit_name == "THCS Đồng Gió"
    assert told(session) == [head.user_id]
