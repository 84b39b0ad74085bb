"""What in the docs is drawn from the code: `./guongsang docs` writes it, `./guongsang check` compares it."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Drawing:
    """One generated text.

    ``path`` is counted from the checkout. With a ``section`` only the lines between ``<!-- begin section -->`` and
    ``<!-- end section -->`` of that file are generated, otherwise all of it.
    """

    path: str
    make: Callable[[], str]
    section: str = ""


DRAWINGS: tuple[Drawing, ...] = ()
