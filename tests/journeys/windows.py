"""What the people of `test_nomination` read, whole; buttons in the notation of the design: + green, * blue, ! red.

Windows without buttons are compared by their words: their buttons grow with what can be done there.
"""

MENU = """\
Gương Sáng · THCS Đồng Mây

🔸 1 đề cử của Thầy/Cô cần bổ sung
⏰ Nhận đề cử dịp 11/6/2027 tới 26/03/2027, còn 24 ngày

Thầy/Cô muốn làm gì?
[* ✍️ Đề cử] [Hồ sơ của tôi]
[⏰ Lịch] [Trợ giúp]"""
WHOM = """\
Đề cử · Bước 1/10

Khoảng 3 phút. Mỗi câu được lưu ngay, dừng lúc nào cũng được.

Tập thể: trường, tổ, lớp, câu lạc bộ.
Thầy/Cô muốn đề cử ai?
[1 · Giáo viên] [2 · Nhân viên]
[3 · Quản lý] [4 · Tập thể]
[Để sau]"""
NAME = """\
Đề cử · Bước 2/10
✓ Giáo viên

Gõ đủ họ và tên, không cần chữ Thầy, Cô.
Người được đề cử tên là gì?
[‹ Quay lại] [Để sau]"""
WORK = """\
Đề cử · Bước 3/10
✓ Giáo viên · Quách Bảo Li

Đơn vị: THCS Đồng Mây

Ví dụ: giáo viên Toán, tổ Tự nhiên
Thầy/cô Li làm công việc gì?
[Đơn vị khác]
[‹ Quay lại] [Để sau]"""
OCCASION = """\
Đề cử · Bước 4/10
✓ Quách Bảo Li · giáo viên Toán, tổ Tự nhiên

⏰ Dịp 11/6/2027: nhận tới 26/03/2027, còn 24 ngày
⏰ Dịp 20/11/2027: nhận tới 21/09/2027, còn 203 ngày

Đề cử cho dịp nào?
[* 1 · Biểu dương dịp 11/6/2027]
[2 · Biểu dương dịp 20/11/2027]
[‹ Quay lại] [Để sau]"""
FIELD = """\
Đề cử · Bước 5/10
✓ Quách Bảo Li · dịp 11/6/2027

Việc này thuộc lĩnh vực nào?
[1 · Giảng dạy]
[2 · Chăm sóc, giáo dục]
[3 · Nghiên cứu]
[4 · Khác]
[‹ Quay lại] [Để sau]"""
TELL = """\
Đề cử · Bước 6/10
✓ Quách Bảo Li · dịp 11/6/2027

Kể như kể với đồng nghiệp: việc gì, làm thế nào, ai được lợi, kết quả ra sao. Ghi âm cũng được.

Điều gì khiến Thầy/Cô muốn giới thiệu?
[‹ Quay lại] [Để sau]"""
CRITERIA = """\
Đề cử · Bước 7/10
✓ Câu chuyện: 43 chữ

Đánh dấu điều có. Thiếu vẫn gửi được.
1 🔸 Sống mẫu mực, đúng pháp luật: chưa có dẫn chứng
2 ✅ Nhiều cách làm mới: “Lớp học ngoài vườn”
3 ⬜ Chăm học hỏi, nâng trình độ
4 ⬜ Tập thể ghi nhận
Kế hoạch 1729, phần III.1.b, giáo viên

Việc nào cho thấy nếp sống ấy? Gõ một dòng, hoặc chọn mục khác."""
ALBUM = """\
Đề cử · Bước 8/10
✓ Quách Bảo Li · Tiêu chí: 2/4

📎 2 tệp, 0,1 MB
🔸 Mục 1, 2 chưa có minh chứng

2 tệp vừa gửi cho thấy mục nào?
[1 · Mẫu mực] [2 · Cách làm]
[3 · Học hỏi] [4 · Tập thể]
[Là sản phẩm] [Bớt tệp]
[* Xong, tiếp tục]
[‹ Quay lại] [Để sau]"""
ALL_FILES = """\
Đề cử · Bước 8/10
✓ Quách Bảo Li · Tiêu chí: 2/4

📎 3 tệp, 0,1 MB · mục 1: 1 · mục 2: 2

Thầy/Cô còn gửi thêm gì không?
[Bớt tệp]
[* Xong, tiếp tục]
[‹ Quay lại] [Để sau]"""
KIN = """\
Đề cử · Bước 9/10
✓ Quách Bảo Li · Tiêu chí: 2/4

Có cũng gửi được; trường biết để người khác xem xét.

Thầy/Cô có là người thân của thầy/cô Li không?
[1 · Không] [2 · Có]
[‹ Quay lại] [Để sau]"""
PREVIEW = """\
Đề cử · Bước 10/10 · Xem lại

Quách Bảo {given} · giáo viên Toán, tổ Tự nhiên
THCS Đồng Mây · dịp 11/6/2027
“Hai năm nay, giờ hình học của cô Ly ở ngoài vườn trường. Các em đo bóng cây, vẽ lại mảnh vườn theo tỉ lệ và kể \
bằng lời của mình; nhiều em trước ngại nói nay…” (43 chữ)
▰▰▱▱ tiêu chí 2/4
▰▱▱▱ dẫn chứng 1/4
▰▰▱▱ minh chứng 2/4, 3 tệp
🔸 Còn trống: Chăm học hỏi, nâng trình độ, Tập thể ghi nhận.

Gửi đề cử này tới THCS Đồng Mây?"""
SENT = """\
✅ Đã gửi đề cử DC-2027-00008

Cảm ơn Thầy/Cô đã giới thiệu Quách Bảo Ly.
⏳ Lãnh đạo THCS Đồng Mây xem và chọn trước 12/04/2027. Có gì mới trợ lý báo ngay.
[Sao chép DC-2027-00008]
[Xem hồ sơ] [Đề cử tiếp]
[‹ Trang chính]"""
NEW = """\
📥 Đề cử chờ xem · DC-2027-00008

Quách Bảo Ly · dịp 11/6/2027 · Đào Khánh Oanh đề cử
[* 📥 Mở đề cử]"""
QUEUE = """\
📥 Đề cử chờ xem · 3

1 · Lương Quang Đạt, giáo viên
▰▱▱▱ · 6 ngày
2 · Tổ Tự nhiên, tập thể
▰▰▱▱▱▱▱▱▱▱ · 4 ngày
3 · Quách Bảo Ly, giáo viên
▰▱▱▱ · từ hôm nay

Thầy/Cô mở đề cử nào?"""
CARD = """\
📥 DC-2027-00008 · chờ từ hôm nay
Quách Bảo Ly · giáo viên Toán, tổ Tự nhiên · 11/6/2027

💬 Đào Khánh Oanh: “Hai năm nay, giờ hình học của cô Ly ở ngoài vườn trường. Các em đo bóng cây, vẽ lại mảnh vườn \
theo tỉ lệ và kể bằng lời của mình; nhiều em trước ngại nói nay…”
1 🔸 Sống mẫu mực, đúng pháp luật: chưa có dẫn chứng, 1 tệp
2 ✅ Nhiều cách làm mới: có dẫn chứng, 2 tệp
3 ⬜ Chăm học hỏi, nâng trình độ
4 ⬜ Tập thể ghi nhận
Chờ thủ trưởng đơn vị xem
⏰ Trước 12/04/2027, còn 41 ngày

Thầy/Cô quyết định thế nào?"""
ASKED = """\
🔸 Cần bổ sung · Quách Bảo Ly

💬 THCS Đồng Mây xin thêm, trước 17/03/2027 (còn 15 ngày):
1 ⬜ Kết quả đánh giá năm, lời của đồng nghiệp
2 ⬜ Ảnh sân trường có bóng cây

Thầy/Cô gửi mục nào trước? Có thể gửi tệp ngay.
[1] [2]
[* Xem trọn yêu cầu]"""
ADOPTED = """\
✅ Quách Bảo Ly vào danh sách của đơn vị

Cảm ơn Thầy/Cô đã nhìn thấy người tốt bên mình.
⏳ Tiếp theo: đơn vị gửi hồ sơ lên cấp trên trước 12/04/2027.
[Xem hồ sơ]"""
DIGEST = """\
Bản tin 01/03/2027-07/03/2027 · THCS Đồng Mây

⏰ Gửi hồ sơ dịp 11/6/2027: 12/04/2027, còn 35 ngày
📥 2 đề cử chờ xem, lâu nhất 12 ngày"""
