"""What the guide does with presses and files that are old, forged, or somebody else's."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from bot.conversation.desk import Sent
from bot.domain.buttons import Kind, Press
from bot.domain.defaults import Setting, default
from bot.domain.notices import Template
from bot.domain.workflow import State
from bot.services import accounts, evidence, notices, scenes
from handlers.drawing import Artist
from handlers.flows import FLOWS
from handlers.following import ENOUGH_DRAFTS
from handlers.guided import Guide
from handlers.notices import draw_notice, react_notice
from handlers.screens import SCREENS
from handlers.turn import Turn
from models import Draft, Evidence, OutboxMessage, RoleGrant
from tests.support.builders import DossierParts, School, a_dossier, a_draft
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import OANH, VINH

Turns = Callable[[int], Turn]


@pytest.fixture
def guide() -> Guide:
    artist = Artist(flows=FLOWS, screens=SCREENS, draw_notice=draw_notice, zone=ZONE, language="en")
    return Guide(artist=artist, flows=FLOWS, screens=SCREENS, react_notice=react_notice)


@pytest.fixture
def turns(guide: Guide, session: Session) -> Turns:
    """Begin an update of a chat; what the one before changed is in the rows."""
    under_way: list[Turn] = []

    def begin(chat_id: int) -> Turn:
        if under_way:
            scenes.save(session, under_way.pop().scene, now=NOW)
        under_way.append(guide.turn(session, chat_id, now=NOW))
        return under_way[0]

    return begin


def press(guide: Guide, turn: Turn, action: str, value: str = "") -> None:
    scene = turn.scene
    on_it = Press(Kind.DIALOG, action, value, scene.dialog_id, scene.revision)
    guide.pressed(turn, on_it, message_id=1)


def resume(guide: Guide, turn: Turn, draft_id: int) -> None:
    turn.scene.show("menu")
    press(guide, turn, "resume", str(draft_id))


def test_on_a_shared_phone_the_draft_under_way_is_never_the_other_persons(
    guide: Guide, turns: Turns, session: Session, school: School
):
    draft_id = a_draft(session, school.oanh)
    account = accounts.by_user(session, OANH.user_id)
    assert account is not None
    accounts.link(session, account.id or 0, person_id=school.ngan, now=NOW)
    resume(guide, turns(OANH.user_id), draft_id)
    assert turns(OANH.user_id).scene.in_flow

    accounts.speak_as(session, account.id or 0, person_id=school.ngan, now=NOW)

    scene = turns(OANH.user_id).scene
    assert (scene.draft_id, scene.in_flow, scene.answers) == (None, False, {})


def test_who_may_no_longer_see_a_card_is_led_on_by_the_menu_drawn_in_its_place(
    guide: Guide, turns: Turns, session: Session, school: School
):
    dossier_id = a_dossier(session, school)
    turns(VINH.user_id).scene.show("card", {"id": dossier_id, "version": 1})
    for grant in session.exec(select(RoleGrant).where(RoleGrant.person_id == school.vinh)):
        grant.valid_to = TODAY - timedelta(days=1)
    session.flush()

    turn = turns(VINH.user_id)
    press(guide, turn, "help")

    assert turn.scene.screen == "help"


def test_a_decision_on_a_card_that_may_no_longer_be_seen_says_so(
    guide: Guide, turns: Turns, session: Session, school: School
):
    turn = turns(OANH.user_id)
    turn.scene.show("card", {"id": a_dossier(session, school, DossierParts(nominator=school.vinh)), "version": 1})

    press(guide, turn, "adopt")

    assert turn.scene.screen == "menu"
    assert turn.scene.args["problem"][0].startswith("This is not among your items.")


def test_a_button_of_a_notice_whose_contents_were_emptied_does_nothing(
    guide: Guide, turns: Turns, session: Session, school: School
):
    notice = a_notice(session, Template.ADOPTED, {})

    turn = turns(OANH.user_id)
    guide.pressed(turn, Press(Kind.NOTICE, "item", "", notice, 0), message_id=1)

    assert turn.toast is not None
    assert turn.toast.msgid == "This button belongs to an earlier step; nothing has changed."


def test_a_notice_pressed_twice_begins_one_draft(guide: Guide, turns: Turns, session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(state=State.NOT_THIS_ROUND))
    notice = a_notice(session, Template.NOT_THIS_ROUND, {"dossier_id": dossier_id, "person_id": school.oanh})

    guide.pressed(turns(OANH.user_id), Press(Kind.NOTICE, "nominate_again", "", notice, 0), message_id=1)
    turn = turns(OANH.user_id)
    guide.pressed(turn, Press(Kind.NOTICE, "nominate_again", "", notice, 0), message_id=1)

    assert len(session.exec(select(Draft)).all()) == 1
    assert turn.scene.screen == "drafts"


def test_nobody_keeps_more_drafts_than_fit(guide: Guide, turns: Turns, session: Session, school: School):
    for _number in range(default(Setting.OPEN_DRAFTS)):
        a_draft(session, school.oanh)
    turn = turns(OANH.user_id)
    turn.scene.show("menu")

    press(guide, turn, "nominate")

    assert len(session.exec(select(Draft)).all()) == default(Setting.OPEN_DRAFTS)
    assert turn.scene.args["problem"][0] == ENOUGH_DRAFTS


def test_a_file_that_nothing_asked_for_is_not_kept(guide: Guide, turns: Turns, session: Session, school: School):
    turn = turns(OANH.user_id)
    turn.scene.show("menu")
    row = a_sent_file(session, OANH.user_id, None)

    guide.given(turn, Sent(row, "document", "giay-khen.pdf"))
    evidence.forget_unclaimed(session, row)

    assert session.exec(select(Evidence.id)).all() == []


def test_a_draft_is_full_when_it_has_as_many_files_as_fit(session: Session, school: School):
    draft_id = a_draft(session, school.oanh)
    for _number in range(evidence.MOST_FILES - 1):
        a_sent_file(session, OANH.user_id, draft_id)
    before = evidence.is_full(session, draft_id)

    a_sent_file(session, OANH.user_id, draft_id)

    assert (before, evidence.is_full(session, draft_id)) == (False, True)


def a_sent_file(session: Session, chat_id: int, draft_id: int | None) -> int:
    number = str(len(session.exec(select(Evidence.id)).all()))
    row = evidence.attach(
        session, draft_id=draft_id, chat_id=chat_id, message_id=1, media_group_id="", kind="document",
        file_id=number, file_unique_id=number, file_name="giay-khen.pdf", declared_size=100, now=NOW,
    )  # fmt: skip
    assert row.id is not None
    return row.id


def a_notice(session: Session, template: Template, args: dict[str, int]) -> int:
    notices.queue(session, template, chat_id=OANH.user_id, args=args, due_at=NOW, dedupe_key="one")
    notice = session.exec(select(OutboxMessage.id)).one()
    assert notice is not None
    return notice
