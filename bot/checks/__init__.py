"""Everything that must be right before a change is handed in: each check with its heading, then one summary."""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.checks import addresses, docs, migrations, translations

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCES = ("bot", "handlers", "models", "tests")
TOOLS = Path(sys.executable).parent
#: The rules and the conversation are small and pure: nothing there stays untested.
FULLY_COVERED = "bot/domain/*,bot/conversation/*"
#: What touches a database runs on PostgreSQL a second time, with four workers on one.
ON_BOTH = (
    *("tests/services", "tests/test_database.py", "tests/test_postgresql.py", "tests/dispatch", "tests/delivery"),
    *("tests/receive", "tests/fetch", "tests/handlers/test_edge.py", "tests/journeys/test_workers.py"),
)
CLOSING_LINE = re.compile(r"^=+ .*\bin \d[\d.]*s\b.* =+$")


@dataclass(frozen=True, slots=True)
class Check:
    """One check; ``run`` prints its findings and tells whether all is well."""

    name: str
    heading: str
    run: Callable[[], bool]


def tool(*command: str) -> Callable[[], bool]:
    """Make a check of a program that lies beside our Python."""

    def run() -> bool:
        return subprocess.run([TOOLS / command[0], *command[1:]], cwd=ROOT, check=False).returncode == 0  # noqa: S603 -- ours

    return run


def findings(find: Callable[[], list[str]]) -> Callable[[], bool]:
    """Make a check of a function that lists what is wrong."""

    def run() -> bool:
        found = find()
        for finding in found:
            print(f"  {finding}")
        return not found

    return run


class PytestRun:
    """The tests with their coverage; keeps pytest's closing line back, so that it can close the whole output."""

    def __init__(self, *arguments: str) -> None:
        self.closing_line = ""
        self._command = [sys.executable, "-m", "pytest", *arguments]

    def __call__(self) -> bool:
        with subprocess.Popen(self._command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as pytest:  # noqa: S603 -- ours
            assert pytest.stdout is not None
            for line in pytest.stdout:
                if CLOSING_LINE.match(line.rstrip()):
                    self.closing_line = line.rstrip()
                else:
                    print(line, end="", flush=True)
        return pytest.returncode == 0


def all_checks(tests: PytestRun) -> list[Check]:
    """List the checks, quick ones first."""
    coverage = ("coverage", "report", f"--include={FULLY_COVERED}", "--fail-under=100", "--skip-covered")
    both = ("pytest", "-n", "auto", "-q", "--database=postgresql", *ON_BOTH)
    return [
        Check("format", "Is the code formatted? (ruff format)", tool("ruff", "format", "--check", ".")),
        Check("lint", "Does the code keep the rules? (ruff)", tool("ruff", "check", ".")),
        Check("types", "Do the types fit? (mypy --strict)", tool("mypy", *SOURCES)),
        Check("imports", "Do imports point downwards? (import-linter)", tool("lint-imports")),
        Check("dependencies", "Is every package declared and used? (deptry)", tool("deptry", ".")),
        Check("translations", "Is every sentence translated?", findings(translations.problems)),
        Check("migrations", "Do the migrations make what the models say?", findings(migrations.problems)),
        Check("docs", "Are the generated docs in step with the code?", findings(docs.problems)),
        Check("addresses", "Is every file free of download addresses?", findings(addresses.problems)),
        Check("tests", "Do the tests pass, and cover at least 95 %? (pytest)", tests),
        Check("postgresql", "Do they pass on PostgreSQL? (pytest)", tool(*both)),
        Check("coverage", "Are the rules and the conversation covered to the last branch?", tool(*coverage)),
    ]


def run(only: Sequence[str] = ()) -> int:
    """Run all checks, or those named; gives 0, 1 after a failure, 2 for a name that is not known."""
    tests = PytestRun("-n", "auto", "--cov", "--cov-report=term:skip-covered")
    checks = all_checks(tests)
    if unknown := set(only) - {check.name for check in checks}:
        print(f"I do not know {', '.join(sorted(unknown))}; there are {', '.join(check.name for check in checks)}.")
        return 2
    passed = run_each([check for check in checks if not only or check.name in only])
    if tests.closing_line:
        print(tests.closing_line)
    return 0 if passed else 1


def run_each(checks: Sequence[Check]) -> bool:
    """Run the checks one after another, whatever the one before said, and sum up."""
    results: list[tuple[Check, bool, float]] = []
    for check in checks:
        print(f"\n── {check.name}: {check.heading}", flush=True)
        began = time.monotonic()
        passed = check.run()
        results.append((check, passed, time.monotonic() - began))
    print("\nSummary")
    for check, passed, seconds in results:
        print(f"  {'ok    ' if passed else 'FAILED'} {check.name} ({seconds:.1f} s)", flush=True)
    return all(passed for _, passed, _ in results)
