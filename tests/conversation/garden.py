"""A small flow with a step of every kind, about plants: nothing in it needs a database."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from sqlmodel import Session

from bot.conversation.desk import Desk, Go, Pressed, Typed
from bot.conversation.flow import Flow
from bot.conversation.outcomes import FRESH, Cursor, Outcome, Show
from bot.conversation.steps import (
    Ask,
    Attach,
    Choose,
    Confirm,
    Find,
    Item,
    Oddity,
    Option,
    Shelf,
    Tick,
    Turning,
    as_it_is,
    unsaid,
)
from bot.domain.nomination import CriterionClaim
from bot.domain.refusals import Refusal
from bot.domain.wording import Text
from bot.i18n import Speaker
from bot.services.evidence import EvidenceLine
from models.evidence import EvidenceState, Purpose

ITEMS = (
    Item("C-1", "Grows by itself", "What makes it grow?", "Growth"),
    Item("C-2", "Smells well", "What does it smell of?", "Smell"),
    Item("C-3", "Needs little water", "How little?", "Water"),
)
BEDS = {
    "1": "North bed",
    "2": "South bed",
    "3": "Small south bed",
    "4": "South wall",
    "5": "Southern hedge",
    "6": "South {gate}",
}


@dataclass(frozen=True, slots=True)
class Plant:
    sort: str = ""
    fruit: str = ""
    name: str = ""
    care: str = ""
    bed: str = ""
    season: str = ""
    story: str = ""
    claims: tuple[CriterionClaim, ...] = ()


@dataclass
class Files:
    """What the shelf holds, instead of rows."""

    lines: list[EvidenceLine] = field(default_factory=list)
    limit_reached: bool = False

    def come(self, name: str = "", **values: Any) -> int:
        given = {"kind": "photo", "state": EvidenceState.STORED, "size": 1_500_000, "reason": "", "url": ""} | values
        line = EvidenceLine(
            id=len(self.lines) + 1, file_name=name, purpose=Purpose.PROOF, criterion=given.pop("criterion", ""), **given
        )
        self.lines.append(line)
        return line.id

    def change(self, line_id: int, **values: Any) -> None:
        self.lines = [replace(line, **values) if line.id == line_id else line for line in self.lines]

    def add_link(self, url: str) -> None:
        if "refused" in url:
            raise Refusal("link_too_long", Text("This link is too long."))
        self.come(url=url, kind="link", state=EvidenceState.LINK, size=0)

    def remove(self, line_id: int) -> None:
        self.lines = [line for line in self.lines if line.id != line_id]


class GardenDesk(Desk):
    """A desk that has files at hand and whose session nobody may touch."""

    files: Files
    seasons_read: int


def a_desk(language: str = "en") -> GardenDesk:
    desk = GardenDesk(
        session=cast(Session, None),
        now=datetime(2027, 3, 2, 9, 0, tzinfo=UTC),
        zone=ZoneInfo("Asia/Ho_Chi_Minh"),
        say=Speaker(language),
    )
    desk.files = Files()
    desk.seasons_read = 0
    return desk


def _files(desk: Desk) -> Files:
    return cast(GardenDesk, desk).files


def _seasons(draft: Plant, desk: Desk) -> list[Option]:
    cast(GardenDesk, desk).seasons_read += 1
    return [
        Option("spring/27", Text("Spring of {year}", {"year": 2027}), note="until May", primary=True),
        Option("autumn/27", "Autumn"),
        Option("", "", note="Summer is over."),
    ]


def _no_weeds(draft: Plant, text: str) -> str:
    if "weed" in text:
        raise Refusal("weed", Text("Weeds are not asked for. For example: a rose."))
    return text.removeprefix("the ")


def _short_name(draft: Plant, name: str) -> Oddity | None:
    return None if " " in name else Oddity(Text("“{name}” is one word.", {"name": name}), "One word is right")


def _beds(desk: Desk, words: str, limit: int, offset: int) -> list[Option]:
    found = [Option(key, as_it_is(bed)) for key, bed in BEDS.items() if words.casefold() in bed.casefold()]
    return found[offset : offset + limit]


def _own_bed(draft: Plant, desk: Desk) -> Plant:
    return draft if draft.bed or draft.sort == "wild" else replace(draft, bed="North bed")


def _claimed(draft: Plant) -> list[str]:
    return [claim.criterion for claim in draft.claims if claim.claimed]


shelf = Shelf(
    lines=lambda desk: _files(desk).lines,
    add_link=lambda desk, url: _files(desk).add_link(url),
    tie=lambda desk, line_id, code: _files(desk).change(line_id, criterion=code),
    mark_product=lambda desk, line_id: _files(desk).change(line_id, purpose=Purpose.PRODUCT),
    remove=lambda desk, line_id: _files(desk).remove(line_id),
)

sort = Choose(
    "sort",
    "What sort of plant is it?",
    called="Sort",
    hint="Look at its leaves.",
    options=(Option("tree", "Fruit tree"), Option("herb", "Hương thảo"), Option("wild", "Wild plant")),
    columns=2,
)
fruit = Choose(
    "fruit",
    "Which fruit?",
    called="Fruit",
    options=(Option("pear", "Pear"), Option("plum", "Plum")),
    when=lambda draft: draft.sort == "tree",
)
name = Ask("name", "What is it called?", called="Name", check=_no_weeds, odd=_short_name, min_length=2, max_length=20)
care = Ask(
    "care",
    lambda draft: Text("Who cares for {name}?"),
    called="Care",
    body=lambda draft, desk: (f"Bed: {draft.bed}",),
    turns=(Turning("Another bed", "bed"),),
    arrive=_own_bed,
)
bed = Find(
    "bed",
    "Which bed?",
    called="Bed",
    hint="Type a part of its name.",
    find=_beds,
    pick=lambda draft, value, desk: replace(draft, bed=BEDS[value]),
    label=lambda draft: draft.bed,
    brief=unsaid,
    none_found="No bed is found by “{text}”.",
    ask_differently="Old names work too.",
    aside=True,
)
season = Choose(
    "season",
    "For which season?",
    called="Season",
    options=_seasons,
    label=lambda draft, desk: draft.season,
    brief=unsaid,
)
story = Ask("story", "What is its story?", called="Story", long=True, max_length=100, voice="Told in a voice note.")
claims = Tick(
    "claims",
    "Which is true?",
    called="Points",
    body=("Mark what is there.",),
    quote="Book of gardens",
    items=lambda draft: ITEMS,
    story_into="story",
    assign=shelf.tie,
    max_proof=40,
    max_story=100,
)
evidence = Attach(
    "evidence",
    "Is there a picture?",
    called="Evidence",
    shelf=shelf,
    items=lambda draft: ITEMS,
    wanted=_claimed,
    limit=7,
)
preview = Confirm(
    "preview",
    "Plant {name}?",
    send="Plant it",
    summary=lambda draft, desk: (f"{draft.name} in {draft.bed}",),
    whole=lambda draft, desk: (f"All of {draft.name}", "The rest"),
)

garden = Flow(
    name="plant",
    version=2,
    command="plant",
    heading="Planting",
    draft=Plant,
    title=lambda draft: draft.name,
    values=lambda draft: {"name": draft.name},
    done=lambda draft, desk: Go("planted"),
    steps=(sort, fruit, name, care, bed, season, story, claims, evidence, preview),
)

#: A draft in which everything is answered.
WHOLE = Plant(
    sort="herb",
    name="Hương thảo xanh",
    care="Tạ Công Quân",
    bed="North bed",
    season="spring/27",
    story="It came over the wall.",
)


def shown(outcome: Outcome[Plant]) -> Show[Plant]:
    """Give the outcome of an answer after which the conversation goes on."""
    assert isinstance(outcome, Show)
    return outcome


def types(desk: Desk, draft: Plant, step: str, text: str, cursor: Cursor = FRESH) -> Show[Plant]:
    return shown(garden.answer(draft, step, cursor, Typed(text), desk))


def presses(
    desk: Desk, draft: Plant, step: str, action: str, value: str = "", *, cursor: Cursor = FRESH
) -> Show[Plant]:
    return shown(garden.answer(draft, step, cursor, Pressed(action, value), desk))


def labels(desk: Desk, draft: Plant, step: str, cursor: Cursor = FRESH) -> list[list[str]]:
    return [[button.label for button in row] for row in garden.draw(draft, step, cursor, desk).rows]
