"""Generated docs: compare what lies there with what the code says now, or write it."""

from collections.abc import Sequence
from pathlib import Path

from bot.drawings import DRAWINGS, Drawing

ROOT = Path(__file__).resolve().parent.parent.parent


def problems(root: Path = ROOT, drawings: Sequence[Drawing] = DRAWINGS) -> list[str]:
    """List the generated texts that are not what the code would write now."""
    return [
        f"{f'{drawing.path} {drawing.section}'.strip()} is out of step; run ./guongsang docs"
        for drawing in drawings
        if _now(root / drawing.path) != _drawn(drawing, root)
    ]


def write(root: Path = ROOT, drawings: Sequence[Drawing] = DRAWINGS) -> list[str]:
    """Write every generated text that has changed; gives their paths."""
    written = []
    for drawing in drawings:
        path, text = root / drawing.path, _drawn(drawing, root)
        if _now(path) != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            written.append(drawing.path)
    return written


def _now(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _drawn(drawing: Drawing, root: Path) -> str:
    """Give the whole file as it should be; raises ValueError where the marks of a section are missing."""
    text = drawing.make().strip("\n")
    if not drawing.section:
        return text + "\n"
    begin, end = f"<!-- begin {drawing.section} -->", f"<!-- end {drawing.section} -->"
    before, found_begin, rest = _now(root / drawing.path).partition(begin)
    _, found_end, after = rest.partition(end)
    if not (found_begin and found_end):
        raise ValueError(f"{drawing.path} has no lines {begin} and {end}")
    return f"{before}{begin}\n{text}\n{end}{after}"
