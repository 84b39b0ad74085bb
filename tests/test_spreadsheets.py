"""Tables in and out of files, whoever wrote them and whatever they try."""

import csv
import io
import zipfile
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from bot import spreadsheets
from bot.spreadsheets import Sheet, Unreadable, read, write_csv, write_xlsx

DANGEROUS = ["=1+1", "+84912345678", "-2", "@SUM(A1)", "|calc", "\uff1d1+1"]
ROWS: list[list[str | date]] = [["Mã", "Tên", "Từ ngày"], ["33000117", "THCS Bờ Đê; cơ sở 1", date(2025, 7, 1)]]
AS_TEXT = [["Mã", "Tên", "Từ ngày"], ["33000117", "THCS Bờ Đê; cơ sở 1", "01/07/2025"]]


@pytest.mark.parametrize("name", ["units.csv", "units.xlsx"])
def test_what_is_written_is_read_again_with_days_as_people_write_them(name: str):
    content = write_csv(ROWS) if name.endswith("csv") else write_xlsx([Sheet("Đơn vị", ROWS, (12, 30))])

    assert read(content, name=name) == AS_TEXT


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_csv_is_taken_for_a_formula(text: str):
    written = write_csv([["Tên"], [text]])

    cell = list(csv.reader(io.StringIO(written.decode("utf-8-sig")), delimiter=";"))[1][0]
    assert cell == f"'{text}"
    assert read(written, name="a.csv")[1] == [text]


@pytest.mark.parametrize("text", DANGEROUS)
def test_no_cell_of_a_workbook_is_a_formula(text: str):
    written = write_xlsx([Sheet("A", [["Tên"], [text]])])

    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
        styles = parts.read("xl/styles.xml").decode()
    assert "<f>" not in sheet
    assert 'quotePrefix="1"' in styles
    assert read(written, name="a.xlsx")[1] == [text]


def test_a_link_stays_words():
    written = write_xlsx([Sheet("A", [["Tên"], ["https://example.org"]])])

    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert "hyperlink" not in parts.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_csv_is_read_as_office_programs_write_it(delimiter: str, encoding: str):
    content = delimiter.join(["Mã", "Tên"]) + "\r\n" + delimiter.join(["1", "Đỗ"]) + "\r\n"

    assert read(content.encode(encoding), name="a.csv") == [["Mã", "Tên"], ["1", "Đỗ"]]


def test_a_code_that_a_program_took_for_a_number_is_read_without_a_point():
    written = write_xlsx([Sheet("A", [["Mã"]])])
    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        files = {name: parts.read(name) for name in parts.namelist()}
    row = b'</c></row><row r="2"><c r="A2"><v>33000117</v></c></row>'
    files["xl/worksheets/sheet1.xml"] = files["xl/worksheets/sheet1.xml"].replace(b"</c></row>", row)
    changed = io.BytesIO()
    with zipfile.ZipFile(changed, "w") as parts:
        for name, content in files.items():
            parts.writestr(name, content)

    assert read(changed.getvalue(), name="a.xlsx") == [["Mã"], ["33000117"]]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"no workbook", "a.xlsx"),
        (b"\xd0\xcf\x11\xe0 old", "a.xls"),
        (b"M\xc3", "a.csv"),
        (b'a;b\n"never closed', "b.csv"),
        (b"x" * (spreadsheets.LARGEST + 1), "c.csv"),
    ],
    ids=["no zip", "an old form", "another encoding", "an open quote", "too large"],
)
def test_what_is_no_table_is_said_to_be_none(content: bytes, name: str):
    with pytest.raises(Unreadable):
        read(content, name=name)


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_opened():
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as parts, parts.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(201):
            part.write(b"0" * 1024 * 1024)

    assert len(bomb.getvalue()) < spreadsheets.LARGEST
    with pytest.raises(Unreadable, match="too large"):
        read(bomb.getvalue(), name="a.xlsx")


def test_choices_and_a_guide_come_along():
    written = write_xlsx([Sheet("Đơn vị", ROWS, choices={1: ["a", "b"]}), Sheet("Hướng dẫn", [["Cột"]])])

    with zipfile.ZipFile(io.BytesIO(written)) as parts:
        assert '"a,b"' in parts.read("xl/worksheets/sheet1.xml").decode()
    assert CalamineWorkbook.from_filelike(io.BytesIO(written)).sheet_names == ["Đơn vị", "Hướng dẫn"]
