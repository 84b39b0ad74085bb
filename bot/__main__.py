"""The command line: says what there is to do, and imports what a command needs only when it is asked for."""

# ruff: noqa: PLC0415 -- slow imports: --help must answer at once

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__

if TYPE_CHECKING:
    from bot.settings import Settings

#: Exit codes: what was asked for failed; the settings or the command line need attention.
FAILED = 1
MISUSED = 2

Command = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    parser = make_parser()
    options, rest = parser.parse_known_args(arguments)
    if rest and not options.takes_rest:
        parser.error(f"I do not know {' '.join(rest)}; see ./guongsang --help")
    options.rest = rest
    command: Command = options.command
    try:
        return command(options)
    except KeyboardInterrupt:
        return 130


def make_parser() -> argparse.ArgumentParser:
    """Say in plain words what there is."""
    parser = argparse.ArgumentParser(
        prog="./guongsang",
        description="Gương Sáng: a Telegram bot in which schools tell, weigh and honour exemplars and good deeds.",
        epilog="To look around, begin with: ./guongsang demo",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"Gương Sáng {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)

    def add(name: str, command: Command, words: str, *, takes_rest: bool = False) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=words, description=words, allow_abbrev=False)
        added.set_defaults(command=command, takes_rest=takes_rest)
        return added

    demo = add("demo", run_demo, "open the practice room in your browser; needs no settings and no Telegram")
    demo.add_argument("--port", type=int, default=8765, help="where the page listens on this machine (8765)")
    demo.add_argument("--no-open", action="store_true", help="only print the address")
    demo.add_argument("--folder", type=Path, help="where the room keeps its chats (var/demo); a new one begins anew")
    add("run", run_bot, "start the bot; reads .env, sets up or upgrades the database by itself")
    inbox = add("inbox", run_inbox, "look at messages whose handling failed, and handle them again")
    inbox.add_argument("action", choices=["list", "retry"])
    inbox.add_argument("ids", nargs="*", type=int, metavar="ID", help="which ones to retry; none means all")
    database = add("db", run_db, "look at the database's version, or upgrade it after a backup copy")
    database.add_argument("action", choices=["status", "upgrade"])
    audit = add("audit", run_audit, "check that nobody has changed the record of decisions")
    audit.add_argument("action", choices=["verify"])
    units = add("units", run_units, "bring schools and offices in from a table, or reorganise them", takes_rest=True)
    units.add_argument(
        "action", choices=["template", "import", "export", "merge", "split", "rename", "close", "routes"]
    )
    invite = add("invite", run_invite, "print a link by which people join a unit in a role")
    invite.add_argument("unit", metavar="UNIT", help="its code or name")
    invite.add_argument("role", metavar="ROLE", help="such as member, unit_head, department_office")
    invite.add_argument("--uses", type=int, default=0, help="how many people may use it")
    change = add("settings", run_settings, "list the settings of the movement, or change one")
    change.add_argument("name", nargs="?", default="", metavar="NAME", help="which one, such as tips")
    change.add_argument("value", nargs="?", default="", metavar="VALUE", help="what it shall be from now on")
    poster = add("poster", run_poster, "write an A4 poster (PDF) with the code by which people join a unit")
    poster.add_argument("unit", metavar="UNIT", help="its code or name")
    poster.add_argument("file", metavar="FILE", type=Path, help="where the PDF is written")
    roles = add("roles", run_roles, "list who holds which role, give one or end one")
    roles.add_argument("action", choices=["list", "grant", "revoke"])
    roles.add_argument("unit", nargs="?", default="", metavar="UNIT", help="its code or name")
    roles.add_argument("role", nargs="?", default="", metavar="ROLE")
    roles.add_argument("person", nargs="?", default="", metavar="PERSON", help="a name, or the number of `roles list`")
    roles.add_argument("--until", default="", metavar="DD/MM/YYYY", help="the last day of what is granted")
    roles.add_argument("--reason", default="", help="goes on record")
    add("test", run_tests, "run all tests; anything further goes to pytest", takes_rest=True)
    check = add("check", run_check, "run everything that must be right before a change is handed in")
    check.add_argument("only", nargs="*", metavar="NAME", help="only these checks, such as lint types tests")
    add("docs", run_docs, "write the drawings and tables in docs/ anew from the code")
    add("lock", run_lock, "choose the newest fitting packages and write both lock files anew")
    bench = add("bench", run_bench, "measure the bot's speed against simpler ones, or page by page", takes_rest=True)
    bench.add_argument("action", choices=["pipeline", "queries"])
    return parser


def run_demo(options: argparse.Namespace) -> int:
    """Open the practice room."""
    from bot.practice import DATA_DIR, demo

    return demo(port=options.port, open_browser=not options.no_open, data_dir=options.folder or DATA_DIR)


def run_bot(_options: argparse.Namespace) -> int:
    """Speak to Telegram until told to stop."""
    from bot.alone import take

    settings = _settings()
    if settings is None:
        return MISUSED
    os.umask(0o077)  # whatever is written from here on is for the owner's eyes only
    held = take(settings.data_dir)
    if held is None:
        busy = f"Another bot is at work on {settings.data_dir}; stop it first, or set another DATA_DIR."
        print(busy, file=sys.stderr)
        return MISUSED
    with held:
        if not _upgraded(settings):
            return MISUSED
        from bot.app import run
        from bot.log import set_up_logging

        set_up_logging(settings.log_level, secrets=settings.secrets)
        return run(settings)


