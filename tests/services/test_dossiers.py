from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.workflow import UNDO, Action, State
from bot.services import dossiers, moves, supplements
from bot.services.audit_check import verify
from models import AuditEntry, AuditText, Decision, Dossier, OutboxMessage, RoleGrant, SupplementItem
from tests.support.builders import DossierParts, School, a_dossier, sent
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import HIEU, LY, OANH, THUY, VIET, VINH

DUE = date(2027, 3, 17)
#: 20:59 in the province: the act is still in the evening, its notice is due at 21:01.
EVENING = datetime(2027, 3, 2, 13, 59, tzinfo=UTC)


def act(
    session: Session, dossier_id: int, action: Action, *, by: int, now: datetime = NOW, **given: object
) -> Decision:
    version = given.pop("expected_version", session.get_one(Dossier, dossier_id).version)
    return dossiers.act(session, dossier_id, action, by=by, expected_version=version, now=now, zone=ZONE, **given)


def ask(session: Session, dossier_id: int, *, by: int, now: datetime = NOW) -> Decision:
    items = ("Biên bản họp tổ", "Ảnh lớp học")
    return act(session, dossier_id, Action.ASK_SUPPLEMENT, by=by, now=now, items=items, due_on=DUE)


def notices(session: Session) -> list[tuple[str, int, str]]:
    rows = session.exec(select(OutboxMessage).order_by("id")).all()
    return [(row.template, row.chat_id, row.state) for row in rows]


def undo(session: Session, decision: Decision, *, by: int, now: datetime = NOW) -> Dossier:
    assert decision.id is not None
    return dossiers.undo(session, decision.id, by=by, now=now)


@pytest.fixture
def dossier_id(session: Session, school: School) -> int:
    return a_dossier(session, school, DossierParts(nominee=school.ly))


def test_a_head_adopts_and_nominator_and_nominee_hear_of_it_two_minutes_later(  # plan S-52
    session: Session, school: School, dossier_id: int
):
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh)

    dossier = session.get_one(Dossier, dossier_id)
    assert (dossier.state, dossier.version, dossier.due_on) == (State.ADOPTED, 2, date(2027, 4, 12))
    assert decision.undo_until == NOW + timedelta(minutes=2)
    assert notices(session) == [("adopted", OANH.user_id, "waiting"), ("nominee_adopted", LY.user_id, "waiting")]
    due = set(session.exec(select(OutboxMessage.due_at)))
    assert due == {decision.undo_until}


# plan S-22
def test_the_reason_reaches_the_nominator_word_for_word(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.NOT_THIS_ROUND, by=school.vinh, comment="Đợt này đã đủ.\nMong gặp lại dịp sau.")

    (notice,) = session.exec(select(OutboxMessage)).all()
    assert notice.template == Template.NOT_THIS_ROUND
    assert notice.args == {
        "dossier_id": dossier_id,
        "version": 2,
        "person_id": school.oanh,
        "decision_id": 1,
        "comment": "Đợt này đã đủ.\nMong gặp lại dịp sau.",
    }
    assert session.exec(select(AuditText.text)).all() == ["Đợt này đã đủ.\nMong gặp lại dịp sau."]


def test_without_a_reason_nothing_happens(session: Session, school: School, dossier_id: int):
    with pytest.raises(Refusal) as refused:
        act(session, dossier_id, Action.NOT_THIS_ROUND, by=school.vinh, comment="  ")

    assert refused.value.code == "workflow.needs_reason"
    assert session.get_one(Dossier, dossier_id).state == State.WITH_HEAD


# plan S-22
def test_a_supplement_is_asked_item_by_item_with_a_due_date(session: Session, school: School, dossier_id: int):
    ask(session, dossier_id, by=school.vinh)

    items = session.exec(select(SupplementItem).order_by("position")).all()
    assert [(item.position, item.text, item.due_on) for item in items] == [
        (1, "Biên bản họp tổ", DUE),
        (2, "Ảnh lớp học", DUE),
    ]
    dossier = session.get_one(Dossier, dossier_id)
    assert (dossier.state, dossier.due_on) == (State.HEAD_ASKED, DUE)
    assert notices(session) == [("supplement_asked", OANH.user_id, "waiting")]


def test_a_due_date_leaves_at_least_a_day(session: Session, school: School, dossier_id: int):
    with pytest.raises(Refusal) as refused:
        act(session, dossier_id, Action.ASK_SUPPLEMENT, by=school.vinh, items=("Ảnh",), due_on=TODAY)

    assert refused.value.code == "deadline.past"


