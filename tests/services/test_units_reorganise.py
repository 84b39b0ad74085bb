"""Units are merged, split, renamed and closed; what was under way goes on, and nothing is forgotten."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, col, select

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.workflow import Action, State
from bot.services import accounts, carrying, dossiers, reorganise, unit_routes, units
from bot.services.audit_check import verify
from bot.services.queries.history import history_of
from bot.services.reorganise import Order
from models import AuditEntry, Dossier, JoinRequest, OutboxMessage, RoleGrant, UnitSuccession
from tests.support import people
from tests.support.builders import DossierParts, School, a_dossier, a_grant, a_person, a_unit, sent, somebody
from tests.support.clock import NOW, TODAY, ZONE

DECISION = "QĐ 12/QĐ-UBND"
ORDER = Order(TODAY, NOW, ZONE, DECISION)
HEIR = "TH và THCS Sông Mây"


def in_days(days: int) -> Order:
    return Order(TODAY + timedelta(days=days), NOW, ZONE, DECISION)


@pytest.fixture
def heir(session: Session, school: School) -> int:
    """Another school below the same commune, with a head."""
    unit = a_unit(session, HEIR, kind="truong_th_thcs", above=school.commune)
    somebody(session, people.TU, unit)
    return unit


def the_dossier(session: Session, dossier_id: int) -> Dossier:
    session.flush()
    session.expire_all()
    return session.get_one(Dossier, dossier_id)


def templates_to(session: Session, person: people.Cast) -> list[str]:
    rows = session.exec(select(OutboxMessage).where(OutboxMessage.chat_id == person.user_id))
    return [row.template for row in rows]


def test_a_nomination_under_way_goes_on_at_the_school_that_its_own_was_merged_into(
    session: Session, school: School, heir: int
):
    dossier_id = sent(session, school).dossier_id

    reorganise.merge(session, [school.id], ORDER, into=heir)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.state, dossier.holder_unit_id, dossier.unit_id) == (State.WITH_HEAD, heir, heir)
    assert dossier.unit_name == "THCS Đồng Mây"
    assert templates_to(session, people.TU) == ["new_nomination"]
    assert "reorganised" in templates_to(session, people.OANH)


def test_the_trail_says_that_the_bot_carried_it_on_and_by_which_decision(session: Session, school: School, heir: int):
    dossier_id = sent(session, school).dossier_id

    reorganise.merge(session, [school.id], ORDER, into=heir)

    last = history_of(session, dossier_id, to_nominator=False)[-1]
    assert (last.action, last.person_name, last.words) == (carrying.REORGANISED, "", DECISION)
    assert session.exec(select(AuditEntry.unit_id).order_by(col(AuditEntry.id))).all() == [school.id, heir]
    assert verify(session) == []


def test_the_head_of_the_heir_decides_and_the_former_head_does_not(session: Session, school: School, heir: int):
    dossier_id = sent(session, school).dossier_id
    reorganise.merge(session, [school.id], ORDER, into=heir)
    version = the_dossier(session, dossier_id).version
    tu = accounts.by_user(session, people.TU.user_id)
    assert tu is not None
    assert tu.person_id is not None

    with pytest.raises(Refusal):
        dossiers.act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=version, now=NOW, zone=ZONE)
    dossiers.act(session, dossier_id, Action.ADOPT, by=tu.person_id, expected_version=version, now=NOW, zone=ZONE)

    assert the_dossier(session, dossier_id).state == State.ADOPTED


def test_where_the_heir_has_no_head_the_level_above_gets_it(session: Session, school: School):
    empty = a_unit(session, HEIR, above=school.commune)
    dossier_id = sent(session, school).dossier_id

    reorganise.merge(session, [school.id], ORDER, into=empty)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.WITH_LEVEL_ABOVE, school.commune)
    assert "new_nomination" in templates_to(session, people.HIEU)


def test_a_supplement_that_is_asked_for_can_still_be_given(session: Session, school: School, heir: int):
    dossier_id = a_dossier(session, school, DossierParts(state=State.HEAD_ASKED))

    reorganise.merge(session, [school.id], ORDER, into=heir)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.HEAD_ASKED, heir)


@pytest.mark.parametrize("state", [State.NOT_THIS_ROUND, State.WITHDRAWN, State.MERGED, State.DECLINED])
def test_what_has_ended_stays_where_it_was(session: Session, school: School, heir: int, state: State):
    dossier_id = a_dossier(session, school, DossierParts(state=state))

    reorganise.merge(session, [school.id], ORDER, into=heir)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.unit_id, dossier.holder_unit_id, dossier.version) == (school.id, school.id, 1)


def test_members_belong_to_the_heir_and_offices_end(session: Session, school: School, heir: int):
    reorganise.merge(session, [school.id], ORDER, into=heir)

    on_the_heir = session.exec(select(RoleGrant).where(RoleGrant.unit_id == heir)).all()
    roles_of_vinh = {grant.role for grant in on_the_heir if grant.person_id == school.vinh}
    assert roles_of_vinh == {Role.MEMBER}
    assert {grant.person_id for grant in on_the_heir} >= {school.oanh, school.ly, school.ngan}
    old = session.exec(select(RoleGrant).where(RoleGrant.unit_id == school.id)).all()
    assert {grant.valid_to for grant in old} == {TODAY - timedelta(days=1)}
    assert {grant.end_reason for grant in old} == {DECISION}


def test_a_reorganisation_that_lies_ahead_changes_nothing_until_its_day(session: Session, school: School, heir: int):
    dossier_id = sent(session, school).dossier_id

    reorganise.merge(session, [school.id], in_days(30), into=heir)
    before = the_dossier(session, dossier_id).holder_unit_id
    early = carrying.carry_on(session, now=NOW + timedelta(days=29), zone=ZONE)
    on_the_day = carrying.carry_on(session, now=NOW + timedelta(days=30), zone=ZONE)
    again = carrying.carry_on(session, now=NOW + timedelta(days=31), zone=ZONE)

    assert before == school.id
    assert (early, again) == (0, 0)
    assert on_the_day > 0
    assert the_dossier(session, dossier_id).holder_unit_id == heir


def test_every_old_name_and_code_finds_what_became_of_the_unit(session: Session, school: School, heir: int):
    reorganise.also_called(session, school.id, "33000117")
    reorganise.rename(session, school.id, Order(date(2026, 1, 5), NOW, ZONE), name="THCS Bờ Đê")
    reorganise.merge(session, [school.id], ORDER, into=heir)
    reorganise.rename(session, heir, in_days(10), name="TH và THCS Mây Trắng")
    later = TODAY + timedelta(days=10)

    by_first, by_second, by_code = (
        units.find(session, words, on=later, limit=5) for words in ("thcs dong may", "bo de", "33000117")
    )

    assert [(one.id, one.name, one.former) for one in by_first] == [(heir, "TH và THCS Mây Trắng", "THCS Đồng Mây")]
    assert [(one.id, one.former) for one in by_second] == [(heir, "THCS Bờ Đê")]
    assert [(one.id, one.former) for one in by_code] == [(heir, "33000117")]


def test_a_split_unit_is_found_as_each_of_its_parts_and_its_dossiers_follow_their_nominator(
    session: Session, school: School, heir: int
):
    other = a_unit(session, "THCS Bến Lau", above=school.commune)
    dossier_id = sent(session, school).dossier_id
    a_grant(session, school.oanh, Role.MEMBER, other)

    reorganise.split(session, school.id, ORDER, into=[heir, other])

    found = units.find(session, "thcs dong may", on=TODAY, limit=5)
    assert {one.id for one in found} == {heir, other}
    assert the_dossier(session, dossier_id).unit_id == other


def test_a_unit_that_gives_a_part_away_goes_on_itself(session: Session, school: School, heir: int):
    dossier_id = sent(session, school).dossier_id

    reorganise.split(session, school.id, ORDER, into=[school.id, heir])

    assert the_dossier(session, dossier_id).holder_unit_id == school.id
    assert [one.id for one in units.heirs(session, school.id, on=TODAY)] == [school.id]


def test_what_a_closed_unit_had_goes_to_the_level_above(session: Session, school: School):
    waiting = sent(session, school).dossier_id
    asked = a_dossier(session, school, DossierParts(state=State.DEPUTY_ASKED))

    reorganise.close(session, school.id, ORDER)

    assert units.name_of(session, school.id, on=TODAY) is None
    assert [
        (one.state, one.holder_unit_id) for one in (the_dossier(session, waiting), the_dossier(session, asked))
    ] == [(State.WITH_LEVEL_ABOVE, school.commune), (State.LEVEL_ABOVE_ASKED, school.commune)]


def test_what_lies_at_a_level_above_that_ends_goes_to_the_one_that_follows(session: Session, school: School):
    new = a_unit(session, "Phòng Văn hóa - Xã hội xã Sông Mây", kind="phong_vhxh", above=school.department)
    officer = somebody(session, people.TU, new)
    a_grant(session, officer, Role.INTERMEDIATE_OFFICER, new)
    dossier_id = a_dossier(session, school, DossierParts(state=State.WITH_LEVEL_ABOVE, holder=school.commune))

    reorganise.merge(session, [school.commune], ORDER, into=new)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.state, dossier.holder_unit_id, dossier.unit_id) == (State.WITH_LEVEL_ABOVE, new, school.id)
    above = units.level_above(session, school.id, on=TODAY)
    assert above is not None
    assert above.id == new


def test_an_old_name_still_counts_for_the_days_when_it_was_the_name(session: Session, school: School):
    reorganise.rename(session, school.id, ORDER, name="THCS Mây Trắng")

    names = [units.name_of(session, school.id, on=day) for day in (TODAY - timedelta(days=1), TODAY)]

    assert [name and name.name for name in names] == ["THCS Đồng Mây", "THCS Mây Trắng"]
    assert session.exec(select(UnitSuccession.kind)).all() == ["rename"]


CHANGES = {
    "merged into itself": (
        lambda session, one, heir: reorganise.merge(session, [one, heir], ORDER, into=heir),
        "circle",
    ),
    "below itself": (lambda session, one, heir: reorganise.move_below(session, one, one, ORDER), "circle"),
    "into nothing": (lambda session, one, heir: reorganise.merge(session, [one], ORDER, into=99_999), "not_open"),
    "before it was": (lambda session, one, heir: reorganise.close(session, one, since(2020)), "not_open"),
    "out of order": (
        lambda session, one, heir: reorganise.rename(session, one, since(2026), name="A"),
        "later_changes",
    ),
}


def since(year: int) -> Order:
    return Order(date(year, 1, 1), NOW, ZONE)


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_that_does_not_fit_the_history_is_refused(session: Session, school: School, heir: int, name: str):
    reorganise.rename(session, school.id, in_days(-20), name="THCS Ba")
    change, code = CHANGES[name]

    with pytest.raises(Refusal) as refused:
        change(session, school.id, heir)

    assert refused.value.code == code


def test_a_code_is_given_to_one_unit_only(session: Session, school: School):
    opened = reorganise.open_unit(
        session, "thcs-moi", ORDER, name="THCS Mới", kind="truong_thcs", place="xã Đồng Mây", above=school.commune
    )

    with pytest.raises(Refusal) as refused:
        reorganise.open_unit(session, "thcs-moi", ORDER, name="THCS Mới Hai", kind="truong_thcs")

    assert refused.value.code == "code_taken"
    above = units.level_above(session, opened, on=TODAY)
    assert above is not None
    assert above.id == school.commune


def test_those_who_have_asked_to_join_wait_at_the_heir(session: Session, school: School, heir: int):
    person = a_person(session, user_id=7777)
    session.add(JoinRequest(person_id=person, account_id=1, unit_id=school.id, role=Role.MEMBER, asked_at=NOW))
    session.flush()

    reorganise.merge(session, [school.id], ORDER, into=heir)

    session.expire_all()
    assert session.exec(select(JoinRequest.unit_id)).all() == [heir]


def test_a_dossier_keeps_the_route_of_the_day_on_which_it_was_sent(session: Session, school: School):
    unit_routes.seed(session)
    unit_routes.skip_middle(session, "truong_thcs", skips=True, since=TODAY)

    new, under_way = (
        units.level_above(session, school.id, on=TODAY, sent_on=sent_on)
        for sent_on in (TODAY, TODAY - timedelta(days=1))
    )

    assert new is not None
    assert under_way is not None
    assert (new.id, under_way.id) == (school.department, school.commune)


def test_a_nomination_that_was_being_written_is_sent_to_the_unit_that_follows(
    session: Session, school: School, heir: int
):
    reorganise.merge(session, [school.id], ORDER, into=heir)

    nomination = sent(session, school)

    assert (nomination.unit_name, the_dossier(session, nomination.dossier_id).holder_unit_id) == (HEIR, heir)


def test_of_several_units_that_follow_the_nominator_chooses(session: Session, school: School, heir: int):
    other = a_unit(session, "THCS Bến Lau", above=school.commune)
    reorganise.split(session, school.id, ORDER, into=[heir, other])
    a_grant(session, school.oanh, Role.MEMBER, other)

    with pytest.raises(Refusal) as refused:
        sent(session, school)

    assert refused.value.code == "unit_closed"


def test_what_was_chosen_is_on_the_list_of_the_heir(session: Session, school: School, heir: int):
    dossier_id = a_dossier(session, school, DossierParts(state=State.ADOPTED))

    reorganise.merge(session, [school.id], ORDER, into=heir)

    dossier = the_dossier(session, dossier_id)
    assert (dossier.state, dossier.holder_unit_id, dossier.unit_name) == (State.ADOPTED, heir, "THCS Đồng Mây")
    assert templates_to(session, people.OANH) == []


def test_a_clerk_of_the_old_school_no_longer_prepares_what_has_gone_on(session: Session, school: School, heir: int):
    dossier_id = a_dossier(session, school)
    session.get_one(Dossier, dossier_id).handed_to_id = school.ngan

    reorganise.merge(session, [school.id], ORDER, into=heir)

    assert the_dossier(session, dossier_id).handed_to_id is None
