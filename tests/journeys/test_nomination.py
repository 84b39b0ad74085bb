"""Đào Khánh Oanh nominates Quách Bảo Ly; her school asks for more and adopts; everybody hears what concerns them."""

from datetime import datetime

from sqlmodel import col, select

from bot.files import FileStore
from models import Draft, Evidence
from models.evidence import EvidenceState
from tests.journeys.papers import certificate, has_place, photo
from tests.journeys.school import drawn
from tests.journeys.windows import (
    ADOPTED,
    ALBUM,
    ALL_FILES,
    ASKED,
    CARD,
    CRITERIA,
    DIGEST,
    FIELD,
    KIN,
    MENU,
    NAME,
    NEW,
    OCCASION,
    PREVIEW,
    QUEUE,
    SENT,
    TELL,
    WHOM,
    WORK,
)
from tests.support.clock import ZONE
from tests.support.people import LY, OANH, THUY, VINH
from tests.support.waiting import until

STORY = (
    "Hai năm nay, giờ hình học của cô Ly ở ngoài vườn trường. Các em đo bóng cây, vẽ lại mảnh vườn theo tỉ lệ và kể "
    "bằng lời của mình; nhiều em trước ngại nói nay tự tin trình bày trước lớp."
)


async def test_a_nomination_from_hello_to_the_list_of_the_school_through_three_kills(school):
    oanh, vinh, ly = school.player(OANH), school.player(VINH), school.player(LY)

    await tell_of_ly(school, oanh)
    await show_evidence(school, oanh)
    await change_a_mistake_and_send(school, oanh)
    await ask_for_more(school, vinh, oanh)
    await give_what_is_asked(oanh, vinh)
    await adopt(school, vinh, oanh, ly)

    assert school.dossier("DC-2027-00008").state == "adopted"


async def tell_of_ly(school, oanh):
    """The first seven steps; the bot is killed when an answer is stored and not drawn yet."""
    assert drawn(await oanh.arrives()) == MENU
    await oanh.says("/decu")
    await oanh.sees(WHOM)
    await oanh.presses("1 · Giáo viên")
    await oanh.sees(NAME)

    school.server.fail_next("sendMessage", drop=True, chat_id=OANH.user_id)
    await oanh.says("Quách Bảo Li")
    await until(lambda: the_draft(school).answers.get("name") == "Quách Bảo Li")
    await school.loses_power()

    await oanh.sees(WORK)
    await oanh.says("giáo viên Toán, tổ Tự nhiên")
    await oanh.sees(OCCASION)
    await oanh.presses("1 · Biểu dương")
    await oanh.sees(FIELD)
    await oanh.says("Giảng dạy")
    await oanh.sees(TELL)
    await oanh.says(STORY)
    await oanh.wait_for("Đánh dấu điều có")
    await oanh.presses("2 ⬜")
    await oanh.wait_for("2 🔸 Nhiều cách làm mới: chưa có dẫn chứng")
    await oanh.says("Lớp học ngoài vườn")
    await oanh.wait_for("2 ✅ Nhiều cách làm mới: “Lớp học ngoài vườn”")
    await oanh.presses("1 ⬜")
    await oanh.wait_for(CRITERIA)
    await oanh.presses("Tiếp tục")
    await oanh.wait_for("Thầy/Cô có minh chứng nào không?")


async def show_evidence(school, oanh):
    """An album and a document; the bot is killed while the album is on its way."""
    school.server.fail_next("getFile", drop=True, times=2)
    await oanh.sends_album([photo("seagreen"), photo("darkolivegreen")], caption="Giờ hình học ngoài vườn")
    await until(lambda: len(evidence(school)) == 2)
    await school.loses_power()

    await oanh.sees(ALBUM, seconds=12)
    await oanh.presses("2 · Cách làm")
    await oanh.wait_for("mục 2: 2")
    await oanh.sends_document(certificate(), "Chung-nhan-STEM.pdf")
    await oanh.wait_for(lambda message: "Tệp Chung-nhan-STEM.pdf cho thấy mục nào?" in message.text
                        and "đang tải" not in message.text)  # fmt: skip
    await oanh.presses("1 · Mẫu mực")
    await oanh.sees(ALL_FILES)

    kept = evidence(school)
    store = FileStore(school.data_dir / "evidence")
    assert [(file.state, file.media_type, file.criterion) for file in kept] == [
        (EvidenceState.STORED, "image/jpeg", "GV-2"),
        (EvidenceState.STORED, "image/jpeg", "GV-2"),
        (EvidenceState.STORED, "application/pdf", "GV-1"),
    ]
    assert has_place(photo())
    assert not any(has_place(store.path(file.sha256).read_bytes()) for file in kept[:2])
    await oanh.presses("Xong, tiếp tục")
    await oanh.sees(KIN)


async def change_a_mistake_and_send(school, oanh):
    """The bot is killed while the preview is on the screen; its buttons outlive that."""
    await oanh.presses("1 · Không")
    await oanh.wait_for(PREVIEW.format(given="Li"))

    await school.loses_power()
    await oanh.presses("Sửa một mục")
    await oanh.wait_for("Thầy/Cô muốn sửa mục nào?")
    await oanh.presses("2 · Tên")
    await oanh.wait_for("Đang có: “Quách Bảo Li”")
    await oanh.says("Quách Bảo Ly")
    await oanh.wait_for(PREVIEW.format(given="Ly"))
    await oanh.presses("Gửi tới nhà trường")
    await oanh.sees(SENT)
    await oanh.presses("Sao chép")

    assert oanh.clipboard == "DC-2027-00008"


