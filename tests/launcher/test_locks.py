"""The committed locks: everything pinned and hashed, for every system, with no address."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def pins(name: str) -> dict[str, str]:
    """Read which lines of a lock stand for which package (and marker), with the hashes that belong to it."""
    found: dict[str, str] = {}
    for block in re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="ascii").strip()):
        first, *hashes = block.splitlines()
        found[first.removesuffix(" \\")] = "".join(hashes)
    return found


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_package_has_an_exact_version_and_a_hash(name: str) -> None:
    loose = [
        pin for pin, hashes in pins(name).items() if not re.match(r"[a-z0-9-]+==\d", pin) or "sha256:" not in hashes
    ]

    assert loose == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_holds_nothing_but_packages_and_hashes(name: str) -> None:
    lines = (ROOT / name).read_text(encoding="ascii").splitlines()

    assert [line for line in lines if not re.match(r"[a-z0-9-]+==|    --hash=sha256:[0-9a-f]{64}( \\)?$", line)] == []


def test_the_lock_of_developers_holds_everything_of_the_other() -> None:
    runtime, dev = pins("requirements.lock"), pins("requirements-dev.lock")

    assert runtime.items() <= dev.items()


def test_packages_with_compiled_parts_have_files_for_many_systems() -> None:
    hashes = {pin.split("==")[0]: text.count("sha256:") for pin, text in pins("requirements.lock").items()}

    assert min(hashes[name] for name in ("aiohttp", "pillow", "sqlalchemy", "pydantic-core")) > 30
