"""The table in which units come and go: its columns, and one line of it with everything that is wrong said.

A line says what a unit is from one day to another. A unit that was renamed has two lines with the same code; one that
was merged or split names, in its last line, the codes of what it became.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.names import normalise, search_key
from bot.domain.routes import KINDS
from bot.domain.wording import N_, Text
from models.unit import SuccessionKind

#: Characters of a name, a place or a decision.
LONGEST = 200
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_DAYS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
_BETWEEN = re.compile(r"\s*;\s*")


class Column(StrEnum):
    """The columns, by the heading in English; any order will do, and those that are not needed may be missing."""

    CODE = "code"
    NAME = "name"
    KIND = "kind"
    PLACE = "place"
    ABOVE = "sends dossiers to"
    ADMINISTERED_BY = "administered by"
    CLUSTER = "cluster"
    VALID_FROM = "from"
    VALID_TO = "until"
    ALSO = "also found by"
    SUCCESSORS = "became"
    SUCCESSION = "how"
    DECISION = "decision"


#: The headings as the Department reads them.
HEADINGS: Mapping[Column, str] = {
    Column.CODE: "Mã đơn vị",
    Column.NAME: "Tên đơn vị",
    Column.KIND: "Loại đơn vị",
    Column.PLACE: "Xã, phường",
    Column.ABOVE: "Gửi hồ sơ tới (mã)",
    Column.ADMINISTERED_BY: "Cơ quan quản lý (mã)",
    Column.CLUSTER: "Khối thi đua (mã)",
    Column.VALID_FROM: "Từ ngày",
    Column.VALID_TO: "Đến hết ngày",
    Column.ALSO: "Mã cũ, tên gọi khác",
    Column.SUCCESSORS: "Trở thành (mã)",
    Column.SUCCESSION: "Hình thức",
    Column.DECISION: "Quyết định",
}
_NEEDED = (Column.CODE, Column.NAME, Column.KIND, Column.PLACE)
_COLUMN_OF = {
    **{search_key(column.value): column for column in Column},
    **{search_key(heading): column for column, heading in HEADINGS.items()},
}
#: What people write for how a unit ended; rows keep the values of SuccessionKind.
SUCCESSION_WORDS: Mapping[SuccessionKind, str] = {
    SuccessionKind.MERGE: "sáp nhập",
    SuccessionKind.SPLIT: "chia tách",
    SuccessionKind.CLOSE: "giải thể",
}
_SUCCESSION_OF = {
    **{kind.value: kind for kind in SUCCESSION_WORDS},
    **{search_key(words): kind for kind, words in SUCCESSION_WORDS.items()},
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of the file, counted from 1 with the heading."""

    line: int
    text: Text


@dataclass(frozen=True, slots=True)
class Line:
    """One line: what a unit is from one day to another, and what became of it then."""

    number: int
    code: str
    name: str
    kind: str
    place: str
    #: Codes of the units that stand above it; None where the file has no such column, so that nothing changes.
    above: str | None
    administered_by: str | None
    cluster: str | None
    valid_from: date
    valid_to: date | None
    also: tuple[str, ...]
    successors: tuple[str, ...]
    succession: SuccessionKind | None
    decision: str


class _Wrong(Exception):
    def __init__(self, msgid: str, **values: object) -> None:
        super().__init__(msgid)
        self.text = Text(msgid, values)


def read_lines(rows: Sequence[Sequence[str]], *, since: date | None = None) -> tuple[list[Line], list[Problem]]:
    """Read the rows of a file; lines without a first day count from ``since``. Empty lines are left out."""
    numbered = [(number, row) for number, row in enumerate(rows, 1) if any(cell.strip() for cell in row)]
    if not numbered:
        return [], [Problem(1, Text(N_("The file is empty.")))]
    (heading_at, heading), *body = numbered
    columns, problems = _columns(heading_at, heading)
    if problems:
        return [], problems
    lines: list[Line] = []
    for number, row in body:
        cells = {column: normalise(row[at]) if at < len(row) else "" for column, at in columns.items()}
        try:
            lines.append(_line(number, cells, since=since))
        except _Wrong as wrong:
            problems.append(Problem(number, wrong.text))
    return lines, problems


def _columns(number: int, heading: Sequence[str]) -> tuple[dict[Column, int], list[Problem]]:
    columns: dict[Column, int] = {}
    problems = []
    for at, cell in enumerate(heading):
        key = search_key(cell)
        column = _COLUMN_OF.get(key)
        if column is not None and column not in columns:
            columns[column] = at
        elif key:
            words = N_("The heading “{heading}” is unknown or there twice. The template has all of them.")
            problems.append(Problem(number, Text(words, {"heading": cell})))
    missing = [f"“{HEADINGS[column]}”" for column in _NEEDED if column not in columns]
    if missing:
        problems.append(Problem(number, Text(N_("The column {columns} is missing."), {"columns": ", ".join(missing)})))
    return columns, problems


