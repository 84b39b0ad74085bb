"""Button data made up by hand: whoever presses, only what is theirs to do is done."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.domain.buttons import Kind, Press, encode
from bot.domain.roles import Role
from models import AuditEntry, Decision, Dossier, OutboxMessage, SupplementItem
from models.outbox import Priority
from tests.journeys.school import OPENING
from tests.support.people import HIEU, LY, NGAN, OANH, THUY, VIET, VINH, Cast

BACH = Cast("Đào Quang Bách", 7031, (Role.MEMBER, Role.UNIT_HEAD))  # head of another school
AN = Cast("Quách Thanh An", 7072, (Role.INTERMEDIATE_OFFICER,))  # officer of another commune

UYEN = Cast("Tạ Phương Uyên", 7021, (Role.MEMBER, Role.UNIT_HEAD))  # alone in the leadership of a kindergarten

#: Waits with the head Chu Hữu Vinh; nominated by Quách Bảo Ly.
WITH_HEAD = "DC-2027-00003"
#: A supplement is asked of Đào Khánh Oanh, by Chu Hữu Vinh.
ASKED = "DC-2027-00004"
#: Waits with the deputy Ngô Phương Thủy; nominated by Chu Hữu Vinh, about Đào Khánh Oanh.
WITH_DEPUTY = "DC-2027-00006"
#: Waits at the commune with Đặng Công Hiếu; nominated by Tạ Phương Uyên.
ABOVE = "DC-2027-00007"

#: Everything that an officer can do on a card, and what that leads to.
DECIDING = (
    "adopt", "deputy", "above", "related", "declare", "back",
    "supplement", "tick.0", "send", "back", "not_now", "reason.1", "send", "back",
)  # fmt: skip
#: What nominators do with their own item.
OWN = ("supplement", "send", "back", "withdraw", "really")

#: Who may do nothing of what a card offers, written by hand from the rules: only those decide at whose desk it lies,
#: and nobody on what they nominated or what is about them.
NO_OFFICER_OF = {
    WITH_HEAD: (OANH, THUY, LY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    ASKED: (OANH, THUY, LY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    WITH_DEPUTY: (OANH, VINH, LY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    ABOVE: (OANH, VINH, THUY, LY, NGAN, BACH, UYEN, AN, VIET),
}
#: Whose item it is not.
NOT_THE_NOMINATOR_OF = {
    WITH_HEAD: (OANH, VINH, THUY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    ASKED: (VINH, THUY, LY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    WITH_DEPUTY: (OANH, THUY, LY, NGAN, BACH, UYEN, HIEU, AN, VIET),
    ABOVE: (OANH, VINH, THUY, LY, NGAN, BACH, HIEU, AN, VIET),
}


def state_of(school):
    """Everything that a press could have changed for others."""
    return school.read(
        lambda session: (
            [(dossier.code, dossier.state, dossier.version) for dossier in session.exec(select(Dossier))],
            len(session.exec(select(Decision.id)).all()),
            len(session.exec(select(AuditEntry.id)).all()),
            len(session.exec(select(SupplementItem.id)).all()),
        )
    )


async def forge(school, person, command, dossier_id, presses):
    """Open somebody's list, then press what it never offered: this dossier, and what can be done with it."""
    player = school.player(person)
    await player.says(command)
    await player.wait_for(lambda message: bool(message.rows))
    for press in (f"open.{dossier_id}", *presses):
        action, _, value = press.partition(".")
        await player.presses_data(school.forged(person, action, value), on=player.window)
        await player.wait_for_answer(timeout=20)


@pytest.mark.parametrize("code", NO_OFFICER_OF)
async def test_forged_buttons_do_nothing_with_what_is_neither_on_ones_desk_nor_ones_own(school, code):
    before, dossier_id = state_of(school), school.dossier(code).id
    decides, owns = NO_OFFICER_OF[code], NOT_THE_NOMINATOR_OF[code]

    async def tries(person):
        await school.player(person).arrives()
        if person in decides:
            await forge(school, person, "/choduyet", dossier_id, DECIDING)
        if person in owns:
            await forge(school, person, "/hoso", dossier_id, OWN)

    await asyncio.gather(*map(tries, {*decides, *owns}))

    assert state_of(school) == before


