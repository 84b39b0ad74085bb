"""Newcomers: by the school's link, by searching for the school, and two people on one phone; a head on leave."""

import asyncio

from sqlmodel import select

from bot.domain.roles import Role
from bot.sandbox.world import Person
from bot.services import roles
from models import Consent, Decision
from models import Person as Known
from tests.journeys.school import School, Visitor
from tests.support.clock import TODAY
from tests.support.people import LY, OANH, THUY, VINH

NEW = 7801


def newcomer(school: School, user_id: int = NEW) -> Visitor:
    school.server.world.meet(Person(user_id, "Khánh"))
    return Visitor(school.server, user_id)


def names(school: School) -> set[str]:
    return set(school.read(lambda session: list(session.exec(select(Known.name)))))


def roles_of(school: School, name: str) -> set[Role]:
    def held(session):
        person = session.exec(select(Known.id).where(Known.name == name)).one()
        return {one.role for one in roles.roles_of(session, person, on=TODAY)}

    return school.read(held)


async def the_link(school: School) -> str:
    """Let the head make an invitation, and give what whoever opens it sends."""
    head = school.player(VINH)
    await head.arrives(language="English")
    await head.says("/moi")
    await head.wait_for("Into which role?")
    await head.presses("Member of the unit")
    shown = await head.wait_for("?start=j-")
    link = next(line for line in shown.text.splitlines() if "?start=" in line)
    return "/start " + link.partition("?start=")[2]


async def test_a_new_teacher_joins_by_link_and_nominates(school):
    payload = await the_link(school)
    teacher = newcomer(school)

    await teacher.says(payload)
    await teacher.wait_for("Choose your language")
    await teacher.presses("English")
    notice = (await teacher.wait_for("May we keep and use this?")).text
    before = names(school)
    await teacher.presses("I agree")
    await teacher.wait_for("What is your full name?")
    await teacher.says("Lương Thu Diễm")
    await teacher.wait_for("Gương Sáng · THCS Đồng Mây")
    await teacher.says("/decu")
    await teacher.wait_for("Whom would you like to nominate?")

    assert "Invitation: THCS Đồng Mây" in notice
    assert "Lương Thu Diễm" not in before
    assert roles_of(school, "Lương Thu Diễm") == {Role.MEMBER}
    assert len(school.read(lambda session: session.exec(select(Consent).where(Consent.person_id.is_(None))).all())) == 0
    secret = payload.partition("j-")[2]
    dump = school.read(lambda session: "\n".join(session.connection().connection.iterdump()))
    assert secret not in dump, "the secret of a link lies in the database"
    await until_menu(school, NEW, "decu")


async def until_menu(school: School, chat_id: int, command: str) -> None:
    """Wait until the menu of commands of a chat has a command."""
    for _ in range(100):
        told = [call for call in school.server.calls if call.method == "setMyCommands"]
        if any(str(chat_id) in str(call.params.get("scope")) and command in str(call.params) for call in told):
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{chat_id} was not given /{command}")


async def test_somebody_without_a_link_is_let_in_by_the_head(school):
    head, teacher = school.player(VINH), newcomer(school)
    await head.arrives(language="English")

    await teacher.says("/start")
    await teacher.wait_for("Choose your language")
    await teacher.presses("English")
    await teacher.wait_for("Who is writing?")
    await teacher.says("1")
    await teacher.wait_for("May we keep and use this?")
    await teacher.presses("I agree")
    await teacher.wait_for("What is your full name?")
    await teacher.says("Lương Thu Diễm")
    await teacher.wait_for("Which unit do you work at?")
    await teacher.says("thcs dong may")
    await teacher.wait_for("1 · THCS Đồng Mây")
    await teacher.says("1")
    await teacher.wait_for("Your unit was asked")
    notice = await head.gets("Does this person belong to the unit?")
    held_before = roles_of(school, "Lương Thu Diễm")
    toast = await head.taps("Confirm", on=notice)
    await teacher.gets("THCS Đồng Mây welcomes Diễm!")

    assert "Lương Thu Diễm" in notice.text
    assert held_before == set()
    assert toast == "✓ Confirmed: Lương Thu Diễm"
    assert roles_of(school, "Lương Thu Diễm") == {Role.MEMBER}


async def test_two_people_share_a_phone_and_nothing_is_mixed(school):
    payload = await the_link(school)
    phone = school.player(OANH)
    await phone.arrives(language="English")
    await phone.says("/decu")
    await phone.wait_for("Whom would you like to nominate?")
    await phone.says("/doinguoi")
    refused = await phone.wait_for("Somebody else can go on once this is sent")
    await phone.says("/desau")
    await phone.wait_for("Draft")

    await phone.says("/doinguoi")
    await phone.wait_for("Who goes on now?")
    await phone.presses("Somebody else joins here")
    await phone.wait_for("Who is writing?")
    await phone.says("2")
    await phone.wait_for("May we keep and use this?")
    await phone.presses("I agree")
    await phone.wait_for("What is your full name?")
    await phone.says("Lương Thu Diễm")
    await phone.wait_for("Which unit do you work at?")
    await phone.says(payload)
    await phone.wait_for("Accept this invitation?")
    await phone.presses("Accept")
    menu = await phone.wait_for("THCS Đồng Mây · Lương Thu Diễm")

    assert "Whom would you like to nominate?" in refused.text
    assert "Draft" not in menu.text
    await phone.says("/doinguoi")
    await phone.wait_for("Who goes on now?")
    await phone.presses("Đào Khánh Oanh")
    back = await phone.wait_for("THCS Đồng Mây · Đào Khánh Oanh")
    assert "Draft" in back.text


async def test_while_the_head_is_on_leave_somebody_acts_and_decides(school):
    head, acting, teacher = school.player(VINH), school.player(THUY), school.player(LY)
    for person in (head, acting, teacher):
        await person.arrives(language="English")

    await head.says("/uyquyen")
    listed = await head.wait_for("Who acts for you?")
    at = next(line for line in listed.text.splitlines() if THUY.name in line).split(" ")[0]
    await head.says(at)
    await head.wait_for("Until which day?")
    await head.says("20/3")
    await head.wait_for("acts as head from today until 20/03/2027")
    await head.presses("Yes, do it")
    await head.wait_for("acts for you until 20/03/2027")
    await acting.gets("A new role · THCS Đồng Mây")
    await acting.says("/choduyet")
    queue = await acting.wait_for("Nominations to look at")
    await acting.presses("1", on=queue)
    card = await acting.wait_for("What do you decide?")
    await acting.presses("Choose for the list", on=card)
    await acting.is_offered("Undo")

    made = school.read(lambda session: list(session.exec(select(Decision.role, Known.name).join(Known))))
    assert roles_of(school, THUY.name) >= {Role.UNIT_DEPUTY, Role.UNIT_HEAD}
    assert (Role.UNIT_HEAD, THUY.name) in made
