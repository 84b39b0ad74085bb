"""The units of the sample province, before and after 1/7/2025, and what became of those that ended. All is invented."""

from dataclasses import dataclass
from datetime import date

from bot.domain.routes import TWO_LEVELS
from bot.services.unit_table_states import Ending, Facts, Period, UnitState, before, joined
from models.unit import RelationKind, SuccessionKind

#: From when the sample's present units, relations and grants count.
SINCE = TWO_LEVELS
_BEFORE = date(2020, 1, 1)
_EVE = before(SINCE)
#: Two schools of Hồ Sương became one on this day.
_MERGER = date(2026, 8, 1)
_LAND = "QĐ 01/QĐ-UBND, 30/06/2025"
_SCHOOLS = "QĐ 45/QĐ-UBND, 15/07/2026"


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """A unit with the unit above it; ``district`` is where it belonged before 1/7/2025, if it was there."""

    code: str
    name: str
    kind: str
    place: str = ""
    above: str = ""
    former_name: str = ""
    #: Which administration it belongs to, where that is another unit than the one that takes its dossiers.
    administered_by: str = ""
    cluster: str = ""
    district: str = ""
    since: date = SINCE
    until: date | None = None


def _commune(code: str, name: str) -> tuple[SampleUnit, ...]:
    return (
        SampleUnit(f"xa-{code}", f"Ủy ban nhân dân {name}", "cap_xa", name),
        SampleUnit(
            f"vhxh-{code}", f"Phòng Văn hóa - Xã hội {name}", "phong_vhxh", name, "vp-so",
            administered_by=f"xa-{code}",
        ),
    )  # fmt: skip


def _schools(code: str, place: str, district: str, *schools: tuple[str, str, str, str]) -> tuple[SampleUnit, ...]:
    """Make the schools of a commune from code, name, kind and former name."""
    return tuple(
        SampleUnit(
            own, name, kind, place, f"vhxh-{code}", former,
            administered_by=f"xa-{code}", cluster="khoi-cap-xa", district=district,
        )
        for own, name, kind, former in schools
    )  # fmt: skip


def _of_the_department(*schools: tuple[str, str, str, str]) -> tuple[SampleUnit, ...]:
    return tuple(
        SampleUnit(code, name, kind, place, "vp-so", administered_by="so", cluster="khoi-truc-thuoc", since=_BEFORE)
        for code, name, kind, place in schools
    )


def _divisions(*divisions: tuple[str, str]) -> tuple[SampleUnit, ...]:
    return tuple(
        SampleUnit(code, name, "phong_thuoc_so", "tỉnh Sông Mây", "vp-so", administered_by="so", cluster="khoi-co-quan",
                   since=_BEFORE)
        for code, name in divisions
    )  # fmt: skip


def _district(code: str, name: str) -> tuple[SampleUnit, ...]:
    return (
        SampleUnit(f"huyen-{code}", f"Ủy ban nhân dân {name}", "cap_huyen", name, since=_BEFORE, until=_EVE),
        SampleUnit(f"pgd-{code}", f"Phòng Giáo dục và Đào tạo {name}", "phong_gddt", name, "vp-so",
                   administered_by=f"huyen-{code}", since=_BEFORE, until=_EVE),
    )  # fmt: skip


_PLACES = {"thuong-ngan": "huyện Thượng Ngàn", "ha-giang": "huyện Hạ Giang"}

