"""The files of a draft as the evidence step sees them: where they come from, and how they are told of."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.conversation.desk import Desk
from bot.conversation.steps.tick import Item
from bot.domain.lengths import cut_middle
from bot.domain.wording import N_
from bot.files import WORDS, Reason
from bot.services.evidence import EvidenceLine
from models.evidence import EvidenceState, Purpose

#: Files of one state that are named; the others are counted.
_NAMED = 2

_KINDS = {
    "photo": N_("picture"),
    "document": N_("document"),
    "voice": N_("voice note"),
    "audio": N_("sound file"),
    "video": N_("video"),
}
_OTHER_KIND = N_("file")


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the evidence step does with files, each through a function that a flow hands in."""

    lines: Callable[[Desk], Sequence[EvidenceLine]]
    add_link: Callable[[Desk, str], None]
    tie: Callable[[Desk, int, str], None]
    mark_product: Callable[[Desk, int], None]
    remove: Callable[[Desk, int], None]


def name_of(line: EvidenceLine, desk: Desk) -> str:
    """Say what a file is called: its name, its address, or its kind."""
    name = line.file_name or line.url
    return cut_middle(name, 30) if name else desk.say(_KINDS.get(line.kind, _OTHER_KIND))


def newest_of(lines: Sequence[EvidenceLine]) -> Sequence[EvidenceLine]:
    """Give the files at the end of the list of which nobody has said yet what they show."""
    first = len(lines)
    while first and _is_loose(lines[first - 1]):
        first -= 1
    return [line for line in lines[first:] if line.state != EvidenceState.REFUSED]


def shelf_lines(
    lines: Sequence[EvidenceLine], items: Sequence[Item], wanted: Sequence[str], desk: Desk
) -> tuple[str, ...]:
    """Tell how many files there are and what they show, which are on their way, which were refused, what is missing."""
    kept = [line for line in lines if line.state != EvidenceState.REFUSED]
    said = [_total(kept, items, desk)] if kept else []
    pending = [line for line in kept if line.state == EvidenceState.PENDING]
    said += [desk.say(N_("⏳ {name} is on its way"), name=name_of(line, desk)) for line in pending[:_NAMED]]
    if len(pending) > _NAMED:
        said.append(desk.say(N_("⏳ {count} more are on their way"), count=len(pending) - _NAMED))
    refused = [line for line in lines if line.state == EvidenceState.REFUSED]
    said += [
        desk.say(N_("⚠️ {name}: {reason}"), name=name_of(line, desk), reason=desk.say(WORDS[Reason(line.reason)]))
        for line in refused[-_NAMED:]
    ]
    shown = {line.criterion for line in kept}
    missing = [str(n) for n, item in enumerate(items, 1) if item.code in wanted and item.code not in shown]
    if missing:
        said.append(desk.say(N_("🔸 No evidence yet for item {numbers}"), numbers=", ".join(missing)))
    return tuple(said)


def _is_loose(line: EvidenceLine) -> bool:
    """Whether nobody has said what a file shows; a refused one shows nothing and does not end the list."""
    return line.state == EvidenceState.REFUSED or (not line.criterion and line.purpose == Purpose.PROOF)


def _total(kept: Sequence[EvidenceLine], items: Sequence[Item], desk: Desk) -> str:
    weight = sum(line.size for line in kept)
    size = desk.say.number(round(max(weight / 1_000_000, 0.1 if weight else 0), 1))  # "0 MB" would look like a loss
    parts = [desk.say(N_("📎 Files: {count}, {size} MB"), count=len(kept), size=size)]
    tied = Counter(line.criterion for line in kept if line.criterion)
    parts += [
        desk.say(N_("item {number}: {count}"), number=n, count=tied[item.code])
        for n, item in enumerate(items, 1)
        if tied[item.code]
    ]
    if products := sum(1 for line in kept if line.purpose == Purpose.PRODUCT):
        parts.append(desk.say(N_("the work itself: {count}"), count=products))
    return " · ".join(parts)
