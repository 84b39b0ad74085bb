"""Kinds, levels and routes are tables that fit together."""

import itertools
from datetime import date

import pytest

from bot.domain.routes import DEFAULT_ROUTES, KINDS, Level, RouteCode, left_out, level_of


def test_every_kind_that_sends_dossiers_has_a_route_today():  # plan S-17, S-47, S-48
    on = date(2027, 3, 2)

    routed = {
        kind
        for route in DEFAULT_ROUTES
        for kind in route.kinds
        if route.valid_from <= on and (route.valid_to is None or on <= route.valid_to)
    }

    assert routed == {kind for kind, known in KINDS.items() if known.level in {Level.UNIT, Level.DIVISION}}


def test_no_kind_has_two_routes_on_one_day():
    days = sorted((kind, route.valid_from, route.valid_to) for route in DEFAULT_ROUTES for kind in route.kinds)

    for (kind, _from, until), (following, since, _until) in itertools.pairwise(days):
        assert kind != following or (until is not None and until < since)


def test_what_ended_with_the_districts_ended_the_day_before_the_communes_took_over():
    assert {kind: known.last_day for kind, known in KINDS.items() if known.last_day} == {
        "phong_gddt": date(2025, 6, 30),
        "cap_huyen": date(2025, 6, 30),
    }


@pytest.mark.parametrize(
    ("code", "skips", "passed_by"),
    [
        (RouteCode.THROUGH_MIDDLE, False, set()),
        (RouteCode.THROUGH_MIDDLE, True, {Level.MIDDLE}),
        (RouteCode.STRAIGHT, False, {Level.MIDDLE}),
        (RouteCode.DIVISION, False, {Level.MIDDLE}),
    ],
)
def test_a_route_says_which_levels_it_leaves_out(code, skips, passed_by):
    assert left_out(code, skips_middle=skips) == passed_by


def test_a_kind_that_nobody_knows_takes_part_like_any_unit():
    assert level_of("truong_tren_may") is Level.UNIT
    assert level_of("phong_vhxh") is Level.MIDDLE
