"""The routes of dossiers as rows: the shipped ones, and the switch that lets a kind of unit skip the middle level."""

from datetime import date, timedelta

from sqlmodel import Session, col, select

from bot.domain.refusals import Refusal
from bot.domain.routes import DEFAULT_ROUTES, Level, RouteCode, left_out
from bot.domain.wording import N_, Text
from bot.services.units import valid_on
from models import Route


def seed(session: Session) -> None:
    """Write the shipped routes of every kind of unit that has none yet; an edited route is left alone."""
    there = set(session.exec(select(Route.unit_kind)))
    for shipped in DEFAULT_ROUTES:
        for kind in shipped.kinds:
            if kind not in there:
                session.add(
                    Route(code=shipped.code, unit_kind=kind, valid_from=shipped.valid_from, valid_to=shipped.valid_to)
                )
    session.flush()


def routes_on(session: Session, on: date) -> list[Route]:
    """Give the routes that count on a day, by kind of unit."""
    return list(session.exec(select(Route).where(valid_on(Route, on)).order_by(col(Route.unit_kind))))


def skip_middle(session: Session, unit_kind: str, *, skips: bool, since: date) -> Route:
    """Let the dossiers of a kind of unit that are sent from a day on skip the middle level, or go through it again.

    Raises Refusal: no_route (the kind has none that day), nothing_to_skip (its route never goes through the middle).
    """
    route = session.exec(select(Route).where(Route.unit_kind == unit_kind, valid_on(Route, since))).first()
    if route is None:
        words = N_("There is no route for {kind} on that day. The kinds are in the guide beside the template.")
        raise Refusal("no_route", Text(words, {"kind": unit_kind}))
    if Level.MIDDLE in left_out(RouteCode(route.code), skips_middle=False):
        raise Refusal("nothing_to_skip", Text(N_("These units send straight to the Department Office already.")))
    if route.skips_middle == skips:
        return route
    if route.valid_from == since:
        route.skips_middle = skips
        session.flush()
        return route
    following = Route(
        code=route.code, unit_kind=unit_kind, skips_middle=skips, valid_from=since, valid_to=route.valid_to
    )
    route.valid_to = since - timedelta(days=1)
    session.add(following)
    session.flush()
    return following
