"""Who appears in tests. All names are invented; each stands for one part in the story."""

from dataclasses import dataclass

from bot.domain.roles import Role


@dataclass(frozen=True)
class Cast:
    """One part: a name, the account used, and the roles held on the unit where the part is played."""

    name: str
    user_id: int
    roles: tuple[Role, ...] = (Role.MEMBER,)


OANH = Cast("Đào Khánh Oanh", 7001)  # the teacher who nominates
LY = Cast("Quách Bảo Ly", 7004)  # the teacher who is nominated
VINH = Cast("Chu Hữu Vinh", 7002, (Role.MEMBER, Role.UNIT_HEAD))
THUY = Cast("Ngô Phương Thủy", 7003, (Role.MEMBER, Role.UNIT_DEPUTY))
NGAN = Cast("Đoàn Ngọc Ngân", 7006, (Role.MEMBER, Role.UNIT_CLERK))
HIEU = Cast("Đặng Công Hiếu", 7071, (Role.INTERMEDIATE_OFFICER,))  # at the commune
VIET = Cast("Đoàn Quang Việt", 7081, (Role.DEPARTMENT_OFFICE,))
TU = Cast("Bùi Công Tú", 7043, (Role.MEMBER, Role.UNIT_HEAD))  # of another school: who must not
