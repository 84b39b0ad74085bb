"""Two colleagues mean the same person: one supports, one writes all the same; the head makes one of it and decides."""

from datetime import datetime

from sqlmodel import select

from models import Endorsement
from tests.support.clock import ZONE
from tests.support.people import LY, NGAN, OANH, THUY, VINH


async def test_duplicates_become_voices_and_one_nomination_is_chosen(school):
    oanh, ly, ngan, vinh = (school.player(one) for one in (OANH, LY, NGAN, VINH))
    for player in (oanh, ly, ngan, vinh):
        await player.arrives()
    first = await oanh.nominates("Đoàn Gia Khiêm")

    await ly.hurries("/decu", "1", "Đ.G. Khiêm", until="Có phải người")
    seen = ly.window.text
    await ly.presses("Ủng hộ Đoàn Gia Khiêm")
    await ly.wait_for("Đã ghi lời ủng hộ Đoàn Gia Khiêm")

    story = "Tháng nào thầy cũng sửa máy cho cả trường, không nề hà ngày nghỉ."
    await ngan.hurries("/decu", "1", "doan gia khiem", "2", "giáo viên Tin học", "1", "1", story, until="Đánh dấu")
    await ngan.hurries("/xong", "/xong", "1", until="0/4, 0 tệp")
    await ngan.says("/xong")
    second = (await ngan.wait_for("Đã gửi đề cử")).text.splitlines()[0].rpartition(" ")[2]

    await vinh.presses("Mở đề cử", on=await vinh.gets(second))
    for label in ("Việc khác", "Gộp trùng", "1", "Gộp làm một"):
        await vinh.is_offered(label)
        await vinh.presses(label)
    await vinh.is_offered("Hoàn tác")
    await school.is_at(datetime(2027, 3, 2, 9, 10, tzinfo=ZONE))
    assert "Thầy/Cô là người ủng hộ" in (await ngan.gets("đã gộp với đề cử khác")).text

    await vinh.presses("Mở đề cử", on=await vinh.gets(first))
    card = await vinh.wait_for("2 người ủng hộ")
    await vinh.presses("Chọn vào danh sách", on=card)
    await vinh.is_offered("Hoàn tác")
    await school.is_at(datetime(2027, 3, 2, 9, 15, tzinfo=ZONE))

    assert "Đào Khánh Oanh" not in seen
    assert (school.dossier(first).state, school.dossier(second).state) == ("adopted", "merged")
    assert sorted(school.read(lambda session: list(session.exec(select(Endorsement.source))))) == ["merge", "support"]
    for player in (oanh, ly, ngan):
        await player.gets("Đoàn Gia Khiêm vào danh sách của đơn vị")


async def test_the_clerk_prepares_and_all_nominators_are_thanked_with_one_press(school):
    oanh, ngan, thuy, vinh = (school.player(one) for one in (OANH, NGAN, THUY, VINH))
    for player in (oanh, ngan, thuy, vinh):
        await player.arrives()
    code = await oanh.nominates("Đoàn Gia Khiêm")
    await thuy.nominates("Đặng Bảo Hân")

    await vinh.presses("Mở đề cử", on=await vinh.gets(code))
    for label in ("Việc khác", "Giao văn thư chuẩn bị", "1"):
        await vinh.is_offered(label)
        await vinh.presses(label)
    await ngan.presses("Mở đề cử", on=await ngan.gets(f"Chờ chuẩn bị · {code}"))
    await ngan.is_offered("Đã chuẩn bị xong")
    await ngan.presses("Đã chuẩn bị xong")
    await vinh.gets(f"Đã chuẩn bị · {code}")

    await vinh.says("/choduyet")
    await vinh.is_offered("Cảm ơn (")
    await vinh.presses("Cảm ơn (")
    await vinh.is_offered("Gửi lời cảm ơn")
    await vinh.presses("Gửi lời cảm ơn")

    for player, name in ((oanh, "Đoàn Gia Khiêm"), (thuy, "Đặng Bảo Hân")):
        assert f"giới thiệu {name}" in (await player.gets("Chu Hữu Vinh cảm ơn")).text
