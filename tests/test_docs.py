"""The hand-written docs against the code: commands, settings, links, and every path that they name."""

import re
from pathlib import Path

import pytest

from bot.__main__ import make_parser
from bot.settings import ROOT
from handlers.commands import COMMANDS

README = (ROOT / "README.md").read_text(encoding="utf-8")
RUNNING = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
#: A path of the checkout, as the docs write it: `bot/settings.py`, `handlers/`.
PATH = re.compile(r"`((?:bot|handlers|models|tests|docs|locales)/[\w./-]*)`")
LAUNCHED = re.compile(r"(?:\./|^ExecStart=\S*/)guongsang ([a-z]+)", re.MULTILINE)


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_the_readme_names_every_command_by_both_names(command) -> None:
    assert f"| /{command.name} | /{command.alias} |" in README


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]

    broken = [link for link in links if not (page.parent / link.partition("#")[0]).exists()]

    assert broken == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_path_that_is_named_exists(page: Path) -> None:
    named = PATH.findall(page.read_text(encoding="utf-8"))

    missing = [path for path in named if not (ROOT / path).exists()]

    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_of_the_launcher_that_is_named_exists(page: Path) -> None:
    told = make_parser().format_help()
    there = set(re.findall(r"^    ([a-z]+) ", told, re.MULTILINE))

    named = set(LAUNCHED.findall(page.read_text(encoding="utf-8")))

    assert named - there == set()


def test_the_operators_page_explains_every_setting_and_no_other() -> None:
    offered = re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)

    explained = re.findall(r"^\| `([A-Z_]+)` \|", RUNNING, re.MULTILINE)

    assert len(offered) > 10
    assert sorted(explained) == sorted(offered)


def test_every_page_can_be_reached_from_the_readme() -> None:
    reached: set[Path] = set()
    waiting = [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        links = LINK.findall(page.read_text(encoding="utf-8"))
        linked = [(page.parent / link.partition("#")[0]).resolve() for link in links if "://" not in link]
        waiting += [target for target in linked if target.suffix == ".md"]
        waiting += [inside for target in linked if target.is_dir() for inside in target.glob("*.md")]

    assert [name_of(page) for page in PAGES if page not in reached] == []
