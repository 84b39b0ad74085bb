"""The rules of the workflow: who may do what with a dossier, what an act needs, and on whose desk a dossier starts.

They read the table of `bot.domain.workflow`; whoever is refused hears why in words of this module.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text
from bot.domain.workflow import DESKS, FINAL, WORKFLOW_VERSION, Action, Need, State, Transition, Who, transition

#: Acts that weigh the nomination: never for somebody who is in it.
DECISIONS = frozenset({Action.ADOPT, Action.ASK_SUPPLEMENT, Action.NOT_THIS_ROUND, Action.MERGE})
_OFFICERS = frozenset[Role]().union(*DESKS.values())


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to one dossier on the day of the act.

    ``roles`` are those held on the unit that holds the dossier; ``has_free_deputy`` tells whether that unit has a
    deputy other than this person who may decide; ``is_preparer``: a clerk of that unit to whom it was handed.
    """

    roles: frozenset[Role] = frozenset()
    is_nominee: bool = False
    is_nominator: bool = False
    is_related: bool = False
    has_free_deputy: bool = True
    is_preparer: bool = False

    @property
    def conflict(self) -> str:
        """Why this person may not decide: nominee, nominator or related; empty when nothing stands against it."""
        if self.is_nominee:
            return "nominee"
        if self.is_nominator:
            return "nominator"
        return "related" if self.is_related else ""


_IN_CONFLICT = {  # plan S-52
    "nominee": N_("This is about you, so somebody else has to look at it. You can pass it on."),
    "nominator": N_("You nominated this one, so somebody else has to look at it. You can pass it on."),
    "related": N_("The nominee is close to you, so somebody else has to look at it. You can pass it on."),
}
_IN_CONFLICT_ABOVE = {
    "nominee": N_("This is about you, so a colleague of your office has to look at it."),
    "nominator": N_("You nominated this one, so a colleague of your office has to look at it."),
    "related": N_("The nominee is close to you, so a colleague of your office has to look at it."),
}
_REFUSALS = {
    "not_yours": N_("This waits on somebody else, so nothing was changed. Your own items are at /hoso."),
    "settled": N_("Somebody has just dealt with this. The list shows what waits on you now."),
    "moved_on": N_("This has moved on meanwhile, so nothing was changed. Please open it again."),
    "no_deputy": N_("No deputy head is free to look at this. The level above can."),
    "needs_reason": N_("The nominator reads the reason word for word. One sentence is enough; what is the reason?"),
    "needs_items": N_("Nothing is ticked or written yet. Please name at least one thing that would help."),
    "needs_due_date": N_("There is no due date yet. Please type a day such as 17/3."),
    "needs_target": N_("No other nomination is chosen yet. Please choose the one that stays."),
    "undo_over": N_("The time for taking it back is over. The level above can help further."),
    "undo_not_yours": N_("Only the person who did this can take it back. Please ask them."),
}


#: Acts of those whom a nomination ties to it, whatever role they hold.
_TIED: Mapping[Who, Callable[[Standing], bool]] = {
    Who.NOMINATOR: lambda standing: standing.is_nominator,
    Who.NOMINEE: lambda standing: standing.is_nominee,
}


def _refusal(code: str) -> Refusal:
    return Refusal(f"workflow.{code}", Text(_REFUSALS[code]))


def _why_not(state: State, action: Action, standing: Standing, version: int) -> Refusal | None:
    step = transition(state, action, version)
    # First whether the person has to do with it at all: a stranger does not learn how a dossier stands.
    if not _has_to_do_with(state, standing):
        return _refusal("not_yours")
    if step is None:
        return _refusal("settled" if state in FINAL else "moved_on")
    if step.who in _TIED:
        return None if _TIED[step.who](standing) else _refusal("not_yours")
    return _why_no_officer(action, step, standing)


def _has_to_do_with(state: State, standing: Standing) -> bool:
    """Whether a person may know how a dossier stands; a nominee hears of it once it is chosen."""
    knows = standing.is_nominator or standing.is_preparer or bool(standing.roles & _OFFICERS)
    return knows or (standing.is_nominee and state is State.ADOPTED)


def _why_no_officer(action: Action, step: Transition, standing: Standing) -> Refusal | None:
    if not standing.roles & step.roles and not (step.prepared and standing.is_preparer):
        return _refusal("not_yours")
    if action in DECISIONS and standing.conflict:
        texts = _IN_CONFLICT_ABOVE if step.roles == DESKS[State.WITH_LEVEL_ABOVE] else _IN_CONFLICT
        return Refusal(f"workflow.{standing.conflict}", Text(texts[standing.conflict]))
    if action is Action.PASS_TO_DEPUTY and not standing.has_free_deputy:
        return _refusal("no_deputy")
    return None


def ensure_may(state: State, action: Action, standing: Standing, version: int = WORKFLOW_VERSION) -> None:
    """Raise Refusal (codes workflow.…) unless this person may do this now."""
    refusal = _why_not(state, action, standing, version)
    if refusal is not None:
        raise refusal


def actions_open_to(state: State, standing: Standing, version: int = WORKFLOW_VERSION) -> tuple[Action, ...]:
    """Give what this person may do now, in the order in which it is offered."""
    return tuple(action for action in Action if _why_not(state, action, standing, version) is None)


def decide(
    state: State,
    action: Action,
    *,
    reason: str = "",
    items: Sequence[str] = (),
    due_on: date | None = None,
    into: int | None = None,
    version: int = WORKFLOW_VERSION,
) -> State:
    """Give the state that an action leads to; raise Refusal for an unknown step or a missing need.

    Who acts is not asked here: see `ensure_may`.
    """
    step = transition(state, action, version)
    if step is None:
        raise _refusal("settled" if state in FINAL else "moved_on")
    given = {
        Need.REASON: bool(reason.strip()),
        Need.ITEMS: any(map(str.strip, items)),
        Need.DUE_DATE: due_on is not None,
        Need.TARGET: into is not None,
    }
    for need in step.needs:
        if not given[need]:
            raise _refusal(f"needs_{need}")
    return step.target


def who_can_act(officers: Iterable[Standing]) -> State:
    """Tell on whose desk a new dossier starts, given how the heads and deputies of its unit stand to it."""
    free = [officer for officer in officers if not officer.conflict]
    for start in (State.WITH_HEAD, State.WITH_DEPUTY):
        if any(officer.roles & DESKS[start] for officer in free):
            return start
    return State.WITH_LEVEL_ABOVE


def ensure_may_undo(*, is_same_person: bool, is_latest_act: bool, until: datetime, now: datetime) -> None:
    """Raise Refusal unless the person who acted takes back the latest act in time."""
    if not is_same_person:
        raise _refusal("undo_not_yours")
    if not is_latest_act:
        raise _refusal("moved_on")
    if now >= until:
        raise _refusal("undo_over")
