"""A nomination once it is sent: the dossier, its criteria claims, requests for a supplement and decisions."""

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class CodeCounter(SQLModel, table=True):
    """The last number given out in a year, per kind of code (DC = đề cử)."""

    __tablename__ = "code_counter"

    prefix: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    last: int = 0


class Dossier(SQLModel, table=True):
    """A nomination under way. Names are a snapshot of the day it was sent; ids carry the present."""

    id: int | None = row_id()
    code: str = Field(unique=True)
    category: str = Field(description="A value of bot.domain.criteria.Category.")
    nominee_name: str
    nominee_key: str = Field(index=True)
    nominee_person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    position: str = ""
    unit_id: int = Field(foreign_key="unit.id", index=True)
    unit_name: str
    occasion: str = Field(description="Code of the milestone.")
    occasion_year: int
    field: str = Field(default="", description="A value of bot.domain.criteria.Field.")
    story: str
    nominator_id: int = Field(foreign_key="person.id", index=True)
    nominator_name: str
    nominator_chat_id: int | None = Field(default=None, sa_type=BigInteger)
    nominator_related: bool = False
    collective_kind: str = Field(default="", description="A value of bot.domain.criteria.CollectiveKind.")
    merged_into_id: int | None = Field(default=None, foreign_key="dossier.id", index=True)
    handed_to_id: int | None = Field(default=None, foreign_key="person.id", description="The clerk who prepares it.")
    thanked_at: datetime | None = time_column()
    state: str = Field(index=True, description="A value of bot.domain.workflow.State.")
    version: int = Field(default=1, description="Grows with every change: a press on an older card acts on nothing.")
    workflow_version: int
    criteria_version: int
    holder_unit_id: int = Field(foreign_key="unit.id", index=True, description="The unit whose officers may act now.")
    due_on: date | None = None
    sent_at: datetime = time_column(nullable=False)
    state_since: datetime = time_column(nullable=False)


class Claim(SQLModel, table=True):
    """What the nominator says of one criterion: ticked or not, with a line of proof."""

    __table_args__ = (UniqueConstraint("dossier_id", "criterion"),)

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id")
    criterion: str = Field(description="Code in bot.domain.criteria, such as GV-2.")
    claimed: bool = False
    proof: str = ""


class Declaration(SQLModel, table=True):
    """Somebody said to be related to the nominee: that person acts on the dossier no more."""

    __table_args__ = (UniqueConstraint("dossier_id", "person_id"),)

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id")
    person_id: int = Field(foreign_key="person.id")
    declared_at: datetime = time_column(nullable=False)


class SupplementItem(SQLModel, table=True):
    """One thing asked of the nominator, with its own due date."""

    __tablename__ = "supplement_item"

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    position: int
    text: str
    due_on: date
    asked_at: datetime = time_column(nullable=False)
    answer: str = ""
    given_at: datetime | None = time_column()
    closed_at: datetime | None = time_column()  # sent back, or undone


class Decision(SQLModel, table=True):
    """One act of an officer; it can be undone until ``undo_until``, and its notices wait that long."""

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id", index=True)
    action: str
    person_id: int = Field(foreign_key="person.id")
    role: str
    from_state: str
    to_state: str
    from_holder_unit_id: int
    made_at: datetime = time_column(nullable=False)
    undo_until: datetime = time_column(nullable=False)
    undone_at: datetime | None = time_column()
