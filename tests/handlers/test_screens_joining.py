"""The way in, the door, roles, a shared phone: what is shown to whom, and what nobody gets by forging a button."""

from datetime import date

import pytest
from sqlmodel import select

from bot.conversation.desk import Begin, Desk, Go, Typed
from bot.domain.links import Links
from bot.domain.notices import Template
from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.i18n import YOU, Audience
from bot.services import accounts, consents, door, grants, invitations, roles
from bot.services.grants import Deed
from handlers.arrival import next_stop
from handlers.drawing import speaker
from handlers.links import follow
from handlers.notices import draw_notice, react_notice
from handlers.screens import SCREENS
from models import Account, Consent, Invitation, OutboxMessage, Person, RoleGrant
from tests.handlers.conftest import Visit, desk_of
from tests.handlers.places_joining import LINKS, asks_to_join, somebody_new
from tests.support.builders import a_grant, a_unit, somebody
from tests.support.clock import NOW, TODAY, ZONE
from tests.support.people import TU


@pytest.fixture
def newcomer(session, school) -> Visit:
    return Visit(somebody_new(session, school, user_id=7990), "start")


def an_invitation(session, school, *, role: Role = Role.MEMBER) -> Invitation:
    deed = Deed(school.viet, NOW, ZONE)
    return invitations.make(session, deed, unit_id=school.id, role=role, links=LINKS)


def payload_of(invitation: Invitation) -> str:
    return invitations.url_of(invitation, LINKS).partition("start=")[2]


def speaking_english(session, person_id: int) -> Desk:
    desk = desk_of(session, person_id)
    session.get_one(Account, desk.account_id).language = "en"
    session.flush()
    return desk


# Arriving.


def test_until_somebody_agrees_nothing_but_the_account_is_kept(session, newcomer):
    newcomer.presses("1 · Teacher").presses("Not now")
    declined = newcomer.labels
    newcomer.presses("See the question again").presses("Read it in full").presses("‹ Back")

    assert newcomer.screen == "consent"
    assert "See the question again" in declined
    assert session.exec(select(Consent).where(Consent.account_id == newcomer.desk.account_id)).all() == []
    assert next_stop(newcomer.desk).screen == "who"


@pytest.mark.parametrize("kind", ["3 · Pupil", "4 · Parent"])
def test_pupils_and_parents_are_asked_for_nothing_yet(newcomer, kind):
    newcomer.presses(kind)

    assert newcomer.screen == "not_yet"
    assert "Nothing of you was kept." in newcomer.window.body


def test_yes_and_no_are_equal_buttons(newcomer):
    newcomer.presses("1 · Teacher")

    assert {button.style for row in newcomer.window.rows for button in row} == {""}


def test_somebody_entered_by_the_unit_is_asked_before_anything_else(session, school):
    for consent in session.exec(select(Consent)):
        session.delete(consent)
    session.flush()
    teacher = Visit(speaking_english(session, school.oanh), "start")

    asked = next_stop(teacher.desk)
    teacher.presses("I agree")

    assert asked == Go("consent")
    assert teacher.screen == "menu"
    assert consents.has_agreed(session, school.oanh)


def test_one_word_is_no_full_name(session, newcomer):
    newcomer.presses("1 · Teacher").presses("I agree").types("Diễm")

    assert newcomer.screen == "join_name"
    assert newcomer.problem is not None
    assert session.exec(select(Person).where(Person.name == "Diễm")).all() == []


def test_a_name_of_a_unit_that_is_nearly_right_is_offered(session, school, newcomer):
    newcomer.presses("1 · Teacher").presses("I agree").types("Lương Thu Diễm").types("thcs dongg may")

    assert newcomer.window.problem.startswith("Nothing is called")
    assert any("THCS Đồng Mây" in line for line in newcomer.window.body)


# Links.


def test_a_link_goes_on_after_the_language_is_chosen(session, school):
    desk = somebody_new(session, school, user_id=7990)
    accounts.by_user(session, 7990).language = ""
    session.flush()

    place = follow(payload_of(an_invitation(session, school)), desk)
    reaction = SCREENS["language"].react(place.args, Typed("2"), desk)

    assert place.screen == "language"
    assert isinstance(reaction, Go)
    assert reaction.screen == "consent"
    assert "invitation" in reaction.args


def test_a_member_who_follows_a_link_is_asked_before_the_role_is_taken(session, school):
    teacher = speaking_english(session, school.oanh)
    invitation = an_invitation(session, school, role=Role.UNIT_CLERK)

    place = follow(payload_of(invitation), teacher)
    before = roles.roles_on(session, school.oanh, school.id, on=TODAY)
    Visit(teacher, place.screen, dict(place.args)).presses("Accept")

    assert before == {Role.MEMBER}
    assert roles.roles_on(session, school.oanh, school.id, on=TODAY) == {Role.MEMBER, Role.UNIT_CLERK}


