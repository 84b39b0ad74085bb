"""No committed file may name a place to download from: whoever runs the bot chooses the package index."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
#: Written in pieces, or this file would be its own first finding.
HOSTS = re.compile("|".join(re.escape(".".join(name)) for name in (
    ("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("npmjs", "com"), ("unpkg", "com"), ("jsdelivr", "net"),
    ("deb", "debian", "org"),
)))  # fmt: skip


def problems(root: Path = ROOT) -> list[str]:
    """List every line of a committed text file that names a package registry or a script host."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True)  # noqa: S607 -- git is on PATH
    found = []
    for name in listed.stdout.decode().split("\0"):
        path = root / name
        if not name or not path.is_file():
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue  # a picture
        found += [
            f"{name}:{number}: {line.strip()[:100]}" for number, line in enumerate(lines, 1) if HOSTS.search(line)
        ]
    return found
