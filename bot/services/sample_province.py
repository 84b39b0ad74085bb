"""The sample province for the practice room: its units and its people. All of it is invented."""

from dataclasses import dataclass
from datetime import date

from bot.domain.roles import Role

#: From when the sample's versions, relations and grants count.
SINCE = date(2025, 7, 1)


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit with the unit above it, and the name that it had before, if it had one."""

    code: str
    name: str
    kind: str
    place: str
    above: str = ""
    former_name: str = ""
    #: Which administration it belongs to, where that is another unit than the one that takes its dossiers.
    administered_by: str = ""


@dataclass(frozen=True, slots=True)
class SamplePerson:
    """Somebody of the sample; ``user_id`` 0 means that the person has no Telegram account."""

    name: str
    unit: str
    position: str
    user_id: int = 0
    roles: tuple[Role, ...] = (Role.MEMBER,)
    role_en: str = ""


@dataclass(frozen=True, slots=True)
class Player:
    """Somebody to play in the practice room."""

    user_id: int
    name: str
    role_vi: str
    role_en: str
    unit: str


UNITS = (
    SampleUnit("so", "Sở Giáo dục và Đào tạo", "so_gddt", "tỉnh Sông Mây"),
    SampleUnit("vp-so", "Văn phòng Sở", "phong_thuoc_so", "tỉnh Sông Mây", above="so"),
    SampleUnit("xa-dong-may", "Ủy ban nhân dân xã Đồng Mây", "cap_xa", "xã Đồng Mây"),
    SampleUnit("xa-cau-nang", "Ủy ban nhân dân xã Cầu Nắng", "cap_xa", "xã Cầu Nắng"),
    SampleUnit(
        "vhxh-dong-may",
        "Phòng Văn hóa - Xã hội xã Đồng Mây",
        "phong_vhxh",
        "xã Đồng Mây",
        above="vp-so",
        administered_by="xa-dong-may",
    ),
    SampleUnit(
        "vhxh-cau-nang",
        "Phòng Văn hóa - Xã hội xã Cầu Nắng",
        "phong_vhxh",
        "xã Cầu Nắng",
        above="vp-so",
        administered_by="xa-cau-nang",
    ),
    SampleUnit(
        "thcs-dong-may",
        "THCS Đồng Mây",
        "truong_thcs",
        "xã Đồng Mây",
        above="vhxh-dong-may",
        former_name="THCS Đồng Chuông",
    ),
    SampleUnit("th-dong-may", "Tiểu học Đồng Mây", "truong_th", "xã Đồng Mây", above="vhxh-dong-may"),
    SampleUnit("mn-ben-lau", "Mầm non Bến Lau", "truong_mn", "xã Đồng Mây", above="vhxh-dong-may"),
    SampleUnit("thcs-dong-gio", "THCS Đồng Gió", "truong_thcs", "xã Cầu Nắng", above="vhxh-cau-nang"),
    SampleUnit("lien-cap-cau-nang", "TH và THCS Cầu Nắng", "truong_th_thcs", "xã Cầu Nắng", above="vhxh-cau-nang"),
    SampleUnit("mn-nang-mai", "Mầm non Nắng Mai", "truong_mn", "xã Cầu Nắng", above="vhxh-cau-nang"),
    SampleUnit("thpt-cau-nang", "THPT Cầu Nắng", "truong_thpt", "xã Cầu Nắng", above="vp-so"),
)

_HEAD = (Role.MEMBER, Role.UNIT_HEAD)
_DEPUTY = (Role.MEMBER, Role.UNIT_DEPUTY)
_CLERK = (Role.MEMBER, Role.UNIT_CLERK)
_COMMUNE = (Role.INTERMEDIATE_OFFICER,)

PEOPLE = (
    SamplePerson("Đào Khánh Oanh", "thcs-dong-may", "giáo viên Ngữ văn", 7001, role_en="teacher"),
    SamplePerson("Chu Hữu Vinh", "thcs-dong-may", "hiệu trưởng", 7002, _HEAD, "head of the school"),
    SamplePerson("Ngô Phương Thủy", "thcs-dong-may", "phó hiệu trưởng", 7003, _DEPUTY, "deputy head"),
    SamplePerson("Quách Bảo Ly", "thcs-dong-may", "giáo viên Toán, tổ Tự nhiên", 7004, role_en="teacher"),
    SamplePerson("Tạ Công Quân", "thcs-dong-may", "nhân viên thư viện", 7005, role_en="librarian"),
    SamplePerson("Đoàn Ngọc Ngân", "thcs-dong-may", "văn thư", 7006, _CLERK, "clerk"),
    SamplePerson("Chu Phương Duyên", "thcs-dong-may", "giáo viên Sinh học"),
    SamplePerson("Lương Quang Đạt", "thcs-dong-may", "giáo viên Tin học"),
    SamplePerson("Bùi Xuân Khôi", "th-dong-may", "hiệu trưởng", 7011, _HEAD, "head of the school"),
    SamplePerson("Dương Ngọc Diễm", "th-dong-may", "phó hiệu trưởng", 7012, _DEPUTY, "deputy head"),
    SamplePerson("Đặng Gia Thảo", "th-dong-may", "giáo viên chủ nhiệm lớp 4A", 7013, role_en="teacher"),
    SamplePerson("Quách Công Long", "th-dong-may", "nhân viên y tế"),
    SamplePerson("Tạ Phương Uyên", "mn-ben-lau", "hiệu trưởng", 7021, _HEAD, "head, alone in the leadership"),
    SamplePerson("Lương Bảo Nhung", "mn-ben-lau", "giáo viên lớp Lá", 7022, role_en="teacher"),
    SamplePerson("Đỗ Khánh Huệ", "mn-ben-lau", "nhân viên nuôi dưỡng"),
    SamplePerson("Đào Quang Bách", "thcs-dong-gio", "hiệu trưởng", 7031, _HEAD, "head of the school"),
    SamplePerson("Quách Thu Giang", "thcs-dong-gio", "phó hiệu trưởng", 7032, _DEPUTY, "deputy head"),
    SamplePerson("Đoàn Hữu Phúc", "thcs-dong-gio", "giáo viên Lịch sử", 7033, role_en="teacher"),
    SamplePerson("Vũ Bảo Châu", "thcs-dong-gio", "giáo viên Âm nhạc"),
    SamplePerson("Ngô Gia Sơn", "lien-cap-cau-nang", "hiệu trưởng", 7041, _HEAD, "head of the school"),
    SamplePerson("Chu Thanh Trang", "lien-cap-cau-nang", "phó hiệu trưởng", 7042, _DEPUTY, "deputy head"),
    SamplePerson("Bùi Công Tú", "lien-cap-cau-nang", "giáo viên Thể dục", 7043, role_en="teacher"),
    SamplePerson("Tạ Khánh Quỳnh", "mn-nang-mai", "hiệu trưởng", 7051, _HEAD, "head of the school"),
    SamplePerson("Lê Phương Hạnh", "mn-nang-mai", "phó hiệu trưởng", 7052, _DEPUTY, "deputy head"),
    SamplePerson("Dương Hữu Long", "thpt-cau-nang", "hiệu trưởng", 7061, _HEAD, "head, directly under the Department"),
    SamplePerson("Đặng Thanh Yến", "thpt-cau-nang", "phó hiệu trưởng", 7062, _DEPUTY, "deputy head"),
    SamplePerson("Lương Xuân Út", "thpt-cau-nang", "giáo viên Vật lí", 7063, role_en="teacher"),
    SamplePerson("Đặng Công Hiếu", "vhxh-dong-may", "chuyên viên", 7071, _COMMUNE, "officer of the commune"),
    SamplePerson("Quách Thanh An", "vhxh-cau-nang", "chuyên viên", 7072, _COMMUNE, "officer of the commune"),
    SamplePerson("Đoàn Quang Việt", "vp-so", "chuyên viên", 7081, (Role.DEPARTMENT_OFFICE,), "Department Office"),
    SamplePerson("Phạm Khánh Hòa", "so", "giám đốc", 7082, (Role.DIRECTOR,), "Director of the Department"),
)

_NAME_OF = {unit.code: unit.name for unit in UNITS}

#: Everybody with a Telegram account, in the order of the list above.
PLAYERS = tuple(
    Player(person.user_id, person.name, person.position, person.role_en, _NAME_OF[person.unit])
    for person in PEOPLE
    if person.user_id
)
