"""The screens there are, by name: one line a place."""

from bot.conversation.desk import Screen
from handlers.calendar import calendar
from handlers.card import card
from handlers.drafts import discard, drafts
from handlers.help import help_
from handlers.item import item
from handlers.language import language
from handlers.menu import menu
from handlers.mine import mine
from handlers.not_this_round import not_this_round
from handlers.plan import plan
from handlers.queue import queue
from handlers.reading import files, whole
from handlers.sent import sent
from handlers.start import start
from handlers.supplement import supplement
from handlers.supplement_request import supplement_request

_ALL: tuple[Screen, ...] = (
    start,
    language,
    menu,
    plan,
    help_,
    calendar,
    drafts,
    discard,
    mine,
    item,
    sent,
    supplement,
    queue,
    card,
    whole,
    files,
    supplement_request,
    not_this_round,
)
SCREENS: dict[str, Screen] = {screen.name: screen for screen in _ALL}
