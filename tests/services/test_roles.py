from datetime import date

from sqlmodel import Session

from bot.domain.roles import Role
from bot.domain.workflow_rules import Standing
from bot.i18n import Audience
from bot.services import accounts, roles
from bot.services.roles import HeldRole, Officer, Reach
from bot.services.units import UnitName
from models import Declaration, Dossier
from tests.support.builders import DossierParts, School, a_dossier, a_grant, a_person
from tests.support.clock import NOW, TODAY
from tests.support.people import VINH


def test_roles_are_those_of_the_day(session: Session, school: School):
    a_grant(session, school.oanh, Role.UNIT_DEPUTY, school.id, since=date(2027, 3, 3))
    unit = UnitName(school.id, "THCS Đồng Mây", "xã Đồng Mây")

    today = roles.roles_of(session, school.oanh, on=TODAY)
    tomorrow = roles.roles_of(session, school.oanh, on=date(2027, 3, 3))

    assert today == [HeldRole(Role.MEMBER, unit)]
    assert tomorrow == [HeldRole(Role.MEMBER, unit), HeldRole(Role.UNIT_DEPUTY, unit)]


def test_the_last_day_of_a_grant_still_counts(session: Session, school: School):
    acting = a_person(session)
    a_grant(session, acting, Role.UNIT_HEAD, school.id, until=TODAY)

    assert roles.roles_on(session, acting, school.id, on=TODAY) == {Role.UNIT_HEAD}
    assert roles.roles_on(session, acting, school.id, on=date(2027, 3, 3)) == frozenset()


def test_an_officer_is_reached_through_every_account(session: Session, school: School):
    second = accounts.of_user(session, 9002, now=NOW)
    assert second.id is not None
    accounts.link(session, second.id, person_id=school.vinh, now=NOW)
    accounts.choose_language(session, second.id, language="en")

    officers = roles.officers_of(session, school.id, {Role.UNIT_HEAD}, on=TODAY)

    assert officers == [Officer(school.vinh, VINH.name, (Reach(VINH.user_id, ""), Reach(9002, "en")))]


def test_an_officer_without_an_account_is_an_officer_all_the_same(session: Session, school: School):
    quiet = a_person(session, "Lương Quang Đạt")
    a_grant(session, quiet, Role.UNIT_DEPUTY, school.id)

    officers = roles.officers_of(session, school.id, {Role.UNIT_DEPUTY}, on=TODAY)

    assert Officer(quiet, "Lương Quang Đạt") in officers


def test_a_standing_tells_roles_at_the_holder_and_every_tie(session: Session, school: School):
    dossier_id = a_dossier(session, school, DossierParts(nominator=school.vinh))
    session.add(Declaration(dossier_id=dossier_id, person_id=school.thuy, declared_at=NOW))
    dossier = session.get_one(Dossier, dossier_id)

    head = roles.standing_on(session, dossier, school.vinh, on=TODAY)
    deputy = roles.standing_on(session, dossier, school.thuy, on=TODAY)

    assert head == Standing(roles=frozenset({Role.MEMBER, Role.UNIT_HEAD}), is_nominator=True, has_free_deputy=False)
    assert deputy == Standing(roles=frozenset({Role.MEMBER, Role.UNIT_DEPUTY}), is_related=True, has_free_deputy=False)


def test_an_officers_role_decides_how_somebody_is_spoken_to(session: Session, school: School):
    a_grant(session, school.oanh, Role.COUNCIL_MEMBER, school.department)

    assert roles.audience_of(session, school.oanh, on=TODAY) is Audience.OFFICER
    assert roles.audience_of(session, school.vinh, on=TODAY) is Audience.TEACHER
    assert roles.audience_of(session, a_person(session), on=TODAY) is Audience.UNKNOWN
