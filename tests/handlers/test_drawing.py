"""What a person sees where a window cannot be drawn, and the way on from there."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from bot.conversation.desk import Desk, Given, Reaction
from bot.conversation.window import Window
from bot.domain.buttons import Kind, Press
from handlers.drawing import Artist
from handlers.flows import FLOWS
from handlers.guided import Guide
from handlers.notices import draw_notice, react_notice
from handlers.screens import SCREENS
from handlers.turn import Turn
from tests.support.builders import School, a_draft
from tests.support.clock import NOW, ZONE
from tests.support.people import OANH


@dataclass
class Broken:
    """A screen that can neither be drawn nor react."""

    error: Exception

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        raise self.error

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        raise self.error


def parts(error: Exception) -> tuple[Artist, Guide]:
    """Make artist and guide of a bot whose card is broken."""
    screens = {**SCREENS, "card": Broken(error)}
    artist = Artist(flows=FLOWS, screens=screens, draw_notice=draw_notice, zone=ZONE, language="en")
    return artist, Guide(artist=artist, flows=FLOWS, screens=screens, react_notice=react_notice)


def press(guide: Guide, turn: Turn, action: str, value: str = "") -> None:
    scene = turn.scene
    guide.pressed(turn, Press(Kind.DIALOG, action, value, scene.dialog_id, scene.revision), message_id=1)


def test_a_window_that_cannot_be_drawn_becomes_an_apology_with_the_way_home(
    session: Session, school: School, caplog: pytest.LogCaptureFixture
):
    artist, guide = parts(RuntimeError("broken"))
    scene = guide.turn(session, OANH.user_id, now=NOW).scene
    scene.show("card")

    window = artist.draw(scene, session, now=NOW)

    assert window.header == "⚠️ That didn't work, and it is our fault"
    assert window.body == ("Sorry. Your message is kept; there is no need to type it again.",)
    assert [[button.label for button in row] for row in window.rows] == [["‹ Home"]]
    assert "Could not draw card" in caplog.text


def test_the_way_home_does_not_ask_the_screen_that_is_broken(session: Session, school: School):
    _artist, guide = parts(RuntimeError("broken"))
    turn = guide.turn(session, OANH.user_id, now=NOW)
    turn.scene.show("card")

    press(guide, turn, "home")

    assert turn.scene.screen == "menu"


def test_the_way_home_keeps_the_draft_whose_step_is_broken(session: Session, school: School):
    _artist, guide = parts(RuntimeError("broken"))
    draft_id = a_draft(session, school.oanh)
    turn = guide.turn(session, OANH.user_id, now=NOW)
    turn.scene.show("menu")
    press(guide, turn, "resume", str(draft_id))
    was_in_flow = turn.scene.in_flow

    press(guide, turn, "home")

    assert (was_in_flow, turn.scene.screen, turn.scene.draft_id) == (True, "menu", draft_id)


def test_while_the_database_is_away_nobody_gets_an_apology(session: Session, school: School):
    artist, guide = parts(OperationalError("SELECT", {}, Exception("away")))
    scene = guide.turn(session, OANH.user_id, now=NOW).scene
    scene.show("card")

    with pytest.raises(OperationalError):
        artist.draw(scene, session, now=NOW)
