"""/decu: put somebody forward, from "whom?" to the school."""

from handlers.nominate.flow import nominate

__all__ = ["nominate"]