UNITS: tuple[SampleUnit, ...] = (
    SampleUnit("so", "Sở Giáo dục và Đào tạo", "so_gddt", "tỉnh Sông Mây", since=_BEFORE),
    SampleUnit("vp-so", "Văn phòng Sở", "van_phong_so", "tỉnh Sông Mây", "so", cluster="khoi-co-quan", since=_BEFORE),
    *_divisions(
        ("phong-mn", "Phòng Giáo dục Mầm non"),
        ("phong-th", "Phòng Giáo dục Tiểu học"),
        ("phong-trh", "Phòng Giáo dục Trung học"),
        ("phong-gdtx", "Phòng Giáo dục thường xuyên"),
        ("phong-cttt", "Phòng Chính trị tư tưởng"),
        ("phong-tccb", "Phòng Tổ chức cán bộ"),
    ),
    SampleUnit("cong-doan", "Công đoàn ngành Giáo dục tỉnh", "co_quan_ngoai", "tỉnh Sông Mây", since=_BEFORE),
    SampleUnit("ban-tdkt", "Ban Thi đua - Khen thưởng, Sở Nội vụ", "co_quan_ngoai", "tỉnh Sông Mây", since=_BEFORE),
    SampleUnit("khoi-co-quan", "Khối thi đua cơ quan Sở", "khoi_thi_dua", "tỉnh Sông Mây", since=_BEFORE),
    SampleUnit("khoi-truc-thuoc", "Khối thi đua đơn vị trực thuộc", "khoi_thi_dua", "tỉnh Sông Mây", since=_BEFORE),
    SampleUnit("khoi-cap-xa", "Khối thi đua trường cấp xã", "khoi_thi_dua", "tỉnh Sông Mây"),
    *_district("thuong-ngan", "huyện Thượng Ngàn"),
    *_district("ha-giang", "huyện Hạ Giang"),
    *_commune("dong-may", "xã Đồng Mây"),
    *_commune("cau-nang", "xã Cầu Nắng"),
    *_commune("ho-suong", "xã Hồ Sương"),
    *_commune("go-lua", "xã Gò Lúa"),
    *_commune("bo-thu", "phường Bờ Thu"),
    *_schools(
        "dong-may", "xã Đồng Mây", "thuong-ngan",
        ("thcs-dong-may", "THCS Đồng Mây", "truong_thcs", "THCS Đồng Chuông"),
        ("th-dong-may", "Tiểu học Đồng Mây", "truong_th", ""),
        ("mn-ben-lau", "Mầm non Bến Lau", "truong_mn", ""),
    ),
    SampleUnit("thcs-dong-may-tn", "Tổ Tự nhiên", "to", "THCS Đồng Mây", administered_by="thcs-dong-may"),
    SampleUnit("thcs-dong-may-7a", "Lớp 7A", "lop", "THCS Đồng Mây", administered_by="thcs-dong-may"),
    *_schools(
        "cau-nang", "xã Cầu Nắng", "thuong-ngan",
        ("thcs-dong-gio", "THCS Đồng Gió", "truong_thcs", ""),
        ("lien-cap-cau-nang", "TH và THCS Cầu Nắng", "truong_th_thcs", ""),
        ("mn-nang-mai", "Mầm non Nắng Mai", "truong_mn", ""),
    ),
    *_schools(
        "ho-suong", "xã Hồ Sương", "thuong-ngan",
        ("mn-suong-mai", "Mầm non Sương Mai", "truong_mn", ""),
        ("th-suong-thu", "Tiểu học Sương Thu", "truong_th", ""),
        ("mn-lau-trang", "Mầm non Lau Trắng", "truong_mn", ""),
    ),
    SampleUnit("th-ho-suong", "Tiểu học Hồ Sương", "truong_th", "xã Hồ Sương", "vhxh-ho-suong",
               administered_by="xa-ho-suong", district="thuong-ngan", until=before(_MERGER)),
    SampleUnit("thcs-ho-suong", "THCS Hồ Sương", "truong_thcs", "xã Hồ Sương", "vhxh-ho-suong",
               administered_by="xa-ho-suong", district="thuong-ngan", until=before(_MERGER)),
    SampleUnit("th-thcs-ho-suong", "TH và THCS Hồ Sương", "truong_th_thcs", "xã Hồ Sương", "vhxh-ho-suong",
               administered_by="xa-ho-suong", cluster="khoi-cap-xa", since=_MERGER),
    *_schools(
        "go-lua", "xã Gò Lúa", "ha-giang",
        ("mn-go-lua", "Mầm non Gò Lúa", "truong_mn", ""),
        ("mn-lua-vang", "Mầm non Lúa Vàng", "truong_mn", ""),
        ("th-go-lua", "Tiểu học Gò Lúa", "truong_th", ""),
        ("th-thcs-lua-moi", "TH và THCS Lúa Mới", "truong_th_thcs", ""),
        ("thcs-go-lua", "THCS Gò Lúa", "truong_thcs", ""),
    ),
    *_schools(
        "bo-thu", "phường Bờ Thu", "ha-giang",
        ("mn-bo-thu", "Mầm non Bờ Thu", "truong_mn", ""),
        ("mn-hoa-gao", "Mầm non Hoa Gạo", "truong_mn", ""),
        ("th-bo-thu", "Tiểu học Bờ Thu", "truong_th", ""),
        ("th-hoa-gao", "Tiểu học Hoa Gạo", "truong_th", ""),
        ("thcs-bo-thu", "THCS Bờ Thu", "truong_thcs", ""),
        ("thcs-hoa-gao", "THCS Hoa Gạo", "truong_thcs", ""),
    ),
    *_of_the_department(
        ("thpt-cau-nang", "THPT Cầu Nắng", "truong_thpt", "xã Cầu Nắng"),
        ("thpt-ho-suong", "THPT Hồ Sương", "truong_thpt", "xã Hồ Sương"),
        ("thpt-bo-thu", "THPT Bờ Thu", "truong_thpt", "phường Bờ Thu"),
        ("lien-cap-anh-mai", "Tiểu học, THCS và THPT Ánh Mai", "truong_lien_cap", "phường Bờ Thu"),
        ("gdtx-tinh", "Trung tâm Giáo dục thường xuyên tỉnh", "tt_gdtx", "phường Bờ Thu"),
        ("gdnn-ha-giang", "Trung tâm GDNN - GDTX Hạ Giang", "tt_gdnn_gdtx", "xã Gò Lúa"),
        ("gdnn-thuong-ngan", "Trung tâm GDNN - GDTX Thượng Ngàn", "tt_gdnn_gdtx", "xã Cầu Nắng"),
        ("chuyen-biet", "Trường Chuyên biệt Sao Hôm", "don_vi_truc_thuoc", "phường Bờ Thu"),
    ),
)  # fmt: skip

