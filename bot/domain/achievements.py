"""Achievements in fields that can be counted: solutions and initiatives, prizes; read from a line as people type it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.names import normalise, search_key
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text

#: What an achievement is; values of models.support.AchievementKind, which the domain does not import.
SOLUTION, PRIZE = "solution", "prize"
#: Characters of a title, and of every other field.
LONGEST_TITLE, LONGEST_FIELD = 200, 100

_YEAR = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–]\s*(?:20)?\d\d)?\b")
_NUMBER = re.compile(
    r"(?:\b(?:theo\s+)?(?:QĐ|quyết định|decision)\b\s*)?(?:số|no\.?)?\s*:?\s*(\d+/[^\s,;]+)", re.IGNORECASE
)
_PRIZE = re.compile(r"\b(giai|huy chuong|hcv|hcb|hcd|prize|medal)\b")
_RANKS = (
    ("dac biet", "Đặc biệt"),
    ("nhat", "Nhất"),
    ("nhi", "Nhì"),
    ("ba", "Ba"),
    ("tu", "Tư"),
    ("khuyen khich", "Khuyến khích"),
    ("vang", "Vàng"),
    ("bac", "Bạc"),
    ("dong", "Đồng"),
)
_RANK = re.compile(r"\b(?:giai|huy chuong)\s+(" + "|".join(key for key, _rank in _RANKS) + r")\b")
_LEVEL = re.compile(
    r"\bcap\s+(truong|xa|phuong|cum|huyen|thi xa|thanh pho|tinh|bo|quoc gia|toan quoc|khu vuc|quoc te)\b"
)
_LEVELS = {
    "truong": "trường",
    "xa": "xã",
    "phuong": "phường",
    "cum": "cụm",
    "huyen": "huyện",
    "thi xa": "thị xã",
    "thanh pho": "thành phố",
    "tinh": "tỉnh",
    "bo": "bộ",
    "quoc gia": "quốc gia",
    "toan quoc": "quốc gia",
    "khu vuc": "khu vực",
    "quoc te": "quốc tế",
}
_BY = re.compile(r"^(?:(?:được|do)\s+)?(.*?)\s*(?:công nhận|chứng nhận|tặng|recognised|recognized)?$", re.IGNORECASE)
_WHO = re.compile(
    r"\b(so|ubnd|truong|hoi dong|phong|bo|tinh|xa|huyen|cong nhan|chung nhan|thpt|thcs|recognised|recognized)\b"
)


@dataclass(frozen=True, slots=True)
class Achieved:  # plan partly S-27, QL-3, GV-2, NV-2, partly HS-2
    """One achievement; ``year`` is 0 and a field is empty while it is not told.

    A solution names who recognised it and under which decision number, a prize its level and rank.
    """

    kind: str = SOLUTION
    title: str = ""
    year: int = 0
    recognised_by: str = ""
    decision_number: str = ""
    level: str = ""
    rank: str = ""

    @property
    def missing(self) -> tuple[str, ...]:
        """The fields that are not told yet, in the order in which they are asked for."""
        fields = ("year", "level", "rank") if self.kind == PRIZE else ("year", "recognised_by", "decision_number")
        return tuple(name for name in fields if not getattr(self, name))


def read(line: str) -> Achieved:
    """Read one line: "Lớp học ngoài vườn, 2026, Sở GD&ĐT công nhận, 15/QĐ-SGDĐT", or "Giải Nhì cấp tỉnh … 2025".

    What is not recognised stays in the title, so that nothing typed is lost. Raises Refusal: achievement.empty,
    achievement.too_long.
    """
    whole = normalise(line).lstrip("-•·* ")
    if not any(map(str.isalpha, whole)):
        raise Refusal("achievement.empty", Text(N_("Please type what it is called, like: Lớp học ngoài vườn, 2026.")))
    prize = _PRIZE.search(search_key(whole)) is not None
    year, number = _YEAR.search(_without_numbers(whole)), _NUMBER.search(whole)
    parts = [part for part in map(str.strip, re.split(r"[,;]|\s[–-]\s", _bare(whole, number))) if part]
    title, *others = parts or [whole]
    by = "" if prize else next((part for part in others if _WHO.search(search_key(part))), "")
    kept = [part for part in others if part != by]
    title = ", ".join([title, *kept])
    if len(title) > LONGEST_TITLE:
        too_long = N_("One line a piece, please: this one has {count} characters, and at most {most} fit.")
        raise Refusal("achievement.too_long", Text(too_long, {"count": len(title), "most": LONGEST_TITLE}))
    return Achieved(
        kind=PRIZE if prize else SOLUTION,
        title=title,
        year=int(year.group()[:4]) if year else 0,
        recognised_by=_recogniser(by),
        decision_number=number.group(1).rstrip(".") if number else "",
        level=_level(whole) if prize else "",
        rank=_rank(whole) if prize else "",
    )


def fill_in(achieved: Achieved, field: str, text: str) -> Achieved:
    """Give an achievement with one field filled in; Refusal achievement.no_year or achievement.too_long."""
    words = normalise(text)
    if field == "year":
        year = _YEAR.search(words)
        if year is None:
            raise Refusal("achievement.no_year", Text(N_("Please type a year such as 2026, or skip it.")))
        return replace(achieved, year=int(year.group()[:4]))
    if len(words) > LONGEST_FIELD:
        too_long = N_("That is {count} characters, and at most {most} fit. Please send a shorter text.")
        raise Refusal("achievement.too_long", Text(too_long, {"count": len(words), "most": LONGEST_FIELD}))
    return replace(achieved, **{field: words})  # type: ignore[arg-type]  # a field by its name, never the year


def solutions_in(achieved: Iterable[Achieved]) -> int:
    """Count the solutions and initiatives; the same title twice is one."""
    return len({search_key(one.title) for one in achieved if one.kind == SOLUTION})


def details(achieved: Achieved) -> tuple[str, ...]:
    """Give what is told beside the title, in the order of a dossier: level, rank, year, who, number."""
    known = (
        achieved.rank,
        achieved.level,
        str(achieved.year) if achieved.year else "",
        achieved.recognised_by,
        achieved.decision_number,
    )
    return tuple(part for part in known if part and search_key(part) not in search_key(achieved.title).split(", "))


def _without_numbers(text: str) -> str:
    return _NUMBER.sub(" ", text)


def _bare(text: str, number: re.Match[str] | None) -> str:
    """Leave out what has a field of its own: the number and the year."""
    rest = text if number is None else text[: number.start()] + text[number.end() :]
    rest = re.sub(r"\(\s*\)", "", _YEAR.sub("", rest))
    return re.sub(r"\b(?:năm học|năm|in)\s*(?=[,;.)]|$)", "", rest).strip(" .,;")


def _recogniser(part: str) -> str:
    found = _BY.match(part)
    return (found.group(1) if found and found.group(1) else part)[:LONGEST_FIELD]


def _level(text: str) -> str:
    found = _LEVEL.search(search_key(text))
    return _LEVELS[found.group(1)] if found else ""


def _rank(text: str) -> str:
    found = _RANK.search(search_key(text))
    return dict(_RANKS)[found.group(1)] if found else ""
