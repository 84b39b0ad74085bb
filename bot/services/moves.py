"""What every change of a dossier has in common: the guard of its version, the trail, and the next desk."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import update
from sqlmodel import Session, col, select

from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.domain.workflow import FINAL, SYSTEM_STEP, WAITING, Action, State
from bot.services import audit, calendar, placing
from bot.services.telling import Posting, tell_officers
from models import AuditEntry, Dossier, Person

#: Codes in the trail beside those of workflow.Action.
SENT, UNDONE, DECLARED = "send", "undo", "declare_related"
ASKED_BACK, ANSWERED = "ask_back", "answer"
MERGED_IN, HANDED, PREPARED, CORRECTED = "merged_in", "hand_over", "prepared", "correct"


_JUST_NOW = {
    Action.ADOPT: N_("✓ {name} chose it for the list, {time}. This press changed nothing."),
    Action.ASK_SUPPLEMENT: N_("✓ {name} asked for a supplement, {time}. This press changed nothing."),
    Action.NOT_THIS_ROUND: N_("✓ {name} left it out of this round's list, {time}. This press changed nothing."),
    Action.PASS_TO_DEPUTY: N_("✓ {name} passed it to the deputy head, {time}. This press changed nothing."),
    Action.PASS_UP: N_("✓ {name} passed it to the level above, {time}. This press changed nothing."),
    Action.GIVE_SUPPLEMENT: N_("✓ {name} sent what was asked for, {time}. This press changed nothing."),
    Action.WITHDRAW: N_("✓ {name} withdrew it, {time}. This press changed nothing."),
    Action.MERGE: N_("✓ {name} joined it with another nomination, {time}. This press changed nothing."),
}
_CHANGED_MEANWHILE = N_("Somebody has just dealt with this, so nothing was changed. Please open it again.")


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something with a dossier, when, and where people's day is; no person means the bot itself."""

    now: datetime
    zone: ZoneInfo
    person_id: int | None = None
    role: str = ""

    @property
    def on(self) -> date:
        """The date where the people are."""
        return self.now.astimezone(self.zone).date()


def move(
    session: Session,
    dossier: Dossier,
    act: Act,
    *,
    action: str,
    to: State,
    holder_unit_id: int,
    expected_version: int,
    text: str = "",
    since: datetime | None = None,
) -> AuditEntry:
    """Change the state and holder of a dossier and write it into the trail.

    The update counts only on the version that was seen: of two at once one changes the row, the other is refused.
    """
    session.flush()
    before = dossier.state
    changed = session.exec(
        update(Dossier)
        .where(col(Dossier.id) == dossier.id, col(Dossier.version) == expected_version)
        .values(
            state=to.value,
            holder_unit_id=holder_unit_id,
            version=expected_version + 1,
            state_since=since or (dossier.state_since if before == to else act.now),
        )
        .execution_options(synchronize_session=False)
    )
    if changed.rowcount != 1:
        raise already_decided(session, dossier, viewer=act.person_id, zone=act.zone)
    session.refresh(dossier)
    assert dossier.id is not None
    return audit.record(
        session,
        dossier.id,
        at=act.now,
        person_id=act.person_id,
        role=act.role,
        unit_id=holder_unit_id,
        action=action,
        from_state=before,
        to_state=to.value,
        text=text,
    )


def already_decided(session: Session, dossier: Dossier, *, viewer: int | None, zone: ZoneInfo) -> Refusal:
    """Say that somebody was faster: to officers who and when, to the nominator only that it happened."""
    last = session.exec(
        select(AuditEntry, Person.name)
        .join(Person, col(Person.id) == AuditEntry.person_id)
        .where(AuditEntry.dossier_id == dossier.id)
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    ).first()
    if last is None or last[0].action not in _JUST_NOW or viewer == dossier.nominator_id:
        return Refusal("already_decided", Text(_CHANGED_MEANWHILE))
    entry, name = last
    return Refusal(
        "already_decided",
        Text(_JUST_NOW[Action(entry.action)], {"name": name, "time": f"{entry.at.astimezone(zone):%H:%M}"}),
    )


def settle(session: Session, dossier: Dossier, act: Act) -> bool:
    """Pass a dossier on where nobody at its desk may decide; the bot does it, and the trail says so.

    Tells the officers of the new desk. False where it already lies right, or where nobody above is free either.
    """
    if State(dossier.state) not in WAITING or placing.officers_at(session, dossier, on=act.on):
        return False
    desk = _next_desk(session, dossier, act)
    if desk is None:
        return False
    move(
        session,
        dossier,
        Act(act.now, act.zone),
        action=SYSTEM_STEP[desk.state] or Action.PASS_UP,
        to=desk.state,
        holder_unit_id=desk.unit_id,
        expected_version=dossier.version,
    )
    tell_officers(session, dossier, Template.NEW_NOMINATION, Posting(act.now, act.zone, due_at=act.now))
    return True


def due_of(session: Session, dossier: Dossier, state: State) -> date | None:
    """Give by when the next step comes in a state: the day on which the unit sends its list; None at the end."""
    if state in FINAL and state is not State.ADOPTED:
        return None
    try:
        return calendar.closing_of(session, dossier.occasion, dossier.occasion_year, calendar.SCHOOL)
    except LookupError:
        return None


def _next_desk(session: Session, dossier: Dossier, act: Act) -> placing.Desk | None:
    """Give the desk after the present one; a dossier never comes back down."""
    if dossier.state == State.WITH_HEAD:
        desk = placing.desk_for(session, dossier, on=act.on)
        return None if desk.state is State.WITH_HEAD else desk
    above = placing.free_level_above(session, dossier, dossier.holder_unit_id, on=act.on)
    return None if above is None else placing.Desk(State.WITH_LEVEL_ABOVE, above)
