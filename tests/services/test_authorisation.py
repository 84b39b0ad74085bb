"""Who may do what with a dossier, written by hand from the duties of the plan's part V, not from the code.

A row is a person by role, place and tie; a column is an act. "x" may, "." may not; the last column is what is seen:
all (the whole dossier), some (that it exists and where it stands), none.

Read it so: only the officer at whose desk a dossier lies decides; nobody decides on what they nominated, on a relative
or on themselves, and then they may only pass it on; a nominee does not even learn of it before it is chosen; only the
nominator adds to it and withdraws it; the same role elsewhere means nothing. A clerk reads; one to whom a dossier was
handed (prepares) may ask for a supplement and say that it is prepared, and decides nothing. A nominee who was chosen
may take no part.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.workflow import FINAL, Action, State
from bot.services import dossiers, handing, nominees, supplements
from bot.services.queries.card import card
from models import Declaration, Dossier
from tests.support.builders import DossierParts, School, a_dossier, a_grant, a_person, a_unit
from tests.support.clock import NOW, TODAY, ZONE

COLUMNS = (
    "adopt",
    "ask_supplement",
    "not_this_round",
    "pass_to_deputy",
    "pass_up",
    "give",
    "withdraw",
    "declare",
    "merge",
    "decline",
    "hand_over",
    "prepared",
    "see",
)

WITH_HEAD = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
head                                x     x    x    x     x     .    .     x     x     .     x     .     all
head            nominator           .     .    .    x     x     .    x     x     .     .     .     .     all
head            related             .     .    .    x     x     .    .     .     .     .     .     .     some
head            nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
head            elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
deputy                              .     .    .    .     .     .    .     .     .     .     .     .     all
deputy          nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
deputy          related             .     .    .    .     .     .    .     .     .     .     .     .     some
deputy          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
deputy          elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
clerk                               .     .    .    .     .     .    .     .     .     .     .     .     all
clerk           nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
clerk           nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
clerk           elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
clerk           prepares            .     x    .    .     .     .    .     .     .     .     .     x     all
member                              .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
member          related             .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
member          elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
commune                             .     .    .    .     .     .    .     .     .     .     .     .     none
commune         nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
commune         elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
office                              .     .    .    .     .     .    .     .     .     .     .     .     none
division                            .     .    .    .     .     .    .     .     .     .     .     .     none
council_member                      .     .    .    .     .     .    .     .     .     .     .     .     none
council_sec                         .     .    .    .     .     .    .     .     .     .     .     .     none
council_chair                       .     .    .    .     .     .    .     .     .     .     .     .     none
director                            .     .    .    .     .     .    .     .     .     .     .     .     none
observer                            .     .    .    .     .     .    .     .     .     .     .     .     none
technical                           .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

WITH_DEPUTY = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
deputy                              x     x    x    .     x     .    .     x     x     .     x     .     all
deputy          nominator           .     .    .    .     x     .    x     x     .     .     .     .     all
deputy          related             .     .    .    .     x     .    .     .     .     .     .     .     some
deputy          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
deputy          elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
head            nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
head            related             .     .    .    .     .     .    .     .     .     .     .     .     some
head            nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
clerk                               .     .    .    .     .     .    .     .     .     .     .     .     all
clerk           prepares            .     x    .    .     .     .    .     .     .     .     .     x     all
member                              .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
commune                             .     .    .    .     .     .    .     .     .     .     .     .     none
office                              .     .    .    .     .     .    .     .     .     .     .     .     none
director                            .     .    .    .     .     .    .     .     .     .     .     .     none
technical                           .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

WITH_COMMUNE = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
commune                             x     x    x    .     .     .    .     x     x     .     .     .     all
commune         nominator           .     .    .    .     .     .    x     x     .     .     .     .     all
commune         related             .     .    .    .     .     .    .     .     .     .     .     .     some
commune         nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
commune         elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
office                              .     .    .    .     .     .    .     .     .     .     .     .     none
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
head            nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
head            related             .     .    .    .     .     .    .     .     .     .     .     .     some
head            nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
head            elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
deputy                              .     .    .    .     .     .    .     .     .     .     .     .     all
clerk                               .     .    .    .     .     .    .     .     .     .     .     .     all
clerk           prepares            .     .    .    .     .     .    .     .     .     .     .     .     all
member                              .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominator           .     .    .    .     .     .    x     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
director                            .     .    .    .     .     .    .     .     .     .     .     .     none
council_chair                       .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

HEAD_ASKED = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
head                                x     .    x    .     .     .    .     x     x     .     .     .     all
head            nominator           .     .    .    .     .     x    x     x     .     .     .     .     all
head            related             .     .    .    .     .     .    .     .     .     .     .     .     some
head            nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
head            elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
deputy                              .     .    .    .     .     .    .     .     .     .     .     .     all
clerk                               .     .    .    .     .     .    .     .     .     .     .     .     all
clerk           prepares            .     .    .    .     .     .    .     .     .     .     .     .     all
member                              .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominator           .     .    .    .     .     x    x     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
member          elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
commune                             .     .    .    .     .     .    .     .     .     .     .     .     none
office                              .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

DEPUTY_ASKED = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
deputy                              x     .    x    .     .     .    .     x     x     .     .     .     all
deputy          nominator           .     .    .    .     .     x    x     x     .     .     .     .     all
deputy          related             .     .    .    .     .     .    .     .     .     .     .     .     some
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
head            nominator           .     .    .    .     .     x    x     .     .     .     .     .     all
member          nominator           .     .    .    .     .     x    x     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
commune                             .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

COMMUNE_ASKED = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
commune                             x     .    x    .     .     .    .     x     x     .     .     .     all
commune         nominator           .     .    .    .     .     x    x     x     .     .     .     .     all
commune         related             .     .    .    .     .     .    .     .     .     .     .     .     some
commune         elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
member          nominator           .     .    .    .     .     x    x     .     .     .     .     .     all
office                              .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

ADOPTED = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
head            nominator           .     .    .    .     .     .    .     .     .     .     .     .     all
head            related             .     .    .    .     .     .    .     .     .     .     .     .     some
head            nominee             .     .    .    .     .     .    .     .     .     x     .     .     some
head            elsewhere           .     .    .    .     .     .    .     .     .     .     .     .     none
deputy                              .     .    .    .     .     .    .     .     .     .     .     .     all
member                              .     .    .    .     .     .    .     .     .     .     .     .     none
member          nominator           .     .    .    .     .     .    .     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     x     .     .     some
commune                             .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

ENDED_OTHERWISE = """
                                   adopt ask  not   to    pass  give with- de-   merge de-   hand  pre-  sees
                                              now   dep.  up         draw  clare       cline over  pared
