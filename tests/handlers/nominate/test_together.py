"""Nominating together: the link, who may follow it, and what the nomination has of it."""

import pytest
from sqlmodel import select

from bot.conversation.desk import Pressed
from bot.conversation.outcomes import FRESH
from bot.domain.defaults import Setting, default
from bot.domain.links import Links, read_payload
from bot.services import co_nominating, endorsements
from bot.services.grants import Deed
from handlers.links import follow
from handlers.screens import SCREENS
from models import Account, CoNominator, Draft, Endorsement, Invitation
from tests.handlers.conftest import desk_of, refused
from tests.support.builders import a_nomination, a_person
from tests.support.clock import NOW, ZONE

LINKS = Links("guong_sang_bot", b"key of the test")


@pytest.fixture
def link(walk, session, school):
    """The nominator opens the page behind the preview; the payload is what stands behind /start."""
    walk.desk.links = LINKS
    walk.draft, walk.step, walk.cursor = a_nomination(school), "preview", FRESH
    draft = session.get_one(Draft, walk.desk.draft_id)
    draft.answers = {"name": "Quách Bảo Ly", "unit_id": school.id}
    for account in session.exec(select(Account)):
        account.language = "en"
    walk.presses("Nominate together")
    return next(line for line in walk.window.body if line.startswith("https://")).partition("start=")[2]


def opened(link, session, person_id):
    desk = desk_of(session, person_id)
    return desk, follow(link, desk)


def agrees(link, session, person_id):
    desk, place = opened(link, session, person_id)
    assert place.screen == "co_nominate"
    screen = SCREENS["co_nominate"]
    return screen.react(place.args, screen_press(screen, place.args, desk, "I agree"), desk)


def screen_press(screen, args, desk, label):

    buttons = {button.label: button for row in screen.draw(args, desk).rows for button in row}
    return Pressed(buttons[label].action, buttons[label].value)


def test_who_agrees_stands_behind_the_nomination_that_is_sent(link, walk, session, school):
    agrees(link, session, school.thuy)
    shown = walk.window.body
    walk.presses("Done, continue")
    walk.presses("Send to the school")

    dossier_id = walk.reaction.args["id"]
    voices = session.exec(select(Endorsement)).all()
    assert "✅ With you: Ngô Phương Thủy" in shown
    assert [(one.dossier_id, one.person_id, one.source) for one in voices] == [
        (dossier_id, school.thuy, "co_nominator")
    ]
    assert endorsements.names_of(session, dossier_id) == ["Ngô Phương Thủy"]


def test_nothing_is_noted_before_somebody_agrees_and_both_answers_look_alike(link, session, school):
    desk, place = opened(link, session, school.thuy)
    window = SCREENS["co_nominate"].draw(place.args, desk)

    assert session.exec(select(CoNominator)).all() == []
    assert [(button.label, button.style) for button in window.rows[0]] == [("I agree", ""), ("Not now", "")]


def test_the_nominee_learns_nothing_from_the_link(link, session, school):
    desk, place = opened(link, session, school.ly)

    with refused("co_nominating.over"):
        SCREENS["co_nominate"].draw(place.args, desk)


def test_the_nominator_is_led_back_to_the_own_draft(link, session, school):
    desk, place = opened(link, session, school.oanh)

    with refused("co_nominating.own"):
        SCREENS["co_nominate"].draw(place.args, desk)


def test_somebody_without_a_unit_joins_one_first(link, session):
    stranger = a_person(session, "Vũ Bảo Châu", user_id=7990)
    invitation = session.exec(select(Invitation)).one()

    with refused("co_nominating.not_a_member"):
        co_nominating.agree(session, invitation.id or 0, by=stranger, deed=Deed(stranger, NOW, ZONE))


def test_a_link_counts_each_person_once_and_ends_with_its_uses(link, session, school):
    invitation = session.exec(select(Invitation)).one()
    agrees(link, session, school.thuy)
    deed = Deed(school.thuy, NOW, ZONE)
    co_nominating.agree(session, invitation.id or 0, by=school.thuy, deed=deed)
    left = invitation.uses_left
    invitation.uses_left = 0
    session.flush()

    _desk, place = opened(link, session, school.ngan)

    assert left == default(Setting.CO_NOMINATORS) - 1
    assert (place.screen, place.problem.msgid[:17]) == ("start", "This link is over")


def test_after_sending_the_link_opens_nothing(link, walk, session, school):
    walk.presses("Done, continue")
    walk.presses("Send to the school")
    session.get_one(Draft, walk.desk.draft_id).state = "sent"
    desk, place = opened(link, session, school.thuy)

    with refused("co_nominating.over"):
        SCREENS["co_nominate"].draw(place.args, desk)


def test_the_page_is_the_same_link_when_opened_again(link, walk):
    walk.goes("back")
    walk.presses("Nominate together")

    assert any(line.endswith(link) for line in walk.window.body)
    assert read_payload(link) is not None