def _line(number: int, cells: Mapping[Column, str], *, since: date | None) -> Line:
    code = _code(cells.get(Column.CODE, ""))
    kind = cells.get(Column.KIND, "")
    if kind not in KINDS:
        raise _Wrong(N_("There is no kind “{kind}”. The guide beside the template lists them."), kind=kind)
    valid_from, valid_to = _days(cells, kind, since=since)
    successors = _codes(cells.get(Column.SUCCESSORS, ""))
    return Line(
        number=number,
        code=code,
        name=_short(cells, Column.NAME, needed=True),
        kind=kind,
        place=_short(cells, Column.PLACE),
        above=_other(cells, Column.ABOVE, code),
        administered_by=_other(cells, Column.ADMINISTERED_BY, code),
        cluster=_other(cells, Column.CLUSTER, code),
        valid_from=valid_from,
        valid_to=valid_to,
        also=tuple(dict.fromkeys(filter(None, _BETWEEN.split(_short(cells, Column.ALSO))))),
        successors=successors,
        succession=_succession(cells, code, successors, valid_to),
        decision=_short(cells, Column.DECISION),
    )


def _days(cells: Mapping[Column, str], kind: str, *, since: date | None) -> tuple[date, date | None]:
    valid_from = _day(cells.get(Column.VALID_FROM, "")) or since
    valid_to = _day(cells.get(Column.VALID_TO, ""))
    if valid_from is None:
        raise _Wrong(N_("The first day is missing. Fill in “{heading}”, or give one day for all with --from."),
                     heading=HEADINGS[Column.VALID_FROM])  # fmt: skip
    if valid_to is not None and valid_to < valid_from:
        raise _Wrong(
            N_("The last day {to} lies before the first, {since}."), to=_said(valid_to), since=_said(valid_from)
        )
    last = KINDS[kind].last_day
    if last is not None and (valid_to is None or valid_to > last):
        raise _Wrong(N_("Units of the kind {kind} ended on {day}; the last day is missing or later."),
                     kind=kind, day=_said(last))  # fmt: skip
    return valid_from, valid_to


def _succession(
    cells: Mapping[Column, str], code: str, successors: Sequence[str], valid_to: date | None
) -> SuccessionKind | None:
    words = cells.get(Column.SUCCESSION, "")
    if valid_to is None and (successors or words):
        raise _Wrong(N_("A unit that became another one needs a last day."))
    if successors == (code,):
        raise _Wrong(N_("A unit cannot become itself; a new name is a further line with the same code."))
    if not words:
        return None if not successors else SuccessionKind.SPLIT if len(successors) > 1 else SuccessionKind.MERGE
    kind = _SUCCESSION_OF.get(search_key(words))
    if kind is None:
        known = ", ".join(f"“{one}”" for one in SUCCESSION_WORDS.values())
        raise _Wrong(N_("“{words}” is not how a unit ends; there are {known}."), words=words, known=known)
    if (kind is SuccessionKind.CLOSE) == bool(successors):
        raise _Wrong(N_("A unit that is closed has no successor; one that is merged or split needs one."))
    return kind


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise _Wrong(N_("“{code}” is no code: letters without marks, digits, dot, dash, at most 40."), code=text)
    return text


def _codes(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_code(part) for part in _BETWEEN.split(text) if part))


def _other(cells: Mapping[Column, str], column: Column, code: str) -> str | None:
    text = cells.get(column)
    if text == code:
        raise _Wrong(N_("A unit cannot stand above itself."))
    return _code(text) if text else text


def _short(cells: Mapping[Column, str], column: Column, *, needed: bool = False) -> str:
    text = cells.get(column, "")
    if needed and not text:
        raise _Wrong(N_("“{heading}” is empty."), heading=HEADINGS[column])
    if len(text) > LONGEST:
        raise _Wrong(N_("“{heading}” is longer than {most} characters."), heading=HEADINGS[column], most=LONGEST)
    return text


def _day(text: str) -> date | None:
    if not text:
        return None
    for form in _DAYS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise _Wrong(N_("“{text}” is no day. Please write it like 01/07/2025."), text=text)


def _said(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def cells_of(line: Line) -> list[str | date]:
    """Write a line as the cells of a row, in the order of the columns."""
    succession = "" if line.succession is None else SUCCESSION_WORDS[line.succession]
    return [
        *(line.code, line.name, line.kind, line.place),
        *(line.above or "", line.administered_by or "", line.cluster or ""),
        *(line.valid_from, line.valid_to or "", "; ".join(line.also), "; ".join(line.successors)),
        *(succession, line.decision),
    ]


def headings() -> list[str]:
    """Give the first row of the table."""
    return [HEADINGS[column] for column in Column]


def in_order(lines: Iterable[Line]) -> list[Line]:
    """Sort lines by unit and day."""
    return sorted(lines, key=lambda line: (line.code, line.valid_from))
