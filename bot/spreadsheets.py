"""Tables in and out of files: CSV and XLSX as people and office programs write them, and safely back to them."""

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import PurePath

import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook

#: Bytes of a file, and of what is packed in it: more is no table that a person has made.
LARGEST = 20 * 1024 * 1024
LARGEST_UNPACKED = 200 * 1024 * 1024
#: A cell that begins with one of these is taken for a formula by some office program; the last four are the same signs
#: at full width.
_FORMULA_SIGNS = ("=", "+", "-", "@", "|", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_DELIMITERS = ";,\t"
#: How a file in the other of the two encodings that programs write begins; all others are UTF-8.
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")

Cell = str | date


class Unreadable(Exception):
    """The file is no table that can be read; ``str()`` says what it seems to be."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written: its rows, the first of them the heading; choices to offer, by column from 0."""

    title: str
    rows: Sequence[Sequence[Cell]]
    widths: Sequence[int] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)


def read(content: bytes, *, name: str) -> list[list[str]]:
    """Read the first sheet of an XLSX or ODS file, or a CSV file; dates come as dd/MM/yyyy, whole numbers as such.

    Raises Unreadable.
    """
    if len(content) > LARGEST:
        raise Unreadable("too large")
    if PurePath(name).suffix.lower() in {".csv", ".txt", ".tsv"}:
        return _read_csv(content)
    return _read_workbook(content)


def write_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write rows as CSV that a spreadsheet program opens rightly, and takes none of its cells for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[_guarded(_text(cell)) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def write_xlsx(sheets: Sequence[Sheet]) -> bytes:
    """Write sheets with a frozen heading; text stays text, whatever it begins with."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    )
    heading = book.add_format({"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"num_format": "@"})
    # With the sign of quoting the cell stays text even after somebody has edited it.
    quoted = book.add_format({"num_format": "@", "quote_prefix": True})
    day = book.add_format({"num_format": "dd/mm/yyyy", "align": "left"})
    for sheet in sheets:
        page = book.add_worksheet(sheet.title)
        page.freeze_panes(1, 0)
        for column, width in enumerate(sheet.widths):
            page.set_column(column, column, width, plain)
        for column, choices in sheet.choices.items():
            page.data_validation(1, column, 5000, column, {"validate": "list", "source": list(choices)})
        for number, row in enumerate(sheet.rows):
            for column, cell in enumerate(row):
                if isinstance(cell, date):
                    page.write_datetime(number, column, cell, day)
                elif cell:
                    style = heading if number == 0 else quoted if cell.startswith(_FORMULA_SIGNS) else plain
                    page.write_string(number, column, cell, style)
    book.close()
    return out.getvalue()


def _read_csv(content: bytes) -> list[list[str]]:
    encoding = "utf-16" if content.startswith(_UTF_16) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable("not UTF-8; save it as “CSV UTF-8”") from error
    first = text.partition("\n")[0]
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        return [
            [_unguarded(cell) for cell in row]
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        ]
    except csv.Error as error:
        raise Unreadable(f"broken CSV: {error}") from error


def _read_workbook(content: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            unpacked = sum(entry.file_size for entry in packed.infolist())
        if unpacked > LARGEST_UNPACKED:
            raise Unreadable("too large")
        with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
            rows = book.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except (zipfile.BadZipFile, CalamineError) as error:
        raise Unreadable("no XLSX") from error
    return [[_unguarded(_text(cell)) for cell in row] for row in rows]


def _text(cell: object) -> str:
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # a code of digits that the program took for a number
    return str(cell)


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def _unguarded(text: str) -> str:
    return text[1:] if text.startswith("'") and text[1:].startswith(_FORMULA_SIGNS) else text
