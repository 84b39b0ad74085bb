"""Words that are still to be said: a message id and its values, translated only where they are drawn."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence by its message id (plain English) with the values for its placeholders.

    It can lie in a row as JSON and be said later in another language: see `as_json` and `from_json`.
    """

    msgid: str
    args: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> list[Any]:
        """Give the form that is stored in a row."""
        return [self.msgid, {name: _stored(value) for name, value in self.args.items()}]

    @classmethod
    def from_json(cls, stored: list[Any] | None) -> "Text | None":
        """Read the stored form; None stays None."""
        return None if stored is None else cls(stored[0], {name: _read(value) for name, value in stored[1].items()})


def _stored(value: Any) -> Any:  # noqa: ANN401 -- whatever may stand in a sentence
    return {_SAID: value.as_json()} if isinstance(value, Text) else value


def _read(value: Any) -> Any:  # noqa: ANN401 -- as above
    return Text.from_json(value[_SAID]) if isinstance(value, dict) else value


#: Marks a value that is itself a text to be said.
_SAID = "text"


def N_(msgid: str) -> str:  # noqa: N802 -- gettext's name for "translate later"
    """Mark a message id for extraction and leave it as it is."""
    return msgid
