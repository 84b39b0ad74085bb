"""Every sentence of the code must be said well in every language that we have."""

import string
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("bot", "handlers", "models")
#: What marks a sentence in the code: N_("…") for later, say("…") for now.
KEYWORDS = {"N_": None, "say": None}
#: A translation may address the reader even where English does not.
ALWAYS_THERE = frozenset({"you", "You"})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sentence stands in the code."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


def problems(root: Path = ROOT) -> list[str]:
    """List what is missing, left over or wrong in each catalogue; Vietnamese must be there."""
    spoken = sentences_of_the_code(root)
    catalogues = sorted((root / "locales").glob("*/LC_MESSAGES/*.po"))
    found = [] if any("vi" in path.parts for path in catalogues) else ["locales: there is no Vietnamese catalogue"]
    for path in catalogues:
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parent.parent.name)
        found += [f"{path.relative_to(root)}: {problem}" for problem in problems_of(catalogue, spoken)]
    return found


def sentences_of_the_code(root: Path) -> dict[str, Place]:
    """Extract every marked sentence with the first place where it stands."""
    spoken: dict[str, Place] = {}
    for source in SOURCES:
        for name, line, message, _comments, _context in extract_from_dir(
            root / source, method_map=[("**.py", "python")], keywords=KEYWORDS, comment_tags=()
        ):
            if isinstance(message, str) and message:
                spoken.setdefault(message, Place(f"{source}/{name}", line))
    return spoken


def problems_of(catalogue: Catalog, spoken: dict[str, Place]) -> list[str]:
    """Compare one catalogue with the code."""
    plain = {message.id for message in catalogue if message.id and message.context is None}
    found = [f"“{msgid}” ({place}) is not translated" for msgid, place in spoken.items() if msgid not in plain]
    for message in catalogue:
        if message.id:
            found += [f"“{message.id}” {problem}" for problem in _problems_of_message(message, spoken)]
    found += [f"“{msgid}” is obsolete; take it out" for msgid in _ids(catalogue.obsolete.values())]
    return found


def _problems_of_message(message: Message, spoken: dict[str, Place]) -> list[str]:
    if not isinstance(message.id, str) or not isinstance(message.string, str):
        return ["has plural forms, which nothing here uses"]
    found = []
    if message.id not in spoken:
        found.append("is said nowhere in the code; take it out")
    if message.fuzzy:
        found.append("is marked as fuzzy; look at it and take the mark away")
    if not message.string:
        return [*found, "has no translation"]
    if message.string != unicodedata.normalize("NFC", message.string):
        found.append("is translated with separate accents; normalise it to NFC")
    try:
        expected, given = _placeholders(message.id), _placeholders(message.string)
    except ValueError as error:
        return [*found, f"has a broken placeholder: {error}"]
    if missing := expected - given - ALWAYS_THERE:
        found.append(f"loses {', '.join(sorted(missing))} in its translation")
    if extra := given - expected - ALWAYS_THERE:
        found.append(f"gets no value for {', '.join(sorted(extra))} of its translation")
    return found


def _placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def _ids(messages: Iterable[Message]) -> list[str]:
    return [str(message.id) for message in messages]
