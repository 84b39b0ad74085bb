"""Both locks: the newest packages that fit all supported Pythons and systems, with hashes and no addresses."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
OPTIONS = (
    *("--universal", "--python-version=3.11", "--generate-hashes", "--only-binary=:all:", "--upgrade"),
    *("--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--no-config", "--quiet"),
)
#: A folder of wheels on this machine would put its own hashes into everybody's lock.
LOCAL_VARIABLES = ("UV_FIND_LINKS", "UV_CONSTRAINT", "UV_OVERRIDE")


def renew(root: Path = ROOT) -> int:
    """Write both locks anew, or leave both as they are; gives 0 or uv's exit code."""
    environment = {name: value for name, value in os.environ.items() if name not in LOCAL_VARIABLES}
    with tempfile.TemporaryDirectory() as folder:
        runtime, dev = Path(folder) / "requirements.lock", Path(folder) / "requirements-dev.lock"
        for extra in (["-o", str(runtime)], ["-o", str(dev), "--group", "dev", "-c", str(runtime)]):
            uv = [sys.executable, "-m", "uv", "pip", "compile", "pyproject.toml", *OPTIONS, *extra]
            done = subprocess.run(uv, cwd=root, env=environment, stdout=subprocess.DEVNULL, check=False)  # noqa: S603 -- ours
            if done.returncode:
                return done.returncode
        for lock in (runtime, dev):
            (root / lock.name).write_bytes(lock.read_bytes())
            lines = lock.read_text(encoding="utf-8").splitlines()
            print(f"{lock.name}: {sum(not line.startswith(' ') for line in lines)} packages")
    print("Run any command to install them, and ./guongsang check before you hand them in.")
    return 0
