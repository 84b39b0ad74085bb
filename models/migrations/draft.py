"""For developers: write the next migration from what the models say and the scripts do not.

``python -m models.migrations.draft "Give units a telephone"`` writes the next script; read and correct it.
``python -m models.migrations.draft --first`` writes the first one anew: only while no database is in anybody's hands.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from sqlalchemy import create_engine

from models.upgrade import MIGRATIONS, configuration

VERSIONS = MIGRATIONS / "versions"


def main() -> None:
    """Write one script and format it."""
    parser = argparse.ArgumentParser(prog="python -m models.migrations.draft", description=__doc__)
    parser.add_argument("message", nargs="?", default="Make every table")
    parser.add_argument("--first", action="store_true", help="write the first migration anew")
    arguments = parser.parse_args()
    if arguments.first:
        for script in VERSIONS.glob("[0-9]*.py"):
            script.unlink()
    number = 1 + len(list(VERSIONS.glob("[0-9]*.py")))
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{Path(folder) / 'empty.sqlite3'}")
        with engine.begin() as connection:
            command.upgrade(configuration(connection), "head")
            written = command.revision(
                configuration(connection), message=arguments.message, rev_id=f"{number:04}", autogenerate=True
            )
        engine.dispose()
    assert written is not None
    assert not isinstance(written, list)
    path = Path(written.path)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    ruff = [sys.executable, "-m", "ruff"]
    for step in (["format", "-q"], ["check", "--silent", "--fix", "--exit-zero"]):
        subprocess.run([*ruff, *step, path], check=True)  # noqa: S603 -- our own file


if __name__ == "__main__":
    main()
