"""Every page on a province of 500 units, 20,000 people and 5,000 dossiers: how long it takes, and whether it scans.

The last line is JSON: ``ok``, ``worst_p95_ms`` (the slowest page's 95th percentile, which must stay below 50), the
milliseconds of each page, and ``scans``: tables of a thousand rows or more that a page reads whole.
"""

import argparse
import gc
import json
import platform
import re
import sqlite3
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, insert, text
from sqlmodel import Session, SQLModel

from bot.database import make_engine
from bot.domain.names import search_key, sort_key
from bot.domain.workflow import State
from bot.services import units
from handlers.screens import SCREENS
from models import Account, AccountPerson, Claim, Dossier, Person, RoleGrant, Unit, UnitRelation, UnitVersion
from models.base import table_of
from tests.handlers.conftest import desk_of
from tests.handlers.places import screens_of
from tests.support.builders import SINCE, STORY, DossierParts, School, a_dossier, a_school
from tests.support.clock import NOW

UNITS, PEOPLE, DOSSIERS = 500, 20_000, 5_000
#: Dossiers that wait on one head, and as many of one nominator.
AT_ONE_DESK = 100
#: Milliseconds that the 95th percentile of no page may reach.
LIMIT_MS = 50.0
#: A table with fewer rows may be read whole: that is quicker than its index.
SMALL = 1000
#: So often each page is drawn at least.
TIMES = 100
FAMILY = ("Chu", "Ngô", "Quách", "Tạ", "Đoàn", "Lương", "Dương")
MIDDLE = ("Khánh", "Bảo", "Công", "Ngọc", "Phương", "Quang")
GIVEN = ("Oanh", "Vinh", "Ly", "Quân", "Ngân", "Duyên", "Đạt", "Khôi", "Diễm", "Thảo", "Long")
_SCAN = re.compile(r"^SCAN (\w+?)(?:_\d+)?(?: |$)")
_FIRST_ID = 1000


@dataclass
class Watched:
    """The different SELECT statements that were sent, each with one set of its values and the pages that sent it."""

    page: str = ""
    seen: dict[str, Any] = field(default_factory=dict)
    pages: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def note(self, _connection, _cursor, statement: str, values: object, *_rest: object) -> None:
        if statement.lstrip().startswith(("SELECT", "WITH")):
            self.seen.setdefault(statement, values)
            self.pages[statement].add(self.page)


def main(arguments: Sequence[str]) -> int:
    """Measure, print a line a page and the JSON line; gives 0 where all is well."""
    parser = argparse.ArgumentParser(prog="./guongsang bench queries", description=__doc__)
    parser.add_argument("--times", type=int, default=TIMES, help=f"how often each page is drawn at least ({TIMES})")
    times = parser.parse_args(arguments).times
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(f"sqlite:///{Path(folder) / 'queries.sqlite3'}", times=times)
    print(json.dumps(figures, ensure_ascii=False))
    return 0 if figures["ok"] else 1


def measure(url: str, *, times: int = TIMES, scale: float = 1.0) -> dict[str, object]:
    """Fill a new database, visit every page, and give the figures."""
    engine = make_engine(url, writes=True)
    SQLModel.metadata.create_all(engine)
    watched = Watched()
    with Session(engine, autoflush=False) as session:
        school = a_school(session)
        province(session.connection(), school, scale=scale)
        crowd(session, school)
        visits = [*places(session, school), *searches(session, school)]
        session.flush()
        session.connection().exec_driver_sql("ANALYZE")
        event.listen(engine, "before_cursor_execute", watched.note)
        taken = visited(session, visits, watched, times=times)
        event.remove(engine, "before_cursor_execute", watched.note)
        scans = whole_tables(session.connection(), watched)
        session.rollback()
    engine.dispose()
    pages = {page: round(p95(values), 1) for page, values in sorted(taken.items())}
    for page, milliseconds in sorted(pages.items(), key=lambda one: -one[1]):
        print(
            f"{milliseconds:8.1f} ms  {page} ({statistics.median(taken[page]):.1f} in the middle of {len(taken[page])})"
        )
    for scan in scans:
        print(f"reads a whole table: {scan}")
    worst = max(pages.values())
    machine = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    return {"ok": worst < LIMIT_MS and not scans, "worst_p95_ms": worst, "pages": pages, "scans": scans, **machine}


def province(connection: Connection, school: School, *, scale: float) -> None:
    """Make units in three levels with their people and dossiers, by statements of many rows."""
    communes, all_units, people = round(40 * scale), round(UNITS * scale), round(PEOPLE * scale)
    ids = range(_FIRST_ID, _FIRST_ID + all_units)
    names = {id_: unit_name(number) for number, id_ in enumerate(ids)}
    add = partial(_insert, connection)
    add(Unit, [{"id": id_, "code": f"bench-{id_}"} for id_ in ids])
    add(UnitVersion, [
        {"unit_id": id_, "name": name, "name_key": search_key(name), "place": f"xã Số {id_ % communes}",
         "place_key": search_key(f"xã Số {id_ % communes}"), "kind": "truong_thcs" if n >= communes else "phong_vhxh",
         "valid_from": SINCE} for n, (id_, name) in enumerate(names.items())
    ])  # fmt: skip
    above = [school.department if n < communes else _FIRST_ID + n % communes for n in range(all_units)]
    below = zip(ids, above, strict=True)
    add(UnitRelation, [
        {"child_id": child, "parent_id": parent, "kind": "professional", "valid_from": SINCE} for child, parent in below
    ])  # fmt: skip
    persons = range(_FIRST_ID, _FIRST_ID + people)
    called = {id_: name_of(id_) for id_ in persons}
    add(Person, [
        {"id": id_, "name": name, "name_key": search_key(name), "sort_key": sort_key(name), "position": "giáo viên",
         "gender_address": "", "kind": "teacher"} for id_, name in called.items()
    ])  # fmt: skip
    add(Account, [
        {"id": id_, "user_id": 5_000_000_000 + id_, "person_id": id_, "language": "vi", "audience": "teacher",
         "created_at": NOW, "seen_at": NOW, "commands_due": False, "commands_told": ""} for id_ in persons
    ])  # fmt: skip
    add(AccountPerson, [{"account_id": id_, "person_id": id_, "since": NOW} for id_ in persons])
    add(RoleGrant, [
        {"person_id": id_, "role": "unit_head" if n < all_units else "member", "unit_id": ids[n % all_units],
         "valid_from": SINCE, "reason": "", "end_reason": ""} for n, id_ in enumerate(persons)
    ])  # fmt: skip
    dossiers(connection, list(ids), list(persons), called, count=round(DOSSIERS * scale))


