"""The preview of /decu: a card with how complete it is, and everything that was told, whole."""

from collections import Counter
from collections.abc import Sequence

from bot.conversation.desk import Desk
from bot.conversation.steps.shelf import name_of
from bot.domain.achievements import PRIZE, solutions_in
from bot.domain.criteria import CATEGORY_LABELS, Completeness, Told, completeness, criteria_for
from bot.domain.lengths import cut, parts, word_count
from bot.domain.nomination import Nomination
from bot.domain.wording import N_
from bot.services import achievements, evidence
from bot.services.evidence import EvidenceLine
from handlers.card_lines import achievement_line
from handlers.nominate.questions import category_of, criteria_of, say_field, say_occasion
from handlers.phrases import bar
from models.evidence import EvidenceState

#: Characters of the story on a card, and of one line.
STORY, LINE = 160, 100
#: Criteria still open that are named; the others are counted.
NAMED = 2


def summary(draft: Nomination, desk: Desk) -> tuple[str, ...]:
    """Draw the card."""
    files = _files(desk)
    done = _completeness(draft, files, desk)
    lines = [
        cut(" · ".join(part for part in (draft.name, draft.position) if part), LINE),
        f"{cut(draft.unit_name, 60)} · {say_occasion(draft, desk)}",
        desk.say(N_("“{story}” ({count} words)"), story=cut(draft.story, STORY), count=word_count(draft.story)),
        desk.say(_CRITERIA, bar=bar(done.claimed, done.total), count=done.claimed, all=done.total),
        desk.say(_PROOFS, bar=bar(done.proven, done.total), count=done.proven, all=done.total),
        desk.say(
            _EVIDENCE, bar=bar(done.evidenced, done.total), count=done.evidenced, all=done.total, files=len(files)
        ),
    ]
    if draft.achievements:
        solutions = solutions_in(draft.achievements)
        prizes = sum(one.kind == PRIZE for one in draft.achievements)
        lines.append(desk.say(_LISTED, solutions=solutions, prizes=prizes))
    if done.open:
        named = ", ".join(desk.say(one.short) for one in done.open[:NAMED])
        more = len(done.open) - NAMED
        lines.append(desk.say(_OPEN_MORE, names=named, more=more) if more > 0 else desk.say(_OPEN, names=named))
    if draft.is_related:
        lines.append(desk.say(N_("🔸 You are close to the nominee; the school will know.")))
    return tuple(lines)


def whole(draft: Nomination, desk: Desk) -> tuple[str, ...]:
    """Give everything that was told, in parts that fit a message."""
    files = _files(desk)
    lines = [
        f"{desk.say(CATEGORY_LABELS[category_of(draft.category)])} · {draft.name} · {draft.position}",
        f"{draft.unit_name} · {say_occasion(draft, desk)} · {say_field(draft, desk)}",
        "",
        draft.story,
        "",
    ]
    claims = {claim.criterion: claim for claim in draft.claims}
    for number, item in enumerate(criteria_of(draft), 1):
        claim = claims.get(item.code)
        sign = "⬜" if claim is None or not claim.claimed else "✅" if claim.proof else "🔸"
        lines.append(f"{number} {sign} {desk.say(item.label)}")
        if claim is not None and claim.claimed and claim.proof:
            lines.append(f"“{claim.proof}”")
    if draft.achievements:
        lines += ["", *[achievement_line(one, desk) for one in draft.achievements]]
    if files:
        lines += ["", *[f"📎 {name_of(line, desk)}" for line in files]]
    return parts("\n".join(lines))


def _files(desk: Desk) -> Sequence[EvidenceLine]:
    lines = evidence.of_draft(desk.session, desk.draft_id)
    return [line for line in lines if line.state != EvidenceState.REFUSED]


def _completeness(draft: Nomination, files: Sequence[EvidenceLine], desk: Desk) -> Completeness:
    shown = Counter(line.criterion for line in files)
    claims = {claim.criterion: claim for claim in draft.claims}
    category, solutions = category_of(draft.category), solutions_in(draft.achievements)
    told = {
        about.code: Told(
            claimed=about.code in claims and claims[about.code].claimed,
            proof=claims[about.code].proof if about.code in claims else "",
            evidence=shown[about.code],
            solutions=solutions,
            solutions_needed=achievements.needed(desk.session, about.counts) if solutions else 1,
        )
        for about in criteria_for(category)
    }
    return completeness(category, told)


_CRITERIA = N_("{bar} criteria {count}/{all}")
_PROOFS = N_("{bar} proofs {count}/{all}")
_EVIDENCE = N_("{bar} evidence {count}/{all}, files: {files}")
_LISTED = N_("🌟 Solutions: {solutions}, prizes: {prizes}")
_OPEN = N_("🔸 Still open: {names}.")
_OPEN_MORE = N_("🔸 Still open: {names} and {more} more.")
