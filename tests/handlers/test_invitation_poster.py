"""A head gets the poster of an invitation as a document below the screen, as long as the invitation is open."""

from io import BytesIO

import pytest
from pypdf import PdfReader
from sqlmodel import select

from bot.domain.roles import Role
from bot.services import invitations
from bot.services.grants import Deed
from handlers.notices import draw_notice
from models import OutboxMessage
from tests.handlers.places_joining import LINKS
from tests.support.clock import NOW, ZONE


@pytest.fixture
def head(visit, school):
    entered = visit(school.vinh)
    entered.desk.links = LINKS
    return entered


def invited(session, school, role=Role.MEMBER):
    made = invitations.make(session, Deed(None, NOW, ZONE), unit_id=school.id, role=role, links=LINKS)
    assert made.id is not None
    return made


def test_the_poster_follows_once_however_often_it_is_asked_for(session, school, head):
    made = invited(session, school)

    head.opens("invitation", id=made.id).presses("Poster to print").presses("Poster to print")

    row = session.exec(select(OutboxMessage)).one()
    assert (row.template, row.args, row.chat_id) == ("invitation_poster", {"invitation_id": made.id}, head.desk.chat_id)
    assert head.toast.msgid == "✓ The file follows below."


def test_the_poster_carries_the_unit_and_the_link(session, school, head):
    made = invited(session, school)

    window = draw_notice("invitation_poster", {"invitation_id": made.id}, head.desk)

    assert window is not None
    assert window.attachment is not None
    said = " ".join(PdfReader(BytesIO(window.attachment.content)).pages[0].extract_text().split())
    assert (window.attachment.kind, window.attachment.name) == ("document", "to-moi.pdf")
    assert "THCS Đồng Mây" in said
    assert invitations.url_of(made, LINKS) in said


def test_an_invitation_that_is_taken_back_is_not_printed(session, school, head):
    made = invited(session, school)
    invitations.revoke(session, Deed(None, NOW, ZONE), made.id)

    assert draw_notice("invitation_poster", {"invitation_id": made.id}, head.desk) is None


def test_what_is_for_one_person_alone_has_no_poster(session, school, head):
    made = invited(session, school, Role.UNIT_CLERK)

    head.opens("invitation", id=made.id)

    assert "Poster to print" not in head.labels
    assert head.forges("poster").toast.msgid.startswith("This button belongs")
    assert session.exec(select(OutboxMessage)).all() == []
