"""People and the Telegram accounts they use. An account is not a person: phones are shared."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from models.base import row_id, time_column


class Person(SQLModel, table=True):
    """Somebody the Department knows. Names are kept in NFC as their owner writes them; keys are made in Python."""

    id: int | None = row_id()
    name: str
    name_key: str = Field(index=True, description="Folded for search: no marks, đ as d.")
    sort_key: str = Field(description="Given name first, in Vietnamese order.")
    position: str = Field(default="", description="Such as 'giáo viên Toán, tổ Tự nhiên'.")
    gender_address: str = Field(default="", description="'thay' or 'co' where the person chose it.")
    kind: str = Field(default="", description="teacher, staff or manager, as the person said when joining.")
    tips_muted: bool = Field(default=False, description="No tip of the week for this person.")


class Account(SQLModel, table=True):
    """A Telegram account; ``person_id`` is who is speaking now.

    Where ``commands_due`` the menu of commands may have to change; delivery compares it with ``commands_told``.
    """

    __table_args__ = (
        Index(
            "ix_account_commands_due",
            "id",
            sqlite_where=text("commands_due"),
            postgresql_where=text("commands_due"),
        ),
    )

    id: int | None = row_id()
    user_id: int = Field(sa_type=BigInteger, unique=True)
    person_id: int | None = Field(default=None, foreign_key="person.id")
    language: str = ""
    audience: str = Field(
        default="", description="Form of address (bot.i18n.Audience); empty until worked out from roles."
    )
    created_at: datetime = time_column(nullable=False)
    seen_at: datetime | None = time_column()
    commands_due: bool = True
    commands_told: str = Field(default="", description="The language and commands that Telegram shows this person.")


class AccountPerson(SQLModel, table=True):
    """Who may speak through which account."""

    __tablename__ = "account_person"

    account_id: int = Field(primary_key=True, foreign_key="account.id")
    person_id: int = Field(primary_key=True, foreign_key="person.id", index=True)
    since: datetime = time_column(nullable=False)
