from datetime import date, timedelta

import pytest
from sqlmodel import Session

from bot.domain.workflow import State
from bot.services import supplements
from bot.services.queries.mine import asked_of, mine, under_way
from tests.support.builders import DossierParts, School, a_dossier
from tests.support.clock import NOW


def test_own_items_are_listed_the_latest_first_and_nobody_elses(session: Session, school: School):
    a_dossier(session, school, DossierParts(name="A", since=NOW - timedelta(days=2)))
    a_dossier(session, school, DossierParts(name="B", state=State.ADOPTED))
    a_dossier(session, school, DossierParts(name="C", nominator=school.ly))

    page = mine(session, school.oanh, page=0, now=NOW)

    assert [(line.nominee_name, line.state) for line in page.lines] == [
        ("B", State.ADOPTED),
        ("A", State.WITH_HEAD),
    ]
    assert under_way(session, school.oanh, now=NOW) == 1


def test_a_line_counts_what_is_still_asked(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(state=State.HEAD_ASKED))
    supplements.ask(session, dossier_id, items=("Biên bản", "Ảnh"), due_on=date(2027, 3, 17), now=NOW)
    first, _second = supplements.items_of(session, dossier_id)
    supplements.answer_item(session, first.id, by=school.oanh, now=NOW, text="Đây ạ")

    (line,) = mine(session, school.oanh, page=0, now=NOW).lines

    assert line.asked == 1
    assert asked_of(session, school.oanh, now=NOW) == 1


@pytest.mark.parametrize("how_many", [1, 3])
def test_a_list_takes_two_statements_however_long_it_is(session: Session, school: School, statements, how_many: int):
    for _number in range(how_many):
        a_dossier(session, school)
    session.commit()
    session.expunge_all()

    with statements.counted():
        page = mine(session, school.oanh, page=0, now=NOW)

    assert len(page.lines) == how_many
    assert len([one for one in statements.seen if one.startswith("SELECT")]) == 2
