from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from bot.services import audit
from bot.services.audit_check import Flaw, Problem, verify
from models import AuditEntry, AuditRoot, AuditText
from tests.support.builders import School, a_dossier
from tests.support.clock import NOW, TODAY

TOMORROW = NOW + timedelta(days=1)


def change(session: Session, dossier_id: int, *, words: str = "", at=NOW) -> AuditEntry:
    return audit.record(
        session,
        dossier_id,
        at=at,
        person_id=1,
        role="unit_head",
        unit_id=1,
        action="adopt",
        from_state="with_head",
        to_state="adopted",
        text=words,
    )


def tamper(session: Session, statement: str) -> None:
    session.connection().execute(text(statement))
    session.expire_all()


@pytest.fixture
def chains(session: Session, school: School) -> tuple[int, int]:
    """Two dossiers with three changes each."""
    first, second = a_dossier(session, school), a_dossier(session, school)
    for dossier_id in (first, second):
        for words in ("đã gửi", "cần biên bản", "đã đủ"):
            change(session, dossier_id, words=words)
    return first, second


def test_an_untouched_trail_has_no_problem(session: Session, chains):
    audit.make_root(session, TODAY, now=TOMORROW)

    assert verify(session) == []


def test_each_entry_links_to_the_one_before(session: Session, chains):
    entries = session.exec(select(AuditEntry).where(AuditEntry.dossier_id == chains[0])).all()

    assert [entry.sequence for entry in entries] == [1, 2, 3]
    assert [entry.previous_hash for entry in entries] == ["", entries[0].hash, entries[1].hash]


@pytest.mark.parametrize(
    "column",
    ["at = '2027-03-01 00:00:00.000000'", "person_id = 2", "role = 'unit_deputy'", "unit_id = 2", "action = 'withdraw'",
     "from_state = 'with_deputy'", "to_state = 'withdrawn'", "text_digest = 'x'"],
)  # fmt: skip
def test_a_changed_field_is_found(session: Session, chains, column: str):
    tamper(session, f"UPDATE audit_entry SET {column} WHERE dossier_id = {chains[0]} AND sequence = 2")

    assert Problem(Flaw.CHANGED_FIELD, chains[0], 2) in verify(session)


def test_a_field_changed_with_a_fitting_hash_breaks_the_link(session: Session, chains):
    entry = session.exec(select(AuditEntry).where(AuditEntry.dossier_id == chains[0], AuditEntry.sequence == 2)).one()
    entry.person_id = 99
    entry.hash = audit.hash_of(entry)
    session.flush()

    assert verify(session) == [Problem(Flaw.BROKEN_LINK, chains[0], 3)]


def test_an_entry_left_out_is_found(session: Session, chains):
    tamper(session, "DELETE FROM audit_text WHERE entry_id = 2")
    tamper(session, "DELETE FROM audit_entry WHERE id = 2")

    assert Problem(Flaw.MISSING_SEQUENCE, chains[0], 3) in verify(session)


def test_a_first_entry_left_out_is_found(session: Session, chains):
    tamper(session, "DELETE FROM audit_text WHERE entry_id = 1")
    tamper(session, "DELETE FROM audit_entry WHERE id = 1")

    assert Problem(Flaw.MISSING_SEQUENCE, chains[0], 2) in verify(session)


def test_changed_words_are_found(session: Session, chains):
    tamper(session, "UPDATE audit_text SET text = 'cần biên bản khác' WHERE entry_id = 2")

    assert verify(session) == [Problem(Flaw.CHANGED_TEXT, chains[0], 2)]


def test_words_put_in_later_are_found(session: Session, school: School):
    entry = change(session, a_dossier(session, school))
    session.add(AuditText(entry_id=entry.id, salt="s", text="chen vào"))
    session.flush()

    assert [problem.flaw for problem in verify(session)] == [Flaw.CHANGED_TEXT]


def test_erased_words_leave_the_trail_whole(session: Session, chains):
    erased = audit.erase_text(session, 2)

    assert erased
    assert session.get(AuditText, 2) is None
    assert verify(session) == []
    assert not audit.erase_text(session, 2)


def test_the_same_words_have_different_digests(session: Session, school: School):
    dossier_id = a_dossier(session, school)

    first, second = change(session, dossier_id, words="đã đủ"), change(session, dossier_id, words="đã đủ")

    assert first.text_digest != second.text_digest


def test_a_chain_cut_at_its_end_shows_in_the_root_of_the_day(session: Session, chains):
    audit.make_root(session, TODAY, now=TOMORROW)
    tamper(session, "DELETE FROM audit_text WHERE entry_id = 3")
    tamper(session, "DELETE FROM audit_entry WHERE id = 3")

    assert verify(session) == [Problem(Flaw.CHANGED_ROOT, day=TODAY)]


def test_a_whole_chain_left_out_shows_in_the_root_of_the_day(session: Session, chains):
    audit.make_root(session, TODAY, now=TOMORROW)
    tamper(session, "DELETE FROM audit_text WHERE entry_id IN (1, 2, 3)")
    tamper(session, f"DELETE FROM audit_entry WHERE dossier_id = {chains[0]}")

    assert verify(session) == [Problem(Flaw.CHANGED_ROOT, day=TODAY)]


def test_a_changed_root_is_found(session: Session, chains):
    audit.make_root(session, TODAY, now=TOMORROW)
    tamper(session, "UPDATE audit_root SET root = 'x'")

    assert verify(session) == [Problem(Flaw.CHANGED_ROOT, day=TODAY)]


def test_roots_link_day_to_day_and_a_missing_one_is_found(session: Session, chains):
    for days in range(3):
        change(session, chains[0], at=NOW + timedelta(days=days))
        audit.make_root(session, TODAY + timedelta(days=days), now=TOMORROW + timedelta(days=days))
    assert verify(session) == []

    tamper(session, f"DELETE FROM audit_root WHERE day = '{TODAY + timedelta(days=1)}'")

    assert Problem(Flaw.CHANGED_ROOT, day=TODAY + timedelta(days=2)) in verify(session)


def test_a_root_is_made_once(session: Session, chains):
    first = audit.make_root(session, TODAY, now=TOMORROW)
    again = audit.make_root(session, TODAY, now=TOMORROW + timedelta(hours=5))

    assert (first.root, first.made_at) == (again.root, again.made_at)
    assert first.heads == 2


def test_a_day_that_is_not_over_gets_no_root(session: Session, chains):
    with pytest.raises(ValueError, match="not over"):
        audit.make_root(session, TODAY, now=NOW)


def test_a_root_after_days_of_standing_still_covers_them_all(session: Session, chains):
    audit.make_root(session, date(2027, 2, 28), now=NOW)
    change(session, chains[1], at=NOW + timedelta(days=2))

    root = audit.make_root(session, TODAY + timedelta(days=4), now=NOW + timedelta(days=6))

    assert root.heads == 2
    assert len(session.exec(select(AuditRoot)).all()) == 2
    assert verify(session) == []
