"""The people of the sample province for the practice room. All of them are invented."""

from dataclasses import dataclass

from bot.domain.roles import Role
from bot.services.sample_units import UNITS


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


_HEAD = (Role.MEMBER, Role.UNIT_HEAD)
_DEPUTY = (Role.MEMBER, Role.UNIT_DEPUTY)
_CLERK = (Role.MEMBER, Role.UNIT_CLERK)
_COMMUNE = (Role.INTERMEDIATE_OFFICER,)
_DIVISION = (Role.DIVISION_OFFICER,)

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
    SamplePerson("Lê Hữu Giang", "so", "phó giám đốc", 7083, (Role.COUNCIL_CHAIR,), "chair of the Council"),
    SamplePerson("Đỗ Gia Ngân", "vp-so", "chuyên viên", 7084, (Role.COUNCIL_SECRETARY,), "secretary of the Council"),
    SamplePerson("Vũ Công Bách", "phong-trh", "chuyên viên", 7085, _DIVISION, "officer of a Department division"),
    SamplePerson("Ngô Thanh Diễm", "phong-mn", "chuyên viên", 7086, _DIVISION, "officer of a Department division"),
    SamplePerson("Bùi Minh Thúy", "cong-doan", "chuyên viên", 7087, (Role.OBSERVER,), "observer, trade union"),
    SamplePerson("Tạ Gia Khôi", "vp-so", "quản trị", 7088, (Role.TECHNICAL_ADMINISTRATOR,), "technical administrator"),
    SamplePerson("Lương Đức Quân", "th-thcs-ho-suong", "hiệu trưởng", 7091, _HEAD, "head of a merged school"),
    SamplePerson("Chu Khánh Linh", "th-thcs-ho-suong", "phó hiệu trưởng", 7092, _DEPUTY, "deputy head"),
    SamplePerson("Quách Minh Hạnh", "th-thcs-ho-suong", "giáo viên Địa lí", 7093, role_en="teacher"),
    SamplePerson("Dương Phương Trang", "vhxh-ho-suong", "chuyên viên", 7073, _COMMUNE, "officer of the commune"),
    SamplePerson("Đoàn Đức Sơn", "vhxh-go-lua", "chuyên viên", 0, _COMMUNE),
    SamplePerson("Đào Bảo Yến", "vhxh-bo-thu", "chuyên viên", 0, _COMMUNE),
    SamplePerson("Tạ Hữu Tuấn", "lien-cap-anh-mai", "hiệu trưởng", 0, _HEAD),
    SamplePerson("Ngô Bảo Uyên", "gdtx-tinh", "giám đốc trung tâm", 0, _HEAD),
    SamplePerson("Lương Thanh Tú", "chuyen-biet", "hiệu trưởng", 0, _HEAD),
    SamplePerson("Đặng Phương Nga", "thcs-go-lua", "hiệu trưởng", 0, _HEAD),
    SamplePerson("Bùi Quang Phúc", "th-bo-thu", "hiệu trưởng", 0, _HEAD),
)

_NAME_OF = {unit.code: unit.name for unit in UNITS}

#: Everybody with a Telegram account, in the order of the list above.
PLAYERS = tuple(
    Player(person.user_id, person.name, person.position, person.role_en, _NAME_OF[person.unit])
    for person in PEOPLE
    if person.user_id
)