async def test_the_same_buttons_do_work_for_those_whose_desk_it_is(school):
    await school.player(VINH).arrives()

    await forge(school, VINH, "/choduyet", school.dossier(WITH_HEAD).id, DECIDING)

    assert school.dossier(WITH_HEAD).state == "adopted"


async def test_forged_buttons_of_the_head_reach_no_second_decision(school):
    await school.player(VINH).arrives()
    await forge(school, VINH, "/choduyet", school.dossier(WITH_HEAD).id, ("adopt",))
    before = state_of(school)

    await forge(school, VINH, "/choduyet", school.dossier(WITH_HEAD).id, DECIDING)

    assert state_of(school) == before


async def test_a_person_of_another_unit_who_is_put_before_a_card_reads_nothing_of_it(school):
    bach, vinh = school.player(BACH), school.player(VINH)
    await bach.arrives()
    await vinh.arrives()
    await vinh.says("/choduyet")
    await vinh.wait_for("Thầy/Cô mở đề cử nào?")

    await bach.says("/choduyet")
    await bach.wait_for("Không còn việc nào chờ Thầy/Cô")
    await bach.presses_data(school.forged(BACH, "open", str(school.dossier(WITH_HEAD).id)), on=bach.window)
    await bach.wait_for("Hồ sơ này không thuộc phần việc của Thầy/Cô")

    assert not any("Lương Quang Đạt" in message.text for message in bach.heard)


async def test_a_button_of_an_earlier_window_changes_nothing_and_says_so(school):
    vinh = school.player(VINH)
    await vinh.arrives()
    await vinh.says("/choduyet")
    await vinh.wait_for("Thầy/Cô mở đề cử nào?")
    await vinh.presses("1")
    card = await vinh.wait_for("Thầy/Cô quyết định thế nào?")
    adopt = card.rows[0][0]["callback_data"]
    await vinh.says("/menu")
    await vinh.wait_for("Thầy/Cô xem việc nào trước?")
    before = state_of(school)

    await vinh.presses_data(adopt, on=card)
    toast = await vinh.wait_for_answer()

    assert toast == "Nút này thuộc bước trước, chưa có gì thay đổi."
    assert state_of(school) == before


async def test_a_notice_of_somebody_else_opens_nothing(school):
    oanh, ly = school.player(OANH), school.player(LY)
    await oanh.arrives()
    await ly.arrives()
    notice = _notice_for(school, VINH)
    menu = ly.window.text

    await ly.presses_data(encode(Press(Kind.NOTICE, "card", "", notice)), on=ly.window)

    assert await ly.wait_for_answer() == "Nút này thuộc bước trước, chưa có gì thay đổi."
    assert ly.window.text == menu


async def test_data_that_no_version_ever_wrote_are_answered_and_do_nothing(school):
    oanh = school.player(OANH)
    await oanh.arrives()
    before = state_of(school)

    for data in (
        "",
        "x",
        "1d.1.adopt",
        "1d1.1.adopt." * 5,
        "1dzz.0.adopt.",
        "2d1.1.menu.",
        "1d0.0..",
        "1n0.0.card.",
        "🌟",
    ):
        await oanh.presses_data(data, on=oanh.window)
        await oanh.wait_for_answer()

    assert state_of(school) == before


def _notice_for(school, person):
    """Put a notice about a waiting nomination into the outbox, due much later."""
    dossier = school.dossier(WITH_HEAD)

    def queue(session):
        row = OutboxMessage(
            dedupe_key="forged", chat_id=person.user_id, template="new_nomination", priority=Priority.NOTICE,
            args={"dossier_id": dossier.id, "version": dossier.version, "person_id": 2},
            due_at=OPENING + timedelta(days=300), created_at=OPENING,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id

    return school.database.write_now(queue)
