"""The way of a dossier: one versioned table of who may move it from where to where, and what it needs.

Rules (`bot.domain.workflow_rules`), screens, checks, tests and the diagram in the docs come from this table. A running
dossier keeps the version that it started with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.defaults import Setting, default
from bot.domain.roles import Role

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


def transition(state: State, action: Action, version: int = WORKFLOW_VERSION) -> Transition | None:
    """Look up one line of the table; None where the state knows no such action."""
    return TABLES[version].get((state, action))


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


def mermaid(version: int = WORKFLOW_VERSION) -> str:
    """Draw the table as a state diagram for the docs."""
    lines = ["stateDiagram-v2", f"    [*] --> {State.WITH_HEAD}"]
    for (state, action), step in TABLES[version].items():
        actors: list[str] = [*sorted(step.roles), *([Role.UNIT_CLERK] if step.prepared else [])]
        actors += ["system"] if step.who is Who.OFFICER_OR_SYSTEM else []
        actors = actors or [step.who.value]
        lines.append(f"    {state} --> {step.target}: {action} ({', '.join(actors)})")
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in State if state in FINAL), ""])
