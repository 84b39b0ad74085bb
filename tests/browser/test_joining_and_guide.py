"""Somebody new joins a school, looks into the guide, and the head prints a poster: in the page, by a real browser."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEW, VINH = "Lương Thu Diễm", "Chu Hữu Vinh"


def test_a_newcomer_asks_to_join_and_the_head_confirms(page):
    page.plays(NEW)
    page.begins()
    page.presses("1 · Tiếng Việt")
    page.sees("Người đang nhắn là ai?")
    page.presses("1 · Giáo viên")
    page.sees("có đồng ý cho lưu và dùng dữ liệu như trên không?")
    page.is_pictured("consent")
    page.presses("Đồng ý")
    page.sees("Họ và tên")
    page.types(NEW)
    page.sees("công tác ở đơn vị nào?")
    page.types("thcs dong may")
    page.sees("THCS Đồng Mây")
    page.is_pictured("unit")
    page.presses("1")
    page.sees("Chờ")
    page.is_pictured("waiting")

    page.plays(VINH)
    page.sees("Lương Thu Diễm")
    page.is_pictured("door")
    page.presses("Xác nhận")

    page.plays(NEW)
    page.sees("chào mừng")


def test_the_guide_explains_a_criterion_by_example(page):
    page.plays("Đào Khánh Oanh")
    page.begins()
    page.presses("1 · Tiếng Việt")
    page.sees("Thầy/Cô muốn làm gì?")
    page.types("/huongdan")
    page.sees("cần giúp việc gì?")
    page.is_pictured("help")
    page.presses("2 · Tiêu chí, có ví dụ")
    page.sees("tiêu chí của ai?")
    page.presses("3 · Giáo viên")
    page.sees("Giáo viên · 1/4")
    page.presses("Xem tiếp ›")
    page.sees("Giáo viên · 2/4")
    page.is_pictured("example")


def test_a_head_makes_an_invitation_and_gets_the_poster(page):
    page.plays(VINH)
    page.begins()
    page.presses("1 · Tiếng Việt")
    page.sees("Thầy/Cô xem việc nào trước?")
    page.types("/moi")
    page.sees("Mời vào vai trò nào")
    page.presses("Người của đơn vị")
    page.sees("t.me/")
    page.is_pictured("invitation")
    page.presses("Tờ A4 để in")
    page.sees("Một tờ A4")
