"""Lines about a dossier that several windows show: the nominee, the criteria, what happened last."""

from bot.conversation.desk import Desk
from bot.domain.achievements import PRIZE, Achieved, details, solutions_in
from bot.domain.criteria import Counts, Fill
from bot.domain.lengths import cut
from bot.domain.roles import ROLE_LABELS, Role
from bot.domain.wording import N_
from bot.domain.workflow_words import ACTION_FACTS
from bot.services import achievements
from bot.services.carrying import REORGANISED
from bot.services.moves import ANSWERED, ASKED_BACK, CORRECTED, DECLARED, HANDED, MERGED_IN, PREPARED, SENT, UNDONE
from bot.services.queries.card import CriterionLine, DossierCard
from bot.services.queries.history import HistoryLine
from handlers.phrases import occasion_label

#: More criteria than this are told by name only, grouped by how far they are filled.
LISTED = 6
#: Characters of a name and of a position.
NAME, POSITION = 60, 40

MARKS = {Fill.MET: "✅", Fill.PARTLY: "🔸", Fill.OPEN: "⬜"}
_FACTS = {
    **{action.value: fact for action, fact in ACTION_FACTS.items()},
    SENT: N_("sent the nomination"),
    UNDONE: N_("took the last step back"),
    DECLARED: N_("said to be a relative"),
    REORGANISED: N_("passed it on, because units were reorganised"),
    ASKED_BACK: N_("asked a question"),
    ANSWERED: N_("answered"),
    MERGED_IN: N_("joined another nomination with this one"),
    HANDED: N_("handed it to the clerk"),
    PREPARED: N_("has prepared it"),
    CORRECTED: N_("asked for a correction"),
}


def nominee_line(dossier: DossierCard, desk: Desk) -> str:
    """Say whom it is about and for which occasion."""
    occasion = desk.say(occasion_label(dossier.occasion, dossier.occasion_year))
    parts = (cut(dossier.nominee_name, NAME), cut(dossier.position, POSITION), occasion)
    return " · ".join(part for part in parts if part)


def criteria_lines(dossier: DossierCard, desk: Desk) -> list[str]:
    """Say of each criterion how far it is filled."""
    if len(dossier.criteria) > LISTED:
        return [line for fill in Fill if (line := _grouped(dossier, fill, desk))]
    return [
        f"{at} {MARKS[one.fill]} {cut(desk.say(one.criterion.short), 45)}{_detail(one, desk)}"
        for at, one in enumerate(dossier.criteria, 1)
    ]


def achievement_lines(dossier: DossierCard, desk: Desk) -> list[str]:
    """Count the listed solutions against what the criteria speak of, and the prizes."""
    say = desk.say
    solutions = solutions_in(dossier.achievements)
    prizes = sum(one.kind == PRIZE for one in dossier.achievements)
    counts = next((one.criterion.counts for one in dossier.criteria if one.criterion.counts), Counts.NONE)
    lines = []
    if solutions and counts:
        needed = achievements.needed(desk.session, counts)
        line = (
            N_("✅ Solutions listed: {count}") if solutions >= needed else N_("🔸 Solutions listed: {count} of {all}")
        )
        lines.append(say(line, count=solutions, all=needed))
    if prizes:
        lines.append(say(N_("🌟 Prizes listed: {count}"), count=prizes))
    return lines


def achievement_line(one: Achieved, desk: Desk) -> str:
    """Say one achievement with what is told of it."""
    said = ", ".join(details(one))
    return f"🌟 {one.title}{f' ({said})' if said else ''}" if one.kind == PRIZE else _solution(one.title, said, desk)


def _solution(title: str, said: str, desk: Desk) -> str:
    return desk.say(N_("· Solution: {title}"), title=title) + (f" ({said})" if said else "")


def _grouped(dossier: DossierCard, fill: Fill, desk: Desk) -> str:
    tags = [desk.say(one.criterion.tag) for one in dossier.criteria if one.fill is fill]
    return f"{MARKS[fill]} {', '.join(tags)}" if tags else ""


def _detail(one: CriterionLine, desk: Desk) -> str:
    if one.fill is Fill.OPEN:
        return ""
    parts = []
    if one.claimed:
        parts.append(desk.say(N_("a line of proof") if one.proof else N_("no proof yet")))
    if one.files:
        parts.append(desk.say(N_("files: {count}"), count=one.files))
    if one.criterion.by_colleagues and one.fill is Fill.PARTLY and not one.files:
        parts.append(desk.say(N_("the minutes are needed")))
    return f": {', '.join(parts)}"


def fact(line: HistoryLine, desk: Desk) -> str:
    """Tell one step of the history: when, who, what."""
    say = desk.say
    who = line.person_name or (say(ROLE_LABELS[Role(line.role)]) if line.role else say(N_("The assistant")))
    return say(N_("{moment} · {who} {what}"), moment=say.moment(line.at), who=who, what=say(_FACTS[line.action]))


def last_fact(dossier: DossierCard, desk: Desk) -> str:
    """Tell what happened last."""
    return f"✓ {fact(dossier.history[-1], desk)}"
