"""From a bare Python to a running command: make or renew .venv from the lock, then become `python -m bot …` in it.

Only the standard library is used here, because nothing else is there yet. ``.venv/guongsang.json`` (the stamp) says
which locks the environment holds; it is written last, so what was interrupted is noticed and made again.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = VENV / "guongsang.json"
UNFINISHED = VENV / "guongsang.unfinished"
SETUP = ROOT / ".venv-setup"
LOG = SETUP / "pip.log"
LOCKS = {"runtime": "requirements.lock", "dev": "requirements-dev.lock"}

#: These need the tools of developers; the second lock holds everything of the first.
DEV_COMMANDS = frozenset({"test", "check", "docs", "lock", "bench"})
#: These need no package at all.
BARE_COMMANDS = frozenset({"--help", "-h", "--version"})
#: What a person may have set for another Python; it would lead ours astray.
FOREIGN_VARIABLES = ("PYTHONPATH", "PYTHONHOME", "PYTHONSAFEPATH", "__PYVENV_LAUNCHER__")


def main(arguments: list[str]) -> int:
    """Prepare what the command needs and become it; comes back, with an exit code, only when that fails."""
    os.chdir(ROOT)
    for name in FOREIGN_VARIABLES:
        os.environ.pop(name, None)
    command = next(iter(arguments), "--help")
    python = Path(sys.executable)
    if not (command in BARE_COMMANDS or BARE_COMMANDS.intersection(arguments[:2])):
        python = PYTHON
        kind = "dev" if command in DEV_COMMANDS else "runtime"
        if not is_ready(kind) and (failed := prepare(kind)):
            return failed
    return become(python, arguments)


def become(python: Path, arguments: list[str]) -> NoReturn:
    """Replace this process by the command, so that signals and the exit code are its own."""
    os.execv(python, [str(python), "-m", "bot", *arguments])  # noqa: S606 -- the launcher's very purpose


def digest(kind: str) -> str:
    """Give the fingerprint of a lock."""
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


def stamped() -> dict[str, str]:
    """Read which locks the environment holds; nothing when it was never finished."""
    try:
        content = json.loads(STAMP.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def is_ready(kind: str) -> bool:
    """Tell whether the environment holds this lock as it is now."""
    return PYTHON.exists() and stamped().get(kind) == digest(kind)


def prepare(kind: str) -> int:
    """Make or renew the environment, one process at a time; gives 0 or an exit code."""
    SETUP.mkdir(exist_ok=True)
    try:
        with one_at_a_time():
            if is_ready(kind):  # another start has done it while we waited
                return 0
            return install(kind)
    except KeyboardInterrupt:
        tell("\nStopped. Call the command again to go on. / Đã dừng, xin gọi lại lệnh để làm tiếp.")
        return 130


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Hold the lock of the environment; the system releases it even when this process is killed."""
    with (SETUP / "lock").open("w", encoding="ascii") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            tell("Another start is preparing the environment; waiting for it … / Đang chờ một lệnh khác chuẩn bị …")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def install(kind: str) -> int:
    """Bring the environment to the lock: a whole one is renewed in place, a broken one made anew."""
    before = stamped()
    if "dev" in before:  # never leave developers' tools behind an older lock
        kind = "dev"
    tell(f"Preparing .venv from {LOCKS[kind]} (once; about a minute) … / Đang chuẩn bị môi trường, khoảng một phút …")
    anew = UNFINISHED.exists() or not works()
    if anew:
        shutil.rmtree(VENV, ignore_errors=True)
        VENV.mkdir()
    UNFINISHED.touch()  # from here on a kill leaves something that the next start throws away
    STAMP.unlink(missing_ok=True)
    if anew and (failed := make_venv()):
        return failed
    if failed := pip_install(ROOT / LOCKS[kind]):
        return failed
    stamp = {"runtime": digest("runtime"), "python": sys.version.split()[0]}
    if kind == "dev":
        stamp["dev"] = digest("dev")
    unfinished_stamp = STAMP.with_suffix(".new")
    unfinished_stamp.write_text(json.dumps(stamp), encoding="utf-8")
    UNFINISHED.unlink()
    unfinished_stamp.replace(STAMP)
    tell("Ready. / Xong.")
    return 0


def make_venv() -> int:
    """Make an empty environment with pip; gives 0 or an exit code."""
    try:
        venv.EnvBuilder(with_pip=True, symlinks=True).create(VENV)
    except subprocess.CalledProcessError as error:
        tell(f"Making .venv failed: {error}. On Debian/Ubuntu try: sudo apt install python3-venv")
        return 3
    return 0


def works() -> bool:
    """Tell whether the environment that is there starts, has pip, and is of a Python that we support."""
    test = "import sys, pip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))"
    try:
        done = subprocess.run([PYTHON, "-I", "-c", test], capture_output=True, check=False)  # noqa: S603 -- our own .venv
    except OSError:
        return False
    return done.returncode == 0


def pip_install(lock: Path) -> int:
    """Install exactly the lock, wheels only, every file checked against its hash; the whole output goes to the log."""
    total = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-deps"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", "-r", str(lock)]
    environment = {**os.environ, "PIP_USER": "0"}
    with (
        LOG.open("w", encoding="utf-8") as log,
        subprocess.Popen(  # noqa: S603 -- our own .venv
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        ) as pip,
    ):
        assert pip.stdout is not None
        seen = 0
        for line in pip.stdout:
            log.write(line)
            if line.startswith(("Collecting ", "Processing ", "Requirement already satisfied: ")):
                seen += 1
                show_progress(min(seen, total), total)
            elif line.startswith("Installing collected"):
                end_progress()
                tell("  installing … / đang cài …")
        end_progress()
    if pip.returncode:
        tail = LOG.read_text(encoding="utf-8").splitlines()[-12:]
        tell("\n".join(tail))
        tell(
            f"Installing the packages failed; is the package index reachable? The whole output: {LOG.relative_to(ROOT)}"
        )
        tell("Cài các gói chưa được; xin kiểm tra mạng rồi gọi lại lệnh này.")
    return pip.returncode


def show_progress(seen: int, total: int) -> None:
    """Show one line that grows on a terminal, and every tenth package elsewhere."""
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\x1b[K  {seen}/{total}")
        sys.stderr.flush()
    elif seen % 10 == 0:
        tell(f"  {seen}/{total}")


def end_progress() -> None:
    """Clear the growing line."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\x1b[K")


def tell(sentence: str) -> None:
    """Tell the person in front of the terminal; stdout stays the command's own."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
