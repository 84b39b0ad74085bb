"""The launcher: from a bare checkout to a running command, once, whatever happens in between.

A tiny checkout with tiny locks and wheels of its own keeps these tests quick and away from any network.
"""

import base64
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: The Python outside of the environment in which the tests run.
PYTHON = Path(sys.executable).resolve()
#: What the tiny checkout's command does: tell what it was given and where it runs.
PROGRAM = """
import importlib.util, json, os, sys
print(json.dumps({
    "arguments": sys.argv[1:],
    "folder": os.getcwd(),
    "inside": sys.prefix == os.path.join(os.getcwd(), ".venv"),
    "packages": [name for name in ("one_package", "two_package") if importlib.util.find_spec(name)],
}))
sys.exit(7 if "fail" in sys.argv else 0)
"""


@dataclass(frozen=True)
class Checkout:
    folder: Path
    wheels: Path

    def start(
        self, *arguments: str, path: str = "", command: Path | None = None, **environment: str
    ) -> subprocess.Popen:
        variables = {
            "PATH": path or f"{PYTHON.parent}:/usr/bin:/bin",
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(self.wheels),
            **environment,
        }
        return subprocess.Popen(
            [command or self.folder / "guongsang", *arguments],
            env=variables,
            cwd="/",
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, **options) -> tuple[int, dict, str]:
        """Give the exit code, what the command told about itself, and what the launcher told the person."""
        with self.start(*arguments, **options) as process:
            out, err = process.communicate()
        return process.returncode, json.loads(out) if out else {}, err

    def lock(self, name: str, *packages: str) -> None:
        wheels = [make_wheel(self.wheels, package) for package in packages]
        lines = [
            f"{package}-package==1.0 \\\n    --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"
            for package, wheel in zip(packages, wheels, strict=True)
        ]
        (self.folder / name).write_text("".join(lines), encoding="ascii")


def make_wheel(folder: Path, name: str) -> Path:
    wheel = folder / f"{name}_package-1.0-py3-none-any.whl"
    about = f"{name}_package-1.0.dist-info"
    files = {
        f"{name}_package.py": "",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}-package\nVersion: 1.0\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},sha256={digest(text)},{len(text)}\n" for path, text in files.items())
    with zipfile.ZipFile(wheel, "w") as archive:
        for path, text in {**files, f"{about}/RECORD": f"{record}{about}/RECORD,,\n"}.items():
            archive.writestr(zipfile.ZipInfo(path), text)
    return wheel


def digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def bare(tmp_path: Path) -> Checkout:
    """Give a fresh checkout, in a folder with a space and accents."""
    checkout = Checkout(tmp_path / "gương sáng", tmp_path / "wheels")
    (checkout.folder / "bot").mkdir(parents=True)
    checkout.wheels.mkdir()
    shutil.copy(ROOT / "guongsang", checkout.folder)
    shutil.copy(ROOT / "bot" / "bootstrap.py", checkout.folder / "bot")
    (checkout.folder / "bot" / "__init__.py").touch()
    (checkout.folder / "bot" / "__main__.py").write_text(PROGRAM, encoding="ascii")
    checkout.lock("requirements.lock", "one")
    checkout.lock("requirements-dev.lock", "one", "two")
    return checkout


@pytest.fixture
def ready(bare: Checkout) -> Checkout:
    """Give a checkout whose environment was made by an earlier command."""
    code, _, err = bare.run("run")
    assert code == 0, err
    return bare


def only_python(folder: Path, script: str) -> str:
    """Give a PATH on which there is nothing but one Python, made of a shell script."""
    folder.mkdir()
    python = folder / "python3"
    python.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    python.chmod(0o755)
    return str(folder)


def test_the_first_command_makes_the_environment_and_becomes_the_command(bare: Checkout) -> None:
    code, told, err = bare.run("demo", "--port", "9")

    assert (code, told) == (
        0,
        {"arguments": ["demo", "--port", "9"], "folder": str(bare.folder), "inside": True, "packages": ["one_package"]},
    )
    assert err.startswith("Preparing .venv from requirements.lock")
    assert err.endswith("Ready. / Xong.\n")


def test_the_second_command_prepares_nothing_and_passes_the_exit_code_on(ready: Checkout) -> None:
    code, told, err = ready.run("run", "fail")

    assert (code, told["arguments"], err) == (7, ["run", "fail"], "")


