"""`roles grant|revoke|list`, `invite UNIT ROLE`, `poster UNIT FILE`: above all for the very first people."""

# ruff: noqa: T201 -- a command line speaks by printing

import asyncio
import sys
from argparse import Namespace
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from sqlmodel import Session, col, select
from telegram import Bot
from telegram.error import TelegramError

from bot.database import Database
from bot.documents import poster
from bot.domain.links import LinkKind, Links, key_from
from bot.domain.names import search_key
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.i18n import Speaker
from bot.services import colleagues, grants, invitations, units
from bot.services.grants import Deed
from bot.services.units import UnitName
from bot.settings import Settings
from bot.transport import AiohttpRequest
from models import Person, RoleGrant

FAILED, MISUSED = 1, 2


class Unclear(Exception):
    """A name on the command line that means nothing, or several things; ``str()`` says what there is."""


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation that was made: to which unit, its link ("" where the bot's name is not known), its limits."""

    unit_name: str
    url: str
    secret: str
    uses: int
    until: datetime


def invite(settings: Settings, unit: str, role: str, *, uses: int = 0) -> int:
    """Print the link of a new invitation; gives the exit code."""
    try:
        made = _invited(settings, unit, role, uses=uses)
    except (Unclear, Refusal) as problem:
        return _say(problem)
    print(f"{made.unit_name}: {role}, {made.uses} use(s), until {made.until:%d/%m/%Y %H:%M}")
    print(made.url or f"/start {LinkKind.JOIN}-{made.secret}")
    if not made.url:
        print("Telegram did not tell the bot's name; whoever is invited sends the line above to it.", file=sys.stderr)
    return 0


def print_poster(settings: Settings, unit: str, file: Path) -> int:
    """Invite the members of a unit and write the A4 poster of that invitation to a file; gives the exit code."""
    try:
        made = _invited(settings, unit, Role.MEMBER, needs_link=True)
    except (Unclear, Refusal) as problem:
        return _say(problem)
    file.write_bytes(poster(made.unit_name, made.url, settings.language, until=made.until.date()))
    print(f"{made.unit_name}: {file}, {made.uses} use(s), until {made.until:%d/%m/%Y %H:%M}")
    return 0


def _invited(settings: Settings, unit: str, role: str, *, uses: int = 0, needs_link: bool = False) -> Invited:
    """Make an invitation; raises Unclear, and Refusal. Nothing is made where a link is needed and cannot be."""
    links = Links(asyncio.run(_name_of_bot(settings)), key_from(settings.token.reveal()))
    if needs_link and not links.bot:
        raise Unclear("Telegram did not tell the bot's name, and a code without it would open nothing")
    deed = _deed(settings, "command line")

    def make(session: Session) -> Invited:
        found = unit_named(session, unit, on=deed.on)
        made = invitations.make(session, deed, unit_id=found.id, role=_role(role), links=links, uses=uses)
        until = made.expires_at.astimezone(settings.timezone)
        return Invited(found.name, invitations.url_of(made, links), links.secret(made.nonce), made.uses, until)

    return Database(settings.database_url).write_now(make)


def change_roles(settings: Settings, options: Namespace) -> int:
    """Grant, revoke or list; gives the exit code."""
    database, deed = Database(settings.database_url), _deed(settings, options.reason)
    try:
        if options.action == "list":
            lines = database.read_now(lambda session: _listed(session, options.unit, on=deed.on))
            print("\n".join(lines) or "Nobody has a role there.")
            return 0
        print(database.write_now(lambda session: _changed(session, options, deed)))
    except (Unclear, Refusal) as problem:
        return _say(problem)
    return 0


def unit_named(session: Session, words: str, *, on: date) -> UnitName:
    """Find the one unit that is meant by a code, a whole name or a part of it; raises Unclear."""
    by_code = units.with_code(session, words)
    named = units.name_of(session, by_code, on=on) if by_code is not None else None
    if named is not None:
        return named
    found = units.find(session, words, on=on, limit=6)
    exact = [one for one in found if search_key(one.name) == search_key(words)]
    if len(exact or found) == 1:
        return (exact or found)[0]
    if not found:
        near = ", ".join(one.name for one in units.near(session, words, on=on, limit=3))
        raise Unclear(f"no unit is called “{words}”" + (f"; nearest: {near}" if near else ""))
    raise Unclear(f"“{words}” means several units: " + "; ".join(f"{one.name}, {one.place}" for one in found))


def person_named(session: Session, words: str, unit_id: int) -> Person:
    """Find the one person that is meant by a number or a name, those of the unit first; raises Unclear."""
    if words.isdecimal():
        person = session.get(Person, int(words))
        if person is None:
            raise Unclear(f"there is nobody with the number {words}")
        return person
    people = session.exec(select(Person).where(Person.name_key == search_key(words)).order_by(col(Person.id))).all()
    here = [one for one in people if colleagues.history_of(session, one.id or 0, unit_id)]
    if len(here or people) == 1:
        return (here or people)[0]
    if not people:
        raise Unclear(f"nobody is called “{words}”; who has not joined yet is invited: ./guongsang invite UNIT ROLE")
    raise Unclear(f"several people are called “{words}”: " + ", ".join(f"number {one.id}" for one in people))


def _changed(session: Session, options: Namespace, deed: Deed) -> str:
    for name in ("unit", "role", "person"):
        if not getattr(options, name):
            raise Unclear(f"say which {name}: ./guongsang roles {options.action} UNIT ROLE PERSON")
    unit = unit_named(session, options.unit, on=deed.on)
    person, role = person_named(session, options.person, unit.id), _role(options.role)
    if options.action == "grant":
        until = _day(options.until) if options.until else None
        grants.give(session, deed, person_id=person.id or 0, role=role, unit_id=unit.id, until=until)
        return f"{person.name}: {role} of {unit.name}" + (f" until {until:%d/%m/%Y}" if until else "")
    held = colleagues.held_on(session, person.id or 0, unit.id, on=deed.on)
    ending = [grant for grant in held if grant.role == role]
    if not ending:
        raise Unclear(f"{person.name} is not {role} of {unit.name}")
    for grant in ending:
        grants.end(session, deed, grant.id or 0)
    return f"{person.name}: no longer {role} of {unit.name}"


def _listed(session: Session, unit: str, *, on: date) -> list[str]:
    asked = select(RoleGrant, Person).join(Person, col(Person.id) == RoleGrant.person_id)
    if unit:
        asked = asked.where(RoleGrant.unit_id == unit_named(session, unit, on=on).id)
    rows = session.exec(asked.order_by(col(RoleGrant.unit_id), col(Person.sort_key), col(RoleGrant.id))).all()
    lines = []
    for grant, person in rows:
        named = units.name_of(session, grant.unit_id, on=on)
        until = f"{grant.valid_to:%d/%m/%Y}" if grant.valid_to else "open"
        why = f"  ({grant.end_reason or grant.reason})" if grant.end_reason or grant.reason else ""
        lines.append(
            f"{person.id}  {person.name}  {grant.role}  {named.name if named else grant.unit_id}  "
            f"{grant.valid_from:%d/%m/%Y}-{until}{why}"
        )
    return lines


def _role(name: str) -> Role:
    if name not in set(Role):
        raise Unclear(f"there is no role {name}; there are {', '.join(Role)}")
    return Role(name)


def _day(words: str) -> date:
    try:
        return datetime.strptime(words, "%d/%m/%Y").date()  # noqa: DTZ007 -- a day, no moment
    except ValueError:
        raise Unclear(f"{words} is no day; write it like 30/06/2027") from None


def _deed(settings: Settings, reason: str) -> Deed:
    return Deed(None, datetime.now(UTC), settings.timezone, reason or "command line")


def _say(problem: Unclear | Refusal) -> int:
    words = Speaker("en")(problem.text) if isinstance(problem, Refusal) else str(problem)
    print(f"Nothing was changed: {words}", file=sys.stderr)
    return MISUSED if isinstance(problem, Unclear) else FAILED


async def _name_of_bot(settings: Settings) -> str:
    """Ask Telegram for the bot's name; "" where it cannot be asked."""
    bot = Bot(
        settings.token.reveal(),
        base_url=settings.base_url or "https://api.telegram.org/bot",
        request=AiohttpRequest(connections=1, proxy=settings.proxy_url),
    )
    try:
        async with bot:
            return bot.username
    except TelegramError:
        return ""
