"""A whole nomination in the practice room's page, as somebody does it who has just cloned the project."""

import pytest

from tests.journeys.papers import certificate, photo

pytestmark = [pytest.mark.browser, pytest.mark.slow]

STORY = (
    "Hai năm nay, giờ hình học của cô Ly ở ngoài vườn trường. Các em đo bóng cây, vẽ lại mảnh vườn theo tỉ lệ và kể "
    "bằng lời của mình; nhiều em trước ngại nói nay tự tin trình bày trước lớp."
)
OANH, VINH = "Đào Khánh Oanh", "Chu Hữu Vinh"


@pytest.fixture
def files(tmp_path):
    """Two photos and a certificate on the person's disk."""
    kept = {
        "vuon-1.jpg": photo("seagreen"),
        "vuon-2.jpg": photo("darkolivegreen"),
        "Chung-nhan-STEM.pdf": certificate(),
    }
    for name, data in kept.items():
        (tmp_path / name).write_bytes(data)
    return [tmp_path / name for name in kept]


def test_a_nomination_from_the_first_look_to_the_list_of_the_school(page, files):
    page.is_shown(width=1280, height=800, scale=1)
    page.is_pictured("room")
    page.is_shown(width=390, height=844)

    tell(page)
    show_evidence(page, files)
    send(page)
    ask_for_more(page)
    give_it(page, files)
    adopt(page)


def test_the_clock_brings_a_reminder_to_the_draft_and_a_digest_to_the_head(page):
    page.plays(OANH)
    page.begins()
    page.presses("1 · Tiếng Việt")
    page.sees("Thầy/Cô muốn làm gì?")
    for words, question in (
        ("/decu", "Thầy/Cô muốn đề cử ai?"),
        ("1", "Người được đề cử tên là gì?"),
        ("Quách Bảo Ly", "làm công việc gì?"),
    ):
        page.types(words)
        page.sees(question)

    page.plays(VINH)
    for _press in range(6):
        page.moves_the_clock("Tới lúc nhắc kế tiếp")
        if "08/03/2027" in page.clock():
            break
    page.sees("Bản tin 01/03/2027-07/03/2027")
    page.is_pictured("digest")

    page.plays(OANH)
    for _press in range(6):
        page.moves_the_clock("Tới lúc nhắc kế tiếp")
        if "12/03/2027" in page.clock():
            break
    page.sees("Còn 14 ngày")
    page.is_pictured("reminder")


def tell(page):
    """From START to the criteria; the plug is pulled while an answer is on its way."""
    page.plays(OANH)
    page.begins()
    page.presses("1 · Tiếng Việt")
    page.sees("Thầy/Cô muốn làm gì?")
    page.is_pictured("menu")
    page.presses("✍️ Đề cử")
    page.sees("Thầy/Cô muốn đề cử ai?")
    page.presses("1 · Giáo viên")
    page.sees("Người được đề cử tên là gì?")
    page.is_pictured("name")
    page.types("Quách Bảo Ly")
    page.pulls_the_plug()
    page.sees_the_bot(back=False)
    page.is_pictured("plug", at_once=True)
    page.sees("Thầy/cô Ly làm công việc gì?")
    page.sees_the_bot(back=True)
    page.types("giáo viên Toán, tổ Tự nhiên")
    page.sees("Đề cử cho dịp nào?")
    page.presses("1 · Biểu dương dịp 11/6/2027")
    page.sees("Việc này thuộc lĩnh vực nào?")
    page.presses("1 · Giảng dạy")
    page.sees("Điều gì khiến Thầy/Cô muốn giới thiệu?")
    page.types(STORY)
    page.sees("Điều nào đúng? Chọn số của mục.")
    page.is_pictured("story")
    page.presses("2 ⬜")
    page.sees("2 🔸 Nhiều cách làm mới: chưa có dẫn chứng")
    page.types("Lớp học ngoài vườn, hai khối lớp cùng làm")
    page.sees("2 ✅ Nhiều cách làm mới")
    page.presses("1 ⬜")
    page.sees("1 🔸 Sống mẫu mực")
    page.is_pictured("criteria")