head                                .     .    .    .     .     .    .     .     .     .     .     .     all
head            nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
deputy                              .     .    .    .     .     .    .     .     .     .     .     .     all
member          nominator           .     .    .    .     .     .    .     .     .     .     .     .     all
member          nominee             .     .    .    .     .     .    .     .     .     .     .     .     none
nobody                              .     .    .    .     .     .    .     .     .     .     .     .     none
"""

TABLES = {
    State.WITH_HEAD: WITH_HEAD,
    State.WITH_DEPUTY: WITH_DEPUTY,
    State.WITH_LEVEL_ABOVE: WITH_COMMUNE,
    State.HEAD_ASKED: HEAD_ASKED,
    State.DEPUTY_ASKED: DEPUTY_ASKED,
    State.LEVEL_ABOVE_ASKED: COMMUNE_ASKED,
    State.ADOPTED: ADOPTED,
    State.NOT_THIS_ROUND: ENDED_OTHERWISE,
    State.WITHDRAWN: ENDED_OTHERWISE,
    State.MERGED: ENDED_OTHERWISE,
    State.DECLINED: ENDED_OTHERWISE,
}
ROLES = {
    "head": Role.UNIT_HEAD,
    "deputy": Role.UNIT_DEPUTY,
    "clerk": Role.UNIT_CLERK,
    "member": Role.MEMBER,
    "commune": Role.INTERMEDIATE_OFFICER,
    "office": Role.DEPARTMENT_OFFICE,
    "division": Role.DIVISION_OFFICER,
    "council_member": Role.COUNCIL_MEMBER,
    "council_sec": Role.COUNCIL_SECRETARY,
    "council_chair": Role.COUNCIL_CHAIR,
    "director": Role.DIRECTOR,
    "observer": Role.OBSERVER,
    "technical": Role.TECHNICAL_ADMINISTRATOR,
}


@dataclass(frozen=True)
class Row:
    """One line of a table: who, and what is expected for each column."""

    state: State
    role: str
    tie: str
    expected: dict[str, str]

    def __str__(self) -> str:
        return f"{self.state} {self.role} {self.tie}".strip()


def rows() -> list[Row]:
    read = []
    for state, table in TABLES.items():
        for line in table.strip("\n").splitlines()[2:]:
            role, *tie = line[:32].split()
            answers = line[32:].split()
            read.append(Row(state, role, "".join(tie), dict(zip(COLUMNS, answers, strict=True))))
    return read


def person_of(session: Session, school: School, row: Row) -> int:
    """Make a person with the row's role, at the school or the commune, or on a unit beside it."""
    person = a_person(session, "Vũ Bảo Châu")
    if row.role != "nobody":
        at_commune = row.role == "commune"
        place = school.commune if at_commune else school.id
        if row.role in {"office", "division", "director", "observer", "technical"} or row.role.startswith("council"):
            place = school.department
        if row.tie == "elsewhere":
            place = a_unit(session, "THCS Đồng Gió", above=school.department if at_commune else school.commune)
        a_grant(session, person, ROLES[row.role], place)
    return person


