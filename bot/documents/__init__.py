"""Documents for paper: a Typst template each, filled with strings that are never read as markup (S-06)."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Final

import segno
import typst

from bot.domain.wording import N_
from bot.i18n import Audience, Speaker

_HERE: Final = Path(__file__).parent
_FONTS: Final = _HERE / "fonts"
_STEPS: Final = (
    N_("Open the camera or Telegram, and point it at the code."),
    N_("Press Start and answer a few short questions about yourself."),
    N_("Press Nominate and tell the story. It can be interrupted at any time."),
)


def poster(unit_name: str, url: str, language: str, *, until: date | None = None) -> bytes:
    """Make the A4 poster of a unit as a PDF: its name, the QR code of an invitation, three lines of how-to.

    ``until`` is the last day on which the invitation works; it is printed where it is known.
    """
    say = Speaker(language, Audience.TEACHER)
    foot = [say(N_("For the teachers and staff of the unit."))]
    if until is not None:
        foot.append(say(N_("The code works until {date}."), date=say.date(until)))
    words = {
        "language": language,
        "name": "Gương Sáng",
        "title": say(N_("Introduce an exemplar")),
        "lead": say(N_("A devoted colleague, a good way of working, a kind deed: tell of it in about 3 minutes.")),
        "unit": unit_name,
        "steps": [say(step) for step in _STEPS],
        "foot": " ".join(foot),
        "link": url,
    }
    return _typeset("poster.typ", {"words": json.dumps(words, ensure_ascii=False), "qr": _qr(url)})


def _qr(url: str) -> str:
    """Draw a QR code as SVG, with redundancy for a crumpled sheet, and without the border, which the page gives."""
    drawn = BytesIO()
    segno.make(url, error="m", micro=False).save(drawn, kind="svg", border=2, xmldecl=False, dark="#000", light="#fff")
    return drawn.getvalue().decode()


def _typeset(template: str, inputs: dict[str, str]) -> bytes:
    """Fill a template of this folder; it looks the same on every machine, since the fonts come along."""
    made = typst.compile(
        _HERE / template,
        root=_HERE,
        font_paths=[_FONTS],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards="ua-1",  # tagged, so that it can be read aloud
    )
    assert isinstance(made, bytes)
    return made
