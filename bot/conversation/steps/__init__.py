"""The kinds of steps a flow is made of, one file each."""

from bot.conversation.steps.ask import Ask, Oddity, Turning
from bot.conversation.steps.attach import Attach
from bot.conversation.steps.choose import Choose, Option
from bot.conversation.steps.confirm import Confirm
from bot.conversation.steps.find import Find
from bot.conversation.steps.listing import Listing
from bot.conversation.steps.share import Share
from bot.conversation.steps.shelf import Shelf
from bot.conversation.steps.step import Face, Step, as_it_is, unsaid
from bot.conversation.steps.tick import Item, Tick

__all__ = [
    "Ask",
    "Attach",
    "Choose",
    "Confirm",
    "Face",
    "Find",
    "Item",
    "Listing",
    "Oddity",
    "Option",
    "Share",
    "Shelf",
    "Step",
    "Tick",
    "Turning",
    "as_it_is",
    "unsaid",
]