def run_inbox(options: argparse.Namespace) -> int:
    """List or retry failed updates."""
    settings = _settings(needs_token=False)
    if settings is None or not _is_current(settings):
        return MISUSED
    from bot.inbox_commands import list_failed, retry

    return list_failed(settings) if options.action == "list" else retry(settings, options.ids)


def run_db(options: argparse.Namespace) -> int:
    """Tell the database's version or upgrade it."""
    settings = _settings(needs_token=False)
    if settings is None:
        return MISUSED
    if options.action == "upgrade":
        return 0 if _upgraded(settings) else FAILED
    from models.upgrade import status

    found = status(settings.database_url)
    print(f"The database is {found.age}: revision {found.revision or 'none'}, this version needs {found.head}.")
    return 0


def run_audit(_options: argparse.Namespace) -> int:
    """Verify the hash chains and daily roots."""
    settings = _settings(needs_token=False)
    if settings is None or not _is_current(settings):
        return MISUSED
    from sqlmodel import Session

    from bot.database import make_engine
    from bot.services.audit_check import verify

    engine = make_engine(settings.database_url, writes=False)
    with Session(engine) as session:
        problems = verify(session)
    engine.dispose()
    for problem in problems:
        print(problem)
    print(f"{len(problems)} problems found." if problems else "The record is whole: nothing was changed or left out.")
    return FAILED if problems else 0


def run_settings(options: argparse.Namespace) -> int:
    """Show or change what administrators may set."""
    settings = _settings(needs_token=False)
    if settings is None or not _is_current(settings):
        return MISUSED
    from bot.setting_commands import show_or_change

    return show_or_change(settings, options.name, options.value)


def run_poster(options: argparse.Namespace) -> int:
    """Invite the members of a unit on paper."""
    settings = _settings()
    if settings is None or not _is_current(settings):
        return MISUSED
    from bot.role_commands import print_poster

    return print_poster(settings, options.unit, options.file)


def run_invite(options: argparse.Namespace) -> int:
    """Make an invitation and print its link."""
    settings = _settings()
    if settings is None or not _is_current(settings):
        return MISUSED
    from bot.role_commands import invite

    return invite(settings, options.unit, options.role, uses=options.uses)


def run_roles(options: argparse.Namespace) -> int:
    """List, grant or revoke roles."""
    settings = _settings(needs_token=False)
    if settings is None or not _is_current(settings):
        return MISUSED
    from bot.role_commands import change_roles

    return change_roles(settings, options)


def run_units(options: argparse.Namespace) -> int:
    """Hand the rest of the line to the commands about units."""
    settings = _settings(needs_token=False)
    if settings is None or not (options.action == "template" or _is_current(settings)):
        return MISUSED
    from bot.unit_commands import run

    return run(settings, options.action, options.rest)


def run_tests(options: argparse.Namespace) -> int:
    """Become pytest."""
    arguments = options.rest or ["-n", "auto"]
    os.execv(sys.executable, [sys.executable, "-m", "pytest", *arguments])  # noqa: S606 -- no shell is wanted


def run_check(options: argparse.Namespace) -> int:
    """Run the checks and sum up."""
    from bot.checks import run

    return run(options.only)


def run_docs(_options: argparse.Namespace) -> int:
    """Write generated docs."""
    from bot.checks.docs import write

    for path in write():
        print(f"written: {path}")
    return 0


def run_lock(_options: argparse.Namespace) -> int:
    """Renew both locks."""
    from bot.checks.locks import renew

    return renew()


def run_bench(options: argparse.Namespace) -> int:
    """Measure."""
    if options.action == "queries":
        from tests.bench.queries import main as measure_pages

        return measure_pages(options.rest)
    from tests.bench.pipeline import main as measure

    return measure(options.rest)


def _settings(*, needs_token: bool = True) -> "Settings | None":
    """Read the settings, or say everything that is wrong with them."""
    from bot.settings import SettingsProblems, load

    try:
        return load(os.environ, needs_token=needs_token)
    except SettingsProblems as problems:
        print(problems, file=sys.stderr)
        return None


def _upgraded(settings: "Settings") -> bool:
    """Bring the database to today's form; says what was done, or why it cannot be."""
    from models.upgrade import DatabaseUnusable, upgrade

    try:
        copy = upgrade(settings.database_url, backup_dir=settings.data_dir / "backups", now=datetime.now(UTC))
    except DatabaseUnusable as reason:
        print(reason, file=sys.stderr)
        return False
    if copy is not None:
        print(f"The database was upgraded; the copy from before is {copy}.", file=sys.stderr)
    return True


def _is_current(settings: "Settings") -> bool:
    from models.upgrade import Age, status

    found = status(settings.database_url)
    if found.age is not Age.CURRENT:
        print(f"The database is {found.age}; run ./guongsang db upgrade first.", file=sys.stderr)
    return found.age is Age.CURRENT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
