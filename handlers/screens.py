"""The screens there are, by name: one line a place."""

from bot.conversation.desk import Screen
from handlers.about_me import about_me
from handlers.asking import answer, question
from handlers.calendar import calendar
from handlers.card import card
from handlers.co_nominate import co_nominate
from handlers.consent import consent, privacy, withdraw
from handlers.delegate import delegate
from handlers.drafts import discard, drafts
from handlers.hand_over import hand_over
from handlers.help import help_
from handlers.invite import invitation, invite
from handlers.item import item
from handlers.joining import join_name, not_yet, who
from handlers.joining_unit import invited, join_unit, waiting
from handlers.language import language
from handlers.members import member, members
from handlers.menu import menu
from handlers.merge import merge
from handlers.mine import mine
from handlers.not_this_round import not_this_round
from handlers.plan import plan
from handlers.queue import queue
from handlers.reading import files, whole
from handlers.role_change import role_change
from handlers.roles_screen import role, roles
from handlers.sent import sent
from handlers.settings_screen import settings_screen
from handlers.small_units import group, groups
from handlers.start import start
from handlers.supplement import supplement
from handlers.supplement_request import supplement_request
from handlers.supported import supported
from handlers.switch import switch

_ALL: tuple[Screen, ...] = (
    start,
    language,
    who,
    not_yet,
    consent,
    privacy,
    withdraw,
    join_name,
    join_unit,
    waiting,
    invited,
    members,
    member,
    invite,
    invitation,
    roles,
    role,
    role_change,
    delegate,
    switch,
    settings_screen,
    groups,
    group,
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
    hand_over,
    merge,
    whole,
    files,
    supplement_request,
    not_this_round,
    about_me,
    question,
    answer,
    co_nominate,
    supported,
)
SCREENS: dict[str, Screen] = {screen.name: screen for screen in _ALL}
