"""Turns of phrase, and what is left over of the digest and the reminders."""

from datetime import timedelta

import pytest

from bot.domain.notices import Template
from bot.domain.workflow import Action
from bot.i18n import Speaker
from bot.services import dossiers
from handlers.notices import draw_notice
from handlers.phrases import bar, days_left, days_waited, size
from models import Draft
from tests.handlers.conftest import desk_of
from tests.support.builders import a_draft, sent
from tests.support.clock import NOW, ZONE

SAY = Speaker("en")


@pytest.mark.parametrize(
    ("days", "said"), [(-1, "past"), (0, "today is the last day"), (1, "1 day left"), (2, "2 days left")]
)
def test_days_left_are_said_as_people_say_them(days, said):
    assert SAY(days_left(days)) == said


@pytest.mark.parametrize(("days", "said"), [(0, "since today"), (1, "1 day"), (6, "6 days")])
def test_days_waited_are_counted_whole(days, said):
    assert SAY(days_waited(days)) == said


def test_sizes_have_the_separators_of_the_language():
    assert [size(bytes_, Speaker("vi")) for bytes_ in (1, 310_000, 6_200_000)] == ["1 KB", "310 KB", "6,2 MB"]


def test_a_bar_shows_the_share():
    assert bar(2, 4) == "▰▰▱▱"


def test_the_digest_names_late_supplements_and_own_drafts(session, school):
    asked = sent(session, school)
    dossiers.act(
        session,
        asked.dossier_id,
        Action.ASK_SUPPLEMENT,
        by=school.vinh,
        expected_version=1,
        now=NOW,
        zone=ZONE,
        items=["Biên bản họp tổ"],
        due_on=NOW.date() + timedelta(days=1),
    )
    session.get_one(Draft, a_draft(session, school.vinh)).answers = {"occasion": "11-6/2027"}
    head = desk_of(session, school.vinh)
    head.now = NOW + timedelta(days=3)

    window = draw_notice(Template.DIGEST_HEAD, {"person_id": school.vinh}, head)

    assert window is not None
    assert window.header == "Digest 26/02/2027-04/03/2027 · THCS Đồng Mây"
    assert window.body == (
        "⏰ The dossiers for 11/6/2027 go out by 12/04/2027, 38 days left",
        "New nominations in the last 7 days: 1",
        "🔸 Asked for and not here yet, past their day: 1",
        "✍️ Drafts of your own: 1",
    )


@pytest.mark.parametrize(
    ("days", "header"),
    [
        (7, "⏰ 7 days left for nominations for 11/6/2027, until 26/03/2027."),
        (1, "⏰ Tomorrow is the last day of nominations for 11/6/2027."),
        (0, "⏰ Today is the last day of nominations for 11/6/2027, until 24:00."),
        (-1, "✍️ Nominations for 11/6/2027 closed on 26/03/2027. Your draft is kept whole."),
    ],
)
def test_a_draft_reminder_counts_to_the_closing(session, school, days, header):
    session.get_one(Draft, a_draft(session, school.oanh)).answers = {"occasion": "11-6/2027"}
    session.flush()
    desk = desk_of(session, school.oanh)
    desk.now = NOW + timedelta(days=24 - days)

    args = {"person_id": school.oanh, "milestone": "11-6", "year": 2027, "step": "nominate"}
    window = draw_notice(Template.REMINDER_DRAFT, args, desk)

    assert window is not None
    assert window.header == header
    assert ("Again tomorrow" in [button.label for row in window.rows for button in row]) is (days > 0)
