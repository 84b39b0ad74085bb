"""The trail of every change: a hash chain per dossier over codes; the words lie beside it and can be erased."""

from datetime import date, datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class AuditEntry(SQLModel, table=True):
    """One change. ``hash`` covers everything here and the hash before it; nothing here is a person's words."""

    __tablename__ = "audit_entry"
    __table_args__ = (UniqueConstraint("dossier_id", "sequence"),)

    id: int | None = row_id()
    dossier_id: int = Field(foreign_key="dossier.id")
    sequence: int
    at: datetime = time_column(nullable=False, index=True)
    person_id: int | None = None
    role: str = ""
    unit_id: int | None = None
    action: str
    from_state: str = ""
    to_state: str = ""
    text_digest: str = ""
    previous_hash: str = ""
    hash: str = Field(index=True)


class AuditText(SQLModel, table=True):
    """The words of a change and the salt of their digest; erasing this row keeps the chain intact."""

    __tablename__ = "audit_text"

    entry_id: int = Field(primary_key=True, foreign_key="audit_entry.id")
    salt: str
    text: str


class AuditRoot(SQLModel, table=True):
    """One hash for a day: over the heads of all chains that changed on it, and the root before."""

    __tablename__ = "audit_root"

    day: date = Field(primary_key=True)
    root: str
    previous_root: str = ""
    heads: int = 0
    made_at: datetime = time_column(nullable=False)
