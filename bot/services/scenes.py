"""Scenes: everything that one update of a private chat needs, loaded with one statement and saved with two."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, insert, select, update
from sqlmodel import Session

from bot.services.scene import Reader, Scene
from models import Account, AccountPerson, Chat, Dialog, Draft, Person
from models.base import table_of
from models.dialog import DraftState

DIALOG = table_of(Dialog)
DRAFT = table_of(Draft)
ACCOUNT = table_of(Account)
PERSON = table_of(Person)
CHAT = table_of(Chat)
ACCOUNT_PERSON = table_of(AccountPerson)

_PEOPLE = select(func.count()).where(ACCOUNT_PERSON.c.account_id == ACCOUNT.c.id).correlate(ACCOUNT).scalar_subquery()
_COLUMNS = (
    DIALOG.c.chat_id,
    DIALOG.c.id,
    DIALOG.c.account_id,
    ACCOUNT.c.language,
    ACCOUNT.c.audience,
    ACCOUNT.c.person_id,
    PERSON.c.name,
    DIALOG.c.screen,
    DIALOG.c.args,
    DIALOG.c.revision,
    DIALOG.c.acted_revision,
    DIALOG.c.drawn_revision,
    DIALOG.c.live_message_id,
    DIALOG.c.fresh_revision,
    DIALOG.c.receipt,
    DIALOG.c.draw_after,
    CHAT.c.unreachable_at,
    DRAFT.c.id,
    DRAFT.c.flow,
    DRAFT.c.flow_version,
    DRAFT.c.step,
    DRAFT.c.cursor,
    DRAFT.c.answers,
    DRAFT.c.title,
    DRAFT.c.state,
    DRAFT.c.updated_at,
    PERSON.c.gender_address,
    _PEOPLE,
)
_READER = (
    select(ACCOUNT.c.language, ACCOUNT.c.audience, ACCOUNT.c.person_id, PERSON.c.name, PERSON.c.gender_address, _PEOPLE)
    .select_from(ACCOUNT.outerjoin(PERSON, PERSON.c.id == ACCOUNT.c.person_id))
    .where(ACCOUNT.c.id == bindparam("account"))
)
_ALL = select(*_COLUMNS).select_from(
    DIALOG.join(ACCOUNT, ACCOUNT.c.id == DIALOG.c.account_id)
    .outerjoin(PERSON, PERSON.c.id == ACCOUNT.c.person_id)
    .outerjoin(CHAT, CHAT.c.chat_id == DIALOG.c.chat_id)
    # On a phone that is shared the draft under way is that of whoever speaks now, or none.
    .outerjoin(DRAFT, and_(DRAFT.c.id == DIALOG.c.draft_id, DRAFT.c.person_id == ACCOUNT.c.person_id))
)
_ONE = _ALL.where(DIALOG.c.chat_id == bindparam("chat"))
_SOME = _ALL.where(DIALOG.c.chat_id.in_(bindparam("chats", expanding=True)))
_LAGGING = select(DIALOG.c.chat_id).where(DIALOG.c.drawn_revision < DIALOG.c.revision).order_by(DIALOG.c.id)
_SAVE_DIALOG = (
    update(DIALOG)
    .where(DIALOG.c.id == bindparam("b_id"))
    .values(
        {
            name: bindparam(f"b_{name}", type_=DIALOG.c[name].type)
            for name in (
                "screen",
                "args",
                "draft_id",
                "revision",
                "acted_revision",
                "fresh_revision",
                "receipt",
                "draw_after",
            )
        }
    )
)
_SAVE_DRAFT = (
    update(DRAFT)
    .where(DRAFT.c.id == bindparam("b_id"))
    .values(
        {
            name: bindparam(f"b_{name}", type_=DRAFT.c[name].type)
            for name in (
                "flow_version",
                "step",
                "cursor",
                "answers",
                "title",
                "state",
                "updated_at",
            )
        }
    )
)
_DRAWN = (
    update(DIALOG)
    .where(DIALOG.c.id == bindparam("b_id"), DIALOG.c.drawn_revision < bindparam("b_drawn"))
    .values(drawn_revision=bindparam("b_drawn"), live_message_id=bindparam("b_message"))
)


def _scene(row: Sequence[Any]) -> Scene:
    (
        chat,
        dialog,
        account,
        language,
        audience,
        person,
        name,
        screen,
        args,
        revision,
        acted,
        drawn,
        live,
        fresh,
        receipt,
        after,
        unreachable,
        draft,
        flow,
        version,
        step,
        cursor,
        answers,
        title,
        state,
        written,
        address,
        people,
    ) = row
    scene = Scene(
        chat,
        dialog,
        account,
        language,
        audience,
        person or 0,
        name or "",
        screen,
        args,
        revision,
        acted,
        drawn,
        live,
        fresh,
        receipt,
        after,
        unreachable is not None,
    )
    if draft is not None:
        scene.draft_id, scene.flow, scene.flow_version, scene.step = draft, flow, version, step
        scene.cursor, scene.answers, scene.title, scene.draft_state, scene.written_at = (
            cursor,
            answers,
            title,
            state,
            written,
        )
    scene.address, scene.is_shared = address or "", people > 1
    return scene


def reader_of(session: Session, account_id: int) -> Reader:
    """Give who is speaking through an account now."""
    language, audience, person, name, address, people = (
        session.connection().execute(_READER, {"account": account_id}).one()
    )
    return Reader(language, audience, person or 0, name or "", address or "", people > 1)


def load(session: Session, chat_id: int) -> Scene | None:
    """Load the scene of a private chat; None for somebody who has never written."""
    row = session.connection().execute(_ONE, {"chat": chat_id}).first()
    return None if row is None else _scene(tuple(row))


def load_many(session: Session, chat_ids: Iterable[int]) -> list[Scene]:
    """Load the scenes of several chats with one statement."""
    return [_scene(tuple(row)) for row in session.connection().execute(_SOME, {"chats": list(chat_ids)})]


def lagging(session: Session) -> list[int]:
    """Give the chats whose window does not show the latest revision: after a kill these are drawn again."""
    return list(session.connection().execute(_LAGGING).scalars())


def open_for(session: Session, chat_id: int, *, now: datetime) -> Scene:
    """Load the scene of a chat, making account and dialog at the first contact (a private chat's id is the user's)."""
    scene = load(session, chat_id)
    if scene is not None:
        return scene
    connection = session.connection()
    account = connection.execute(select(ACCOUNT.c.id).where(ACCOUNT.c.user_id == chat_id)).scalar()
    if account is None:
        account = connection.execute(
            insert(ACCOUNT).returning(ACCOUNT.c.id),
            {
                "user_id": chat_id,
                "language": "",
                "audience": "",
                "created_at": now,
                "commands_due": True,
                "commands_told": "",
            },
        ).scalar_one()
    connection.execute(
        insert(DIALOG),
        {
            "chat_id": chat_id,
            "account_id": account,
            "screen": "start",
            "args": {},
            "revision": 0,
            "acted_revision": 0,
            "drawn_revision": 0,
            "fresh_revision": 0,
            "receipt": "",
        },
    )
    scene = load(session, chat_id)
    assert scene is not None
    return scene


def save(session: Session, scene: Scene, *, now: datetime) -> None:
    """Write the scene back; the draft only where it changed."""
    connection = session.connection()
    if scene.draft_changed and scene.draft_id is not None:
        scene.written_at = now
        connection.execute(
            _SAVE_DRAFT,
            {
                "b_id": scene.draft_id,
                "b_flow_version": scene.flow_version,
                "b_step": scene.step,
                "b_cursor": scene.cursor,
                "b_answers": scene.answers,
                "b_title": scene.title[:60],
                "b_state": scene.draft_state,
                "b_updated_at": now,
            },
        )
    connection.execute(
        _SAVE_DIALOG,
        {
            "b_id": scene.dialog_id,
            "b_screen": scene.screen,
            "b_args": scene.args,
            "b_draft_id": scene.draft_id,
            "b_revision": scene.revision,
            "b_acted_revision": scene.acted_revision,
            "b_fresh_revision": scene.fresh_revision,
            "b_receipt": scene.receipt,
            "b_draw_after": scene.draw_after,
        },
    )


def mark_drawn(session: Session, dialog_id: int, *, revision: int, message_id: int | None) -> None:
    """The window of this revision is on the person's screen, in this message; a later drawing is never overwritten."""
    session.connection().execute(_DRAWN, {"b_id": dialog_id, "b_drawn": revision, "b_message": message_id})


def new_draft(session: Session, scene: Scene, *, flow: str, version: int, step: str, now: datetime) -> Draft:
    """Open a draft for the person who is speaking."""
    draft = Draft(
        account_id=scene.account_id,
        person_id=scene.person_id,
        flow=flow,
        flow_version=version,
        step=step,
        created_at=now,
        updated_at=now,
        state=DraftState.OPEN,
    )
    session.add(draft)
    session.flush()
    return draft
