"""The nominations with which the practice room begins, in several states. All of it is invented."""

from dataclasses import dataclass

from bot.domain.criteria import Category, CollectiveKind, Field
from bot.domain.nomination import CriterionClaim
from bot.domain.workflow import Action


@dataclass(frozen=True, slots=True)
class SampleAct:
    """What an officer did with a nomination, so many days ago."""

    action: Action
    by: int  # user id
    days_ago: int
    comment: str = ""
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SampleNomination:
    """A nomination sent so many days ago, and what was done with it since."""

    by: int  # user id
    days_ago: int
    category: Category
    name: str
    position: str
    field: Field
    story: str
    claims: tuple[CriterionClaim, ...] = ()
    kind: CollectiveKind | None = None
    acts: tuple[SampleAct, ...] = ()


NOMINATIONS = (
    SampleNomination(
        by=7001,
        days_ago=12,
        category=Category.TEACHER,
        name="Chu Phương Duyên",
        position="giáo viên Sinh học",
        field=Field.TEACHING,
        story="Cô Duyên cùng học sinh lập nhật ký khu vườn trường suốt hai năm. Mỗi tuần một nhóm đo, vẽ và kể lại "
        "điều mình thấy; nhiều em trước ngại phát biểu nay tự tin trình bày trước lớp.",
        claims=(
            CriterionClaim("GV-1", claimed=True, proof="Được tổ chuyên môn ghi nhận gương mẫu hai năm liền"),
            CriterionClaim("GV-2", claimed=True, proof="Nhật ký khu vườn trường, 36 tuần"),
            CriterionClaim("GV-3", claimed=True, proof="Hoàn thành khóa bồi dưỡng dạy học dự án"),
        ),
        acts=(SampleAct(Action.ADOPT, by=7002, days_ago=9),),
    ),
    SampleNomination(
        by=7004,
        days_ago=6,
        category=Category.TEACHER,
        name="Lương Quang Đạt",
        position="giáo viên Tin học",
        field=Field.TEACHING,
        story="Thầy Đạt mở phòng máy mỗi chiều thứ Năm cho học sinh nhà xa mạng. Từ ba em lúc đầu nay có hơn hai mươi "
        "em, các em làm được trang giới thiệu sách cho thư viện trường.",
        claims=(
            CriterionClaim("GV-1", claimed=True),
            CriterionClaim("GV-2", claimed=True, proof="Buổi chiều mở phòng máy, đều đặn hơn một năm"),
        ),
    ),
    SampleNomination(
        by=7006,
        days_ago=4,
        category=Category.COLLECTIVE,
        name="Tổ Tự nhiên",
        position="",
        kind=CollectiveKind.TEAM,
        field=Field.TEACHING,
        story="Cả tổ cùng soạn và dạy thử từng bài thí nghiệm bằng đồ dùng dễ kiếm, rồi chia sẻ bộ bài cho hai trường "
        "bạn trong xã. Học sinh lớp 6 đã tự làm được mô hình lọc nước.",
        claims=(
            CriterionClaim("TT-1", claimed=True, proof="Bộ 14 bài thí nghiệm dùng chung"),
            CriterionClaim("TT-4", claimed=True, proof="Dạy thử, dự giờ chéo mỗi tháng một lần"),
        ),
    ),
    SampleNomination(
        by=7001,
        days_ago=5,
        category=Category.STAFF,
        name="Tạ Công Quân",
        position="nhân viên thư viện",
        field=Field.SERVICE,
        story="Anh Quân làm những chiếc giỏ sách đi theo từng lớp, học sinh tự ghi sổ mượn trả. Sau một học kỳ số lượt "
        "mượn tăng gấp ba và không mất cuốn nào.",
        claims=(CriterionClaim("NV-2", claimed=True, proof="Giỏ sách lớp học, mười hai lớp đều có"),),
        acts=(
            SampleAct(
                Action.ASK_SUPPLEMENT,
                by=7002,
                days_ago=2,
                items=("Biên bản họp tổ ghi nhận", "Ảnh giỏ sách ở lớp"),
            ),
        ),
    ),
    SampleNomination(
        by=7002,
        days_ago=3,
        category=Category.TEACHER,
        name="Đào Khánh Oanh",
        position="giáo viên Ngữ văn",
        field=Field.TEACHING,
        story="Cô Oanh giữ câu lạc bộ đọc sách qua ba khóa học sinh. Các em kể lại chuyện làng bằng lời ông bà, "
        "nay đã thành một tập nhỏ trong thư viện trường.",
        claims=(CriterionClaim("GV-2", claimed=True, proof="Tập chuyện làng do học sinh kể lại"),),
    ),
    SampleNomination(
        by=7021,
        days_ago=3,
        category=Category.TEACHER,
        name="Lương Bảo Nhung",
        position="giáo viên lớp Lá",
        field=Field.CARING,
        story="Cô Nhung đón các bé nhà xa từ sớm và soạn góc chơi yên tĩnh cho bé mới đến lớp. Phụ huynh kể rằng các "
        "bé không còn khóc khi tới trường.",
        claims=(CriterionClaim("GV-1", claimed=True, proof="Phụ huynh cả lớp viết lời cảm ơn"),),
    ),
    SampleNomination(
        by=7033,
        days_ago=10,
        category=Category.TEACHER,
        name="Vũ Bảo Châu",
        position="giáo viên Âm nhạc",
        field=Field.TEACHING,
        story="Cô Châu dạy hát dân ca bằng nhạc cụ học sinh tự làm từ tre. Đội văn nghệ nhỏ đã biểu diễn ở ngày hội "
        "của xã.",
        claims=(CriterionClaim("GV-2", claimed=True, proof="Nhạc cụ tre tự làm, hai lớp tham gia"),),
        acts=(
            SampleAct(
                Action.NOT_THIS_ROUND,
                by=7031,
                days_ago=7,
                comment="Đợt này trường đã đủ số lượng. Mong Thầy/Cô giới thiệu lại vào dịp sau.",
            ),
        ),
    ),
)
