"""Joining a unit: a person says a name, asks to belong somewhere, and somebody of the unit confirms."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, func, select

from bot.domain.defaults import Setting
from bot.domain.holidays import working_day_from
from bot.domain.names import search_key, sort_key
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.sending_times import SENDING_FROM, at_local, is_quiet
from bot.domain.wording import N_, Text
from bot.services import accounts, commands_due, consents, grants, notices, roles, settings
from bot.services.door import Asking, asking, door_of, may_open, no_such_request
from bot.services.grants import Deed
from models import JoinRequest, Person
from models.invitation import JoinState


def register(session: Session, account_id: int, *, name: str, kind: str, now: datetime) -> int:
    """Make the person who has agreed on this account and let them speak; raises Refusal before anybody agreed.

    Whoever took the consent back here and gives it again under the same name is the same person.
    """
    consent = consents.nameless(session, account_id)
    if consent is None:
        raise Refusal("joining.no_consent", Text(N_("Before your name is kept, please read and agree: /start")))
    person_id = consents.who_withdrew(session, account_id, name_key=search_key(name))
    if person_id is None:
        person = Person(name=name, name_key=search_key(name), sort_key=sort_key(name), kind=kind)
        session.add(person)
        session.flush()
        assert person.id is not None
        person_id = person.id
    consent.person_id = person_id
    accounts.link(session, account_id, person_id=person_id, now=now)
    accounts.speak_as(session, account_id, person_id=person_id, now=now)
    commands_due.mark(session, account_id=account_id)
    return person_id


def ask(session: Session, deed: Deed, *, account_id: int, unit_id: int) -> JoinRequest:
    """Ask to belong to a unit; an earlier question to another one is taken back. Those at the door hear of it."""
    assert deed.by is not None
    if roles.roles_on(session, deed.by, unit_id, on=deed.on):
        raise Refusal("joining.member", Text(N_("You belong to this unit already.")))
    earlier = waiting_of(session, deed.by)
    if earlier is not None and earlier.unit_id == unit_id:
        return earlier
    if earlier is not None:
        _close(earlier, JoinState.WITHDRAWN, deed)
    request = JoinRequest(
        person_id=deed.by,
        account_id=account_id,
        unit_id=unit_id,
        role=Role.MEMBER.value,
        asked_at=deed.now,
        remind_at=_remind_at(session, deed),
    )
    session.add(request)
    session.flush()
    _tell_door(session, request, Template.JOIN_ASKED, deed)
    return request


def waiting_of(session: Session, person_id: int) -> JoinRequest | None:
    """Give the request that a person waits for."""
    return session.exec(
        select(JoinRequest)
        .where(JoinRequest.person_id == person_id, JoinRequest.state == JoinState.WAITING)
        .order_by(col(JoinRequest.id).desc())
    ).first()


def take_back(session: Session, deed: Deed) -> None:
    """Take back one's own request, to choose another unit."""
    assert deed.by is not None
    request = waiting_of(session, deed.by)
    if request is not None:
        _close(request, JoinState.WITHDRAWN, deed)
        session.flush()


def confirm(session: Session, deed: Deed, request_id: int) -> Asking:
    """Say that somebody belongs to the unit: membership begins and the person hears of it."""
    request = _to_decide(session, deed, request_id)
    _close(request, JoinState.CONFIRMED, deed)
    session.flush()
    if Role.MEMBER not in roles.roles_on(session, request.person_id, request.unit_id, on=deed.on):
        by_request = Deed(None, deed.now, deed.zone, f"request {request_id}")
        grant = grants.give(
            session, by_request, person_id=request.person_id, role=Role.MEMBER, unit_id=request.unit_id, quietly=True
        )
        grant.granted_by = deed.by
    _tell_asker(session, request, Template.JOIN_CONFIRMED, deed)
    return asking(session, request, on=deed.on)


def not_ours(session: Session, deed: Deed, request_id: int) -> Asking:
    """Say that somebody does not belong to the unit; the person is asked to look once more."""
    request = _to_decide(session, deed, request_id)
    _close(request, JoinState.NOT_OURS, deed)
    session.flush()
    _tell_asker(session, request, Template.JOIN_NOT_OURS, deed)
    return asking(session, request, on=deed.on)


def remind(session: Session, *, now: datetime, zone: ZoneInfo) -> int:
    """Remind the door of a unit, once, of those who have waited two working days; give how many there were."""
    due = session.exec(
        select(JoinRequest).where(JoinRequest.state == JoinState.WAITING, col(JoinRequest.remind_at) <= now).limit(100)
    ).all()
    done = 0
    for request in due:
        claimed = session.exec(
            update(JoinRequest)
            .where(col(JoinRequest.id) == request.id, col(JoinRequest.remind_at).is_not(None))
            .values(remind_at=None)
        )
        if claimed.rowcount:
            _tell_door(session, request, Template.JOIN_REMINDER, Deed(None, now, zone))
            done += 1
    return done


def next_reminder(session: Session) -> datetime | None:
    """Tell when somebody has waited long enough for a reminder."""
    return session.exec(select(func.min(JoinRequest.remind_at)).where(JoinRequest.state == JoinState.WAITING)).one()


def _remind_at(session: Session, deed: Deed) -> datetime:
    day = deed.on
    for _ in range(settings.value_of(session, Setting.JOIN_REMINDER_DAYS)):
        day = working_day_from(day + timedelta(days=1))
    return at_local(day, SENDING_FROM, zone=deed.zone)


def _to_decide(session: Session, deed: Deed, request_id: int) -> JoinRequest:
    assert deed.by is not None
    request = session.get(JoinRequest, request_id)
    if request is None or not may_open(session, deed.by, request_id, on=deed.on):
        raise no_such_request()
    if request.state != JoinState.WAITING:
        raise Refusal("joining.decided", Text(N_("Somebody has dealt with this already.")))
    if request.person_id == deed.by:
        raise Refusal("joining.oneself", Text(N_("Somebody else of the unit confirms that you belong to it.")))
    return request


def _close(request: JoinRequest, state: JoinState, deed: Deed) -> None:
    request.state, request.decided_by, request.decided_at, request.remind_at = state, deed.by, deed.now, None


def _tell_door(session: Session, request: JoinRequest, template: Template, deed: Deed) -> None:
    for officer in door_of(session, request.unit_id, on=deed.on):
        for reach in officer.reached_at:
            _tell(session, request, template, deed, chat_id=reach.chat_id, person_id=officer.person_id)


def _tell_asker(session: Session, request: JoinRequest, template: Template, deed: Deed) -> None:
    for reach in roles.reach_of(session, request.person_id):
        _tell(session, request, template, deed, chat_id=reach.chat_id, person_id=request.person_id)


def _tell(
    session: Session, request: JoinRequest, template: Template, deed: Deed, *, chat_id: int, person_id: int
) -> None:
    notices.queue(
        session,
        template,
        chat_id=chat_id,
        args={"request_id": request.id, "person_id": person_id},
        due_at=deed.now,
        dedupe_key=f"{template.value}:{request.id}:{chat_id}",
        silent=is_quiet(deed.now, zone=deed.zone),
    )
