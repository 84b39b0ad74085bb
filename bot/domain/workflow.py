"""The way of a dossier: one versioned table of who may move it from where to where, and what it needs.

Screens, checks, tests and the diagram in the docs come from this table. A running dossier keeps the version that it
started with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.domain.defaults import Setting, default
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.wording import N_, Text

WORKFLOW_VERSION = 1
#: How long an officer can take back an act; its notices wait as long.
UNDO = timedelta(seconds=default(Setting.UNDO_SECONDS))


class State(StrEnum):
    """Where a dossier stands: on whose desk, or how it ended."""

    WITH_HEAD = "with_head"
    WITH_DEPUTY = "with_deputy"
    WITH_LEVEL_ABOVE = "with_level_above"
    HEAD_ASKED = "head_asked"  # a supplement is asked of the nominator
    DEPUTY_ASKED = "deputy_asked"
    LEVEL_ABOVE_ASKED = "level_above_asked"
    ADOPTED = "adopted"
    NOT_THIS_ROUND = "not_this_round"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"  # joined with another nomination of the same person
    DECLINED = "declined"  # chosen, but the nominee would rather not take part


class Action(StrEnum):
    """What can be done with a dossier."""

    ADOPT = "adopt"
    ASK_SUPPLEMENT = "ask_supplement"
    NOT_THIS_ROUND = "not_this_round"
    GIVE_SUPPLEMENT = "give_supplement"
    WITHDRAW = "withdraw"
    PASS_TO_DEPUTY = "pass_to_deputy"  # noqa: S105 -- no password
    PASS_UP = "pass_up"  # noqa: S105 -- as above
    MERGE = "merge"
    DECLINE = "decline"


class Who(StrEnum):
    """Who may act."""

    OFFICER = "officer"  # with one of the transition's roles on the unit that holds the dossier
    OFFICER_OR_SYSTEM = "officer_or_system"  # the system passes on where nobody may decide
    NOMINATOR = "nominator"
    NOMINEE = "nominee"


class Need(StrEnum):
    """What has to come with an action."""

    ITEMS = "items"
    DUE_DATE = "due_date"
    REASON = "reason"
    TARGET = "target"  # the dossier that this one is merged into


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table.

    ``roles`` are those of an officer; an ``undoable`` act can be taken back within `UNDO`; ``prepared``: the clerk to
    whom the dossier was handed may do it, too.
    """

    target: State
    who: Who
    roles: frozenset[Role] = frozenset()
    needs: tuple[Need, ...] = ()
    undoable: bool = False
    prepared: bool = False


Table = Mapping[tuple[State, Action], Transition]

_HEAD = frozenset({Role.UNIT_HEAD})
_DEPUTY = frozenset({Role.UNIT_DEPUTY})
_LEVEL_ABOVE = frozenset({Role.INTERMEDIATE_OFFICER, Role.DEPARTMENT_OFFICE})

#: Acts that weigh the nomination: never for somebody who is in it.
DECISIONS = frozenset({Action.ADOPT, Action.ASK_SUPPLEMENT, Action.NOT_THIS_ROUND, Action.MERGE})


def _desk(waiting: State, asked: State, roles: frozenset[Role]) -> dict[tuple[State, Action], Transition]:
    """Give what can be done at one desk, before and while a supplement is asked for."""
    adopt = Transition(State.ADOPTED, Who.OFFICER, roles, undoable=True)
    ask = Transition(asked, Who.OFFICER, roles, (Need.ITEMS, Need.DUE_DATE), undoable=True, prepared=True)
    not_now = Transition(State.NOT_THIS_ROUND, Who.OFFICER, roles, (Need.REASON,), undoable=True)
    merge = Transition(State.MERGED, Who.OFFICER, roles, (Need.TARGET,), undoable=True)
    withdraw = Transition(State.WITHDRAWN, Who.NOMINATOR)
    return {
        (waiting, Action.ADOPT): adopt,
        (waiting, Action.ASK_SUPPLEMENT): ask,
        (waiting, Action.NOT_THIS_ROUND): not_now,
        (waiting, Action.MERGE): merge,
        (waiting, Action.WITHDRAW): withdraw,
        (asked, Action.ADOPT): adopt,
        (asked, Action.NOT_THIS_ROUND): not_now,
        (asked, Action.MERGE): merge,
        (asked, Action.GIVE_SUPPLEMENT): Transition(waiting, Who.NOMINATOR),
        (asked, Action.WITHDRAW): withdraw,
    }


