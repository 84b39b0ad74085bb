"""`units …`: a template, bringing a table in, taking one out, reorganisations and routes."""

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from bot.database import Database
from bot.domain.refusals import Refusal
from bot.domain.routes import DEFAULT_ROUTES, KINDS
from bot.domain.wording import N_, Text
from bot.i18n import Speaker
from bot.services import reorganise, unit_routes, unit_table_export, unit_table_import, units
from bot.services.reorganise import Order
from bot.services.unit_table import HEADINGS, SUCCESSION_WORDS, Column, Line, cells_of, headings
from bot.settings import Settings
from bot.spreadsheets import Sheet, Unreadable, read, write_csv, write_xlsx

T = TypeVar("T")

#: More changed units than this are only counted.
LISTED = 40
_WIDTHS = (16, 38, 18, 20, 20, 20, 16, 13, 13, 26, 20, 14, 28)
_EXPLAINED = {
    Column.CODE: N_("The unit's own code, never given twice; letters without marks, digits, dot and dash."),
    Column.NAME: N_("As on official papers."),
    Column.KIND: N_("One of the kinds below."),
    Column.PLACE: N_("The commune or ward in which it lies; shown beside the name."),
    Column.ABOVE: N_("The code of the unit that receives its dossiers."),
    Column.ADMINISTERED_BY: N_("The code of the authority to which it belongs, where that is another one."),
    Column.CLUSTER: N_("The code of its emulation cluster."),
    Column.VALID_FROM: N_("The first day on which this line counts: 01/07/2025."),
    Column.VALID_TO: N_("The last day; empty while it counts. A new name is a further line with the same code."),
    Column.ALSO: N_("Old codes and names that people still use, with a semicolon between them."),
    Column.SUCCESSORS: N_("The codes of the units that it became after its last day."),
    Column.SUCCESSION: N_("How it ended: {ways}."),
    Column.DECISION: N_("Number and date of the decision."),
}


class _Stop(Exception):
    """Nothing more can be done; the text says why."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.msgid)
        self.text = text


class _Looked(Exception):
    """The change could be made; raised so that it is rolled back."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What every one of the commands needs."""

    settings: Settings
    options: argparse.Namespace
    say: Speaker
    now: datetime

    @property
    def today(self) -> date:
        return self.now.astimezone(self.settings.timezone).date()

    def read(self, function: Callable[[Session], T]) -> T:
        return Database(self.settings.database_url).read_now(function)

    def write(self, function: Callable[[Session], T]) -> T:
        return Database(self.settings.database_url).write_now(function)


def run(settings: Settings, action: str, arguments: Sequence[str]) -> int:
    """Run one of the commands; gives 0, or 1 where it changed nothing because something is wrong."""
    options = _parser(action).parse_args(arguments)
    work = _Work(settings, options, Speaker(settings.language, zone=settings.timezone), datetime.now(UTC))
    try:
        return _ACTIONS[action](work)
    except (_Stop, Refusal) as stopped:
        print(work.say(stopped.text))
        return 1


def _template(work: _Work) -> int:
    say = work.say
    ways = ", ".join(SUCCESSION_WORDS.values())
    guide: list[tuple[str, str]] = [
        (say(N_("Column")), say(N_("What to write"))),
        *((HEADINGS[column], say(words, ways=ways)) for column, words in _EXPLAINED.items()),
        ("", ""),
        *((kind, say(known.label)) for kind, known in KINDS.items()),
    ]
    _save(work, [], guide)
    return 0


def _import(work: _Work) -> int:
    path: Path = work.options.file
    say = work.say
    try:
        rows = read(path.read_bytes(), name=path.name)
    except OSError as error:
        raise _Stop(
            Text(N_("The file {file} cannot be opened: {why}"), {"file": path, "why": error.strerror})
        ) from error
    except Unreadable as error:
        raise _Stop(
            Text(N_("The file {file} is no table that can be read: {why}"), {"file": path, "why": error})
        ) from error

    def look(session: Session) -> unit_table_import.Plan:
        planned = unit_table_import.plan(session, rows, today=work.today, since=work.options.since)
        if work.options.apply and not planned.problems:
            unit_table_import.apply(session, planned, now=work.now, zone=work.settings.timezone)
        return planned

    planned = work.write(look) if work.options.apply else work.read(look)
    for problem in planned.problems:
        print(say(N_("line {line}: {words}"), line=problem.line, words=say(problem.text)))
    if planned.problems:
        print(
            say(
                N_("Wrong: {count}. Nothing was brought in; correct the file and try again."),
                count=len(planned.problems),
            )
        )
        return 1
    for code in planned.changed[:LISTED]:
        print(say(N_("changed: {code} {name}"), code=code, name=planned.after[code].versions[-1].value.name))
    print(say(N_("New: {new}; changed: {changed}."), new=len(planned.new), changed=len(planned.changed)))
    if not work.options.apply:
        print(say(N_("This was only a look. Add --apply to bring it in.")))
    return 0


def _export(work: _Work) -> int:
    lines = work.read(lambda session: unit_table_export.lines(session, on=work.options.on))
    _save(work, lines, ())
    print(work.say(N_("{file}: {count} lines"), file=work.options.file, count=len(lines)))
    return 0


