from datetime import UTC, date, datetime

import pytest
from sqlmodel import Session, col, select

from bot.domain.routes import KINDS, Level, level_of
from bot.services import carrying, sample, sample_province, unit_table_export, unit_table_import, units
from bot.services.audit_check import verify
from bot.services.queries.queue import waiting_counts
from bot.services.unit_table import cells_of, headings
from bot.spreadsheets import read, write_csv
from models import Account, Dossier, OutboxMessage, Person, Unit, UnitVersion
from tests.support.clock import NOW, TODAY, ZONE


def test_the_sample_is_loaded_once(session: Session):
    assert sample.load(session, now=NOW) is True
    assert sample.load(session, now=NOW) is False

    assert 55 <= len(session.exec(select(Unit)).all()) <= 65
    assert len(session.exec(select(Person)).all()) == len(sample_province.PEOPLE)


@pytest.mark.parametrize("month", range(1, 13))
def test_it_can_be_loaded_on_any_day_of_the_year(session: Session, month: int):
    sample.load(session, now=datetime(2027, month, 28, 3, tzinfo=UTC))

    assert len(session.exec(select(Dossier)).all()) == 7


def test_it_shows_nominations_in_many_states_with_a_whole_trail(session: Session):
    sample.load(session, now=NOW)

    assert {dossier.state for dossier in session.exec(select(Dossier))} == {
        "with_head",
        "with_deputy",
        "with_level_above",
        "head_asked",
        "adopted",
        "not_this_round",
    }
    assert verify(session) == []


def test_nobody_is_written_to_because_of_it(session: Session):
    sample.load(session, now=NOW)

    assert {row.state for row in session.exec(select(OutboxMessage))} == {"skipped"}


def test_every_player_speaks_through_an_account(session: Session):
    sample.load(session, now=NOW)

    rows = session.exec(select(Account.user_id, Person.name).join(Person, col(Account.person_id) == Person.id))
    assert sorted(rows) == sorted((player.user_id, player.name) for player in sample.PLAYERS)


def test_the_head_of_the_first_school_has_something_to_do(session: Session):
    sample.load(session, now=NOW)
    head = session.exec(select(Account.person_id).where(Account.user_id == 7002)).one()
    assert head is not None

    counts = waiting_counts(session, head, on=TODAY)

    assert (counts.total, counts.oldest_days) == (2, 6)


def test_it_has_a_unit_of_every_kind(session: Session):
    sample.load(session, now=NOW)

    assert set(session.exec(select(UnitVersion.kind))) == set(KINDS)


def test_every_unit_whose_dossiers_go_on_has_somebody_above_it_before_and_after_the_districts_ended(session: Session):
    sample.load(session, now=NOW)

    for day in (date(2025, 6, 30), TODAY):
        sending = session.exec(select(UnitVersion).where(units.valid_on(UnitVersion, day))).all()
        alone = [
            unit.name
            for unit in sending
            if level_of(unit.kind) in {Level.UNIT, Level.MIDDLE, Level.DIVISION, Level.OFFICE}
            and units.level_above(session, unit.unit_id, on=day) is None
        ]
        assert alone == []


def test_what_ended_is_found_as_what_it_became(session: Session):
    sample.load(session, now=NOW)

    school, district, renamed = (
        [(unit.name, unit.former) for unit in units.find(session, words, on=TODAY, limit=3)]
        for words in ("th ho suong", "phong giao duc huyen ha giang", "dong chuong")
    )

    assert ("TH và THCS Hồ Sương", "Tiểu học Hồ Sương") in school
    assert {former for _name, former in district} == {"Phòng Giáo dục và Đào tạo huyện Hạ Giang"}
    assert renamed == [("THCS Đồng Mây", "THCS Đồng Chuông")]


def test_it_comes_out_as_a_table_and_in_again_without_a_change(session: Session):
    sample.load(session, now=NOW)
    content = write_csv([headings(), *(cells_of(line) for line in unit_table_export.lines(session))])

    planned = unit_table_import.plan(session, read(content, name="units.csv"), today=TODAY)

    assert planned.problems == ()
    assert (planned.new, planned.changed) == ([], [])


def test_a_new_reorganisation_finds_nothing_left_over_of_the_old_ones(session: Session):
    sample.load(session, now=NOW)

    assert carrying.carry_on(session, now=NOW, zone=ZONE) == 0
