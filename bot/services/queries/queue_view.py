"""Which nominations somebody looks at, and in which order: the stage, the kind, the occasion, words, the sorting."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import Session, col, select

from bot.domain.criteria import Category
from bot.domain.names import search_key
from bot.domain.roles import Role
from bot.domain.workflow import ASKED, DESKS, WAITING, State
from bot.services.units import valid_on
from models import Dossier, RoleGrant


class Shows(StrEnum):
    """The stage that is shown."""

    WAITING = "waiting"  # on this person: to decide on, or to prepare
    HANDED = "handed"  # at this person's desk, and a clerk prepares it
    ASKED = "asked"  # a supplement was asked for at this desk
    CHOSEN = "chosen"
    UNIT = "unit"  # all that is under way at the units where this person reads along


class Sort(StrEnum):
    """The order of the list."""

    OLDEST = "oldest"
    NEWEST = "newest"
    NAME = "name"  # by given name, in Vietnamese order
    DUE = "due"


#: Roles that read along at a unit, whoever decides.
_READING = frozenset(
    {Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK, Role.INTERMEDIATE_OFFICER, Role.DEPARTMENT_OFFICE}
)


@dataclass(frozen=True, slots=True)
class View:
    """What is chosen; an empty value leaves all. ``occasion`` is a milestone and a year, such as 11-6/2027."""

    shows: str = Shows.WAITING
    category: str = ""
    occasion: str = ""
    words: str = ""
    sort: str = Sort.OLDEST

    @classmethod
    def read(cls, args: Mapping[str, Any]) -> "View":
        """Read what a screen remembers; what is not known counts as not chosen."""
        view = cls(**{field.name: str(args[field.name]) for field in fields(cls) if args.get(field.name)})
        known = view.shows in set(Shows) and view.sort in set(Sort) and view.category in {"", *Category}
        return view if known else cls()

    def to_args(self) -> dict[str, str]:
        """Give what a screen remembers: only what differs from the usual."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name)) != field.default}

    @property
    def is_narrowed(self) -> bool:
        """Whether less than all that waits is shown."""
        return bool(self.category or self.occasion or self.words) or self.shows != Shows.WAITING


USUAL = View()


def seen_in(view: View, person_id: int, *, on: date) -> ColumnElement[bool]:
    """Say that a dossier belongs into a view of this person that day."""
    chosen = [_stage(Shows(view.shows), person_id, on=on)]
    if view.category:
        chosen.append(col(Dossier.category) == view.category)
    if view.occasion:
        code, _slash, year = view.occasion.partition("/")
        chosen += [col(Dossier.occasion) == code, col(Dossier.occasion_year) == (int(year) if year.isdecimal() else 0)]
    for word in search_key(view.words).split():
        in_name, in_code = (col(one).contains(text, autoescape=True) for one, text in _searched(word))
        chosen.append(or_(in_name, in_code))
    return and_(*chosen)


def waits_on(person_id: int, *, on: date) -> ColumnElement[bool]:
    """Say that a dossier lies at a desk of this person that day, or is handed to this clerk to prepare.

    One about the person is never among them.
    """
    return _stage(Shows.WAITING, person_id, on=on)


def decides_on(person_id: int, *, on: date) -> ColumnElement[bool]:
    """Say that this person holds a role that decides at the unit which holds a dossier."""
    roles = frozenset[Role]().union(*DESKS.values())
    return _held(person_id, col(RoleGrant.role).in_(sorted(roles)), on=on)


def choices(session: Session, person_id: int, *, on: date) -> tuple[list[Category], list[str]]:
    """Give the kinds and the occasions among all that this person can list, for the filter."""
    readable = _held(person_id, col(RoleGrant.role).in_(sorted(_READING)), on=on)
    rows = session.exec(
        select(Dossier.category, Dossier.occasion, Dossier.occasion_year).where(readable).distinct()
    ).all()
    there = {category for category, _code, _year in rows}
    occasions = sorted({(year, code) for _category, code, year in rows}, reverse=True)
    return [one for one in Category if one in there], [f"{code}/{year}" for year, code in occasions]


def _searched(word: str) -> tuple[tuple[str, str], tuple[str, str]]:
    return (Dossier.nominee_key, word), (Dossier.code, word.upper())


def _stage(shows: Shows, person_id: int, *, on: date) -> ColumnElement[bool]:
    reads, nominee = col(RoleGrant.role).in_(sorted(_READING)), col(Dossier.nominee_person_id)
    prepares = and_(
        col(Dossier.state).in_(sorted(WAITING)),
        col(RoleGrant.role) == Role.UNIT_CLERK,
        col(Dossier.handed_to_id) == person_id,
    )
    held = {
        Shows.WAITING: or_(*_desks(WAITING), prepares),
        Shows.HANDED: and_(or_(*_desks(WAITING)), col(Dossier.handed_to_id).is_not(None)),
        Shows.ASKED: or_(*_desks(ASKED)),
        Shows.CHOSEN: and_(col(Dossier.state) == State.ADOPTED, reads),
        Shows.UNIT: and_(col(Dossier.state).in_(sorted(WAITING | ASKED)), reads),
    }[shows]
    return and_(_held(person_id, held, on=on), or_(nominee.is_(None), nominee != person_id))


def _desks(states: frozenset[State]) -> list[ColumnElement[bool]]:
    return [
        and_(col(Dossier.state) == state, col(RoleGrant.role).in_(sorted(DESKS[state]))) for state in sorted(states)
    ]


def _held(person_id: int, condition: ColumnElement[bool], *, on: date) -> ColumnElement[bool]:
    """Say that the person holds a grant on the holding unit for which a condition is true.

    The units stand there a second time so that an index finds their dossiers.
    """
    units = select(RoleGrant.unit_id).where(RoleGrant.person_id == person_id, valid_on(RoleGrant, on))
    grant = exists().where(
        col(RoleGrant.person_id) == person_id,
        col(RoleGrant.unit_id) == Dossier.holder_unit_id,
        valid_on(RoleGrant, on),
        condition,
    )
    return and_(col(Dossier.holder_unit_id).in_(units), grant)