def test_of_two_presses_at_once_one_decides_and_the_other_hears_who_was_faster(
    session: Session, school: School, dossier_id: int
):
    act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=1)

    with pytest.raises(Refusal) as refused:
        act(session, dossier_id, Action.NOT_THIS_ROUND, by=school.vinh, expected_version=1, comment="Đã đủ số lượng")

    assert refused.value.code == "already_decided"
    assert refused.value.text.args == {"name": VINH.name, "time": "09:05"}
    assert session.get_one(Dossier, dossier_id).state == State.ADOPTED
    assert len(session.exec(select(Decision)).all()) == 1


def test_two_who_read_the_same_version_cannot_both_write(engine: Engine, session: Session, school: School):
    dossier_id = a_dossier(session, school)
    session.commit()

    with Session(engine, expire_on_commit=False) as slower:
        seen = slower.get_one(Dossier, dossier_id).version
        slower.rollback()
        act(session, dossier_id, Action.ADOPT, by=school.vinh, expected_version=1)
        session.commit()
        with pytest.raises(Refusal) as refused:
            dossiers.act(slower, dossier_id, Action.ADOPT, by=school.vinh, expected_version=seen, now=NOW, zone=ZONE)
        slower.rollback()

    assert refused.value.code == "already_decided"
    assert [row.action for row in session.exec(select(Decision))] == ["adopt"]


