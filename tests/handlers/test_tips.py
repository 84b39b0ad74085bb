"""The tip of the week as it is read: a message of its own, or a line of the digest, until it is muted."""

from datetime import timedelta

from bot.conversation.desk import Stay
from bot.domain.guide_tips import tip_of
from bot.domain.wording import Text
from handlers.notices import draw_notice, react_notice
from models import Person
from tests.handlers.conftest import desk_of
from tests.support.builders import DossierParts, a_dossier
from tests.support.clock import NOW


def test_a_tip_leads_to_the_guide_and_can_be_muted(session, school):
    desk, args = desk_of(session, school.oanh), {"person_id": school.oanh}
    window = draw_notice("tip", args, desk)

    muted = react_notice("tip", args, "no_tips", "", desk)

    assert window is not None
    assert window.body == (tip_of(NOW.date()),)
    assert [button.label for row in window.rows for button in row] == ["Guide and examples", "No more tips"]
    assert muted == Stay(toast=Text("✓ No more tips. /caidat brings them back."))
    assert session.get_one(Person, school.oanh).tips_muted
    assert draw_notice("tip", args, desk) is None


def test_a_head_reads_the_tip_in_the_digest_unless_it_is_muted(session, school):
    a_dossier(session, school, DossierParts(since=NOW - timedelta(days=2)))
    desk, args = desk_of(session, school.vinh), {"person_id": school.vinh}

    before = draw_notice("digest_head", args, desk)
    react_notice("tip", args, "no_tips", "", desk)
    after = draw_notice("digest_head", args, desk)

    assert before is not None
    assert after is not None
    assert (before.hint, after.hint) == (f"Tip: {tip_of(NOW.date())}", "")
