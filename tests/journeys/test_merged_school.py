"""A school is merged in the middle of a nomination: what was sent and what was being written both go on."""

from datetime import datetime, timedelta

from bot.domain.roles import Role
from bot.services import reorganise, units
from bot.services.reorganise import Order
from models.unit import RelationKind
from tests.journeys.school import OPENING, School
from tests.support.clock import ZONE
from tests.support.people import LY, OANH, VINH, Cast

BACH = Cast("Đào Quang Bách", 7031, (Role.MEMBER, Role.UNIT_HEAD))  # head of the school that takes over
DAY = datetime(2027, 3, 3, 0, 1, tzinfo=ZONE)


def merge(school: School) -> None:
    """Enter the decision the day before it counts, as the administrator does."""

    def enter(session):
        old, new = (units.with_code(session, code) for code in ("thcs-dong-may", "thcs-dong-gio"))
        assert old is not None
        assert new is not None
        order = Order(DAY.date(), OPENING, ZONE, "QĐ 12/QĐ-UBND")
        reorganise.rename(session, new, order, name="THCS Mây Gió")
        reorganise.merge(session, [old], order, into=new)
        return (
            session.connection()
            .exec_driver_sql(
                "select count(*) from unit_relation where parent_id = ? and kind = ?",
                (new, RelationKind.ADMINISTRATIVE.value),
            )
            .scalar()
        )

    assert school.database.write_now(enter) == 2  # the class and the team have come along


async def test_a_nomination_sent_and_one_half_written_go_on_when_their_school_is_merged(school: School):
    oanh, ly, bach, vinh = (school.player(person) for person in (OANH, LY, BACH, VINH))
    for person in (oanh, ly, bach, vinh):
        await person.arrives()
    code = await ly.nominates("Bùi Đức Hòa", position="giáo viên Mĩ thuật")
    await oanh.hurries("/decu", "1", "Lương Thị Giang", "giáo viên Tin học", until="")
    merge(school)

    await school.is_at(DAY + timedelta(seconds=30))
    await ly.gets("THCS Mây Gió")
    await school.is_at(DAY.replace(hour=9))

    # What was sent lies with the head of the school that took over, under the name under which it was sent.
    carried = school.dossier(code)
    assert (carried.state, carried.unit_name) == ("with_head", "THCS Đồng Mây")
    await bach.says("/choduyet")
    await bach.wait_for("Bùi Đức Hòa")
    await vinh.says("/choduyet")
    await vinh.wait_for(lambda message: "Bùi Đức Hòa" not in message.text)

    # What was being written is finished without a word about the merger, and goes there too.
    story = "Mở phòng máy mỗi chiều thứ Năm cho các em nhà xa, đều đặn hai năm nay."
    await oanh.hurries("1", "1", story, "/xong", "/xong", "1", until="0/4, 0 tệp")
    await oanh.says("/xong")
    sent = await oanh.wait_for("Đã gửi đề cử")
    latest = school.dossier(sent.text.splitlines()[0].rpartition(" ")[2])
    assert (latest.unit_name, latest.holder_unit_id) == ("THCS Mây Gió", carried.holder_unit_id)
