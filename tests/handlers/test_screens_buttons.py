"""Every button of every screen: it leads to a place that exists, and typing its words does the same."""

import re
from collections.abc import Iterator

import pytest

from bot.conversation.desk import Begin, Given, Go, Navigated, Pressed, Reaction, Resume, Sent, Stay, Typed
from bot.conversation.window import Button
from bot.domain.refusals import Refusal
from handlers.flows import FLOWS
from handlers.screens import SCREENS
from tests.handlers.places import Place, screens_of


@pytest.fixture
def places(session, school):
    found = list(screens_of(session, school, "en"))
    session.commit()
    return found


def buttons_of(place: Place) -> Iterator[Button]:
    return (button for row in place.draw().rows for button in row if button.action)


def reaction_to(place: Place, given: Given) -> Reaction | str:
    """Give what comes of it and take every change back, so that the next button finds the same rows."""
    session = place.desk.session
    nested = session.begin_nested()
    try:
        return SCREENS[place.name].react(place.args, given, place.desk)
    except Refusal as refusal:
        return refusal.code
    finally:
        nested.rollback()
        session.expire_all()


def leads_nowhere(reaction: Reaction | str) -> bool:
    match reaction:
        case Go(screen):
            return screen not in SCREENS
        case Begin(flow):
            return flow not in FLOWS
        case Resume(draft_id):
            return draft_id == 0
        case Stay(problem, toast):
            return problem is not None or toast is None or toast.msgid.startswith("This button belongs")
        case _:
            return False  # a Refusal says why


def test_every_button_leads_somewhere(places):
    lost = [
        f"{place.name}: {button.label}"
        for place in places
        for button in buttons_of(place)
        if leads_nowhere(reaction_to(place, Pressed(button.action, button.value)))
    ]

    assert lost == []


def test_the_words_or_the_digit_of_a_button_do_what_its_press_does(places):
    different = [
        f"{place.name}: {button.label}"
        for place in places
        for button in buttons_of(place)
        if reaction_to(place, Pressed(button.action, button.value)) != reaction_to(place, Typed(typed_as(button.label)))
    ]

    assert different == []


def typed_as(label: str) -> str:
    digit = re.match(r"\d+", label)
    return digit.group() if digit else re.sub(r"^\W+", "", label).upper()


def test_what_no_button_offers_changes_nothing_and_is_answered(places):
    silent = []
    for place in places:
        for given in (Pressed("nonsense", "9"), Navigated("skip"), Sent(0, "photo")):
            if place.name == "supplement" and isinstance(given, Sent):
                continue  # asks for files
            reaction = reaction_to(place, given)
            if not isinstance(reaction, Stay) or (reaction.problem is None and reaction.toast is None):
                silent.append(f"{place.name}: {given}")

    assert silent == []
