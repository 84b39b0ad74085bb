"""What kinds of unit there are, on which level each stands, and through which levels its dossiers go (plan part V).

Kinds, levels and routes are tables: no rule anywhere asks for a kind by its name. Routes are shipped as labelled
defaults with days of validity and are stored in the database, where administrators change them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from bot.domain.wording import N_

#: The plan was issued; routes before that day are nobody's question.
PLAN_ISSUED = date(2021, 9, 17)
#: Districts and their education offices ended, and communes took over, from this day on.
TWO_LEVELS = date(2025, 7, 1)
_LAST_DAY_OF_DISTRICTS = TWO_LEVELS - timedelta(days=1)


class Level(StrEnum):
    """Where a kind of unit stands on the way of a dossier."""

    INSIDE = "inside"  # a class or a team within a unit
    UNIT = "unit"  # where nominations are looked at first
    MIDDLE = "middle"  # between the units of an area and the Department
    DIVISION = "division"  # of the Department's own
    OFFICE = "office"  # the Department Office
    TOP = "top"
    BESIDE = "beside"  # takes no dossiers: an administration, an emulation cluster


@dataclass(frozen=True, slots=True)
class UnitKind:
    """One kind of unit; ``last_day`` is the day after which none of the kind is left."""

    label: str
    level: Level
    last_day: date | None = None


#: The kinds of plan part II.1 and what stands around them, by the code that is stored.
KINDS: Mapping[str, UnitKind] = {  # plan S-17
    "truong_mn": UnitKind(N_("Kindergarten"), Level.UNIT),
    "truong_th": UnitKind(N_("Primary school"), Level.UNIT),
    "truong_thcs": UnitKind(N_("Lower secondary school"), Level.UNIT),
    "truong_th_thcs": UnitKind(N_("Primary and lower secondary school"), Level.UNIT),
    "truong_thpt": UnitKind(N_("Upper secondary school"), Level.UNIT),
    "truong_lien_cap": UnitKind(N_("School of several levels up to upper secondary"), Level.UNIT),
    "tt_gdtx": UnitKind(N_("Continuing education centre"), Level.UNIT),
    "tt_gdnn_gdtx": UnitKind(N_("Vocational and continuing education centre"), Level.UNIT),
    "don_vi_truc_thuoc": UnitKind(N_("Other unit under the Department"), Level.UNIT),
    "phong_gddt": UnitKind(N_("District education office"), Level.MIDDLE, _LAST_DAY_OF_DISTRICTS),
    "phong_vhxh": UnitKind(N_("Culture and Social Affairs Office of a commune"), Level.MIDDLE),
    "phong_thuoc_so": UnitKind(N_("Division of the Department"), Level.DIVISION),
    "van_phong_so": UnitKind(N_("Department Office"), Level.OFFICE),
    "so_gddt": UnitKind(N_("Department of Education and Training"), Level.TOP),
    "cap_huyen": UnitKind(N_("District People's Committee"), Level.BESIDE, _LAST_DAY_OF_DISTRICTS),
    "cap_xa": UnitKind(N_("Commune People's Committee"), Level.BESIDE),
    "khoi_thi_dua": UnitKind(N_("Emulation cluster"), Level.BESIDE),
    "co_quan_ngoai": UnitKind(N_("Authority outside the sector"), Level.BESIDE),
    "lop": UnitKind(N_("Class"), Level.INSIDE),
    "to": UnitKind(N_("Team"), Level.INSIDE),
}


class RouteCode(StrEnum):
    """The three ways of plan part V to the Department Office."""

    THROUGH_MIDDLE = "A"
    STRAIGHT = "B"
    DIVISION = "C"


#: Levels that a route leaves out even where a unit of that level stands above.
_LEFT_OUT: Mapping[RouteCode, frozenset[Level]] = {
    RouteCode.THROUGH_MIDDLE: frozenset(),
    RouteCode.STRAIGHT: frozenset({Level.MIDDLE}),
    RouteCode.DIVISION: frozenset({Level.MIDDLE}),
}


@dataclass(frozen=True, slots=True)
class DefaultRoute:
    """A shipped route of some kinds of unit: ``why`` says what it rests on; ``assumed``: the plan does not say it."""

    code: RouteCode
    kinds: tuple[str, ...]
    why: str
    valid_from: date = PLAN_ISSUED
    valid_to: date | None = None
    assumed: bool = False


_OF_AN_AREA = ("truong_mn", "truong_th", "truong_thcs", "truong_th_thcs")
_OF_THE_DEPARTMENT = ("truong_thpt", "truong_lien_cap", "tt_gdtx", "tt_gdnn_gdtx", "don_vi_truc_thuoc")

DEFAULT_ROUTES = (  # plan partly S-47, partly S-48
    DefaultRoute(
        RouteCode.THROUGH_MIDDLE,
        _OF_AN_AREA,
        N_("Plan part V.3: through the district education office"),
        valid_to=_LAST_DAY_OF_DISTRICTS,
    ),
    DefaultRoute(
        RouteCode.THROUGH_MIDDLE,
        _OF_AN_AREA,
        N_("Since 1/7/2025 the commune stands where the district stood"),
        valid_from=TWO_LEVELS,
        assumed=True,
    ),
    DefaultRoute(
        RouteCode.STRAIGHT, _OF_THE_DEPARTMENT, N_("Plan part V.4: units under the Department, without a level between")
    ),
    DefaultRoute(RouteCode.DIVISION, ("phong_thuoc_so",), N_("Plan part V.2: divisions of the Department")),
)


def level_of(kind: str) -> Level:
    """Give the level of a kind; one that is not known takes part like any unit."""
    known = KINDS.get(kind)
    return Level.UNIT if known is None else known.level


def left_out(code: RouteCode, *, skips_middle: bool) -> frozenset[Level]:
    """Give the levels that a dossier passes by on a route."""
    return _LEFT_OUT[code] | ({Level.MIDDLE} if skips_middle else frozenset())
