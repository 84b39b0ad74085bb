"""A tip a week (S-06): heads read it in their Monday digest, everybody else on Thursday, unless they mute it.

The setting `tips` switches it off for everybody, a person's own wish for one. What is said is chosen when it is sent.
"""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import exists
from sqlmodel import Session, col, select

from bot.domain.defaults import Setting
from bot.domain.guide_tips import tip_of
from bot.domain.notices import Template
from bot.domain.roles import Role
from bot.domain.sending_times import is_allowed_time
from bot.services import settings, unasked
from bot.services.unasked import Letter
from bot.services.units import valid_on
from models import AccountPerson, Person, RoleGrant

#: Thursday (Monday is 0).
WEEKDAY: Final = 3
#: So many letters are queued in one unit of work, so that nobody waits behind thirteen thousand of them.
AT_ONCE: Final = 500


def handle_due(session: Session, *, now: datetime, zone: ZoneInfo) -> int:  # plan S-06
    """Queue the tip for some of those who have not heard anything unasked that day; give how many were queued.

    One that cannot go out at its time, because of Tết or a long stop, is left out: the next week has another.
    """
    day = now.astimezone(zone).date()
    if day.weekday() != WEEKDAY or not is_allowed_time(now, zone=zone) or not settings.value_of(session, Setting.TIPS):
        return 0
    letters = [Letter(person_id, Template.TIP, {}, silent=True) for person_id in _readers(session, on=day)]
    return unasked.queue(session, letters, now=now, zone=zone)


def tip_for(session: Session, person_id: int, *, on: date) -> str:
    """Give the tip of the week as a message id; "" for somebody who wants none, or where tips are switched off."""
    person = session.get(Person, person_id)
    if person is None or person.tips_muted or not settings.value_of(session, Setting.TIPS):
        return ""
    return tip_of(on)


def _readers(session: Session, *, on: date) -> list[int]:
    """Find people with a role and an account who are not told anything that day; heads have their digest."""
    holds = exists().where(col(RoleGrant.person_id) == Person.id, valid_on(RoleGrant, on))
    heads = holds.where(col(RoleGrant.role) == Role.UNIT_HEAD)
    reachable = exists().where(col(AccountPerson.person_id) == Person.id)
    found = session.exec(
        select(Person.id)
        .where(~col(Person.tips_muted), holds, ~heads, reachable, ~unasked.is_told(on))
        .order_by(col(Person.id))
        .limit(AT_ONCE)
    )
    return [person_id for person_id in found if person_id is not None]
