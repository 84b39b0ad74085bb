"""Which requirement of the plan lives where: read from markers in the code and the tests.

A marker is a comment, `# plan S-37, GV-2`; `partly` before a code says that something is still missing, and `GV-*`
means all codes that begin so. At the end of a line with `def` or `Command(`, or alone on the line above it, it belongs
to that test or command; anywhere else to the file.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.domain.criteria import Category, criteria_for
from bot.domain.plan_requirements import REQUIREMENTS
from bot.i18n import Speaker

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("bot", "handlers", "models", "tests")
EN = Speaker("en")
MARKER = re.compile(r"# plan (?P<codes>(?:(?:partly )?[A-Z]{1,2}-[\d*]+(?:, )?)+)$")
CODE = re.compile(r"(?P<partly>partly )?(?P<code>[A-Z]{1,2}-[\d*]+)")
NAMED = re.compile(r"^\s*(?:async )?def (?P<test>test_\w+)|^\s*Command\(\"(?P<command>\w+)\"")
_NOT_YET = "not yet"
_INTRO = (
    "Every requirement of plan 1729/KH-SGDĐT, in our own words, and the commands, screens, code and tests in which it "
    "is found. Written by `./guongsang docs` from the markers `# plan S-37` in code and tests (`bot/plan_map.py` says "
    "how they are read). *Done* means built and tested; *partly*, that something of it is still missing."
)


@dataclass(frozen=True, slots=True)
class Mark:
    """One code named at one place: a command, a test, or a file of another kind."""

    code: str
    path: str
    name: str = ""
    is_partly: bool = False

    @property
    def is_test(self) -> bool:
        """Whether it stands in a test."""
        return self.path.startswith("tests/")

    @property
    def is_command(self) -> bool:
        """Whether it stands at a command."""
        return bool(self.name) and not self.is_test

    def link(self, base: str = "..") -> str:
        """Give it as a Markdown link from the folder of the docs."""
        if self.is_command:
            return f"`/{self.name}`"
        shown = self.name.removeprefix("test_").replace("_", " ") or self.path.partition("/")[2]
        return f"[{shown}]({base}/{self.path})"


def marks_in(text: str, path: str) -> Iterator[Mark]:
    """Read the markers of one file."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        found = MARKER.search(line)
        if found is None:
            continue
        below = next((one for one in lines[at + 1 :] if not one.lstrip().startswith("@")), "")
        named = NAMED.match(below if line.lstrip().startswith("#") else line)
        name = (named["test"] or named["command"]) if named else ""
        for code in CODE.finditer(found["codes"]):
            yield Mark(code["code"], path, name, is_partly=bool(code["partly"]))


def all_marks(root: Path = ROOT) -> list[Mark]:
    """Read the markers of the whole checkout, in the order of the files."""
    files = sorted(file for source in SOURCES for file in (root / source).rglob("*.py"))
    return [mark for file in files for mark in marks_in(file.read_text("utf-8"), file.relative_to(root).as_posix())]


def page(root: Path = ROOT) -> str:
    """Write docs/plan.md; raises ValueError for a marker whose code the plan does not have."""
    marks = all_marks(root)
    wanted = {**REQUIREMENTS, **_criteria()}
    if unknown := [mark for mark in marks if not any(_names(mark, code) for code in wanted)]:
        raise ValueError(f"{unknown[0].path} marks {unknown[0].code}, which the plan does not have")
    states = {code: state_of([mark for mark in marks if _names(mark, code)]) for code in wanted}
    told = ", ".join(f"{list(states.values()).count(state)} {state}" for state in ("done", "partly", _NOT_YET))
    return (
        "\n\n".join(
            (
                "# The plan and where it lives",
                _INTRO,
                f"Now: {told}.",
                "## Requirements",
                _table(REQUIREMENTS, marks, states),
                "## Criteria (plan, part III.1)",
                _table(_criteria(), marks, states),
            )
        )
        + "\n"
    )


def state_of(marks: Sequence[Mark]) -> str:
    """Say how far a requirement is met: done needs code and a test, and no gap that somebody has marked."""
    if not any(not mark.is_test for mark in marks):
        return _NOT_YET
    has_test = any(mark.is_test for mark in marks)
    return "done" if has_test and not any(mark.is_partly for mark in marks) else "partly"


def _criteria() -> dict[str, str]:
    return {one.code: EN(one.short) for category in Category for one in criteria_for(category)}


def _table(wanted: dict[str, str], marks: Sequence[Mark], states: dict[str, str]) -> str:
    lines = ["| | Asks for | State | Commands | Screens | Code | Tests |", "| --- " * 7 + "|"]
    for code, words in wanted.items():
        here = [mark for mark in marks if _names(mark, code)]
        screens = [mark for mark in here if mark.path.startswith("handlers/") and not mark.is_command]
        cells = (
            [mark for mark in here if mark.is_command],
            screens,
            [mark for mark in here if not (mark.is_test or mark.is_command) and mark not in screens],
            [mark for mark in here if mark.is_test],
        )
        lines.append(f"| {code} | {words} | {states[code]} | {' | '.join(_links(cell) for cell in cells)} |")
    return "\n".join(lines)


def _links(marks: Iterable[Mark]) -> str:
    return ", ".join(dict.fromkeys(mark.link() for mark in marks))


def _names(mark: Mark, code: str) -> bool:
    return code.startswith(mark.code[:-1]) if mark.code.endswith("*") else mark.code == code
