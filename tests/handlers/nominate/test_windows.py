"""Every window of /decu, in both languages, against the checklist of a phone: short, seven rows, the question last."""

from dataclasses import replace

import pytest

from bot.conversation.drawing import preview
from bot.conversation.outcomes import FRESH, Cursor
from bot.domain.achievements import Achieved
from bot.domain.criteria import Category, criteria_for
from bot.domain.lengths import utf16_length
from bot.domain.nomination import CriterionClaim, Nomination
from bot.services import evidence
from handlers.nominate import nominate
from tests.handlers.nominate.conftest import a_desk
from tests.support.builders import a_draft, a_nomination

VISIBLE, LINES, ROWS, ALONE, PAIRED = 700, 16, 7, 32, 16
CATEGORIES = [Category.TEACHER, Category.STAFF, Category.MANAGER, Category.COLLECTIVE]


@pytest.fixture(params=["vi", "en"])
def desk(request, session, school):
    desk = a_desk(session, school.oanh, language=request.param)
    desk.draft_id = a_draft(session, school.oanh)
    return desk


def windows(desk, draft):
    yield from preview(nominate, draft, desk)
    yield from preview(nominate, Nomination(category=draft.category, kind=draft.kind, name=draft.name), desk)
    for cursor in (Cursor(item="changes"), Cursor(item="changes", page=1), Cursor(confirm="discard")):
        yield "preview", nominate.draw(draft, "preview", cursor, desk)
    for cursor in (Cursor(item=criteria_for(Category(draft.category))[0].code), Cursor(kept="Một đoạn dài. " * 30)):
        yield "claims", nominate.draw(draft, "claims", cursor, desk)
    yield "name", nominate.draw(draft, "name", Cursor(confirm="odd", kept="Kim"), desk)
    listed = tuple(Achieved(title="Lớp học ngoài vườn trường " * 7, year=2026, level="tỉnh") for _ in range(10))
    told = replace(draft, achievements=listed)
    for cursor in (FRESH, Cursor(page=1), Cursor(confirm="less"), Cursor(item="0:decision_number")):
        yield "achievements", nominate.draw(told, "achievements", cursor, desk)
    yield "preview", nominate.draw(told, "preview", FRESH, desk)
    yield "unit_id", nominate.draw(draft, "unit_id", Cursor(item="dong"), desk)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_window_fits_a_phone(desk, school, category):
    claims = tuple(
        CriterionClaim(one.code, claimed=True, proof="Lớp học ngoài vườn " * 9) for one in criteria_for(category)
    )
    kind = "team" if category is Category.COLLECTIVE else ""
    draft = replace(a_nomination(school), category=category, kind=kind, claims=claims, story="Hai năm nay, " * 200)

    for step, window in windows(desk, draft):
        lines = [window.header, window.trail, *window.body, window.hint, window.problem, window.question]
        said = [line for line in lines if line]
        assert window.question, step
        assert utf16_length("\n".join(said)) <= VISIBLE, (step, said)
        assert len(said) <= LINES, (step, said)
        assert len(window.rows) <= ROWS, (step, window.rows)
        for row in window.rows:
            most = PAIRED if len(row) > 1 else ALONE
            assert all(len(button.label) <= most for button in row), (step, row)


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_window_of_the_evidence_fits_a_phone(desk, school, category):
    for number in range(8):
        evidence.attach(
            desk.session,
            draft_id=desk.draft_id,
            chat_id=desk.chat_id,
            message_id=number,
            media_group_id="",
            kind="document",
            file_id=f"file-{number}",
            file_unique_id=f"unique-{number}",
            file_name=f"Ban-ke-cac-gio-hoc-ngoai-vuon-truong-so-{number}.pdf",
            declared_size=19_000_000 if number % 2 else 90_000_000,
            now=desk.now,
        )
    draft = a_nomination(school, category=category)

    for cursor in (FRESH, Cursor(item="less"), Cursor(item="less", page=1)):
        window = nominate.draw(draft, "evidence", cursor, desk)
        said = [line for line in (window.header, window.trail, *window.body, window.question) if line]
        assert (utf16_length("\n".join(said)) <= VISIBLE, len(said) <= LINES, len(window.rows) <= ROWS) == (True,) * 3
        assert all(len(button.label) <= (PAIRED if len(row) > 1 else ALONE) for row in window.rows for button in row)


def test_no_button_says_more_than_its_data_can_carry(desk, school):
    for _step, window in windows(desk, a_nomination(school)):
        assert all(len(f"{b.action}.{b.value}".encode()) <= 40 for row in window.rows for b in row)
