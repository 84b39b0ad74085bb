"""What officers do at once, alone, at night, and take back."""

import asyncio
from datetime import datetime

from sqlmodel import col, select

from bot.domain.roles import Role
from models import Decision
from tests.support.clock import ZONE
from tests.support.people import HIEU, LY, OANH, THUY, VINH, Cast
from tests.support.waiting import until

UYEN = Cast("Tạ Phương Uyên", 7021, (Role.MEMBER, Role.UNIT_HEAD))  # alone in the leadership of a kindergarten


async def card_of(player, code):
    """Open a card from the notice about it."""
    await player.presses("Mở đề cử", on=await player.gets(code))
    return await player.wait_for("quyết định thế nào?")


async def test_a_notice_that_was_followed_is_a_receipt_without_buttons(school):
    oanh, vinh = school.player(OANH), school.player(VINH)
    await oanh.arrives()
    await vinh.arrives()
    code = await oanh.nominates("Quách Bảo Ly", position="giáo viên Toán")
    notice = await vinh.gets(code)
    words, buttons = notice.text, notice.rows

    await vinh.presses("Mở đề cử", on=notice)
    await vinh.wait_for("quyết định thế nào?")
    await until(lambda: not notice.rows)

    assert buttons
    assert notice.text == words


async def test_two_phones_pressing_at_the_same_moment_make_one_decision(school):
    ly, vinh = school.player(LY), school.player(VINH)
    await ly.arrives()
    await vinh.arrives()
    code = await ly.nominates("Đoàn Gia Khiêm")
    card = await card_of(vinh, code)
    adopt, not_now = card.rows[0][0]["callback_data"], card.rows[2][0]["callback_data"]

    await asyncio.gather(*(vinh.presses_data(data, on=card) for data in (adopt, not_now, adopt)))
    await vinh.wait_for("Chu Hữu Vinh đã chọn vào danh sách")
    await vinh.wait_for_answer()

    assert decisions(school, code) == [("adopt", "adopted")]


async def test_head_and_deputy_pressing_at_once_give_one_decision_and_the_later_is_told_who_was_faster(school):
    vinh, thuy, oanh = school.player(VINH), school.player(THUY), school.player(OANH)
    for player in (vinh, thuy, oanh):
        await player.arrives()
    code = await oanh.nominates("Đoàn Gia Khiêm")
    await card_of(vinh, code)
    await vinh.presses("Nhờ phó hiệu trưởng")
    await vinh.is_offered("Hoàn tác")
    await school.is_at(datetime(2027, 3, 2, 9, 10, tzinfo=ZONE))
    card = await card_of(thuy, code)
    version = school.dossier(code).version

    await asyncio.gather(
        thuy.presses("Chọn vào danh sách", on=card),
        vinh.presses_data(school.forged(VINH, "adopt"), on=vinh.window),
    )
    await thuy.wait_for("Ngô Phương Thủy đã chọn vào danh sách")
    await vinh.wait_for_answer()

    assert school.dossier(code).version == version + 1
    assert decisions(school, code) == [("pass_to_deputy", "with_deputy"), ("adopt", "adopted")]


async def test_what_the_only_head_nominates_goes_to_the_level_above(school):  # plan S-52
    uyen, hieu = school.player(UYEN), school.player(HIEU)
    await uyen.arrives()

    code = await uyen.nominates("Đỗ Khánh Huệ", position="nhân viên nuôi dưỡng", category="2")

    assert school.dossier(code).state == "with_level_above"
    assert "Phòng Văn hóa - Xã hội xã Đồng Mây xem và chọn" in uyen.window.text
    assert "Đỗ Khánh Huệ" in (await hieu.gets(code)).text
    await hieu.arrives()
    await hieu.says("/choduyet")
    assert "Đỗ Khánh Huệ" in (await hieu.wait_for("mở đề cử nào?")).text


async def test_a_decision_taken_back_within_two_minutes_reaches_nobody(school):
    oanh, vinh = school.player(OANH), school.player(VINH)
    await oanh.arrives()
    await vinh.arrives()
    code = await oanh.nominates("Quách Bảo Ly", position="giáo viên Toán")
    before = school.last_notice()
    await card_of(vinh, code)

    await vinh.presses("Chọn vào danh sách")
    await vinh.is_offered("Hoàn tác, còn 2 phút")
    assert await vinh.taps("Hoàn tác, còn 2 phút") == "✓ Đã hoàn tác, chưa ai nhận được tin."
    await school.is_at(datetime(2027, 3, 2, 9, 30, tzinfo=ZONE))

    assert school.dossier(code).state == "with_head"
    assert school.notices(after=before) == []
    assert school.player(LY).heard == []


async def test_at_night_the_words_come_without_a_sound(school):
    oanh, vinh = school.player(OANH), school.player(VINH)
    await oanh.arrives()
    await vinh.arrives()
    code = await oanh.nominates("Đoàn Gia Khiêm")
    await school.is_at(datetime(2027, 3, 2, 22, 15, tzinfo=ZONE))
    await card_of(vinh, code)

    await vinh.presses("Chưa đưa vào đợt này")
    await vinh.wait_for("Lý do là gì?")
    await vinh.says("Đợt này trường đã đủ số lượng, mong Thầy/Cô giới thiệu lại dịp sau.")
    await vinh.wait_for("Đào Khánh Oanh sẽ đọc như sau")
    await vinh.presses("Gửi lời này")
    await vinh.is_offered("Hoàn tác")
    await school.is_at(datetime(2027, 3, 2, 22, 20, tzinfo=ZONE))

    told = await oanh.gets("chưa đưa vào danh sách đợt này")
    assert told.silent
    assert "💬 “Đợt này trường đã đủ số lượng, mong Thầy/Cô giới thiệu lại dịp sau.”" in told.text
    assert "từ chối" not in told.text


def decisions(school, code):
    """Give the acts on a dossier in their order."""
    dossier_id = school.dossier(code).id
    statement = select(Decision).where(Decision.dossier_id == dossier_id).order_by(col(Decision.id))
    return [(row.action, row.to_state) for row in school.read(lambda session: list(session.exec(statement)))]