def show_evidence(page, files):
    """An album below one criterion, a certificate below another."""
    page.presses("Tiếp tục")
    page.sees("Thầy/Cô có minh chứng nào không?")
    page.attaches(files[:2])
    page.sees("2 tệp vừa gửi cho thấy mục nào?")
    page.presses("2 · Cách làm")
    page.sees("mục 2: 2")
    page.attaches(files[2:], kind=1)
    page.sees("Tệp Chung-nhan-STEM.pdf cho thấy mục nào?")
    page.sees("mục 2: 2\n🔸 Mục 1 chưa có minh chứng")  # no file is on its way any more
    page.is_pictured("evidence")
    page.presses("1 · Mẫu mực")
    page.sees("mục 1: 1 · mục 2: 2")
    page.presses("Xong, tiếp tục")
    page.sees("Thầy/Cô có là người thân")


def send(page):
    """Look at it once more, and send it."""
    page.presses("1 · Không")
    page.sees("Gửi đề cử này tới THCS Đồng Mây?")
    page.is_pictured("preview")
    page.presses("Gửi tới nhà trường")
    page.sees("✅ Đã gửi đề cử DC-2027-00008")
    page.is_pictured("sent")


def ask_for_more(page):
    """The head, in a chat of his own, asks for two things."""
    page.plays(VINH)
    page.sees("📥 Đề cử chờ xem · DC-2027-00008")
    page.types("/start")
    page.presses("1 · Tiếng Việt")
    page.sees("Thầy/Cô xem việc nào trước?")
    page.presses("📥 Đề cử chờ xem (3)")
    page.sees("Thầy/Cô mở đề cử nào?")
    page.is_pictured("queue")
    page.presses("3")
    page.sees("Thầy/Cô quyết định thế nào?")
    page.is_pictured("card")
    page.presses("Cần bổ sung")
    page.sees("Người đề cử thấy đúng các dòng đánh dấu.")
    page.types("Ảnh sân trường có bóng cây")
    page.sees("4 ✅ Ảnh sân trường có bóng cây")
    page.is_pictured("supplement")
    page.presses("Gửi yêu cầu")
    page.sees("Chờ người đề cử bổ sung")
    page.moves_the_clock("+1 giờ")


def give_it(page, files):
    """The nominator is told, answers both, and sends."""
    page.plays(OANH)
    page.sees("🔸 Cần bổ sung · Quách Bảo Ly")
    page.is_pictured("asked")
    page.presses("Xem trọn yêu cầu")
    page.sees("⏰ Trước")
    page.presses("1")
    page.sees("Thầy/Cô gõ một dòng cho mục này, hay gửi tệp?")
    page.types("Tổ Tự nhiên đánh giá hoàn thành xuất sắc hai năm liền.")
    page.sees("1 ✅ Kết quả đánh giá năm")
    page.attaches(files[:1])
    page.sees("📎 ảnh")
    page.presses("‹ Quay lại")
    page.sees("Đã đủ các mục. Thầy/Cô gửi đi chứ?")
    page.presses("Gửi phần đã có")
    page.sees("⏳ Thủ trưởng đơn vị đang xem")


def adopt(page):
    """The head adopts; after the two minutes the nominator reads it."""
    page.plays(VINH)
    page.sees("📥 Đã có phần bổ sung · DC-2027-00008")
    page.presses("Mở đề cử")
    page.sees("Thầy/Cô quyết định thế nào?")
    page.presses("Chọn vào danh sách")
    page.sees("Đã vào danh sách của đơn vị")
    page.is_pictured("adopted", at_once=True)
    page.moves_the_clock("+1 giờ")
    page.plays(OANH)
    page.sees("✅ Quách Bảo Ly vào danh sách của đơn vị")
    page.is_pictured("told")
    page.is_shown(width=1280, height=800, scale=1)
    page.plays(VINH, beside=True)
    page.is_pictured("beside")
