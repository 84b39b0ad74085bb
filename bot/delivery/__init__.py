"""Delivery: the only part of the bot that speaks. Windows that lag, taps to answer and the outbox go out from here."""

from bot.delivery.delivery import Delivery

__all__ = ["Delivery"]