def _passing(target: State, roles: frozenset[Role]) -> Transition:
    return Transition(target, Who.OFFICER_OR_SYSTEM, roles, undoable=True)


TABLES: Mapping[int, Table] = {
    1: {
        **_desk(State.WITH_HEAD, State.HEAD_ASKED, _HEAD),
        (State.WITH_HEAD, Action.PASS_TO_DEPUTY): _passing(State.WITH_DEPUTY, _HEAD),
        (State.WITH_HEAD, Action.PASS_UP): _passing(State.WITH_LEVEL_ABOVE, _HEAD),
        **_desk(State.WITH_DEPUTY, State.DEPUTY_ASKED, _DEPUTY),
        (State.WITH_DEPUTY, Action.PASS_UP): _passing(State.WITH_LEVEL_ABOVE, _DEPUTY),
        **_desk(State.WITH_LEVEL_ABOVE, State.LEVEL_ABOVE_ASKED, _LEVEL_ABOVE),
        (State.ADOPTED, Action.DECLINE): Transition(State.DECLINED, Who.NOMINEE),
    },
}

FINAL = frozenset({State.ADOPTED, State.NOT_THIS_ROUND, State.WITHDRAWN, State.MERGED, State.DECLINED})
#: A supplement is asked for: the dossier waits on its nominator.
ASKED = frozenset({State.HEAD_ASKED, State.DEPUTY_ASKED, State.LEVEL_ABOVE_ASKED})
#: The dossier waits on an officer.
WAITING = frozenset(State) - FINAL - ASKED

#: Whose desk a state is: the roles of those on whom it waits, or who asked.
DESKS: Mapping[State, frozenset[Role]] = {
    State.WITH_HEAD: _HEAD,
    State.HEAD_ASKED: _HEAD,
    State.WITH_DEPUTY: _DEPUTY,
    State.DEPUTY_ASKED: _DEPUTY,
    State.WITH_LEVEL_ABOVE: _LEVEL_ABOVE,
    State.LEVEL_ABOVE_ASKED: _LEVEL_ABOVE,
}
_OFFICERS = _HEAD | _DEPUTY | _LEVEL_ABOVE


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


def transition(state: State, action: Action, version: int = WORKFLOW_VERSION) -> Transition | None:
    """Look up one line of the table; None where the state knows no such action."""
    return TABLES[version].get((state, action))


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
        texts = _IN_CONFLICT_ABOVE if step.roles is _LEVEL_ABOVE else _IN_CONFLICT
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


#: The system's own step from the head's desk, where every dossier begins, to the one of `who_can_act`.
SYSTEM_STEP: Mapping[State, Action | None] = {
    State.WITH_HEAD: None,
    State.WITH_DEPUTY: Action.PASS_TO_DEPUTY,
    State.WITH_LEVEL_ABOVE: Action.PASS_UP,
}


def undo_until(state: State, action: Action, *, made_at: datetime, version: int = WORKFLOW_VERSION) -> datetime:
    """Give the moment until which an act can be taken back; the moment of the act itself where it cannot."""
    step = transition(state, action, version)
    return made_at + UNDO if step is not None and step.undoable else made_at


def ensure_may_undo(*, is_same_person: bool, is_latest_act: bool, until: datetime, now: datetime) -> None:
    """Raise Refusal unless the person who acted takes back the latest act in time."""
    if not is_same_person:
        raise _refusal("undo_not_yours")
    if not is_latest_act:
        raise _refusal("moved_on")
    if now >= until:
        raise _refusal("undo_over")


def mermaid(version: int = WORKFLOW_VERSION) -> str:
    """Draw the table as a state diagram for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.WITH_HEAD}"]
    for (state, action), step in TABLES[version].items():
        actors: list[str] = [*sorted(step.roles), *([Role.UNIT_CLERK] if step.prepared else [])]
        actors += ["system"] if step.who is Who.OFFICER_OR_SYSTEM else []
        actors = actors or [step.who.value]
        lines.append(f"    {state} --> {step.target}: {action} ({', '.join(actors)})")
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in State if state in FINAL), ""])
