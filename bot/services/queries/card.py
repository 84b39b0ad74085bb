"""The card of a dossier: all that this viewer may know of it, and what this viewer may do with it now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from bot.domain.achievements import Achieved
from bot.domain.criteria import Category, Completeness, Criterion, Fill
from bot.domain.workflow import ASKED, WAITING, Action, State
from bot.domain.workflow_rules import Standing, actions_open_to
from bot.services import achievements, endorsements, evidence, merging, supplements, units
from bot.services.evidence import EvidenceLine
from bot.services.moves import due_of
from bot.services.queries.completeness import completeness_of
from bot.services.queries.history import HistoryLine, history_of
from bot.services.roles import standing_on
from bot.services.sight import Sight, ensure_may_see, no_such_dossier
from bot.services.supplements import ItemLine
from bot.services.untold import Told, told_of
from models import Claim, Decision, Dossier, Person


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One criterion as the card shows it: how far it is filled, the line of proof, the number of files."""

    criterion: Criterion
    fill: Fill
    claimed: bool
    proof: str
    files: int


@dataclass(frozen=True, slots=True)
class Joined:
    """Another nomination of the same person that was merged into this one."""

    code: str
    nominator_name: str
    story: str


@dataclass(frozen=True, slots=True)
class UndoOffer:
    """An act of the viewer that can be taken back until a moment."""

    decision_id: int
    until: datetime


