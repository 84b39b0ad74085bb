import unicodedata

import pytest
from sqlmodel import Session, select

from bot.domain.refusals import Refusal
from bot.services import evidence
from models import Evidence
from models.evidence import EvidenceState, Purpose
from tests.support.builders import School, a_draft, a_file, sent
from tests.support.clock import NOW

MEGABYTE = 1024 * 1024


def attach(session: Session, draft_id: int | None, **over: object) -> Evidence:
    usual = {
        "draft_id": draft_id,
        "chat_id": 7001,
        "message_id": 11,
        "media_group_id": "",
        "kind": "photo",
        "file_id": "photo-1",
        "file_unique_id": "p1",
        "file_name": "",
        "declared_size": 2 * MEGABYTE,
        "now": NOW,
    }
    return evidence.attach(session, **{**usual, **over})


@pytest.fixture
def draft(session: Session, school: School) -> int:
    return a_draft(session, school.oanh)


def test_a_file_waits_to_be_fetched(session: Session, draft: int):
    row = attach(session, draft)

    assert (row.state, row.reason, row.file_id) == (EvidenceState.PENDING, "", "photo-1")


def test_the_same_file_again_in_one_draft_is_one_row(session: Session, draft: int):
    first = attach(session, draft)
    second = attach(session, draft, message_id=12, file_id="photo-1-other-id")

    assert first.id == second.id
    assert len(evidence.of_draft(session, draft)) == 1


def test_the_same_file_in_another_chat_is_a_row_of_its_own(session: Session):
    mine = attach(session, None, chat_id=7001)
    theirs = attach(session, None, chat_id=7002)

    assert mine.id != theirs.id


def test_a_file_that_was_taken_away_comes_back_when_it_is_sent_again(session: Session, draft: int):
    row = attach(session, draft)
    assert row.id is not None
    evidence.remove(session, row.id, draft_id=draft)

    again = attach(session, draft, message_id=13)

    assert (again.id, again.state) == (row.id, EvidenceState.PENDING)


def test_a_file_of_more_than_twenty_megabytes_is_refused_at_once(session: Session, draft: int):
    largest = attach(session, draft, file_unique_id="a", declared_size=20 * MEGABYTE)
    larger = attach(session, draft, file_unique_id="b", declared_size=20 * MEGABYTE + 1)

    assert (largest.state, larger.state, larger.reason) == ("pending", "refused", "too_large")


@pytest.mark.parametrize(
    ("caption", "file_name"),
    [
        ("Ảnh căn cước của cô Ly", ""),
        ("CCCD mặt trước", ""),
        ("can cuoc", ""),
        (unicodedata.normalize("NFD", "Căn cước"), ""),
        ("", "CMND_2.jpg"),
        ("", "anh-cccd-ly.png"),
        ("chứng minh nhân dân", ""),
    ],
)
def test_a_picture_of_an_identity_card_is_refused_and_cannot_be_fetched(
    session: Session, draft: int, caption: str, file_name: str
):
    row = attach(session, draft, caption=caption, file_name=file_name)

    assert (row.state, row.reason, row.file_id) == ("refused", "identity_card", "")


@pytest.mark.parametrize("caption", ["Lớp học ngoài vườn", "cccdx", "Căn nhà cước phí", "chứng minh định lí"])
def test_other_words_are_no_identity_card(session: Session, draft: int, caption: str):
    assert attach(session, draft, caption=caption).state == EvidenceState.PENDING


def test_a_link_is_kept_once_and_has_nothing_to_fetch(session: Session, draft: int):
    said = {"draft_id": draft, "chat_id": 7001, "message_id": 14, "url": "https://example.org/bai", "now": NOW}

    first = evidence.add_link(session, **said)
    second = evidence.add_link(session, **said)

    assert first.id == second.id
    assert [line.state for line in evidence.of_draft(session, draft)] == [EvidenceState.LINK]


def test_an_endless_link_is_refused(session: Session, draft: int):
    with pytest.raises(Refusal) as refused:
        evidence.add_link(
            session, draft_id=draft, chat_id=7001, message_id=14, url="https://example.org/" + "a" * 2000, now=NOW
        )

    assert refused.value.code == "link_too_long"


def test_a_file_can_be_tied_to_a_criterion_and_be_the_work_itself(session: Session, draft: int):
    row = attach(session, draft)
    assert row.id is not None

    evidence.assign(session, row.id, draft_id=draft, criterion="GV-2")
    evidence.assign(session, row.id, draft_id=draft, purpose=Purpose.PRODUCT)

    (line,) = evidence.of_draft(session, draft)
    assert (line.criterion, line.purpose) == ("GV-2", Purpose.PRODUCT)


def test_files_of_another_draft_are_out_of_reach(session: Session, school: School, draft: int):
    foreign = attach(session, a_draft(session, school.ly))
    assert foreign.id is not None

    with pytest.raises(Refusal):
        evidence.assign(session, foreign.id, draft_id=draft, criterion="GV-1")
    with pytest.raises(Refusal):
        evidence.remove(session, foreign.id, draft_id=draft)

    assert (foreign.criterion, foreign.state) == ("", EvidenceState.PENDING)


def test_files_of_a_sent_draft_stay_as_they_are(session: Session, school: School):
    nomination = sent(session, school)
    file = a_file(session, dossier_id=nomination.dossier_id)
    draft = session.exec(select(Evidence.draft_id).where(Evidence.id == file)).one()

    with pytest.raises(Refusal):
        evidence.remove(session, file, draft_id=draft or 0)


def test_a_dossier_shows_neither_what_was_refused_nor_what_was_taken_away(session: Session, school: School):
    nomination = sent(session, school)
    kept = a_file(session, dossier_id=nomination.dossier_id)
    for state in (EvidenceState.REFUSED, EvidenceState.REMOVED):
        session.get_one(Evidence, a_file(session, dossier_id=nomination.dossier_id)).state = state

    assert [line.id for line in evidence.of_dossier(session, nomination.dossier_id)] == [kept]
