"""The page behind the preview that lists the answers: each is a button and a number that leads to its question."""

from collections.abc import Sequence

from bot.conversation.answers import D
from bot.conversation.desk import Desk, Given, Pressed, Typed
from bot.conversation.outcomes import RETURNING, Cursor, Hold, Reply, Turn
from bot.conversation.steps.find import PAGE, turn_row
from bot.conversation.steps.step import STALE, Face, Step, digit_of, label_key, without_digit
from bot.conversation.window import Button, Row
from bot.domain.lengths import cut
from bot.domain.wording import N_, Text

_NO_SUCH_ANSWER = N_("“{text}” is not in the list. Type the number of an answer, from 1 to {count}.")
_EMPTY = N_("no answer yet")


def changes_face(steps: Sequence[Step[D]], draft: D, cursor: Cursor, desk: Desk) -> Face:
    """List the answers, five a page, numbered through."""
    first = cursor.page * PAGE
    lines, rows = [], []
    for number, step in enumerate(steps[first : first + PAGE], first + 1):
        called = desk.say(step.called)
        answer = step.say_answer(draft, desk) or (desk.say(_EMPTY) if step.missing(draft) else "")
        if answer.startswith(f"{called}:"):
            answer = answer[len(called) + 1 :].strip()
        lines.append(f"{number} · {called}: {cut(answer, 60)}" if answer else f"{number} · {called}")
        rows.append((Button(cut(f"{number} · {called}", 32), "change", step.into),))
    turning: Row = turn_row(cursor.page, more=len(steps) > first + PAGE, desk=desk)
    return Face(
        question=desk.say(N_("Which answer should change?")),
        body=tuple(lines),
        rows=tuple([*rows, turning] if turning else rows),
        personal=True,
    )


def take_change(steps: Sequence[Step[D]], draft: D, cursor: Cursor, given: Given, desk: Desk) -> Reply[D] | None:
    """Go to the answer that was pressed or typed; None for what is not about the list."""
    match given:
        case Pressed("change", value):
            if any(step.into == value for step in steps):
                return Turn(draft, value, RETURNING)
            return Hold(draft, cursor, toast=STALE)
        case Typed(text):
            step = _typed(text, steps, desk)
            if step is not None:
                return Turn(draft, step.into, RETURNING)
            return Hold(draft, cursor, problem=Text(_NO_SUCH_ANSWER, {"text": cut(text, 40), "count": len(steps)}))
        case _:
            return None


def _typed(text: str, steps: Sequence[Step[D]], desk: Desk) -> Step[D] | None:
    if digit := digit_of(text):
        return steps[digit - 1] if digit <= len(steps) else None
    key = label_key(without_digit(text))
    return next((step for step in steps if label_key(desk.say(step.called)) == key), None)
