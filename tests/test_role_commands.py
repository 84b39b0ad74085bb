"""`roles` and `invite` on the command line: the way in for the very first people."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlmodel import Session, select

from bot.__main__ import main
from bot.database import Database
from bot.domain.links import digest_of
from bot.domain.roles import Role
from bot.services import roles
from models import Invitation, RoleGrant
from models.upgrade import upgrade
from tests.support.builders import a_person, a_unit

TOKEN = "4200:a-token-that-opens-nothing-anywhere"


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Two schools and two people, and settings that point to them; Telegram cannot be reached."""
    for name in ("DATABASE_URL", "MODE"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("BOT_BASE_URL", "http://127.0.0.1:9/bot")
    monkeypatch.setenv("BOT_BASE_FILE_URL", "http://127.0.0.1:9/file/bot")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    url = f"sqlite:///{tmp_path}/guongsang.sqlite3"
    upgrade(url, backup_dir=tmp_path, now=datetime.now(UTC))
    database = Database(url)

    def fill(session: Session) -> None:
        a_unit(session, "THCS Đồng Mây")
        a_unit(session, "THCS Đồng Gió", place="xã Cầu Nắng")
        a_person(session, "Chu Hữu Vinh")
        a_person(session, "Đào Khánh Oanh")

    database.write_now(fill)
    yield database
    database.stop()


def held(database: Database, person_id: int = 1) -> set[Role]:
    on = datetime.now(UTC).date()
    return {one.role for one in database.read_now(lambda session: roles.roles_of(session, person_id, on=on))}


def test_a_role_is_granted_listed_and_revoked(database, capsys):
    granted = main(["roles", "grant", "thcs dong may", "unit_head", "chu huu vinh", "--reason", "QĐ 12"])
    as_head = held(database)
    main(["roles", "list", "thcs dong may"])
    listed = capsys.readouterr().out
    revoked = main(["roles", "revoke", "thcs dong may", "unit_head", "1"])

    assert (granted, revoked) == (0, 0)
    assert as_head == {Role.UNIT_HEAD, Role.MEMBER}
    assert "Chu Hữu Vinh  unit_head  THCS Đồng Mây" in listed
    assert "(QĐ 12)" in listed
    assert held(database) == {Role.MEMBER}


def test_a_grant_may_have_a_last_day(database):
    main(["roles", "grant", "thcs dong may", "observer", "1", "--until", "30/06/2099"])

    grant = database.read_now(lambda session: session.exec(select(RoleGrant)).one())
    assert grant.valid_to == date(2099, 6, 30)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["grant", "thcs", "member", "1"], "means several units"),
        (["grant", "thpt xa xoi", "member", "1"], "no unit is called"),
        (["grant", "thcs dong may", "king", "1"], "there is no role king"),
        (["grant", "thcs dong may", "member", "Tạ Gia Bách"], "nobody is called"),
        (["grant", "thcs dong may", "member", "77"], "nobody with the number"),
        (["grant", "thcs dong may", "member"], "say which person"),
        (["grant", "thcs dong may", "member", "1", "--until", "soon"], "is no day"),
        (["revoke", "thcs dong may", "member", "1"], "is not member"),
    ],
)
def test_what_is_unclear_changes_nothing_and_says_what_there_is(database, capsys, arguments, words):
    assert main(["roles", *arguments]) == 2

    assert words in capsys.readouterr().err
    assert database.read_now(lambda session: session.exec(select(RoleGrant)).all()) == []


def test_a_role_is_not_granted_twice(database, capsys):
    main(["roles", "grant", "thcs dong may", "member", "1"])

    assert main(["roles", "grant", "thcs dong may", "member", "1"]) == 1
    assert "held already" in capsys.readouterr().err


def test_an_invitation_is_printed_and_only_its_hash_is_kept(database, capsys):
    assert main(["invite", "thcs dong gio", "unit_head"]) == 0

    printed = capsys.readouterr().out
    secret = printed.strip().rpartition("j-")[2]
    made = database.read_now(lambda session: session.exec(select(Invitation)).one())
    assert "THCS Đồng Gió: unit_head, 1 use(s), until" in printed
    assert made.secret_hash == digest_of(secret)
    assert secret not in str(made.model_dump())