def dossier_of(session: Session, school: School, row: Row, person: int) -> int:
    above = row.state in {State.WITH_LEVEL_ABOVE, State.LEVEL_ABOVE_ASKED}
    dossier_id = a_dossier(
        session,
        school,
        DossierParts(
            state=row.state,
            holder=school.commune if above else school.id,
            nominator=person if row.tie == "nominator" else None,
            nominee=person if row.tie == "nominee" else school.ly,
        ),
    )
    if row.state not in FINAL:
        twin = DossierParts(state=row.state, holder=school.commune if above else school.id, nominee=school.ly)
        a_dossier(session, school, twin)
    if row.tie == "prepares":
        session.get_one(Dossier, dossier_id).handed_to_id = person
    if row.tie == "related":
        session.add(Declaration(dossier_id=dossier_id, person_id=person, declared_at=NOW))
    if row.state in {State.HEAD_ASKED, State.DEPUTY_ASKED, State.LEVEL_ABOVE_ASKED}:
        supplements.ask(session, dossier_id, items=("Biên bản",), due_on=date(2027, 3, 17), now=NOW)
        (item,) = supplements.items_of(session, dossier_id)
        by = session.get_one(Dossier, dossier_id).nominator_id
        supplements.answer_item(session, item.id, by=by, now=NOW, text="Đây ạ")
    session.flush()
    return dossier_id


def tried(  # noqa: C901 -- one case an act
    session: Session, school: School, dossier_id: int, act: str, *, by: int
) -> str:
    """Try one act and undo its rows; give what happened in the table's signs."""
    asked = session.begin_nested()
    usual: dict[str, Any] = {"by": by, "expected_version": 1, "now": NOW, "zone": ZONE}
    try:
        match act:
            case "see":
                return {"whole": "all", "basic": "some"}[card(session, dossier_id, viewer=by, on=TODAY, now=NOW).sight]
            case "declare":
                dossiers.declare_related(session, dossier_id, **usual)
            case "give":
                dossiers.give_supplement(session, dossier_id, **usual)
            case "withdraw":
                dossiers.withdraw(session, dossier_id, **usual)
            case "decline":
                nominees.decline(session, dossier_id, **usual)
            case "hand_over":
                handing.hand_over(session, dossier_id, school.ngan, **usual)
            case "prepared":
                handing.give_back(session, dossier_id, **usual)
            case "merge":
                twin = session.exec(select(Dossier.id).where(Dossier.id != dossier_id)).first()
                dossiers.act(session, dossier_id, Action.MERGE, **usual, into=twin)
            case _:
                needs: dict[str, Any] = {
                    "comment": "Đợt này đã đủ số lượng",
                    "items": ("Ảnh",),
                    "due_on": date(2027, 3, 17),
                }
                dossiers.act(session, dossier_id, Action(act), **usual, **needs)
    except Refusal:
        return "none" if act == "see" else "."
    else:
        return "x"
    finally:
        asked.rollback()
        session.expire_all()


@pytest.mark.parametrize("row", rows(), ids=str)
def test_everybody_does_and_sees_exactly_what_the_table_says(session: Session, school: School, row: Row):
    person = person_of(session, school, row)
    dossier_id = dossier_of(session, school, row, person)

    answers = {act: tried(session, school, dossier_id, act, by=person) for act in COLUMNS}

    assert answers == row.expected


@pytest.mark.parametrize("row", rows(), ids=str)
def test_the_card_offers_exactly_what_may_be_done(session: Session, school: School, row: Row):
    person = person_of(session, school, row)
    dossier_id = dossier_of(session, school, row, person)
    if row.expected["see"] == "none":
        with pytest.raises(Refusal):
            card(session, dossier_id, viewer=person, on=TODAY, now=NOW)
        return

    offered = {action.value for action in card(session, dossier_id, viewer=person, on=TODAY, now=NOW).actions}

    names = {"give": "give_supplement"}
    others = {"declare", "hand_over", "prepared"}  # no steps of the workflow
    allowed = {names.get(act, act) for act, answer in row.expected.items() if answer == "x" and act not in others}
    assert offered == allowed


def test_every_state_has_its_table():
    assert set(TABLES) == set(State)
