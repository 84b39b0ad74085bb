"""Questions that people ask, each with its answer and for whom it is; message ids."""

from dataclasses import dataclass

from bot.domain.guide import Reader
from bot.domain.wording import N_


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its answer, and the readers whom it may concern."""

    asks: str
    answer: str
    readers: frozenset[Reader] = frozenset(Reader)


def questions_for(reader: Reader) -> tuple[Question, ...]:
    """List the questions of a kind of reader, the usual ones first."""
    return tuple(one for one in QUESTIONS if reader in one.readers)


_OF_A_SCHOOL = frozenset({Reader.TEACHER, Reader.HEAD, Reader.CLERK})

QUESTIONS = (
    Question(
        N_("Do all criteria have to be met?"),
        N_(
            "For adults and collectives all of them are looked for, for pupils one is enough. A nomination may be "
            "sent with gaps: the unit asks for what it needs. The plan itself sets no points."
        ),
    ),
    Question(
        N_("May I nominate myself?"),
        N_(
            "The plan doesn't say. It is better told by a colleague: “recognised by colleagues” is one of the "
            "criteria. Whoever sends their own name never decides on it."
        ),
    ),
    Question(
        N_("Who reads what I send?"),
        N_(
            "The head and deputy of the unit, whoever they hand it to, and the level above when it goes there. "
            "Colleagues see a name at most, never the story. Nothing is published without being asked for separately."
        ),
    ),
    Question(
        N_("A colleague has nominated the same person"),
        N_(
            "While you type the name, nominations of your unit that look alike are shown. Supporting one adds your "
            "voice to it; one voice a person. The minutes of the team's meeting remain the formal proof."
        ),
        _OF_A_SCHOOL,
    ),
    Question(
        N_("Nobody has answered yet"),
        N_(
            "/hoso names who has it and until when. Whoever holds it sees how long it has waited and is reminded "
            "before the day; there is no need to chase anybody."
        ),
        frozenset({Reader.TEACHER, Reader.CLERK}),
    ),
    Question(
        N_("I pressed or typed something wrong"),
        N_(
            "Edit the message you sent, or /quaylai. Before sending, every answer can be changed at the last step; "
            "afterwards an item can be withdrawn in /hoso. A decision can be taken back for two minutes."
        ),
    ),
    Question(
        N_("Telegram was away. Is anything lost?"),
        N_(
            "No. What was answered is kept; what you wrote meanwhile arrives when the line is back. /tieptuc goes on "
            "where you were."
        ),
    ),
    Question(
        N_("Can I take my agreement back?"),
        N_(
            "Yes, at any time: /rutdongy. What is still needed to answer for decisions already made is kept, nothing "
            "else."
        ),
    ),
    Question(
        N_("How many may be chosen?"),
        N_(
            "Plan 1729 sets no number. Go by the unit's own plan and what the Department announces; small collectives "
            "and people who do the work themselves come first."
        ),
        frozenset({Reader.HEAD, Reader.OFFICER}),
    ),
    Question(
        N_("Our school has been merged"),
        N_(
            "Items under way go on at the new school and keep the name under which they were sent. The old name still "
            "finds it. Nobody has to send anything again."
        ),
        frozenset({Reader.HEAD, Reader.CLERK, Reader.OFFICER}),
    ),
    Question(
        N_("Two of us use one phone"),
        N_(
            "Each signs up with a name of their own; /doinguoi says who is writing now. The name stands at the top of "
            "the menu."
        ),
        _OF_A_SCHOOL,
    ),
    Question(
        N_("A colleague has moved to another school"),
        N_(
            "End the role in /vaitro with the day of leaving. Their nominations stay with the unit to which they were "
            "sent."
        ),
        frozenset({Reader.HEAD, Reader.CLERK}),
    ),
)
