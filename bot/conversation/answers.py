"""How a draft's answers, a frozen dataclass, lie in a row as JSON and survive upgrades of their flow.

The types are looked at once, when the flow is made; nothing is reflected upon while people answer.
"""

import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any, ClassVar, Generic, Protocol, TypeVar, Union, get_args, get_origin, get_type_hints


class Answers(Protocol):
    """Any dataclass."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


D = TypeVar("D", bound=Answers)

#: Reads or writes one value; a reader raises ValueError or TypeError for what it cannot read.
_Convert = Callable[[Any], Any]


class AnswersForm(Generic[D]):
    """Reads and writes one class of answers; unknown fields are left out, missing or unreadable ones are blank."""

    def __init__(self, answers: type[D]) -> None:
        self.blank = _blank(answers)
        self.names = frozenset(field.name for field in fields(answers))
        hints = get_type_hints(answers)
        self._answers = answers
        self._fields = tuple(
            (field.name, getattr(self.blank, field.name), *_converters(hints[field.name])) for field in fields(answers)
        )

    def to_json(self, draft: D) -> dict[str, Any]:
        """Give the stored form: only what was answered."""
        return {
            name: write(value)
            for name, default, _read, write in self._fields
            if (value := getattr(draft, name)) != default
        }

    def from_json(self, stored: Mapping[str, Any]) -> D:
        """Read the stored form."""
        found = {}
        for name, _default, read, _write in self._fields:
            if name in stored:
                try:
                    found[name] = read(stored[name])
                except (ValueError, TypeError):
                    continue  # an older version meant something else by this name
        return self._answers(**found)


def _blank(answers: type[D]) -> D:
    without = [f.name for f in fields(answers) if f.default is MISSING and f.default_factory is MISSING]
    if without:
        raise ValueError(f"{answers.__name__}: fields without a default: {', '.join(without)}")
    return answers()


def _converters(hint: Any) -> tuple[_Convert, _Convert]:  # noqa: ANN401 -- a type hint has no type of its own
    """Give (reader, writer) of a type; ValueError for one that cannot lie in JSON."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType) and len(inner) == 2 and inner[1] is type(None):  # noqa: PLR2004 -- X | None
        read, write = _converters(inner[0])
        return (
            lambda value: None if value is None else read(value),
            lambda value: None if value is None else write(value),
        )
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:  # noqa: PLR2004 -- tuple[X, ...]
        read, write = _converters(inner[0])
        return (
            lambda values: tuple([read(value) for value in _of_type(values, list)]),
            lambda values: [write(value) for value in values],
        )
    if hint in (str, int, bool):
        return (lambda value: _of_type(value, hint)), _as_it_is
    if hint is date:
        return date.fromisoformat, date.isoformat
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint, lambda value: value.value
    if isinstance(hint, type) and is_dataclass(hint):
        form = AnswersForm(hint)
        return (lambda value: form.from_json(_of_type(value, dict))), form.to_json
    raise ValueError(f"answers cannot hold {hint!r}")


def _of_type(value: Any, wanted: type) -> Any:  # noqa: ANN401 -- whatever JSON holds
    if type(value) is not wanted:
        raise TypeError(value)
    return value


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 -- whatever JSON holds
    return value