@pytest.mark.parametrize("payload", ["j-wrong", "nonsense", "x-1"])
def test_a_link_that_opens_nothing_says_so_kindly(session, school, payload):
    place = follow(payload, speaking_english(session, school.oanh))

    assert place.screen == "start"
    assert place.problem is not None


# The door.


def test_a_notice_lets_somebody_in_with_one_press(session, school):
    request = asks_to_join(session, school, user_id=7900, name="Lương Thu Diễm")
    head = desk_of(session, school.vinh)
    args = {"request_id": request, "person_id": school.vinh}

    drawn = draw_notice(Template.JOIN_ASKED, args, head)
    react_notice(Template.JOIN_ASKED, args, "confirm", "", head)
    again = draw_notice(Template.JOIN_ASKED, args, head)

    assert drawn is not None
    assert "Lương Thu Diễm" in drawn.body[0]
    assert again is None
    with pytest.raises(Refusal):
        react_notice(Template.JOIN_ASKED, args, "not_ours", "", head)


@pytest.mark.parametrize("who", ["oanh", "hieu", "tu"])
def test_nobody_from_elsewhere_opens_a_request_by_its_number(session, school, who):
    request = asks_to_join(session, school, user_id=7900)
    other = a_unit(session, "THCS Đồng Gió", above=school.commune)
    person = somebody(session, TU, other) if who == "tu" else getattr(school, who)
    visitor = Visit(desk_of(session, person), "member", {"id": request})

    visitor.forges("confirm")

    assert visitor.problem is not None
    assert door.count_waiting(session, school.vinh, on=TODAY) == 1


# Inviting.


def test_the_picture_of_an_invitation_comes_once(session, school):
    head = desk_of(session, school.vinh)
    head.links = LINKS
    visit = Visit(head, "invite").presses("Member of the unit")

    visit.presses("QR picture").presses("QR picture")

    queued = session.exec(select(OutboxMessage).where(OutboxMessage.template == Template.INVITATION_QR.value)).all()
    assert len(queued) == 1
    window = draw_notice(Template.INVITATION_QR, queued[0].args, head)
    assert window is not None
    assert window.attachment is not None
    assert window.attachment.content.startswith(b"\x89PNG")
    assert "j-" not in str(queued[0].args), "the secret must not lie in the outbox"


@pytest.mark.parametrize("who", ["oanh", "hieu"])
def test_nobody_else_sees_an_invitation_by_its_number(session, school, who):
    invitation = an_invitation(session, school)
    desk = desk_of(session, getattr(school, who))
    desk.links = LINKS

    with pytest.raises(Refusal):
        SCREENS["invitation"].draw({"id": invitation.id}, desk)


def test_a_clerk_sees_no_invitation_into_a_leading_role(session, school):
    invitation = an_invitation(session, school, role=Role.UNIT_HEAD)
    clerk = desk_of(session, school.ngan)
    clerk.links = LINKS

    with pytest.raises(Refusal):
        SCREENS["invitation"].draw({"id": invitation.id}, clerk)


def test_a_role_that_is_not_offered_cannot_be_invited_into(session, school):
    clerk = desk_of(session, school.ngan)
    visit = Visit(clerk, "invite")

    visit.forges("role", "unit_head")

    assert visit.problem is not None
    assert session.exec(select(Invitation)).all() == []


# Roles.


def test_a_role_is_given_after_a_preview_and_told(session, school):
    head = Visit(desk_of(session, school.vinh), "roles").types("quach bao").types("1").presses("Give a role")
    at = next(line.split(" ")[0] for line in head.window.body if "Clerk" in line)
    head.types(at)
    preview = head.window
    before = roles.roles_on(session, school.ly, school.id, on=TODAY)
    head.types("30/6").types("thay văn thư nghỉ").presses("Yes, do it")

    grant = session.exec(
        select(RoleGrant).where(RoleGrant.role == Role.UNIT_CLERK, RoleGrant.person_id == school.ly)
    ).one()
    assert "Gets: Clerk of the unit" in preview.body
    assert before == {Role.MEMBER}
    assert (grant.valid_to, grant.reason, grant.granted_by) == (date(2027, 6, 30), "thay văn thư nghỉ", school.vinh)


def test_a_leaver_is_shown_first_and_then_has_nothing_here(session, school):
    head = Visit(desk_of(session, school.vinh), "role", {"unit": school.id, "person": school.ngan})

    head.presses("Leaves the unit")
    shown = head.window.question
    head.presses("Yes, do it")

    assert shown == "Is it right like this?"
    assert roles.roles_on(session, school.ngan, school.id, on=TODAY) == frozenset()