def test_a_stale_row_in_hand_does_not_win_over_the_version_in_the_database(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    in_hand = session.get_one(Dossier, dossier_id)
    act(session, dossier_id, Action.ADOPT, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        moves.move(
            session,
            in_hand,
            moves.Act(NOW, ZONE, school.vinh, "unit_head"),
            action=Action.NOT_THIS_ROUND,
            to=State.NOT_THIS_ROUND,
            holder_unit_id=school.id,
            expected_version=1,
        )

    assert refused.value.code == "already_decided"
    assert session.get_one(Dossier, dossier_id).state == State.ADOPTED


def test_the_nominator_does_not_hear_a_name_from_a_late_press(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.ADOPT, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        act(session, dossier_id, Action.WITHDRAW, by=school.oanh, expected_version=1)

    assert refused.value.code == "already_decided"
    assert VINH.name not in str(refused.value.text.args)


def test_rights_are_those_of_the_moment_of_the_press(session: Session, school: School, dossier_id: int):
    grant = session.exec(
        select(RoleGrant).where(RoleGrant.person_id == school.vinh, RoleGrant.role == "unit_head")
    ).one()
    grant.valid_to = TODAY - timedelta(days=1)
    session.flush()

    with pytest.raises(Refusal):
        act(session, dossier_id, Action.ADOPT, by=school.vinh)

    assert session.get_one(Dossier, dossier_id).state == State.WITH_HEAD


def test_a_dossier_that_does_not_exist_reads_like_one_that_is_not_yours(session: Session, school: School):
    dossier_id = a_dossier(session, school)

    with pytest.raises(Refusal) as missing:
        dossiers.act(session, 999, Action.ADOPT, by=school.vinh, expected_version=1, now=NOW, zone=ZONE)
    with pytest.raises(Refusal) as foreign:
        act(session, dossier_id, Action.ADOPT, by=school.ly)

    assert (missing.value.code, missing.value.text) == (foreign.value.code, foreign.value.text)


# Taking back.


def test_an_act_is_taken_back_within_two_minutes_and_nobody_hears_of_it(
    session: Session, school: School, dossier_id: int
):
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh)

    dossier = undo(session, decision, by=school.vinh, now=NOW + timedelta(seconds=119))

    assert (dossier.state, dossier.version) == (State.WITH_HEAD, 3)
    assert {state for _template, _chat, state in notices(session)} == {"skipped"}
    entries = session.exec(select(AuditEntry.action).order_by("sequence")).all()
    assert entries == ["adopt", "undo"]
    assert verify(session) == []


@pytest.mark.parametrize(
    ("who", "seconds", "code"),
    [
        ("vinh", 120, "workflow.undo_over"),
        ("thuy", 5, "workflow.undo_not_yours"),
        ("oanh", 5, "workflow.undo_not_yours"),
    ],
)
def test_too_late_or_by_somebody_else_nothing_is_taken_back(
    session: Session, school: School, dossier_id: int, who: str, seconds: int, code: str
):
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        undo(session, decision, by=getattr(school, who), now=NOW + timedelta(seconds=seconds))

    assert refused.value.code == code
    assert session.get_one(Dossier, dossier_id).state == State.ADOPTED


def test_an_act_is_taken_back_once(session: Session, school: School, dossier_id: int):
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh)
    undo(session, decision, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        undo(session, decision, by=school.vinh)

    assert refused.value.code == "workflow.moved_on"


def test_somebody_who_lost_the_role_takes_nothing_back(session: Session, school: School, dossier_id: int):
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh)
    for grant in session.exec(select(RoleGrant).where(RoleGrant.person_id == school.vinh)):
        grant.valid_to = TODAY - timedelta(days=1)
    session.flush()

    with pytest.raises(Refusal) as refused:
        undo(session, decision, by=school.vinh)

    assert refused.value.code == "workflow.undo_not_yours"


def test_an_act_that_does_not_exist_cannot_be_taken_back(session: Session, school: School):
    with pytest.raises(Refusal):
        dossiers.undo(session, 999, by=school.vinh, now=NOW)


def test_taking_back_gives_the_waiting_time_back(session: Session, school: School):
    nomination = sent(session, school)
    later = NOW + timedelta(days=6)
    decision = act(session, nomination.dossier_id, Action.ADOPT, by=school.vinh, now=later)

    dossier = undo(session, decision, by=school.vinh, now=later)

    assert dossier.state_since == NOW


def test_taking_back_a_request_closes_its_items(session: Session, school: School, dossier_id: int):
    decision = ask(session, dossier_id, by=school.vinh)

    dossier = undo(session, decision, by=school.vinh)

    assert dossier.due_on == date(2027, 4, 12)
    assert all(item.closed_at for item in session.exec(select(SupplementItem)))


def test_taking_back_an_adoption_opens_what_had_been_asked(session: Session, school: School, dossier_id: int):
    ask(session, dossier_id, by=school.vinh)
    later = NOW + timedelta(days=1)
    decision = act(session, dossier_id, Action.ADOPT, by=school.vinh, now=later)
    assert all(item.closed_at for item in session.exec(select(SupplementItem)))

    dossier = undo(session, decision, by=school.vinh, now=later)

    assert (dossier.state, dossier.due_on) == (State.HEAD_ASKED, DUE)
    assert not any(item.closed_at for item in session.exec(select(SupplementItem)))


def test_what_went_on_meanwhile_is_not_taken_back(session: Session, school: School, dossier_id: int):
    decision = act(session, dossier_id, Action.PASS_TO_DEPUTY, by=school.vinh)
    declare(session, dossier_id, by=school.thuy)

    with pytest.raises(Refusal) as refused:
        undo(session, decision, by=school.vinh)

    assert refused.value.code == "workflow.moved_on"
    assert session.get_one(Dossier, dossier_id).state == State.WITH_LEVEL_ABOVE


def test_what_was_settled_before_stays_settled_when_a_later_request_is_taken_back(
    session: Session, school: School, dossier_id: int
):
    ask(session, dossier_id, by=school.vinh)
    (first, _second) = supplements.items_of(session, dossier_id)
    supplements.answer_item(session, first.id, by=school.oanh, now=NOW + UNDO, text="Đây ạ")
    act(session, dossier_id, Action.GIVE_SUPPLEMENT, by=school.oanh, now=NOW + timedelta(hours=1))
    later = NOW + timedelta(days=1)
    decision = ask(session, dossier_id, by=school.vinh, now=later)

    undo(session, decision, by=school.vinh, now=later)

    closed = session.exec(select(SupplementItem.closed_at).order_by("id")).all()
    assert closed == [NOW + timedelta(hours=1)] * 2 + [later] * 2


def test_a_dossier_of_an_occasion_that_was_taken_away_has_no_due_date(
    session: Session, school: School, dossier_id: int
):
    session.get_one(Dossier, dossier_id).occasion = "1-4"

    act(session, dossier_id, Action.ADOPT, by=school.vinh)

    assert session.get_one(Dossier, dossier_id).due_on is None


# Passing on.


def test_a_head_who_nominated_passes_it_to_the_deputy(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(nominator=school.vinh))

    act(session, dossier_id, Action.PASS_TO_DEPUTY, by=school.vinh)

    assert session.get_one(Dossier, dossier_id).state == State.WITH_DEPUTY
    assert notices(session) == [("new_nomination", THUY.user_id, "waiting")]


def test_passing_up_changes_who_holds_it(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.PASS_UP, by=school.vinh)

    dossier = session.get_one(Dossier, dossier_id)
    assert (dossier.state, dossier.holder_unit_id) == (State.WITH_LEVEL_ABOVE, school.commune)
    assert notices(session) == [
        ("on_the_way", OANH.user_id, "waiting"),
        ("new_nomination", HIEU.user_id, "waiting"),
    ]


def test_it_is_passed_over_a_level_where_nobody_is_free(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(nominator=school.hieu))

    act(session, dossier_id, Action.PASS_UP, by=school.vinh)

    assert session.get_one(Dossier, dossier_id).holder_unit_id == school.department


def test_where_nobody_is_above_it_stays(session: Session, school: School, dossier_id: int):
    for grant in session.exec(select(RoleGrant)):
        if grant.person_id in {school.hieu, school.viet}:
            grant.valid_to = TODAY - timedelta(days=1)
    session.flush()

    with pytest.raises(Refusal) as refused:
        act(session, dossier_id, Action.PASS_UP, by=school.vinh)

    assert refused.value.code == "nobody_above"
    assert session.get_one(Dossier, dossier_id).state == State.WITH_HEAD


# Declaring a relative.


def declare(session: Session, dossier_id: int, *, by: int, **given: int) -> Dossier:
    version = given.get("expected_version", session.get_one(Dossier, dossier_id).version)
    return dossiers.declare_related(session, dossier_id, by=by, expected_version=version, now=NOW, zone=ZONE)


def test_a_head_alone_at_the_desk_who_declares_a_relative_hands_over_to_the_deputy(
    session: Session, school: School, dossier_id: int
):
    dossier = declare(session, dossier_id, by=school.vinh)

    assert dossier.state == State.WITH_DEPUTY
    assert notices(session) == [("new_nomination", THUY.user_id, "waiting")]
    entries = session.exec(select(AuditEntry).order_by("sequence")).all()
    assert [(entry.action, entry.person_id) for entry in entries] == [
        ("declare_related", school.vinh),
        ("pass_to_deputy", None),
    ]


def test_a_deputy_who_declares_a_relative_hands_over_to_the_level_above(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(state=State.WITH_DEPUTY))

    dossier = declare(session, dossier_id, by=school.thuy)

    assert (dossier.state, dossier.holder_unit_id) == (State.WITH_LEVEL_ABOVE, school.commune)


def test_an_officer_of_the_commune_who_declares_a_relative_hands_over_one_level_further(
    session: Session, school: School
):
    parts = DossierParts(state=State.WITH_LEVEL_ABOVE, holder=school.commune)

    dossier = declare(session, a_dossier(session, school, parts), by=school.hieu)

    assert (dossier.state, dossier.holder_unit_id) == (State.WITH_LEVEL_ABOVE, school.department)
    assert notices(session) == [("new_nomination", VIET.user_id, "waiting")]


def test_while_the_nominator_is_asked_it_moves_only_when_the_answer_comes(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    ask(session, dossier_id, by=school.vinh)

    assert declare(session, dossier_id, by=school.vinh).state == State.HEAD_ASKED
    (first, _second) = supplements.items_of(session, dossier_id)
    supplements.answer_item(session, first.id, by=school.oanh, now=NOW + UNDO, text="Đây ạ")
    act(session, dossier_id, Action.GIVE_SUPPLEMENT, by=school.oanh)

    assert session.get_one(Dossier, dossier_id).state == State.WITH_DEPUTY


def test_a_relative_is_declared_once_and_on_the_version_that_was_seen(
    session: Session, school: School, dossier_id: int
):
    declare(session, dossier_id, by=school.vinh)

    with pytest.raises(Refusal) as stale:
        declare(session, dossier_id, by=school.thuy, expected_version=1)
    with pytest.raises(Refusal) as stranger:
        declare(session, dossier_id, by=school.ngan)

    assert (stale.value.code, stranger.value.code) == ("already_decided", "no_such_dossier")


def test_a_second_declaration_is_told_so(session: Session, school: School):
    dossier_id = a_dossier(session, school)
    ask(session, dossier_id, by=school.vinh)
    declare(session, dossier_id, by=school.vinh)

    with pytest.raises(Refusal) as refused:
        declare(session, dossier_id, by=school.vinh)

    assert refused.value.code == "already_declared"


# Withdrawing.


def test_a_nominator_withdraws_and_those_who_had_it_hear_of_it_at_once(
    session: Session, school: School, dossier_id: int
):
    decision = dossiers.withdraw(session, dossier_id, by=school.oanh, expected_version=1, now=NOW, zone=ZONE)

    assert session.get_one(Dossier, dossier_id).state == State.WITHDRAWN
    assert notices(session) == [("withdrawn", VINH.user_id, "waiting")]
    assert session.exec(select(OutboxMessage.due_at)).one() == NOW
    with pytest.raises(Refusal):
        undo(session, decision, by=school.oanh)


def test_a_notice_of_the_evening_that_is_due_at_night_makes_no_sound(session: Session, school: School, dossier_id: int):
    act(session, dossier_id, Action.NOT_THIS_ROUND, by=school.vinh, now=EVENING, comment="Đợt này đã đủ số lượng.")

    assert session.exec(select(OutboxMessage.silent)).one() is True
