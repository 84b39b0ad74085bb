from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from bot.domain.roles import Role
from bot.domain.workflow import State
from bot.services.queries.queue import QueueLine, WaitingCounts, waiting, waiting_counts
from models import Declaration, Dossier, RoleGrant
from tests.support.builders import DossierParts, School, a_dossier, a_file, a_grant, a_unit, somebody
from tests.support.clock import NOW, TODAY
from tests.support.people import TU


def names(session: Session, person_id: int, *, on: date = TODAY) -> list[str]:
    return [line.nominee_name for line in waiting(session, person_id, on=on, page=0).lines]


def in_state(session: Session, school: School, name: str, state: State = State.WITH_HEAD, **more: object) -> int:
    return a_dossier(session, school, DossierParts(state=state, name=name, **more))


def test_a_line_says_who_how_long_and_how_complete(session: Session, school: School):
    dossier_id = in_state(session, school, "Quách Bảo Ly", since=NOW - timedelta(days=6))
    a_file(session, dossier_id=dossier_id, criterion="GV-2")

    (line,) = waiting(session, school.vinh, on=TODAY, page=0).lines

    assert line == QueueLine(
        dossier_id=dossier_id,
        code=session.get_one(Dossier, dossier_id).code,
        version=1,
        nominee_name="Quách Bảo Ly",
        category="teacher",
        position="",
        unit_name="THCS Đồng Mây",
        state=State.WITH_HEAD,
        state_since=NOW - timedelta(days=6),
        days_waiting=6,
        criteria_met=1,
        criteria_total=4,
        conflict="",
    )


def test_each_sees_what_lies_at_the_own_desk_and_the_oldest_first(session: Session, school: School):
    in_state(session, school, "A")
    in_state(session, school, "B", since=NOW - timedelta(days=1))
    in_state(session, school, "C", State.WITH_DEPUTY)
    in_state(session, school, "D", State.WITH_LEVEL_ABOVE, holder=school.commune)
    for done in (State.HEAD_ASKED, State.ADOPTED, State.NOT_THIS_ROUND, State.WITHDRAWN):
        in_state(session, school, "E", done)

    assert names(session, school.vinh) == ["B", "A"]
    assert names(session, school.thuy) == ["C"]
    assert names(session, school.hieu) == ["D"]
    for other in (school.oanh, school.ly, school.ngan, school.viet):
        assert names(session, other) == []


def test_a_head_elsewhere_sees_nothing(session: Session, school: School):
    in_state(session, school, "A")
    stranger = somebody(session, TU, a_unit(session, "TH và THCS Cầu Nắng"))

    assert names(session, stranger) == []


def test_a_head_whose_time_is_over_sees_nothing(session: Session, school: School):
    in_state(session, school, "A")
    for grant in session.exec(select(RoleGrant).where(RoleGrant.person_id == school.vinh)):
        grant.valid_to = TODAY
    session.flush()

    assert names(session, school.vinh) == ["A"]
    assert names(session, school.vinh, on=TODAY + timedelta(days=1)) == []


def test_own_items_are_listed_for_somebody_else_to_decide(session: Session, school: School):
    in_state(session, school, "A", nominator=school.vinh)
    related = in_state(session, school, "B")
    session.add(Declaration(dossier_id=related, person_id=school.vinh, declared_at=NOW))
    in_state(session, school, "C")
    session.flush()

    lines = waiting(session, school.vinh, on=TODAY, page=0).lines

    assert {line.nominee_name: line.conflict for line in lines} == {"A": "nominator", "B": "related", "C": ""}


def test_nobody_reads_of_the_own_nomination_in_the_queue(session: Session, school: School):
    in_state(session, school, "Chu Hữu Vinh", nominee=school.vinh)

    assert names(session, school.vinh) == []
    assert waiting_counts(session, school.vinh, on=TODAY).total == 0


def test_two_grants_of_one_role_list_a_dossier_once(session: Session, school: School):
    in_state(session, school, "A")
    a_grant(session, school.vinh, Role.UNIT_HEAD, school.id)

    assert names(session, school.vinh) == ["A"]
    assert waiting_counts(session, school.vinh, on=TODAY).total == 1


def test_pages_hold_five_and_a_page_too_far_is_the_last(session: Session, school: School):
    for number in range(7):
        in_state(session, school, str(number))

    second = waiting(session, school.vinh, on=TODAY, page=1)
    far = waiting(session, school.vinh, on=TODAY, page=99)

    assert [line.nominee_name for line in second.lines] == ["5", "6"]
    assert (second.number, second.pages, second.total) == (1, 2, 7)
    assert far == second


def test_counts_agree_with_the_list(session: Session, school: School):
    in_state(session, school, "A", since=NOW - timedelta(days=6))
    in_state(session, school, "B", nominator=school.vinh)
    late = in_state(session, school, "C")
    session.get_one(Dossier, late).due_on = TODAY - timedelta(days=1)
    session.flush()

    counts = waiting_counts(session, school.vinh, on=TODAY)

    assert counts == WaitingCounts(total=3, oldest_days=6, own=1, late=1)
    assert waiting(session, school.vinh, on=TODAY, page=0).total == 3


def test_an_empty_queue_has_one_empty_page(session: Session, school: School):
    empty = waiting(session, school.vinh, on=TODAY, page=3)

    assert (empty.lines, empty.number, empty.pages, empty.total) == ((), 0, 1, 0)
    assert waiting_counts(session, school.vinh, on=TODAY) == WaitingCounts(total=0, oldest_days=0, own=0, late=0)


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_takes_seven_statements_however_long_it_is(session: Session, school: School, statements, how_many: int):
    for number in range(how_many):
        a_file(session, dossier_id=in_state(session, school, str(number)))
    session.commit()
    session.expunge_all()

    with statements.counted():
        page = waiting(session, school.vinh, on=TODAY, page=0)

    assert len(page.lines) == how_many
    assert len([one for one in statements.seen if one.startswith("SELECT")]) == 7
