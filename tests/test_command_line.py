"""The command line: quick to explain itself, clear about what is wrong, never a traceback."""

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from models.upgrade import upgrade

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point the settings of this process to an empty folder."""
    for name in ("BOT_TOKEN", "DATABASE_URL", "MODE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return tmp_path


def test_explaining_the_commands_imports_nothing_heavy() -> None:
    program = "import sys; sys.argv = ['bot', '--help']\ntry:\n import bot.__main__ as m; m.main(['--help'])\n"
    program += (
        "except SystemExit: print(*{'telegram', 'sqlalchemy', 'sqlmodel', 'asyncio', 'babel'} & set(sys.modules))"
    )

    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert done.stdout.splitlines()[0].startswith("usage: ./guongsang")
    assert done.stdout.splitlines()[-1] == ""


@pytest.mark.parametrize("arguments", [["dance"], [], ["run", "--fast"], ["inbox", "retry", "seven"], ["db"]])
def test_a_command_that_is_not_known_is_a_usage_error(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)

    assert left.value.code == 2
    assert capsys.readouterr().err.startswith("usage: ./guongsang")


@pytest.mark.usefixtures("data_dir")
def test_missing_settings_are_one_message_and_exit_code_2() -> None:
    done = subprocess.run([sys.executable, "-m", "bot", "run"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 2
    assert done.stderr.splitlines() == [
        "The settings need attention (environment or .env, see .env.example):",
        "  1. BOT_TOKEN: is missing; paste the token that @BotFather gave you.",
    ]


@pytest.mark.parametrize("arguments", [["inbox", "list"], ["db", "status"], ["audit", "verify"]])
def test_wrong_settings_stop_every_command_that_reads_them(
    data_dir: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TIMEZONE", "Asia/Nowhere")

    assert main(arguments) == 2
    assert "TIMEZONE" in capsys.readouterr().err


def test_the_database_can_be_looked_at_made_and_looked_at_again(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = [main(["db", "status"]), main(["db", "upgrade"]), main(["db", "status"])]

    said = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert codes == [0, 0, 0]
    assert said == ["The database is empty", "The database is current"]


def test_a_database_of_a_later_version_is_refused_in_one_sentence(
    data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["db", "upgrade"])
    database = sqlite3.connect(data_dir / "guongsang.sqlite3")
    database.execute("update alembic_version set version_num = '9999'")
    database.commit()
    database.close()

    code = main(["db", "upgrade"])

    assert code == 1
    assert capsys.readouterr().err.startswith("The database is of a later version of the bot (revision 9999;")


@pytest.mark.parametrize("arguments", [["inbox", "list"], ["audit", "verify"]])
def test_commands_on_the_database_ask_for_an_upgrade_first(
    data_dir: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(arguments)

    assert code == 2
    assert capsys.readouterr().err == "The database is empty; run ./guongsang db upgrade first.\n"


def test_a_whole_record_of_decisions_is_said_to_be_whole(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    upgrade(f"sqlite:///{data_dir}/guongsang.sqlite3", backup_dir=data_dir, now=datetime.now(UTC))

    code = main(["audit", "verify"])

    assert (code, capsys.readouterr().out) == (0, "The record is whole: nothing was changed or left out.\n")
