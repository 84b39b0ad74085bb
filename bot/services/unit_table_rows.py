"""Writing units as a table wants them: rows that say the same stay, others go, and what is missing is added."""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

from sqlmodel import Session, SQLModel, select

from bot.domain.names import search_key
from bot.services.reorganise import version_of
from bot.services.unit_table_states import UnitState
from models import Unit, UnitAlias, UnitRelation, UnitSuccession, UnitVersion
from models.unit import SuccessionKind

Row = TypeVar("Row", bound=SQLModel)
Key = TypeVar("Key", bound=Hashable)


def write(session: Session, states: Mapping[str, UnitState]) -> None:
    """Write units by their codes, new ones first."""
    ids = {unit.code: unit.id for unit in session.exec(select(Unit))}
    new = [Unit(code=code) for code in states if code not in ids]
    session.add_all(new)
    session.flush()
    ids.update({unit.code: unit.id for unit in new})
    known = {code: id_ for code, id_ in ids.items() if id_ is not None}
    mine = {known[code]: state for code, state in states.items()}
    _write_versions(session, mine)
    _write_relations(session, mine, known)
    _write_endings(session, mine, known)
    _write_aliases(session, mine)
    session.flush()


def _write_versions(session: Session, states: Mapping[int, UnitState]) -> None:
    there = {
        (row.unit_id, row.name, row.kind, row.place, row.valid_from, row.valid_to): row
        for row in _rows_of(session, UnitVersion, states)
    }
    wanted = {
        (id_, one.value.name, one.value.kind, one.value.place, one.valid_from, one.valid_to)
        for id_, state in states.items()
        for one in state.versions
    }
    _drop(session, there, wanted)
    session.add_all(
        version_of(id_, name=name, kind=kind, place=place, valid_from=since, valid_to=until)
        for id_, name, kind, place, since, until in wanted - there.keys()
    )


def _write_relations(session: Session, states: Mapping[int, UnitState], ids: Mapping[str, int]) -> None:
    there = {
        (row.child_id, row.parent_id, str(row.kind), row.valid_from, row.valid_to): row
        for row in _rows_of(session, UnitRelation, states)
    }
    wanted = {
        (id_, ids[one.value], kind.value, one.valid_from, one.valid_to)
        for id_, state in states.items()
        for kind, periods in state.above.items()
        for one in periods
    }
    _drop(session, there, wanted)
    session.add_all(
        UnitRelation(child_id=child, parent_id=parent, kind=kind, valid_from=since, valid_to=until)
        for child, parent, kind, since, until in wanted - there.keys()
    )


def _write_endings(session: Session, states: Mapping[int, UnitState], ids: Mapping[str, int]) -> None:
    there = {
        (row.from_id, row.to_id, str(row.kind), row.day, row.decision): row
        for row in _rows_of(session, UnitSuccession, states)
        if row.kind != SuccessionKind.RENAME
    }
    wanted = {
        (id_, None if one.to is None else ids[one.to], one.kind.value, one.day, one.decision)
        for id_, state in states.items()
        for one in state.endings
    }
    _drop(session, there, wanted)
    session.add_all(
        UnitSuccession(from_id=from_id, to_id=to_id, kind=kind, day=day, decision=decision)
        for from_id, to_id, kind, day, decision in wanted - there.keys()
    )


def _write_aliases(session: Session, states: Mapping[int, UnitState]) -> None:
    there = {(row.unit_id, row.text) for row in _rows_of(session, UnitAlias, states)}
    wanted = {(id_, text) for id_, state in states.items() for text in state.also}
    session.add_all(UnitAlias(unit_id=id_, text=text, key=search_key(text)) for id_, text in wanted - there)


def _rows_of(session: Session, table: type[Row], states: Mapping[int, UnitState]) -> list[Row]:
    """Read the rows of these units; of a table whose rows have an owner called otherwise, too."""
    owner = next(name for name in ("unit_id", "child_id", "from_id") if name in table.model_fields)
    return [row for row in session.exec(select(table)) if getattr(row, owner) in states]


def _drop(session: Session, there: Mapping[Key, SQLModel], wanted: Collection[Key]) -> None:
    for key, row in there.items():
        if key not in wanted:
            session.delete(row)
    session.flush()
