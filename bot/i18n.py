"""Languages: the catalogues in locales/, and the Speaker that says a message to one reader."""

import gettext
import io
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.domain.wording import Text

LOCALES = Path(__file__).parent.parent / "locales"
DOMAIN = "guongsang"
LANGUAGES = ("vi", "en")
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Audience(StrEnum):
    """In which role somebody is spoken to."""

    TEACHER = "teacher"  # and staff, and heads of units
    OFFICER = "officer"
    PUPIL = "pupil"
    PARENT = "parent"
    UNKNOWN = "unknown"


#: How a reader is addressed in Vietnamese; English says "you".
YOU = {
    Audience.TEACHER: "Thầy/Cô",
    Audience.OFFICER: "Anh/Chị",
    Audience.PUPIL: "em",
    Audience.PARENT: "Quý phụ huynh",
    Audience.UNKNOWN: "Quý vị",
}


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Load one language from its .po file; nothing compiled lies in the checkout."""
    path = LOCALES / language / "LC_MESSAGES" / f"{DOMAIN}.po"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=language, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says messages in one language to one kind of reader.

    ``say("Which unit is {name} at?", name=…)`` looks for a variant of the message for the reader's role (a gettext
    context) and takes the plain one otherwise. ``{you}`` and ``{You}`` may always be used by a translation.
    """

    language: str = "vi"
    audience: Audience = Audience.UNKNOWN
    zone: ZoneInfo = VIETNAM
    you: str = ""

    def __call__(self, message: str | Text, /, **values: Any) -> str:  # noqa: ANN401 -- whatever str.format takes
        """Say a message; values that are themselves a Text are said first."""
        if isinstance(message, Text):
            values = {**values, **message.args}
            message = message.msgid
        said = _translated(self.language, self.audience, message)
        if "{" not in said:
            return said
        you = self.you or YOU[self.audience]
        spoken = {name: self(value) if isinstance(value, Text) else value for name, value in values.items()}
        return said.format(**spoken, you=you, You=you[:1].upper() + you[1:])

    def date(self, day: date) -> str:
        """Say a date as dd/MM/yyyy in every language (CLDR's short form has two digits for the year)."""
        return f"{day:%d/%m/%Y}"

    def moment(self, at: datetime) -> str:
        """Say a moment as 16:05, 02/03/2027 in the readers' zone."""
        return f"{at.astimezone(self.zone):%H:%M, %d/%m/%Y}"

    def number(self, value: float) -> str:
        """Say a number with the separators of the language: 1.234,5."""
        return str(format_decimal(value, locale=self.language))


@cache
def _translated(language: str, audience: Audience, msgid: str) -> str:
    translations = catalogue(language)
    variant = translations.pgettext(audience.value, msgid)
    return variant if variant != msgid else translations.gettext(msgid)