def test_it_may_be_called_through_a_link_from_anywhere(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    link = tmp_path / "here" / "gs"
    link.symlink_to("../gương sáng/guongsang")

    _, told, err = ready.run("run", command=link)

    assert (told["folder"], err) == (str(ready.folder), "")


def test_a_foreign_pythonpath_does_not_lead_it_astray(ready: Checkout, tmp_path: Path) -> None:
    (tmp_path / "bot").mkdir()
    (tmp_path / "bot" / "__main__.py").write_text("raise SystemExit(99)", encoding="ascii")

    code, _, err = ready.run("run", PYTHONPATH=str(tmp_path), PYTHONSAFEPATH="1")

    assert (code, err) == (0, "")


def test_help_and_version_need_no_environment(bare: Checkout) -> None:
    for arguments in ([], ["--help"], ["--version"], ["run", "--help"]):
        code, told, err = bare.run(*arguments)

        assert (code, told["arguments"], err) == (0, arguments, "")
    assert not (bare.folder / ".venv").exists()


def test_tests_add_the_tools_of_developers_and_running_keeps_them(ready: Checkout) -> None:
    environment = ready.folder / ".venv" / "pyvenv.cfg"
    made = environment.stat().st_mtime_ns

    _, testing, renewing = ready.run("test")
    _, running, quiet = ready.run("run")

    assert testing["packages"] == running["packages"] == ["one_package", "two_package"]
    assert renewing.startswith("Preparing .venv from requirements-dev.lock")
    assert (quiet, environment.stat().st_mtime_ns) == ("", made)


def test_a_changed_lock_is_installed_by_the_next_command(ready: Checkout) -> None:
    ready.lock("requirements.lock", "one", "two")

    _, told, err = ready.run("run")

    assert told["packages"] == ["one_package", "two_package"]
    assert "Preparing" in err


def test_what_a_kill_left_half_made_is_thrown_away(ready: Checkout) -> None:
    environment = ready.folder / ".venv"
    (environment / "guongsang.json").unlink()
    (environment / "guongsang.unfinished").touch()
    (environment / "half-a-package").touch()

    code, told, _ = ready.run("run")

    assert (code, told["packages"]) == (0, ["one_package"])
    assert not (environment / "half-a-package").exists()
    assert not (environment / "guongsang.unfinished").exists()


def test_an_environment_whose_python_is_gone_is_made_anew(ready: Checkout) -> None:
    python = ready.folder / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")

    code, told, err = ready.run("run")

    assert (code, told["inside"]) == (0, True), err


def test_a_file_with_another_hash_is_not_installed_and_the_next_try_can_succeed(bare: Checkout) -> None:
    good = (bare.folder / "requirements.lock").read_text(encoding="ascii")
    (bare.folder / "requirements.lock").write_text(good[:-65] + "0" * 64 + "\n", encoding="ascii")

    code, told, err = bare.run("run")
    (bare.folder / "requirements.lock").write_text(good, encoding="ascii")
    again, _, _ = bare.run("run")

    assert (code, told, again) == (1, {}, 0)
    assert "Installing the packages failed" in err
    assert "Cài các gói chưa được" in err


def test_two_first_commands_at_once_prepare_one_environment(bare: Checkout) -> None:
    with bare.start("run") as first, bare.start("run") as second:
        told = [process.communicate() for process in (first, second)]

    assert (first.returncode, second.returncode) == (0, 0)
    assert sum(err.count("Preparing") for _, err in told) == 1
    assert sum(err.count("waiting for it") for _, err in told) == 1


@pytest.mark.parametrize("script", ["exit 1", "echo pyenv: python3: command not found >&2; exit 127"])
def test_without_a_fitting_python_there_is_one_kind_sentence_in_two_languages(
    bare: Checkout, tmp_path: Path, script: str
) -> None:
    code, _, err = bare.run("demo", path=only_python(tmp_path / "bin", script))

    assert code == 3
    assert [line.split(" Python 3.11")[0] for line in err.splitlines()] == ["Gương Sáng cần", "Gương Sáng needs"]


def test_a_debian_without_venv_is_told_which_package_to_install(bare: Checkout, tmp_path: Path) -> None:
    script = f'case "$*" in *ensurepip*) exit 1;; esac; exec {PYTHON} "$@"'

    code, _, err = bare.run("demo", path=only_python(tmp_path / "bin", script))

    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    assert code == 3
    assert [f"sudo apt install {package}" in line for line in err.splitlines()] == [True, True]