async def ask_for_more(school, vinh, oanh):
    """The head finds it in the queue and asks for two things until a day of his own choice."""
    await vinh.gets("DC-2027-00008")
    assert [message.text for message in vinh.heard] == [NEW.rpartition("\n")[0]]
    await vinh.arrives()
    await vinh.says("/choduyet")
    await vinh.wait_for(QUEUE)
    await vinh.presses("3")
    await vinh.wait_for(CARD)
    await vinh.presses("Cần bổ sung")
    await vinh.wait_for("1 ✅ Kết quả đánh giá năm, lời của đồng nghiệp")
    await vinh.says("Ảnh sân trường có bóng cây")
    await vinh.wait_for("4 ✅ Ảnh sân trường có bóng cây")
    await vinh.says("17/3")
    await vinh.wait_for("⏰ Hạn: 17/03/2027, còn 15 ngày")
    toast = await vinh.taps("Gửi yêu cầu")
    assert toast == "✓ Yêu cầu gửi đi sau hai phút; trước đó còn hoàn tác được."

    before = oanh.heard
    await school.is_at(datetime(2027, 3, 2, 9, 6, tzinfo=ZONE))
    assert oanh.heard == before  # for two minutes nobody is told
    await school.is_at(datetime(2027, 3, 2, 9, 10, tzinfo=ZONE))


async def give_what_is_asked(oanh, vinh):
    """Words for the first item, a picture for the second."""
    asked = await oanh.gets("Cần bổ sung · Quách Bảo Ly")
    assert asked.text == ASKED.rpartition("Có thể gửi tệp ngay.")[0] + "Có thể gửi tệp ngay."
    await oanh.presses("1", on=asked)
    await oanh.wait_for("Thầy/Cô gõ một dòng cho mục này, hay gửi tệp?")
    await oanh.says("Tổ Tự nhiên đánh giá hoàn thành xuất sắc hai năm liền.")
    await oanh.wait_for("1 ✅ Kết quả đánh giá năm")
    await oanh.sends_photo(photo("teal"))
    await oanh.wait_for("📎 ảnh")
    await oanh.presses("‹ Quay lại")
    await oanh.wait_for("Đã đủ các mục. Thầy/Cô gửi đi chứ?")
    assert await oanh.taps("Gửi phần đã có") == "✓ Đã gửi."
    asked = "“Kết quả đánh giá năm, lời của đồng nghiệp; Ảnh sân trường có bóng cây”"
    await oanh.wait_for(f"Thủ trưởng đơn vị đã xin bổ sung: {asked}")
    await vinh.gets("📥 Đã có phần bổ sung · DC-2027-00008")


async def adopt(school, vinh, oanh, ly):
    """Two minutes later the nominator and the nominee are told."""
    await vinh.presses("Mở đề cử", on=await vinh.gets("Đã có phần bổ sung"))
    await vinh.wait_for("Thầy/Cô quyết định thế nào?")
    assert await vinh.taps("Chọn vào danh sách") == "✓ Đã chọn vào danh sách. Còn hoàn tác được trong hai phút."

    await school.is_at(datetime(2027, 3, 2, 9, 15, tzinfo=ZONE))

    await oanh.sees(ADOPTED)
    honoured = await ly.gets("🌟 Đồng nghiệp đã giới thiệu Thầy/Cô")
    assert not honoured.silent


async def test_the_next_reminder_reaches_those_who_have_something_to_do_and_nobody_else(school):  # plan S-37
    oanh, thuy = school.player(OANH), school.player(THUY)
    await oanh.arrives()
    await oanh.hurries("/decu", "1", "Quách Bảo Ly", until="Bước 3/10")
    before = school.last_notice()

    # 24/02 is over; the next rung before 26/03 is D-14, a Friday.
    await school.is_at(datetime(2027, 3, 5, 7, 0, 5, tzinfo=ZONE))
    assert school.notices(after=before) == []
    await school.is_at(datetime(2027, 3, 12, 7, 0, 5, tzinfo=ZONE))
    reminded = await oanh.gets("Còn 14 ngày")

    told = [notice for notice in school.notices(after=before) if notice[1] == "reminder_draft"]
    assert told == [(OANH.user_id, "reminder_draft", "sent")]
    assert reminded.silent
    assert "Quách Bảo Ly" in reminded.text
    assert thuy.heard == []


async def test_on_monday_the_head_reads_a_digest_that_counts_what_the_queue_shows(school):
    vinh = school.player(VINH)
    await vinh.arrives()
    before = school.last_notice()

    await school.is_at(datetime(2027, 3, 8, 7, 0, 5, tzinfo=ZONE))
    digest = await vinh.wait_for(DIGEST, timeout=8)
    await vinh.presses("Đề cử chờ xem (2)", on=digest)
    await vinh.wait_for("📥 Đề cử chờ xem · 2")

    # Six more people head a school; nothing waits there, so nobody disturbs them.
    assert school.notices(after=before) == [(VINH.user_id, "digest_head", "sent")]


def the_draft(school):
    return school.read(lambda session: session.exec(select(Draft).order_by(col(Draft.id).desc())).first())


def evidence(school):
    return school.read(lambda session: list(session.exec(select(Evidence).order_by(col(Evidence.id)))))
