from datetime import UTC, datetime

import pytest
from sqlmodel import Session, select

from bot.services import sample
from bot.services.audit_check import verify
from bot.services.queries.queue import waiting_counts
from models import Account, Dossier, OutboxMessage, Person, Unit
from tests.support.clock import NOW, TODAY


def test_the_sample_is_loaded_once(session: Session):
    assert sample.load(session, now=NOW) is True
    assert sample.load(session, now=NOW) is False

    assert len(session.exec(select(Unit)).all()) == 13
    assert len(session.exec(select(Person)).all()) == 31


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

    speaking = session.exec(select(Account.user_id, Person.name).join(Person, Account.person_id == Person.id)).all()
    assert sorted(speaking) == sorted((player.user_id, player.name) for player in sample.PLAYERS)


def test_the_head_of_the_first_school_has_something_to_do(session: Session):
    sample.load(session, now=NOW)
    head = session.exec(select(Account.person_id).where(Account.user_id == 7002)).one()
    assert head is not None

    counts = waiting_counts(session, head, on=TODAY)

    assert (counts.total, counts.oldest_days) == (2, 6)