@pytest.mark.parametrize("who", ["oanh", "thuy", "ngan", "hieu"])
def test_roles_are_not_shown_to_those_who_do_not_look_after_them(session, school, who):
    desk = desk_of(session, getattr(school, who))

    for name, args in (
        ("roles", {}),
        ("roles", {"unit": school.id}),
        ("role", {"unit": school.id, "person": school.ly}),
        ("role_change", {"unit": school.id, "person": school.ly, "change": "leave"}),
        ("delegate", {}),
    ):
        with pytest.raises(Refusal):
            SCREENS[name].draw(args, desk)


def test_a_forged_press_gives_nobody_an_office(session, school):
    head = Visit(
        desk_of(session, school.vinh), "role_change", {"unit": school.id, "person": school.ly, "change": "give"}
    )

    head.forges("role", "director").presses("Yes, do it")

    assert head.problem is not None
    assert roles.roles_on(session, school.ly, school.id, on=TODAY) == {Role.MEMBER}


def test_a_person_of_another_unit_is_not_found_by_number(session, school):
    head = desk_of(session, school.vinh)

    with pytest.raises(Refusal):
        SCREENS["role"].draw({"unit": school.id, "person": school.hieu}, head)


def test_the_department_office_looks_for_the_unit_first(session, school):
    officer = Visit(desk_of(session, school.viet), "roles")

    asked = officer.window.question
    officer.types("thcs dong may").types("1")

    assert asked == "At which unit?"
    assert officer.args == {"unit": school.id}


def test_acting_for_the_head_is_ended_by_the_head(session, school):
    head = Visit(desk_of(session, school.vinh), "delegate").types("1").types("20/3").presses("Yes, do it")
    running = head.window.body[0]

    head.presses("End it now")

    assert running == "⏳ Ngô Phương Thủy acts for you until 20/03/2027."
    assert head.window.question == "Who acts for you?"
    assert Role.UNIT_HEAD not in roles.roles_on(session, school.thuy, school.id, on=TODAY)


def test_the_menu_says_who_only_acts_for_the_head(session, school):
    grants.act_for(
        session, Deed(school.vinh, NOW, ZONE), person_id=school.ly, unit_id=school.id, until=date(2027, 3, 20)
    )

    header = SCREENS["menu"].draw({}, desk_of(session, school.ly)).header

    assert header == "Gương Sáng · Acting head, THCS Đồng Mây"


# One phone, settings, consent.


def test_only_people_of_this_phone_can_take_it(session, school):
    phone = Visit(desk_of(session, school.oanh), "switch")

    phone.forges("speak", str(school.vinh))

    assert phone.problem is not None
    assert session.get_one(Account, phone.desk.account_id).person_id == school.oanh


def test_a_chosen_form_of_address_is_used_for_teachers_alone(session, school):
    Visit(desk_of(session, school.oanh), "settings").presses("Cô")

    chosen = session.get_one(Person, school.oanh).gender_address
    assert chosen == "co"
    assert speaker("vi", "teacher", ZONE, chosen).you == "Cô"
    assert speaker("vi", "officer", ZONE, chosen).you == ""
    assert YOU[Audience.OFFICER] == "Anh/Chị"


def test_tips_can_be_muted_and_asked_for_again(session, school):
    teacher = Visit(desk_of(session, school.oanh), "settings").presses("No tips")
    muted = session.get_one(Person, school.oanh).tips_muted

    teacher.presses("Send tips")

    assert muted
    assert not session.get_one(Person, school.oanh).tips_muted


def test_consent_taken_back_leads_to_the_start_again(session, school):
    teacher = Visit(speaking_english(session, school.oanh), "withdraw").presses("Take it back")

    assert teacher.args == {"declined": True}
    assert session.get_one(Account, teacher.desk.account_id).person_id is None
    assert next_stop(teacher.desk).screen == "who"


def test_who_waits_for_the_unit_can_write_meanwhile(session, school):
    asks_to_join(session, school, user_id=7900, name="Lương Thu Diễm")
    person = session.exec(select(Person.id).where(Person.name == "Lương Thu Diễm")).one()

    waiting = Visit(desk_of(session, person), "waiting").presses("✍️ Write a nomination")

    assert waiting.left == Begin("nominate")


def test_the_menu_shows_who_waits_at_the_door_to_those_who_open_it(session, school):
    asks_to_join(session, school, user_id=7900)
    a_grant(session, school.ly, Role.OBSERVER, school.id)

    labels = {who: Visit(desk_of(session, getattr(school, who))).labels for who in ("vinh", "ngan", "ly")}

    assert "📥 People asking to join (1)" in labels["vinh"]
    assert "📥 People asking to join (1)" in labels["ngan"]
    assert not any("asking to join" in label for label in labels["ly"])


def test_links_without_a_key_open_nothing_of_ours(session, school):
    invitation = an_invitation(session, school)

    assert invitations.url_of(invitation, Links()) == ""
