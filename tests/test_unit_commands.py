"""`units` on the command line: look first, then all of it or nothing, in files that office programs open."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from bot.__main__ import main
from bot.database import Database
from bot.services import unit_routes
from bot.spreadsheets import read, write_csv
from models import Route, Unit, UnitSuccession
from models.upgrade import upgrade

HEADING = ["code", "name", "kind", "place", "sends dossiers to", "from", "until"]
OFFICE = ["vp-so", "Văn phòng Sở", "van_phong_so", "", "", "01/07/2025", ""]
SCHOOLS = [
    [f"th-{number}", f"Tiểu học Số {number}", "truong_th", "xã Mây", "vp-so", "01/07/2025", ""] for number in (1, 2)
]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty database, and settings that point to it."""
    for name in ("BOT_TOKEN", "DATABASE_URL", "MODE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DEFAULT_LANGUAGE", "en")
    upgrade(f"sqlite:///{tmp_path}/guongsang.sqlite3", backup_dir=tmp_path, now=datetime.now(UTC))
    return tmp_path


def rows_of(data_dir: Path, model):
    database = Database(f"sqlite:///{data_dir}/guongsang.sqlite3")
    try:
        return database.read_now(lambda session: list(session.exec(select(model))))
    finally:
        database.stop()


def a_file(data_dir: Path, *lines: list[str]) -> str:
    path = data_dir / "units.csv"
    path.write_bytes(write_csv([HEADING, *lines]))
    return str(path)


def test_a_file_is_only_looked_at_until_it_is_to_be_applied(data_dir: Path, capsys: pytest.CaptureFixture[str]):
    file = a_file(data_dir, OFFICE, *SCHOOLS)

    codes = [main(["units", "import", file])]
    looked = rows_of(data_dir, Unit)
    codes += [main(["units", "import", file, "--apply"]), main(["units", "import", file, "--apply"])]

    out = capsys.readouterr().out.splitlines()
    assert codes == [0, 0, 0]
    assert (len(looked), len(rows_of(data_dir, Unit))) == (0, 3)
    assert out == [
        "New: 3; changed: 0.",
        "This was only a look. Add --apply to bring it in.",
        "New: 3; changed: 0.",
        "New: 0; changed: 0.",
    ]


def test_wrong_lines_are_printed_with_their_numbers_and_nothing_comes_in(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
):
    file = a_file(data_dir, OFFICE, ["", *OFFICE[1:]], [*OFFICE[:2], "truong_tren_may", *OFFICE[3:]])

    code = main(["units", "import", file, "--apply"])

    out = capsys.readouterr().out.splitlines()
    assert code == 1
    assert [line.partition(":")[0] for line in out] == ["line 3", "line 4", "Wrong"]
    assert rows_of(data_dir, Unit) == []


@pytest.mark.parametrize("name", ["template.xlsx", "template.csv"])
def test_the_template_comes_in_as_it_is_and_says_that_nothing_is_new(
    data_dir: Path, name: str, capsys: pytest.CaptureFixture[str]
):
    file = str(data_dir / name)

    codes = [main(["units", "template", file]), main(["units", "import", file])]

    assert codes == [0, 0]
    assert capsys.readouterr().out.splitlines()[0] == "New: 0; changed: 0."


def test_what_is_exported_says_what_was_brought_in(data_dir: Path, capsys: pytest.CaptureFixture[str]):
    main(["units", "import", a_file(data_dir, OFFICE, *SCHOOLS), "--apply"])
    file = data_dir / "out.xlsx"

    code = main(["units", "export", str(file), "--on", "02/03/2027"])
    again = main(["units", "import", str(file)])

    assert (code, again) == (0, 0)
    assert [row[0] for row in read(file.read_bytes(), name="out.xlsx")] == ["Mã đơn vị", "th-1", "th-2", "vp-so"]
    assert "New: 0; changed: 0." in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "{data_dir}/nothing.csv"],
        ["import", "{data_dir}/guongsang.sqlite3"],
        ["export", "{data_dir}/out.pdf"],
        ["export", "{data_dir}/no/such/folder.csv"],
        ["close", "nowhere", "--from", "01/01/2027"],
    ],
    ids=["no file", "no table", "no such form", "no folder", "no unit"],
)
def test_what_cannot_be_done_is_one_sentence(data_dir: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]):
    code = main(["units", *(argument.format(data_dir=data_dir) for argument in arguments)])

    assert (code, len(capsys.readouterr().out.splitlines())) == (1, 1)


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        (["merge", "th-1", "--into", "th-2"], "merge"),
        (["split", "th-1", "--into", "th-1", "th-2"], "split"),
        (["rename", "th-1", "--name", "Tiểu học Bờ Đê"], "rename"),
        (["close", "th-1"], "close"),
    ],
    ids=lambda value: value if isinstance(value, str) else "units",
)
def test_a_reorganisation_is_only_looked_at_until_it_is_to_be_applied(data_dir: Path, arguments: list[str], kind: str):
    main(["units", "import", a_file(data_dir, OFFICE, *SCHOOLS), "--apply"])
    command = ["units", *arguments, "--from", "01/01/2027", "--decision", "QĐ 7"]

    codes = [main(command)]
    looked = rows_of(data_dir, UnitSuccession)
    codes.append(main([*command, "--apply"]))

    done = rows_of(data_dir, UnitSuccession)
    assert (codes, looked) == ([0, 0], [])
    assert [(one.kind, one.decision, f"{one.day}") for one in done] == [(kind, "QĐ 7", "2027-01-01")]


def test_the_middle_level_can_be_skipped_by_a_kind_of_unit(data_dir: Path, capsys: pytest.CaptureFixture[str]):
    database = Database(f"sqlite:///{data_dir}/guongsang.sqlite3")
    database.write_now(unit_routes.seed)
    database.stop()

    code = main(["units", "routes", "truong_mn", "--middle", "skip", "--from", "01/01/2026"])

    assert code == 0
    assert "skips the middle level" in capsys.readouterr().out
    assert [one.skips_middle for one in rows_of(data_dir, Route) if one.unit_kind == "truong_mn"] == [
        False,
        False,
        True,
    ]


def test_a_day_that_is_none_is_a_usage_error(data_dir: Path, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as left:
        main(["units", "export", "a.csv", "--on", "someday"])

    assert left.value.code == 2
    assert "someday is no day such as 01/07/2025" in capsys.readouterr().err