@dataclass(frozen=True, slots=True)
class DossierCard:
    """A dossier as one viewer sees it.

    With ``sight`` BASIC everything from ``story`` on is empty. ``nominator_name`` is for officers and for the
    nominator. ``conflict`` says why the viewer does not decide (nominee, nominator, related), "" else. ``handed_to`` is
    the clerk who prepares it. For its nominator nothing of what was ``joined`` with it is shown.
    """

    id: int
    code: str
    version: int
    sight: Sight
    state: State
    state_since: datetime
    nominee_name: str
    category: Category
    position: str
    unit_name: str
    holder_name: str
    occasion: str
    occasion_year: int
    due_on: date | None
    is_own: bool
    conflict: str
    actions: tuple[Action, ...]
    undo: UndoOffer | None
    is_preparer: bool = False
    field: str = ""
    story: str = ""
    nominator_name: str = ""
    nominator_related: bool = False
    completeness: Completeness | None = None
    criteria: tuple[CriterionLine, ...] = ()
    evidence: tuple[EvidenceLine, ...] = ()
    history: tuple[HistoryLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    supporters: tuple[str, ...] = ()
    achievements: tuple[Achieved, ...] = ()
    joined: tuple[Joined, ...] = ()
    handed_to: str = ""


def card(session: Session, dossier_id: int, *, viewer: int, on: date, now: datetime) -> DossierCard:
    """Give the card of a dossier; Refusal no_such_dossier for somebody who may not see it.

    For its nominator it stands as before an act that can still be taken back.
    """
    dossier = session.get(Dossier, dossier_id)
    if dossier is None:
        raise no_such_dossier()
    sight = ensure_may_see(session, dossier, viewer, on=on, now=now)
    standing = standing_on(session, dossier, viewer, on=on)
    told = _told(session, dossier, standing, viewer=viewer, now=now)
    holder = units.name_of(session, told.holder_unit_id, on=on)
    basic = DossierCard(
        id=dossier_id,
        code=dossier.code,
        version=dossier.version,
        sight=sight,
        state=told.state,
        state_since=dossier.state_since,
        nominee_name=dossier.nominee_name,
        category=Category(dossier.category),
        position=dossier.position,
        unit_name=dossier.unit_name,
        holder_name=dossier.unit_name if holder is None else holder.name,
        occasion=dossier.occasion,
        occasion_year=dossier.occasion_year,
        due_on=dossier.due_on if told.untold is None else _due_before(session, dossier, told),
        is_own=standing.is_nominator,
        conflict=standing.conflict,
        actions=_actions(dossier, standing, told.state),
        undo=_undo(session, dossier, viewer=viewer),
        is_preparer=standing.is_preparer and told.state in WAITING,
    )
    return basic if sight is Sight.BASIC else _whole(session, dossier, basic, told)


def _whole(session: Session, dossier: Dossier, basic: DossierCard, told: Told) -> DossierCard:
    sources = [] if basic.is_own else sorted(merging.sources_of(session, [basic.id]))
    shown = [basic.id, *sources]
    filled = completeness_of(session, [dossier], joined=not basic.is_own)[basic.id]
    files = tuple(line for one in shown for line in evidence.of_dossier(session, one))
    listed = achievements.of_dossiers(session, shown)
    clerk = session.get(Person, dossier.handed_to_id) if dossier.handed_to_id is not None else None
    return replace(
        basic,
        field=dossier.field,
        story=dossier.story,
        nominator_name=dossier.nominator_name,
        nominator_related=dossier.nominator_related,
        completeness=filled,
        criteria=_criteria(session, shown, filled, files),
        evidence=files,
        history=tuple(history_of(session, basic.id, to_nominator=basic.is_own, before=told.untold)),
        items=tuple(supplements.items_of(session, basic.id, before=told.untold)),
        supporters=tuple(endorsements.names_of(session, basic.id)),
        achievements=achievements.distinct([one for dossier_id in shown for one in listed.get(dossier_id, [])]),
        joined=tuple(_joined(session.get_one(Dossier, one)) for one in sources),
        handed_to=clerk.name if clerk is not None and basic.state in WAITING else "",
    )


def _joined(dossier: Dossier) -> Joined:
    return Joined(dossier.code, dossier.nominator_name, dossier.story)


def _criteria(
    session: Session, dossier_ids: Sequence[int], filled: Completeness, files: tuple[EvidenceLine, ...]
) -> tuple[CriterionLine, ...]:
    claims: dict[str, Claim] = {}
    rows = session.exec(select(Claim).where(col(Claim.dossier_id).in_(dossier_ids)).order_by(col(Claim.dossier_id)))
    for row in sorted(rows, key=lambda one: (not one.claimed, not one.proof, dossier_ids.index(one.dossier_id))):
        claims.setdefault(row.criterion, row)
    lines = []
    for about, fill in filled.fills:
        claim = claims.get(about.code)
        lines.append(
            CriterionLine(
                criterion=about,
                fill=fill,
                claimed=claim is not None and claim.claimed,
                proof="" if claim is None else claim.proof,
                files=sum(file.criterion == about.code for file in files),
            )
        )
    return tuple(lines)


def _actions(dossier: Dossier, standing: Standing, told: State) -> tuple[Action, ...]:
    if standing.is_nominee and not standing.is_nominator and told is not State.ADOPTED:
        return ()  # a nominee reads that it was chosen, may take no part, and nothing more
    shown = actions_open_to(told, standing, dossier.workflow_version)
    there = actions_open_to(State(dossier.state), standing, dossier.workflow_version)
    return tuple(action for action in shown if action in there)


def _told(session: Session, dossier: Dossier, standing: Standing, *, viewer: int, now: datetime) -> Told:
    if standing.is_nominator or standing.is_nominee:
        return told_of(session, dossier, viewer=viewer, now=now)
    return Told(State(dossier.state), dossier.holder_unit_id)


def _due_before(session: Session, dossier: Dossier, told: Told) -> date | None:
    asked = [item.due_on for item in supplements.items_of(session, dossier.id or 0, before=told.untold)]
    return max(asked, default=None) if told.state in ASKED else due_of(session, dossier, told.state)


def _undo(session: Session, dossier: Dossier, *, viewer: int) -> UndoOffer | None:
    latest = session.exec(
        select(Decision).where(Decision.dossier_id == dossier.id).order_by(col(Decision.id).desc()).limit(1)
    ).first()
    if latest is None or latest.id is None or latest.person_id != viewer or latest.undone_at is not None:
        return None
    undoable = latest.undo_until > latest.made_at and latest.to_state == dossier.state
    return UndoOffer(latest.id, latest.undo_until) if undoable else None