_COMMUNES = {
    "thuong-ngan": ("dong-may", "cau-nang", "ho-suong"),
    "ha-giang": ("go-lua", "bo-thu"),
}
_ENDINGS: dict[str, frozenset[Ending]] = {
    **{
        f"{old}-{district}": frozenset(
            Ending(SINCE, f"{new}-{commune}", SuccessionKind.SPLIT, _LAND) for commune in communes
        )
        for district, communes in _COMMUNES.items()
        for old, new in (("huyen", "xa"), ("pgd", "vhxh"))
    },
    **{
        school: frozenset({Ending(_MERGER, "th-thcs-ho-suong", SuccessionKind.MERGE, _SCHOOLS)})
        for school in ("th-ho-suong", "thcs-ho-suong")
    },
}


def states() -> dict[str, UnitState]:
    """Give every unit of the sample with its whole history."""
    return {unit.code: _state(unit) for unit in UNITS}


def _state(unit: SampleUnit) -> UnitState:
    facts = Facts(unit.name, unit.kind, unit.place)
    versions = [Period(unit.since, unit.until, facts)]
    if unit.district:
        old = Facts(unit.former_name or unit.name, unit.kind, _PLACES[unit.district])
        versions.insert(0, Period(_BEFORE, _EVE, old))
    above = {
        RelationKind.PROFESSIONAL: _relations(unit, unit.above, "pgd"),
        RelationKind.ADMINISTRATIVE: _relations(unit, unit.administered_by, "huyen"),
        RelationKind.CLUSTER: [Period(max(unit.since, SINCE), unit.until, unit.cluster)] if unit.cluster else [],
    }
    return UnitState(
        versions=joined(versions),
        above={kind: joined(periods) for kind, periods in above.items() if periods},
        endings=_ENDINGS.get(unit.code, frozenset()),
    )


def _relations(unit: SampleUnit, above: str, of_district: str) -> list[Period[str]]:
    if not above:
        return []
    now = Period(unit.since, unit.until, above)
    return [Period(_BEFORE, _EVE, f"{of_district}-{unit.district}"), now] if unit.district else [now]
