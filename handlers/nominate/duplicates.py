"""W17: nominations of the own unit with a name like the one just typed, each offered to be supported instead."""

from collections.abc import Sequence
from dataclasses import replace

from bot.conversation.desk import Desk
from bot.conversation.steps import Option
from bot.domain.lengths import cut
from bot.domain.nomination import Nomination
from bot.domain.wording import N_, Text
from bot.services import duplicates
from bot.services.duplicates import Lookalike
from handlers.phrases import occasion_label

OTHER = "other"


def look(draft: Nomination, desk: Desk) -> Nomination:  # plan partly S-24
    """Remember whom the name may also mean; another answer than before is asked for anew."""
    found = duplicates.look(
        desk.session, draft.name, category=draft.category, by=desk.person_id, now=desk.now, on=desk.today
    )
    similar = tuple(one.dossier_id for one in found)
    return draft if similar == draft.similar else replace(draft, similar=similar, same="")


def has_lookalikes(draft: Nomination) -> bool:
    """Whether a name like it was found."""
    return bool(draft.similar)


def options(draft: Nomination, desk: Desk) -> Sequence[Option]:
    """Offer each to be supported, and to go on because it is somebody else."""
    found = duplicates.again(desk.session, draft.similar, by=desk.person_id, on=desk.today)
    supports = [
        Option(
            str(one.dossier_id),
            Text(N_("Support {name}"), {"name": cut(one.nominee_name, 20)}),
            note=_described(at, one),
        )
        for at, one in enumerate(found, 1)
    ]
    return [*supports, Option(OTHER, Text(N_("Somebody else, go on")), primary=True)]


def say_same(draft: Nomination, desk: Desk) -> str:
    """Say what was chosen."""
    return desk.say(N_("somebody else")) if draft.same == OTHER else ""


def closes(value: str) -> bool:
    """Whether a choice ends the nomination: somebody else's is supported."""
    return value != OTHER


def _described(at: int, one: Lookalike) -> Text:
    name = ", ".join(part for part in (cut(one.nominee_name, 60), cut(one.position, 40)) if part)
    occasion = occasion_label(one.occasion, one.occasion_year)
    return Text(N_("{at} · {name} · {occasion}"), {"at": at, "name": name, "occasion": occasion})
