"""Those who stand behind a nomination: endorsers and co-nominators, and the structured achievements it names."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class EndorsementSource(StrEnum):
    """How somebody came to endorse."""

    SUPPORT = "support"  # chose "support this one" instead of a second nomination
    MERGE = "merge"  # was the nominator of a duplicate
    CO_NOMINATOR = "co_nominator"  # was invited to write it together


class Endorsement(SQLModel, table=True):
    """One person's voice for a dossier: one each, never the nominee's or the nominator's."""

    __table_args__ = (UniqueConstraint("dossier_id", "person_id"),)

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    source: str = Field(default=EndorsementSource.SUPPORT)
    at: datetime = time_column(nullable=False)


class CoNominator(SQLModel, table=True):
    """Somebody who agreed to stand behind a nomination that is still being written; sent, it becomes an endorsement."""

    __tablename__ = "co_nominator"

    draft_id: int = Field(primary_key=True, foreign_key="draft.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    at: datetime = time_column(nullable=False)


class Lookup(SQLModel, table=True):
    """How often somebody was shown, on the day named last, whether a name has been nominated already."""

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    day: date
    times: int = 0


class AchievementKind(StrEnum):
    """Which lines an achievement has."""

    SOLUTION = "solution"  # a solution or an initiative (plan part III.1.b: many, or some)
    PRIZE = "prize"


class Achievement(SQLModel, table=True):
    """One achievement of a dossier, in fields that can be counted and compared."""

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    position: int
    kind: str
    title: str
    year: int | None = None
    recognised_by: str = ""
    decision_number: str = ""
    level: str = ""
    rank: str = ""
