"""Evidence: first a pending row in the update's transaction, afterwards a file in the store."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class EvidenceState(StrEnum):
    """Where a file stands."""

    PENDING = "pending"
    STORED = "stored"
    REFUSED = "refused"  # `reason` is a code of bot.files
    LINK = "link"  # nothing to fetch
    REMOVED = "removed"  # taken away by the person


class Purpose(StrEnum):
    """Minh chứng proves a criterion, sản phẩm is the work itself (plan section V.2)."""

    PROOF = "proof"
    PRODUCT = "product"


class Evidence(SQLModel, table=True):
    """A photo, document, voice note or link that belongs to a draft and later to its dossier."""

    __table_args__ = (
        Index(
            "ix_evidence_pending",
            "id",
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )

    id: int | None = row_id()
    draft_id: int | None = Field(default=None, foreign_key="draft.id", index=True)
    dossier_id: int | None = Field(default=None, foreign_key="dossier.id", index=True)
    supplement_item_id: int | None = Field(default=None, foreign_key="supplement_item.id")
    chat_id: int = Field(sa_type=BigInteger)
    message_id: int = Field(sa_type=BigInteger)
    media_group_id: str = ""
    kind: str = Field(description="photo, document, voice, audio, video, link")
    file_id: str = ""
    file_unique_id: str = ""
    file_name: str = ""
    declared_size: int = Field(default=0, sa_type=BigInteger)
    url: str = ""
    purpose: str = Field(default=Purpose.PROOF)
    criterion: str = ""
    state: str = Field(default=EvidenceState.PENDING)
    reason: str = ""
    sha256: str = Field(default="", index=True)
    media_type: str = ""
    size: int = Field(default=0, sa_type=BigInteger)
    attempts: int = 0
    next_try_at: datetime | None = time_column()
    created_at: datetime = time_column(nullable=False)
    stored_at: datetime | None = time_column()
