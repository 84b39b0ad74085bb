"""What is done with a dossier once it is sent: decide, pass on, merge, withdraw, declare a relative, take it back.

Rights are looked up now, never taken from the button that was pressed. All rules stand in bot/domain/workflow_rules.py.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlmodel import Session, col, select

from bot.domain import workflow, workflow_rules
from bot.domain.deadlines import ensure_ahead
from bot.domain.names import normalise
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.domain.workflow import Action, State, Who
from bot.services import merging, moves, notices, placing, supplements
from bot.services.audit import DAY_ZONE
from bot.services.moves import Act, due_of, move, settle
from bot.services.roles import roles_on, standing_on
from bot.services.sight import ensure_may_see, no_such_dossier
from bot.services.telling import tell_of_decision
from models import AuditEntry, Decision, Declaration, Dossier

__all__ = ["act", "declare_related", "ensure_may_see", "give_supplement", "undo", "withdraw"]


@dataclass(frozen=True, slots=True)
class _Given:
    """What comes with an act."""

    comment: str = ""
    items: tuple[str, ...] = ()
    due_on: date | None = None
    into: Dossier | None = None


def act(
    session: Session,
    dossier_id: int,
    action: Action,
    *,
    by: int,
    expected_version: int,
    now: datetime,
    zone: ZoneInfo,
    comment: str = "",
    items: Sequence[str] = (),
    due_on: date | None = None,
    into: int | None = None,
) -> Decision:
    """Do something with a dossier; its notices wait until it can no longer be undone.

    Raises Refusal: no_such_dossier, already_decided (an older version), workflow.… (no right, no reason), no_twin.
    """
    dossier = _load(session, dossier_id)
    role = _ensure_may(session, dossier, action, by=by, expected_version=expected_version, now=now, zone=zone)
    doing = Act(now, zone, by, role)
    given = _Given(
        normalise(comment, keep_lines=True),
        tuple(filter(None, (normalise(item) for item in items))),
        due_on,
        None if into is None else merging.ensure_target(session, dossier, into, doing),
    )
    _ensure_sensible(session, dossier_id, action, given, on=doing.on)
    target = workflow_rules.decide(
        State(dossier.state), action, reason=given.comment, items=given.items, due_on=given.due_on, into=into,
        version=dossier.workflow_version,
    )  # fmt: skip
    decision = _decide(session, dossier, doing, action=action, target=target, given=given)
    tell_of_decision(session, dossier, decision, zone=zone, comment=given.comment)
    settle(session, dossier, doing)
    return decision


def _ensure_sensible(session: Session, dossier_id: int, action: Action, given: _Given, *, on: date) -> None:
    """Raise Refusal for a due date that is past, or a supplement in which nothing is."""
    if action is Action.ASK_SUPPLEMENT and given.due_on is not None:
        ensure_ahead(given.due_on, today=on)
    if action is Action.GIVE_SUPPLEMENT:
        supplements.ensure_something_given(session, dossier_id)


def undo(session: Session, decision_id: int, *, by: int, now: datetime, zone: ZoneInfo = DAY_ZONE) -> Dossier:
    """Take back an act within two minutes: the dossier lies where it lay, and nobody hears of it."""
    decision = session.get(Decision, decision_id)
    if decision is None:
        raise no_such_dossier()
    dossier = _load(session, decision.dossier_id)
    doing = Act(now, zone, by, decision.role)
    held = {str(role) for role in roles_on(session, by, decision.from_holder_unit_id, on=doing.on)}
    workflow_rules.ensure_may_undo(
        is_same_person=decision.person_id == by and decision.role in held,
        is_latest_act=_is_latest(session, decision) and dossier.state == decision.to_state,
        until=decision.undo_until,
        now=now,
    )
    move(
        session,
        dossier,
        doing,
        action=moves.UNDONE,
        to=State(decision.from_state),
        holder_unit_id=decision.from_holder_unit_id,
        expected_version=dossier.version,
        since=_since(session, decision),
    )
    decision.undone_at = now
    supplements.reverse(session, decision)
    merging.reverse(session, decision, dossier, doing)
    dossier.due_on = supplements.due_of(session, dossier) or due_of(session, dossier, State(dossier.state))
    session.flush()
    notices.take_back(session, decision_id)
    return dossier


def withdraw(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> Decision:
    """Let the nominator take the nomination back; those who had it are told."""
    return act(session, dossier_id, Action.WITHDRAW, by=by, expected_version=expected_version, now=now, zone=zone)


def give_supplement(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> Decision:
    """Send what was asked for back to whoever asked; at least one item must be answered."""
    return act(
        session, dossier_id, Action.GIVE_SUPPLEMENT, by=by, expected_version=expected_version, now=now, zone=zone
    )


def declare_related(
    session: Session, dossier_id: int, *, by: int, expected_version: int, now: datetime, zone: ZoneInfo
) -> Dossier:
    """Let an officer say that the nominee is a relative: from now on somebody else decides.

    Where nobody else at the desk may, the bot passes the dossier on.
    """
    dossier = _load(session, dossier_id)
    doing = Act(now, zone, by)
    standing = standing_on(session, dossier, by, on=doing.on)
    roles = standing.roles & workflow.DESKS.get(State(dossier.state), frozenset())
    if standing.is_nominee or not roles:
        raise no_such_dossier()
    if dossier.version != expected_version:
        raise moves.already_decided(session, dossier, viewer=by, zone=zone)
    if standing.is_related:
        raise Refusal("already_declared", Text(N_("This is noted already: somebody else looks at it.")))
    move(
        session,
        dossier,
        Act(now, zone, by, min(roles)),
        action=moves.DECLARED,
        to=State(dossier.state),
        holder_unit_id=dossier.holder_unit_id,
        expected_version=expected_version,
    )
    session.add(Declaration(dossier_id=dossier_id, person_id=by, declared_at=now))
    session.flush()
    settle(session, dossier, doing)
    return dossier


def _load(session: Session, dossier_id: int) -> Dossier:
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        raise no_such_dossier()
    session.flush()  # a refresh would drop what is not written yet
    session.refresh(dossier)
    return dossier


def _ensure_may(
    session: Session,
    dossier: Dossier,
    action: Action,
    *,
    by: int,
    expected_version: int,
    now: datetime,
    zone: ZoneInfo,
) -> str:
    """Raise Refusal unless this person may act on this version now.

    Gives the role acted in, "" for the nominator and the nominee.
    """
    on = Act(now, zone).on
    # The nominee must not learn of it from a refusal, and a stranger not what has become of it: first who sees it.
    ensure_may_see(session, dossier, by, on=on, now=now)
    if dossier.version != expected_version:
        raise moves.already_decided(session, dossier, viewer=by, zone=zone)
    standing = standing_on(session, dossier, by, on=on)
    state = State(dossier.state)
    workflow_rules.ensure_may(state, action, standing, dossier.workflow_version)
    step = workflow.transition(state, action, dossier.workflow_version)
    assert step is not None  # or ensure_may had refused
    if step.who in {Who.NOMINATOR, Who.NOMINEE}:
        return ""
    return min(standing.roles & step.roles or {Role.UNIT_CLERK})  # or the clerk who prepares it


def _decide(
    session: Session, dossier: Dossier, doing: Act, *, action: Action, target: State, given: _Given
) -> Decision:
    assert dossier.id is not None
    assert doing.person_id is not None
    before, holder = State(dossier.state), dossier.holder_unit_id
    move(
        session,
        dossier,
        doing,
        action=action,
        to=target,
        holder_unit_id=_holder_after(session, dossier, doing, action),
        expected_version=dossier.version,
        text="\n".join([*given.items, *filter(None, [given.comment])]),
    )
    decision = Decision(
        dossier_id=dossier.id,
        action=action,
        person_id=doing.person_id,
        role=doing.role,
        from_state=before,
        to_state=target,
        from_holder_unit_id=holder,
        made_at=doing.now,
        undo_until=workflow.undo_until(before, action, made_at=doing.now, version=dossier.workflow_version),
    )
    session.add(decision)
    if before in workflow.ASKED:
        supplements.close(session, dossier.id, now=doing.now)
    if action is Action.MERGE and given.into is not None:
        merging.join(session, dossier, given.into, doing)
    if action is Action.ASK_SUPPLEMENT and given.due_on is not None:
        supplements.ask(session, dossier.id, items=given.items, due_on=given.due_on, now=doing.now)
    dossier.due_on = given.due_on if target in workflow.ASKED else due_of(session, dossier, target)
    session.flush()
    return decision


def _holder_after(session: Session, dossier: Dossier, doing: Act, action: Action) -> int:
    if action is not Action.PASS_UP:
        return dossier.holder_unit_id
    above = placing.free_level_above(session, dossier, dossier.holder_unit_id, on=doing.on)
    if above is None:
        raise Refusal(
            "nobody_above",
            Text(N_("Nobody above this unit can look at it yet. The Department Office can help; please tell them.")),
        )
    return above


def _is_latest(session: Session, decision: Decision) -> bool:
    latest = session.exec(
        select(Decision.id).where(Decision.dossier_id == decision.dossier_id).order_by(col(Decision.id).desc()).limit(1)
    ).one()
    return latest == decision.id and decision.undone_at is None


def _since(session: Session, decision: Decision) -> datetime | None:
    """Give since when the dossier had been where an undone act found it: whoever waits has waited that long."""
    return session.exec(
        select(AuditEntry.at)
        .where(
            AuditEntry.dossier_id == decision.dossier_id,
            AuditEntry.to_state == decision.from_state,
            AuditEntry.from_state != decision.from_state,
            AuditEntry.action != moves.UNDONE,
            col(AuditEntry.at) <= decision.made_at,
        )
        .order_by(col(AuditEntry.sequence).desc())
        .limit(1)
    ).first()
