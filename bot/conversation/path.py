"""The order of a flow's steps as the answers stand: what comes next, what came before, what is still missing."""

from collections.abc import Callable, Iterator, Sequence
from typing import Generic

from bot.conversation.answers import D
from bot.conversation.desk import Desk
from bot.conversation.steps.step import Step

TRAIL = 80


class Path(Generic[D]):
    """Steps by name and in order. The last one is the preview and always applies."""

    def __init__(self, steps: Sequence[Step[D]], title: Callable[[D], str]) -> None:
        self.steps = tuple(steps)
        self._title = title
        self._index = {step.into: index for index, step in enumerate(steps)}

    @property
    def preview(self) -> Step[D]:
        """The last step."""
        return self.steps[-1]

    def find(self, name: str, draft: D) -> Step[D] | None:
        """Give the step of this name, if the flow has one and it applies."""
        index = self._index.get(name)
        if index is None or not self.steps[index].applies(draft):
            return None
        return self.steps[index]

    def after(self, step: Step[D], draft: D) -> Step[D]:
        """Give the step that is asked next; after a step off the path that is its host, while that waits."""
        if step.aside and (host := self.before(step, draft)) is not None and host.missing(draft):
            return host
        for later in self.steps[self._index[step.into] + 1 : -1]:
            if later.missing(draft) if later.aside else later.applies(draft):
                return later
        return self.preview

    def before(self, step: Step[D], draft: D) -> Step[D] | None:
        """Give the step that Back leads to: the nearest on the path."""
        for earlier in self._backwards(step):
            if not earlier.aside and earlier.applies(draft):
                return earlier
        return None

    def first_missing(self, draft: D, *, until: Step[D] | None = None) -> Step[D] | None:
        """Give the first step without which the flow cannot be finished; ``until``: only before that one."""
        for step in self.steps:
            if step is until:
                return None
            if step.missing(draft):
                return step
        return None

    def first_open(self, draft: D) -> Step[D]:
        """Give where a new draft begins, some answers perhaps given already."""
        return self.first_missing(draft) or self.preview

    def number_of(self, step: Step[D], draft: D) -> tuple[int, int]:
        """Count: the place of a step among those that apply, and their number. A step off the path has its host's."""
        number = total = 0
        for other in self.steps:
            if not other.aside and other.applies(draft):
                total += 1
            if other is step:
                number = total
        return max(number, 1), total

    def changeable(self, draft: D) -> list[Step[D]]:
        """Give the steps that can be gone back to from the preview."""
        return [step for step in self.steps[:-1] if step.applies(draft)]

    def trail(self, step: Step[D], draft: D, desk: Desk, *, inclusive: bool = False) -> str:
        """Say the last answers before a step (or up to it): the title and the latest, or the latest two."""
        earlier = [step, *self._backwards(step)] if inclusive else self._backwards(step)
        title = self._title(draft)
        said = ""
        for other in earlier:
            if not other.applies(draft) or not (brief := other.say_brief(draft, desk)):
                continue
            if said:
                return f"{brief} · {said}"
            if other.long:
                return brief
            said = brief
            if title and title != said:
                return f"{title} · {said}" if self._is_before(title, other, draft) else said
        return said

    def _is_before(self, title: str, step: Step[D], draft: D) -> bool:
        """Whether the answer that gave the title comes before a step, so that its trail may name it."""
        return any(getattr(draft, earlier.into, None) == title for earlier in self._backwards(step))

    def _backwards(self, step: Step[D]) -> Iterator[Step[D]]:
        return reversed(self.steps[: self._index[step.into]])
