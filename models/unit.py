"""Units that survive a reorganisation: a stable id, dated versions and dated relations (domain.md 3.1)."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field, SQLModel

from models.base import row_id


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
    kind: str = Field(description="Such as truong_thcs, cap_xa, so_gddt (domain.md S-17).")
    place: str = Field(default="", description="Commune or ward, as shown beside the name.")
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