def _save(work: _Work, lines: Sequence[Line], guide: Sequence[Sequence[str]]) -> None:
    path: Path = work.options.file
    rows: list[Sequence[str | date]] = [headings(), *(cells_of(line) for line in lines)]
    if path.suffix.lower() == ".csv":
        content = write_csv(rows)
    elif path.suffix.lower() == ".xlsx":
        kinds = list(Column).index(Column.KIND)
        sheets = [Sheet(work.say(N_("Units")), rows, _WIDTHS, {kinds: list(KINDS)})]
        content = write_xlsx([*sheets, *([Sheet(work.say(N_("Guide")), guide, (26, 100))] if guide else [])])
    else:
        raise _Stop(Text(N_("The name of the file ends in .xlsx or .csv; {file} does not."), {"file": path}))
    try:
        path.write_bytes(content)
    except OSError as error:
        raise _Stop(
            Text(N_("The file {file} cannot be opened: {why}"), {"file": path, "why": error.strerror})
        ) from error


def _merge(work: _Work) -> int:
    into = work.options.into
    return _reorganise(work, lambda session, ids, order: reorganise.merge(session, ids, order, into=_id(session, into)))


def _split(work: _Work) -> int:
    into = work.options.into

    def split(session: Session, ids: Sequence[int], order: Order) -> None:
        reorganise.split(session, ids[0], order, into=[_id(session, code) for code in into])

    return _reorganise(work, split)


def _rename(work: _Work) -> int:
    name = work.options.name
    return _reorganise(work, lambda session, ids, order: reorganise.rename(session, ids[0], order, name=name))


def _close(work: _Work) -> int:
    return _reorganise(work, lambda session, ids, order: reorganise.close(session, ids[0], order))


def _reorganise(work: _Work, change: Callable[[Session, Sequence[int], Order], None]) -> int:
    """Do a change, or with neither problem nor ``--apply`` only tell what it would be."""
    order = Order(work.options.since, work.now, work.settings.timezone, work.options.decision)

    def do(session: Session) -> None:
        change(session, [_id(session, code) for code in work.options.codes], order)
        if not work.options.apply:
            raise _Looked

    try:
        work.write(do)
        print(work.say(N_("Done; it counts from {day} on."), day=work.say.date(order.day)))
    except _Looked:
        print(work.say(N_("This can be done. Add --apply to do it.")))
    return 0


def _routes(work: _Work) -> int:
    say, options = work.say, work.options
    if options.kind:
        skips, since = options.middle == "skip", options.since or work.today
        work.write(lambda session: unit_routes.skip_middle(session, options.kind, skips=skips, since=since))
    why = {(kind, one.valid_from): one for one in DEFAULT_ROUTES for kind in one.kinds}
    for route in work.read(lambda session: unit_routes.routes_on(session, work.today)):
        shipped = why.get((route.unit_kind, route.valid_from))
        words = [say(KINDS[route.unit_kind].label) if route.unit_kind in KINDS else route.unit_kind]
        words += [say(N_("skips the middle level"))] if route.skips_middle else []
        words += [say(shipped.why)] if shipped else []
        words += [say(N_("our assumption"))] if shipped and shipped.assumed else []
        print(f"{route.code}  {route.unit_kind:18}  {'; '.join(words)}")
    return 0


def _id(session: Session, code: str) -> int:
    found = units.with_code(session, code)
    if found is None:
        raise _Stop(Text(N_("There is no unit {code}."), {"code": code}))
    return found


def _day(text: str) -> date:
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise argparse.ArgumentTypeError(f"{text} is no day such as 01/07/2025")


def _parser(action: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog=f"./guongsang units {action}", allow_abbrev=False)
    if action in {"template", "import", "export"}:
        parser.add_argument("file", type=Path, metavar="FILE")
    if action == "export":
        parser.add_argument("--on", type=_day, metavar="DAY", help="only what counts on that day")
    if action == "import":
        parser.add_argument("--from", dest="since", type=_day, metavar="DAY", help="for lines without a first day")
    if action == "routes":
        parser.add_argument("kind", nargs="?", metavar="KIND")
        parser.add_argument("--middle", choices=["skip", "through"], default="skip")
        parser.add_argument("--from", dest="since", type=_day, metavar="DAY", help="dossiers sent from that day on")
    if action in {"merge", "split", "rename", "close"}:
        parser.add_argument("codes", nargs="+" if action == "merge" else 1, metavar="CODE")
        parser.add_argument("--from", dest="since", type=_day, required=True, metavar="DAY")
        parser.add_argument("--decision", default="", metavar="WORDS", help="number and date of the decision")
    if action in {"merge", "split"}:
        parser.add_argument("--into", required=True, nargs=None if action == "merge" else "+", metavar="CODE")
    if action == "rename":
        parser.add_argument("--name", required=True)
    if action not in {"template", "export", "routes"}:
        parser.add_argument("--apply", action="store_true", help="do it; otherwise only look")
    return parser


_ACTIONS: dict[str, Callable[[_Work], int]] = {
    "template": _template,
    "import": _import,
    "export": _export,
    "merge": _merge,
    "split": _split,
    "rename": _rename,
    "close": _close,
    "routes": _routes,
}
