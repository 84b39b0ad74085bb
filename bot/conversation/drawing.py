"""Pictures of a flow that nobody keeps by hand: a diagram for the documentation, sample windows for tests."""

from collections.abc import Iterator
from itertools import pairwise

from bot.conversation.answers import D
from bot.conversation.desk import Desk
from bot.conversation.flow import Flow
from bot.conversation.outcomes import FRESH
from bot.conversation.window import Window


def mermaid(flow: Flow[D]) -> str:
    """Draw the steps as a Mermaid flowchart: dashed is walked only in some cases, the preview leads back to each."""
    lines = ["flowchart TD"]
    path = [step for step in flow.path.steps if not step.aside]
    number = 0
    for step in flow.path.steps:
        kind = type(step).__name__
        called = step.called or step.into
        if step.aside or step.when is not None:
            lines.append(f'    {step.into}(["{kind}: {called}"])')
        else:
            number += 1
            lines.append(f'    {step.into}["{number} · {kind}: {called}"]')
    lines += [
        f"    {step.into} {'-.->' if step.when or following.when else '-->'} {following.into}"
        for step, following in pairwise(path)
    ]
    for index, step in enumerate(flow.path.steps):
        if step.aside:
            lines.append(f"    {flow.path.steps[index - 1].into} -.-> {step.into}")
    lines.append(f"    {path[-1].into} -. change an answer .-> {path[0].into}")
    lines.append(f"    {path[-1].into} --> sent([sent])")
    return "\n".join(lines) + "\n"


def preview(flow: Flow[D], draft: D, desk: Desk) -> Iterator[tuple[str, Window]]:
    """Draw the window of every step that applies to a draft, by the step's name."""
    for step in flow.path.steps:
        if step.applies(draft):
            yield step.into, flow.draw(draft, step.into, FRESH, desk)