def dossiers(connection: Connection, ids: list[int], persons: list[int], called: dict[int, str], *, count: int) -> None:
    """Spread nominations over units and states."""
    states = [State.WITH_HEAD, *State]
    rows = []
    for n in range(count):
        nominee = persons[n * 7 % len(persons)]
        since = NOW - timedelta(days=n % 90)
        rows.append({
            "id": _FIRST_ID + n, "code": f"DC-2026-{n:05}", "category": "teacher", "nominee_name": called[nominee],
            "nominee_key": search_key(called[nominee]), "nominee_person_id": nominee, "position": "giáo viên",
            "unit_id": ids[n % len(ids)], "unit_name": unit_name(n % len(ids)), "occasion": "11-6",
            "occasion_year": 2027, "field": "teaching", "story": STORY, "nominator_id": persons[n * 3 % len(persons)],
            "nominator_name": "Đào Khánh Oanh", "nominator_related": False, "collective_kind": "",
            "state": states[n % len(states)].value, "version": 1, "workflow_version": 1, "criteria_version": 1,
            "holder_unit_id": ids[n % len(ids)], "sent_at": since, "state_since": since,
        })  # fmt: skip
    _insert(connection, Dossier, rows)
    claims = [
        {"dossier_id": row["id"], "criterion": criterion, "claimed": True, "proof": "Lớp học ngoài vườn"}
        for row in rows
        for criterion in ("GV-1", "GV-2")
    ]
    _insert(connection, Claim, claims)


def crowd(session: Session, school: School) -> None:
    """Let a hundred nominations wait on the head of the school of most stories."""
    for number in range(AT_ONE_DESK):
        since = NOW - timedelta(days=number % 30)
        a_dossier(session, school, DossierParts(name=name_of(number), since=since))


def name_of(number: int) -> str:
    """Give a fictional name; several people bear each, as in life."""
    return f"{FAMILY[number % 7]} {MIDDLE[number // 7 % 6]} {MIDDLE[number // 42 % 6]} {GIVEN[number // 252 % 11]}"


def unit_name(number: int) -> str:
    """Give a fictional school's name."""
    return f"{('THCS', 'Tiểu học', 'Mầm non')[number % 3]} Đồng {('Mây', 'Gió', 'Nắng', 'Sương')[number % 4]} {number}"


def places(session: Session, school: School) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give every screen that there is, as somebody there sees it."""
    for place in screens_of(session, school, "vi"):
        yield place.name, place.draw
    head = desk_of(session, school.vinh, language="vi")
    for name, args in (("queue", {"page": 9}), ("queue", {"words": "Bảo"}), ("members", {}), ("menu", {})):
        yield name, partial(SCREENS[name].draw, args, head)


def searches(session: Session, school: School) -> Iterator[tuple[str, Callable[[], object]]]:
    """Give the searches of the conversations."""
    on = NOW.date()
    for words in ("thcs dong", "đồng mây 1", "dong suong", "mam non nang 2", "bench-1003"):
        yield "find a unit", partial(units.find, session, words, on=on, limit=10)
    yield "the nearest names of units", partial(units.near, session, "thcs dnog mya", on=on, limit=5)


def visited(
    session: Session, visits: list[tuple[str, Callable[[], object]]], watched: Watched, *, times: int
) -> dict[str, list[float]]:
    """Draw each page at least so often, with nothing remembered from the one before; milliseconds by page."""
    taken: dict[str, list[float]] = defaultdict(list)
    gc.collect()
    gc.freeze()  # what filled the database is not the pages' to look through
    while waiting := [visit for visit in visits if len(taken[visit[0]]) < times]:
        first = not taken[waiting[0][0]] and not watched.seen
        for page, draw in waiting:
            session.expire_all()
            watched.page = page
            began = time.perf_counter()
            draw()
            if not first:  # the first time fills SQLAlchemy's cache of statements
                taken[page].append((time.perf_counter() - began) * 1000)
    gc.unfreeze()
    return taken


def whole_tables(connection: Connection, watched: Watched) -> list[str]:
    """Ask SQLite how it would run each statement; gives the tables that it would read whole, and for which page."""
    rows = {
        table.name: connection.execute(text(f'SELECT count(*) FROM "{table.name}"')).scalar_one()
        for table in SQLModel.metadata.sorted_tables
    }
    found = set()
    for statement, values in watched.seen.items():
        for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values):
            scanned = _SCAN.match(step[3])
            if scanned and rows.get(scanned[1], 0) >= SMALL:
                found.add(f"{scanned[1]} on {', '.join(sorted(watched.pages[statement]))}")
    return sorted(found)


def p95(values: list[float]) -> float:
    """Give the 95th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.95))]


def _insert(connection: Connection, model: type[SQLModel], rows: list[dict[str, object]]) -> None:
    connection.execute(insert(table_of(model)), rows)
