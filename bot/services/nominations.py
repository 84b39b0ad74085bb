"""A nomination is sent: the draft becomes a dossier on somebody's desk."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, bindparam, select
from sqlmodel import Session, col

from bot.domain.criteria import CRITERIA_VERSION, Category, criteria_for
from bot.domain.names import normalise, search_key
from bot.domain.nomination import Nomination
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import WORKFLOW_VERSION, State
from bot.services import achievements, audit, calendar, co_nominating, evidence, prepared, units
from bot.services.moves import SENT, Act, due_of, settle
from bot.services.telling import Posting, tell_officers
from bot.services.units import ON_DAY, UnitName, valid_on
from models import Claim, CodeCounter, Dossier, Draft, Person, RoleGrant
from models.base import insert_into, table_of
from models.dialog import DraftState

#: Đề cử.
PREFIX = "DC"
_BEARERS = (
    select(col(Person.id), col(Person.name))
    .join(RoleGrant, col(RoleGrant.person_id) == Person.id)
    .where(
        col(RoleGrant.unit_id) == bindparam("unit"),
        col(Person.name_key) == bindparam("key"),
        valid_on(RoleGrant, ON_DAY),
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class SentNomination:
    """What the nominator is told: the code, who has it now, and by when the next step comes."""

    code: str
    dossier_id: int
    unit_name: str
    next_due: date | None
    state: State
    holder_name: str


def submit(  # plan S-52
    session: Session,
    draft_id: int,
    nomination: Nomination,
    *,
    nominator_id: int,
    chat_id: int,
    now: datetime,
    zone: ZoneInfo,
) -> SentNomination:
    """Send a nomination to its unit; sending the same draft again gives the same dossier.

    Raises Refusal: draft_not_yours, not_a_member, incomplete, unit_closed, occasion_closed.
    """
    act = Act(now, zone, nominator_id)
    draft = session.get(Draft, draft_id)
    if draft is None or draft.person_id != nominator_id:
        raise Refusal("draft_not_yours", Text(N_("There is no such draft of yours. /tieptuc lists those there are.")))
    if draft.dossier_id is not None:
        return _sent(session, session.get_one(Dossier, draft.dossier_id), on=act.on)
    unit = _ensure_may_send(session, nomination, nominator_id=nominator_id, on=act.on)
    dossier = _dossier(session, replace(nomination, unit_id=unit.id), act, unit=unit, chat_id=chat_id)
    assert dossier.id is not None
    _claims(session, dossier.id, nomination)
    achievements.keep(session, dossier.id, nomination.achievements)
    co_nominating.stand_behind(session, draft_id, dossier.id)
    evidence.move_to_dossier(session, draft_id=draft_id, dossier_id=dossier.id)
    draft.state, draft.dossier_id = DraftState.SENT, dossier.id
    audit.record(
        session,
        dossier.id,
        at=now,
        person_id=nominator_id,
        role="",
        unit_id=unit.id,
        action=SENT,
        from_state="",
        to_state=State.WITH_HEAD,
        text=dossier.story,
    )
    if not settle(session, dossier, act):
        tell_officers(session, dossier, Template.NEW_NOMINATION, Posting(now, zone, due_at=now))
    return _sent(session, dossier, on=act.on)


def _ensure_may_send(session: Session, nomination: Nomination, *, nominator_id: int, on: date) -> UnitName:
    """Raise Refusal unless this nomination can be sent today by this person; give the unit that it goes to."""
    if units.unit_of(session, nominator_id, on=on) is None:
        not_yet = N_("Nominations are sent by members of a unit. The draft is kept until your unit has confirmed you.")
        raise Refusal("not_a_member", Text(not_yet))
    if not all((nomination.category, nomination.name, nomination.story, nomination.unit_id, nomination.occasion)):
        missing = N_("Something needed is still open. The preview shows which answers there are.")
        raise Refusal("incomplete", Text(missing))
    following = units.heirs(session, nomination.unit_id, on=on)
    unit = following[0] if len(following) == 1 else None  # of several only the nominator knows which
    if unit is None:
        closed = N_("{unit} is not there any more under this name. Please choose the unit again from the preview.")
        raise Refusal("unit_closed", Text(closed, {"unit": nomination.unit_name}))
    try:
        closes_on = calendar.closing_of(session, nomination.occasion_code, nomination.occasion_year, calendar.NOMINATE)
    except (LookupError, ValueError):  # no such milestone, or no year that a calendar has
        closes_on = date.min
    if closes_on < on:
        over = N_("This occasion has closed. Please choose the next one from the preview; all else is kept.")
        raise Refusal("occasion_closed", Text(over))
    return unit


def _dossier(session: Session, nomination: Nomination, act: Act, *, unit: UnitName, chat_id: int) -> Dossier:
    nominator = session.get_one(Person, act.person_id)
    assert nominator.id is not None
    name = normalise(nomination.name)
    dossier = Dossier(
        code=_next_code(session, year=act.on.year),
        category=nomination.category,
        nominee_name=name,
        nominee_key=search_key(name),
        nominee_person_id=_nominee(session, nomination, name=name, on=act.on),
        position=normalise(nomination.position),
        unit_id=unit.id,
        unit_name=unit.name,
        occasion=nomination.occasion_code,
        occasion_year=nomination.occasion_year,
        collective_kind=nomination.kind if nomination.category == Category.COLLECTIVE else "",
        field=nomination.field,
        story=nomination.story,
        nominator_id=nominator.id,
        nominator_name=nominator.name,
        nominator_chat_id=chat_id,
        nominator_related=nomination.is_related,
        state=State.WITH_HEAD,
        workflow_version=WORKFLOW_VERSION,
        criteria_version=CRITERIA_VERSION,
        holder_unit_id=unit.id,
        sent_at=act.now,
        state_since=act.now,
    )
    dossier.due_on = due_of(session, dossier, State.WITH_HEAD)
    session.add(dossier)
    session.flush()
    return dossier


def _claims(session: Session, dossier_id: int, nomination: Nomination) -> None:
    codes = {criterion.code for criterion in criteria_for(Category(nomination.category), CRITERIA_VERSION)}
    for claim in nomination.claims_among(codes):
        session.add(
            Claim(dossier_id=dossier_id, criterion=claim.criterion, claimed=claim.claimed, proof=normalise(claim.proof))
        )
    session.flush()


def _nominee(session: Session, nomination: Nomination, *, name: str, on: date) -> int | None:
    """Give the one person of the unit who bears the nominee's name; None for collectives and among namesakes."""
    if nomination.category == Category.COLLECTIVE:
        return None
    bearers = prepared.run(session, _BEARERS, unit=nomination.unit_id, key=search_key(name), on=on).all()
    exact = [bearer for bearer in bearers if normalise(bearer.name).casefold() == name.casefold()]
    return _only_one(exact) or _only_one(bearers)


def _only_one(people: Sequence[Row[Any]]) -> int | None:
    return people[0].id if len(people) == 1 else None


def _next_code(session: Session, *, year: int) -> str:
    """Take the next number of the year; the row is locked until the end of the transaction, so none is given twice."""
    number = session.exec(
        insert_into(session, table_of(CodeCounter))
        .values(prefix=PREFIX, year=year, last=1)
        .on_conflict_do_update(index_elements=["prefix", "year"], set_={"last": col(CodeCounter.last) + 1})
        .returning(col(CodeCounter.last))
    ).scalar_one()
    return f"{PREFIX}-{year}-{number:05d}"


def _sent(session: Session, dossier: Dossier, *, on: date) -> SentNomination:
    assert dossier.id is not None
    holder = units.name_of(session, dossier.holder_unit_id, on=on)
    return SentNomination(
        code=dossier.code,
        dossier_id=dossier.id,
        unit_name=dossier.unit_name,
        next_due=dossier.due_on,
        state=State(dossier.state),
        holder_name=dossier.unit_name if holder is None else holder.name,
    )
