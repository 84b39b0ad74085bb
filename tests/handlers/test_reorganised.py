"""The nominator hears of a reorganisation only while somebody is at the nomination."""

from bot.domain.notices import Template
from bot.domain.workflow import State
from handlers.notices import draw_notice
from tests.handlers.conftest import desk_of
from tests.support.builders import DossierParts, School, a_dossier


def drawn(session, school: School, state: State):
    dossier_id = a_dossier(session, school, DossierParts(state=state))
    desk = desk_of(session, school.oanh, language="en")
    return draw_notice(Template.REORGANISED, {"dossier_id": dossier_id, "person_id": school.oanh}, desk)


def test_the_nominator_reads_who_has_the_nomination_now(session, school: School):
    window = drawn(session, school, State.WITH_HEAD)

    assert window is not None
    assert "THCS Đồng Mây has the nomination now" in window.body[0]


def test_nothing_is_said_of_what_was_decided_meanwhile(session, school: School):
    assert drawn(session, school, State.NOT_THIS_ROUND) is None
