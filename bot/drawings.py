"""What in the docs is drawn from the code: `./guongsang docs` writes it, `./guongsang check` compares it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from bot import plan_map
from bot.conversation.drawing import mermaid as draw_flow
from bot.domain.criteria import CATEGORY_NOUNS, CRITERIA_VERSION, Category, criteria_for, rule_for
from bot.domain.deadlines import DEFAULT_MILESTONES, STEP_LABELS, Milestone
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.workflow import TABLES, WORKFLOW_VERSION
from bot.domain.workflow import mermaid as draw_workflow
from bot.domain.workflow_words import ACTION_LABELS, STATE_EXPLANATIONS, STATE_LABELS
from bot.i18n import Speaker
from handlers.commands import COMMANDS
from handlers.flows import FLOWS

#: The year whose dates the calendar shows: the first that has a whole ladder ahead.
YEAR = 2027
EN, VI = Speaker("en"), Speaker("vi")


@dataclass(frozen=True, slots=True)
class Drawing:
    """One generated text.

    ``path`` is counted from the checkout. With a ``section`` only the lines between ``<!-- begin section -->`` and
    ``<!-- end section -->`` of that file are generated, otherwise all of it.
    """

    path: str
    make: Callable[[], str]
    section: str = ""


def workflow() -> str:
    """Draw the states of a dossier and say what each means."""
    states = [(state.value, VI(STATE_LABELS[state]), EN(STATE_LABELS[state]), EN(STATE_EXPLANATIONS[state]))
              for state in STATE_LABELS]  # fmt: skip
    actions = [
        (f"`{state}`", f"`{action}`", VI(ACTION_LABELS[action]), f"`{step.target}`", _who(step.roles, step.who),
         ", ".join(sorted(need.value for need in step.needs)) or "none", "yes" if step.undoable else "no")
        for (state, action), step in TABLES[WORKFLOW_VERSION].items()
    ]  # fmt: skip
    return _page(
        "The way of a dossier",
        f"Workflow version {WORKFLOW_VERSION}, drawn from `bot/domain/workflow.py`. "
        "A dossier keeps the version with which it began.",
        f"```mermaid\n{draw_workflow().rstrip()}\n```",
        _table(("State", "Vietnamese", "English", "What the nominator reads"), states),
        _table(("In state", "action", "Vietnamese", "leads to", "by", "needs", "can be undone"), actions),
    )


def flows() -> str:
    """Draw every conversation."""
    parts = [
        f"## /{flow.command} (version {flow.version})\n\n```mermaid\n{draw_flow(flow).rstrip()}\n```"
        for flow in FLOWS.values()
    ]
    return _page(
        "Conversations", "Drawn from the flows in `handlers/`. A stadium is walked only in some cases.", *parts
    )


def calendar() -> str:
    """Draw the ladder of each milestone with the dates of one year."""
    parts = [_ladder(milestone) for milestone in DEFAULT_MILESTONES]
    return _page(
        "The calendar",
        f"Back from each milestone, with the dates of {YEAR}; drawn from `bot/domain/deadlines.py`. 11/6 every year is "
        "the plan's (part IV.1); every other day count is our default and can be changed in the tables `milestone` and "
        "`ladder_step`. Closings move back to a working day, openings forward.",
        *parts,
    )


def criteria() -> str:
    """List the criteria with their short names."""
    parts = []
    for category in Category:
        rows = [(one.code, VI(one.short), EN(one.short), one.section) for one in criteria_for(category)]
        title = f"## {EN(CATEGORY_NOUNS[category]).capitalize()} ({rule_for(category)})"
        parts.append(f"{title}\n\n{_table(('Code', 'Vietnamese', 'English', 'Plan'), rows)}")
    return _page(
        "Criteria", f"Version {CRITERIA_VERSION}: short names of our own for the criteria of plan 1729.", *parts
    )


def commands() -> str:
    """List the commands with both names."""
    rows = [(f"/{one.name}", f"/{one.alias}", VI(one.says), EN(one.says), _roles(one.roles)) for one in COMMANDS]
    return _table(("Command", "Alias", "Tiếng Việt", "English", "For"), rows) + "\n"


def _ladder(milestone: Milestone) -> str:
    occasion = milestone.occasion(YEAR)
    rows = [
        (VI(STEP_LABELS[step]), EN(STEP_LABELS[step]), f"D-{days}", VI.date(milestone.date_of(step, YEAR)))
        for step, days in milestone.ladder.items()
    ]
    bars = [
        f"    {EN(STEP_LABELS[step])} :milestone, {milestone.date_of(step, YEAR):%Y-%m-%d}, 0d"
        for step in milestone.ladder
    ]
    gantt = "\n".join(
        ["```mermaid", "gantt", "    dateFormat YYYY-MM-DD", f"    title {EN(occasion.label)}", *bars, "```"]
    )
    return f"## {milestone.code}\n\n{gantt}\n\n{_table(('Bước', 'Step', 'Default', str(YEAR)), rows)}"


def _who(roles: Iterable[Role], who: object) -> str:
    return _roles(roles) if roles else str(who)


def _roles(roles: Iterable[Role]) -> str:
    return ", ".join(sorted(EN(ROLE_LABELS[role]) for role in roles)) or "everybody"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _page(title: str, intro: str, *parts: str) -> str:
    return "\n\n".join((f"# {title}", intro, *parts)) + "\n"


DRAWINGS: tuple[Drawing, ...] = (
    Drawing("docs/workflow.md", workflow),
    Drawing("docs/flows.md", flows),
    Drawing("docs/calendar.md", calendar),
    Drawing("docs/criteria.md", criteria),
    Drawing("docs/plan.md", plan_map.page),
    Drawing("README.md", commands, section="commands"),
)
