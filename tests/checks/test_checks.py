"""The checks of a change: all run, whatever the first one says, and the output ends with pytest's own words."""

import subprocess
import textwrap
from pathlib import Path

import pytest

from bot.checks import Check, PytestRun, addresses, docs, findings, migrations, run, run_each, tool
from bot.drawings import Drawing


def test_a_failure_does_not_keep_the_next_check_from_running(capsys: pytest.CaptureFixture[str]) -> None:
    failing = Check("first", "Is it?", findings(lambda: ["it is not"]))
    passing = Check("second", "Is that?", findings(list))

    passed = run_each([failing, passing])

    said = [line.split(" (")[0] for line in capsys.readouterr().out.splitlines() if line]
    assert not passed
    assert said == [
        "── first: Is it?",
        "  it is not",
        "── second: Is that?",
        "Summary",
        "  FAILED first",
        "  ok     second",
    ]


def test_a_check_that_is_not_known_is_named_with_those_that_are(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["lint", "colour"])

    assert code == 2
    assert capsys.readouterr().out.startswith("I do not know colour; there are format, lint, types")


def test_one_check_can_be_run_alone(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["addresses"])

    assert (code, capsys.readouterr().out.count("──")) == (0, 1)


def test_a_tool_that_fails_fails_its_check() -> None:
    assert tool("ruff", "--version")() is True
    assert tool("ruff", "no-such-command")() is False


def test_the_closing_line_of_pytest_is_kept_for_the_end(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "test_two.py"
    file.write_text("def test_right(): pass\ndef test_wrong(): assert 0\n", encoding="ascii")
    tests = PytestRun(str(file), "-c", str(tmp_path / "none.ini"), "--rootdir", str(tmp_path), "-p", "no:cacheprovider")
    (tmp_path / "none.ini").write_text("[pytest]\n", encoding="ascii")

    passed = tests()

    assert not passed
    assert "1 failed, 1 passed in" in tests.closing_line
    assert "1 failed, 1 passed" not in capsys.readouterr().out


def test_the_migrations_make_what_the_models_say() -> None:
    assert migrations.problems() == []


def test_an_address_of_a_registry_is_found_in_committed_files_only(tmp_path: Path) -> None:
    host = f"files.{'pythonhosted'}.org"
    for name in ("committed.txt", "ignored.txt"):
        (tmp_path / name).write_text(f"one\nhttps://{host}/x.whl\n", encoding="ascii")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\xff" + host.encode())
    subprocess.run(["git", "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run(["git", "add", "committed.txt", "picture.png"], cwd=tmp_path, check=True)

    assert addresses.problems(tmp_path) == [f"committed.txt:2: https://{host}/x.whl"]


def test_generated_docs_are_compared_and_written(tmp_path: Path) -> None:
    drawings = [
        Drawing("docs/whole.md", lambda: "new"),
        Drawing("README.md", lambda: "```mermaid\n```", section="workflow"),
    ]
    readme = """
        # Title
        <!-- begin workflow -->
        old
        <!-- end workflow -->
        The rest.
    """
    (tmp_path / "README.md").write_text(textwrap.dedent(readme), encoding="utf-8")

    before = docs.problems(tmp_path, drawings)
    written = docs.write(tmp_path, drawings)

    assert before == [
        "docs/whole.md is out of step; run ./guongsang docs",
        "README.md workflow is out of step; run ./guongsang docs",
    ]
    assert written == ["docs/whole.md", "README.md"]
    assert (tmp_path / "docs/whole.md").read_text() == "new\n"
    assert (tmp_path / "README.md").read_text() == textwrap.dedent(readme).replace("old", "```mermaid\n```")
    assert docs.problems(tmp_path, drawings) == docs.write(tmp_path, drawings) == []


def test_a_section_without_marks_is_a_mistake_of_the_drawing(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("# Title\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"README\.md has no lines <!-- begin workflow -->"):
        docs.write(tmp_path, [Drawing("README.md", lambda: "x", section="workflow")])
