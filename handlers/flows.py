"""The flows there are, by name: one line a conversation."""

from typing import Any

from bot.conversation.flow import Flow
from handlers.nominate import nominate

FLOWS: dict[str, Flow[Any]] = {flow.name: flow for flow in (nominate,)}
