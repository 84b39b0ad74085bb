"""`settings` shows every setting with its default, and changes one only to what makes sense."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.setting_commands import CHANGEABLE
from bot.settings import ROOT
from models.upgrade import upgrade


@pytest.fixture(autouse=True)
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty database, and settings that point to it."""
    for name in ("BOT_TOKEN", "DATABASE_URL", "MODE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    upgrade(f"sqlite:///{tmp_path}/guongsang.sqlite3", backup_dir=tmp_path, now=datetime.now(UTC))


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_all_are_listed_and_our_defaults_are_marked(capsys):
    code = main(["settings"])

    *lines, note = said(capsys)
    assert code == 0
    assert [line.split()[0] for line in lines] == list(CHANGEABLE)
    assert all(" * " in line for line in lines)
    assert note == "* Our assumption; the plan does not set it."


def test_a_changed_value_shows_the_default_beside_it_until_it_is_the_default_again(capsys):
    codes = [main(["settings", "tips", value]) for value in ("0", "0", "1")]

    assert codes == [0, 0, 0]
    assert said(capsys) == [
        "tips 0 1 on, 0 off (default 1) Whether a tip of the week is sent",
        "tips 0 1 on, 0 off (default 1) Whether a tip of the week is sent",
        "tips 1 1 on, 0 off * Whether a tip of the week is sent",
    ]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["tips", "2"], "2 is not 1 or 0"),
        (["inbox_days", "0"], "0 is not a whole number from 1 on"),
        (["inbox_days", "soon"], "soon is not a whole number"),
        (["colour", "1"], "There is no setting colour"),
        (["undo_seconds"], "There is no setting undo_seconds"),
    ],
)
def test_what_makes_no_sense_changes_nothing(capsys, arguments, words):
    code = main(["settings", *arguments])
    refused = capsys.readouterr().err

    assert code == 2
    assert words in refused
    assert main(["settings", "inbox_days"]) == 0
    assert said(capsys) == ["inbox_days 30 days * How long raw updates are kept"]


def test_those_can_be_changed_that_are_read_when_they_count():
    sources = [file.read_text("utf-8") for folder in ("bot", "handlers") for file in (ROOT / folder).rglob("*.py")]

    read = {name.lower() for text in sources for name in re.findall(r"value_of\([^)]*Setting\.(\w+)\)", text)}

    by_table = {"solutions_many", "solutions_some"}  # bot/services/achievements.py
    assert read | by_table == set(CHANGEABLE)
