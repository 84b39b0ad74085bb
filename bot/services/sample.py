"""Loads the sample province into an empty database, with nominations in several states, for the practice room."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.deadlines import supplement_due
from bot.domain.names import search_key, sort_key
from bot.domain.nomination import Nomination
from bot.services import (
    accounts,
    calendar,
    carrying,
    consents,
    dossiers,
    nominations,
    sample_units,
    unit_routes,
    unit_table_rows,
)  # fmt: skip
from bot.services.audit import DAY_ZONE
from bot.services.sample_province import PEOPLE, PLAYERS, Player, SamplePerson
from bot.services.sample_stories import NOMINATIONS, SampleAct, SampleNomination
from bot.services.sample_units import SINCE, UNITS
from models import Account, Dossier, Draft, OutboxMessage, Person, RoleGrant, Unit
from models.outbox import OutboxState

__all__ = ["PLAYERS", "Player", "load"]


def load(session: Session, *, now: datetime, zone: ZoneInfo = DAY_ZONE) -> bool:
    """Load units, people, accounts, the calendar and some nominations; False when they are there already."""
    if session.exec(select(Unit.id).where(Unit.code == UNITS[0].code)).first() is not None:
        return False
    calendar.seed(session)
    unit_routes.seed(session)
    unit_table_rows.write(session, sample_units.states())
    carrying.carry_on(session, now=now, zone=zone)
    units = {code: id_ for code, id_ in session.exec(select(Unit.code, Unit.id)) if id_ is not None}
    people = {person.user_id: _person(session, person, units, now=now) for person in PEOPLE}
    for nomination in sorted(NOMINATIONS, key=lambda one: -one.days_ago):
        _nominate(session, nomination, people, now=now, zone=zone)
    # These people have not met the bot yet: what they would have been told in the last days is not sent now.
    session.exec(
        update(OutboxMessage)
        .where(col(OutboxMessage.state) == OutboxState.WAITING)
        .values(state=OutboxState.SKIPPED.value)
    )
    return True


def _person(session: Session, sample: SamplePerson, units: dict[str, int], *, now: datetime) -> int:
    person = Person(
        name=sample.name,
        name_key=search_key(sample.name),
        sort_key=sort_key(sample.name),
        position=sample.position,
    )
    session.add(person)
    session.flush()
    assert person.id is not None
    for role in sample.roles:
        session.add(RoleGrant(person_id=person.id, role=role, unit_id=units[sample.unit], valid_from=SINCE))
    session.flush()
    if sample.user_id:
        account = accounts.of_user(session, sample.user_id, now=now)
        assert account.id is not None
        accounts.link(session, account.id, person_id=person.id, now=now)
        consents.give(session, account.id, language="vi", now=now, person_id=person.id)
    return person.id


def _nominate(
    session: Session, sample: SampleNomination, people: dict[int, int], *, now: datetime, zone: ZoneInfo
) -> None:
    sent_at = now - timedelta(days=sample.days_ago)
    occasion = calendar.open_occasions(session, sent_at.astimezone(zone).date())[0]
    unit_id = session.exec(select(RoleGrant.unit_id).where(RoleGrant.person_id == people[sample.by])).first()
    account_id = session.exec(select(Account.id).where(Account.user_id == sample.by)).one()
    assert unit_id is not None
    assert account_id is not None
    draft = Draft(
        account_id=account_id,
        person_id=people[sample.by],
        flow="nominate",
        flow_version=1,
        step="confirm",
        title=sample.name,
        created_at=sent_at,
        updated_at=sent_at,
    )
    session.add(draft)
    session.flush()
    assert draft.id is not None
    sent = nominations.submit(
        session,
        draft.id,
        Nomination(
            category=sample.category,
            kind=sample.kind or "",
            name=sample.name,
            position=sample.position,
            unit_id=unit_id,
            occasion=f"{occasion.code}/{occasion.year}",
            field=sample.field,
            story=sample.story,
            claims=sample.claims,
            related="no",
        ),
        nominator_id=people[sample.by],
        chat_id=sample.by,
        now=sent_at,
        zone=zone,
    )
    for done in sample.acts:
        _act(session, sent.dossier_id, done, people, now=now, zone=zone)


def _act(
    session: Session, dossier_id: int, done: SampleAct, people: dict[int, int], *, now: datetime, zone: ZoneInfo
) -> None:
    at = now - timedelta(days=done.days_ago)
    dossiers.act(
        session,
        dossier_id,
        done.action,
        by=people[done.by],
        expected_version=session.get_one(Dossier, dossier_id).version,
        now=at,
        zone=zone,
        comment=done.comment,
        items=done.items,
        due_on=supplement_due(at.astimezone(zone).date()) if done.items else None,
    )
