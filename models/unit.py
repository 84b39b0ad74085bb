"""Units that survive a reorganisation: a stable id, dated versions and dated relations."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class RelationKind(StrEnum):
    """How two units are related."""

    ADMINISTRATIVE = "administrative"
    PROFESSIONAL = "professional"
    CLUSTER = "cluster"


class Unit(SQLModel, table=True):
    """A school, a commune office, the Department … whatever it is called today."""

    id: int | None = row_id()
    code: str = Field(unique=True)


class UnitVersion(SQLModel, table=True):
    """What a unit is called, and what it is, between two dates; ``valid_to`` is the last day, open when None."""

    __tablename__ = "unit_version"

    id: int | None = row_id()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str
    name_key: str = Field(index=True)
    kind: str = Field(description="Such as truong_thcs, cap_xa, so_gddt.")
    place: str = Field(default="", description="Commune or ward, as shown beside the name.")
    place_key: str = Field(default="", description="Folded for search, as name_key.")
    valid_from: date
    valid_to: date | None = None


class UnitRelation(SQLModel, table=True):
    """Which unit stands above which, between two dates."""

    __tablename__ = "unit_relation"

    id: int | None = row_id()
    child_id: int = Field(foreign_key="unit.id", index=True)
    parent_id: int = Field(foreign_key="unit.id", index=True)
    kind: str = Field(default=RelationKind.PROFESSIONAL)
    valid_from: date
    valid_to: date | None = None


class SuccessionKind(StrEnum):
    """How one unit became another."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    CLOSE = "close"


class UnitSuccession(SQLModel, table=True):
    """A unit became another one, or ended, from a day on; what it was called before still finds it."""

    __tablename__ = "unit_succession"

    id: int | None = row_id()
    from_id: int = Field(foreign_key="unit.id", index=True)
    to_id: int | None = Field(default=None, foreign_key="unit.id", index=True)
    kind: str
    day: date = Field(description="The first day of the new state of things.")
    decision: str = Field(default="", description="Number and date of the decision.")
    carried_on_at: datetime | None = time_column()  # when its dossiers and people went over


class UnitAlias(SQLModel, table=True):
    """A code or a name by which a unit is also found: an old number, a short form, what people call it."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "text"),)

    id: int | None = row_id()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    text: str
    key: str = Field(index=True, description="Folded for search.")


class Route(SQLModel, table=True):
    """Through which levels the dossiers of a kind of unit go, between two dates (plan part V: routes A, B and C)."""

    __table_args__ = (UniqueConstraint("unit_kind", "valid_from"),)

    id: int | None = row_id()
    code: str = Field(description="A: through the intermediate level; B: straight to the Office; C: from a division.")
    unit_kind: str = Field(description="As in UnitVersion.kind.")
    skips_middle: bool = Field(default=False, description="The switch that lets an area skip the intermediate level.")
    valid_from: date
    valid_to: date | None = None
