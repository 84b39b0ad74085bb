"""One page of a list."""

from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some lines of a list; ``number`` counts from 0 and ``total`` is the length of the whole list."""

    lines: tuple[T, ...]
    number: int
    size: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))


def within(page: int, *, size: int, total: int) -> int:
    """Give the page nearest to the one asked for: a list may have become shorter since its buttons were drawn."""
    return max(0, min(page, (total - 1) // size))
