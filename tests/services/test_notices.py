from datetime import timedelta

from sqlmodel import Session, select

from bot.domain.notices import Template
from bot.services import notices
from models import OutboxMessage
from models.outbox import OutboxState, Priority
from tests.support.clock import NOW


def queue(session: Session, key: str = "k", **over: object) -> bool:
    usual = {"chat_id": 7001, "args": {"dossier_id": 1}, "due_at": NOW, "dedupe_key": key}
    return notices.queue(session, Template.ADOPTED, **{**usual, **over})


def states(session: Session) -> list[str]:
    session.expire_all()
    return list(session.exec(select(OutboxMessage.state).order_by("id")))


def test_a_notice_waits_until_it_is_due(session: Session):
    queue(session, due_at=NOW + timedelta(minutes=2), created_at=NOW, silent=True, priority=Priority.BULK)

    (row,) = session.exec(select(OutboxMessage)).all()
    assert (row.template, row.chat_id, row.args) == ("adopted", 7001, {"dossier_id": 1})
    assert (row.state, row.priority, row.silent) == ("waiting", "bulk", True)
    assert (row.created_at, row.due_at) == (NOW, NOW + timedelta(minutes=2))


def test_the_same_key_is_queued_once(session: Session):
    assert queue(session) is True
    assert queue(session, chat_id=7002) is False
    assert queue(session, "other") is True

    assert states(session) == ["waiting", "waiting"]


def test_a_decision_takes_back_its_own_notices_only_and_only_those_not_sent(session: Session):
    queue(session, "a", decision_id=1)
    queue(session, "b", decision_id=1)
    queue(session, "c", decision_id=2)
    session.exec(select(OutboxMessage).where(OutboxMessage.dedupe_key == "b")).one().state = OutboxState.SENT
    session.flush()

    taken = notices.take_back(session, 1)

    assert taken == 1
    assert states(session) == ["skipped", "sent", "waiting"]


def test_a_unit_of_work_knows_once_whether_it_queued_something(session: Session):
    before = notices.queued(session)
    queue(session)

    assert (before, notices.queued(session), notices.queued(session)) == (False, True, False)
