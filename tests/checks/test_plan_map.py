"""docs/plan.md is read from markers: where each stands, what it names, and how far a requirement is met."""

from pathlib import Path

import pytest

from bot.domain.plan_requirements import REQUIREMENTS
from bot.plan_map import Mark, all_marks, marks_in, page, state_of

CODE, TEST = "bot/services/tips.py", "tests/test_tips.py"


def a_tree(root: Path, **files: str) -> Path:
    """Lay files into a checkout; `bot__tips` is bot/tips.py."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("text", "path", "marks"),
    [
        ("def send():  # plan S-06\n", CODE, [Mark("S-06", CODE)]),
        ("class Tips:  # plan S-06, partly GV-*\n", CODE, [Mark("S-06", CODE), Mark("GV-*", CODE, is_partly=True)]),
        ("def test_a_tip_comes():  # plan S-06\n", TEST, [Mark("S-06", TEST, "test_a_tip_comes")]),
        ("# plan S-06\nasync def test_a_tip(\n", TEST, [Mark("S-06", TEST, "test_a_tip")]),
        ("# plan S-06\n@once\ndef test_a_tip():\n", TEST, [Mark("S-06", TEST, "test_a_tip")]),
        (
            '    # plan S-37\n    Command("lich", …)\n',
            "handlers/commands.py",
            [Mark("S-37", "handlers/commands.py", "lich")],
        ),
        ("x = 1  # plan S-06 is old\n", CODE, []),
        ("# plan\n", CODE, []),
    ],
)
def test_a_marker_belongs_to_its_line_or_the_one_below(text, path, marks):
    assert list(marks_in(text, path)) == marks


@pytest.mark.parametrize(
    ("marks", "state"),
    [
        ([], "not yet"),
        ([Mark("S-06", TEST)], "not yet"),
        ([Mark("S-06", CODE)], "partly"),
        ([Mark("S-06", CODE), Mark("S-06", TEST)], "done"),
        ([Mark("S-06", CODE, is_partly=True), Mark("S-06", TEST)], "partly"),
    ],
)
def test_done_needs_code_and_a_test_and_no_gap(marks, state):
    assert state_of(marks) == state


def test_a_place_stands_in_its_column(tmp_path):
    root = a_tree(
        tmp_path,
        bot__tips="def send():  # plan S-06\n",
        handlers__help="class Help:  # plan S-06\n",
        handlers__commands='# plan S-06\nCommand("huongdan")\n',
        tests__test_tips="def test_a_tip_comes():  # plan S-06\n",
    )

    line = next(line for line in page(root).splitlines() if line.startswith("| S-06 |"))

    assert line.endswith(
        "| done | `/huongdan` | [help.py](../handlers/help.py) | [tips.py](../bot/tips.py) "
        "| [a tip comes](../tests/test_tips.py) |"
    )


def test_a_star_names_every_criterion_of_a_category(tmp_path):
    root = a_tree(tmp_path, bot__criteria="ALL = ()  # plan GV-*\n")

    partly = [line.split(" | ")[0] for line in page(root).splitlines() if "| partly |" in line]

    assert partly == ["| GV-1", "| GV-2", "| GV-3", "| GV-4"]


@pytest.mark.parametrize("code", ["S-53", "XY-1", "XY-*"])
def test_a_code_that_the_plan_does_not_have_is_a_mistake(tmp_path, code):
    root = a_tree(tmp_path, bot__tips=f"def send():  # plan {code}\n")

    with pytest.raises(ValueError, match=f"bot/tips.py marks {code[:-1]}"):
        page(root)


def test_every_requirement_has_a_line_of_its_own():
    assert list(REQUIREMENTS) == [f"S-{number:02}" for number in range(1, 53)]
    lines = page().splitlines()
    assert [code for code in REQUIREMENTS if sum(line.startswith(f"| {code} |") for line in lines) != 1] == []


def test_the_marks_of_this_checkout_stand_in_code_and_tests():
    found = all_marks()

    assert {mark.is_test for mark in found} == {True, False}
    assert any(mark.is_command for mark in found)
