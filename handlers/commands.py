"""The commands there are: one table for the handlers, the menu in the chat, the README and the help."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlmodel import Session

from bot.domain.menus import Menu
from bot.domain.roles import DOORKEEPERS, Role
from bot.domain.wording import N_
from bot.i18n import Speaker
from bot.services.commands_due import Due
from bot.services.roles import roles_of

#: Longer menus are not read; Telegram itself would take a hundred.
MENU_LENGTH = 12


class Leads(StrEnum):
    """What kind of place a command opens."""

    SCREEN = "screen"  # a name in handlers.screens.SCREENS
    FLOW = "flow"  # the name of a flow
    STEP = "step"  # a move within the flow in hand


@dataclass(frozen=True, slots=True)
class Command:
    """One command under its two names; ``roles`` empty means everybody, also somebody not known yet."""

    name: str
    alias: str
    leads: Leads
    to: str
    says: str
    roles: frozenset[Role] = frozenset()
    in_menu: bool = True


#: Who may be asked to look at a nomination.
OFFICERS = frozenset({Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.INTERMEDIATE_OFFICER})
#: Who has a list of nominations: those, who prepares them, and the Department Office.
READERS = OFFICERS | {Role.UNIT_CLERK, Role.DEPARTMENT_OFFICE}
#: Who belongs to a unit and may put somebody forward.
MEMBERS = frozenset({Role.MEMBER, Role.UNIT_HEAD, Role.UNIT_DEPUTY, Role.UNIT_CLERK, Role.INTERMEDIATE_OFFICER})
#: Who lets people into a unit; the levels above do it where a unit has nobody.
DOOR = DOORKEEPERS | {Role.INTERMEDIATE_OFFICER, Role.DEPARTMENT_OFFICE, Role.TECHNICAL_ADMINISTRATOR}
HEADS = frozenset({Role.UNIT_HEAD})
LOOKING_AFTER_ROLES = HEADS | {Role.DEPARTMENT_OFFICE, Role.TECHNICAL_ADMINISTRATOR}

COMMANDS = (
    # plan S-52
    Command("choduyet", "queue", Leads.SCREEN, "queue", N_("Waiting for me"), READERS),
    # plan partly S-13, partly S-18
    Command("decu", "nominate", Leads.FLOW, "nominate", N_("Nominate someone"), MEMBERS),
    Command("xacnhan", "members", Leads.SCREEN, "members", N_("People asking to join"), DOOR),
    Command("moi", "invite", Leads.SCREEN, "invite", N_("Invite by link or QR"), DOOR),
    Command("menu", "home", Leads.SCREEN, "menu", N_("Home")),
    Command("tieptuc", "continue", Leads.SCREEN, "drafts", N_("Continue a draft")),
    Command("hoso", "mine", Leads.SCREEN, "mine", N_("My items and where they are")),
    # plan partly S-37
    Command("lich", "calendar", Leads.SCREEN, "calendar", N_("My dates and deadlines")),
    # plan S-06
    Command("huongdan", "help", Leads.SCREEN, "help", N_("How to, help")),
    Command("caidat", "settings", Leads.SCREEN, "settings", N_("Language, address, reminders")),
    # plan partly S-51
    Command("vaitro", "roles", Leads.SCREEN, "roles", N_("Roles"), LOOKING_AFTER_ROLES, in_menu=False),
    Command("uyquyen", "delegate", Leads.SCREEN, "delegate", N_("Acting until a date"), HEADS, in_menu=False),
    Command("doinguoi", "switch", Leads.SCREEN, "switch", N_("Switch person"), in_menu=False),
    Command("rutdongy", "withdraw_consent", Leads.SCREEN, "withdraw", N_("Withdraw consent"), in_menu=False),
    Command("ngonngu", "language", Leads.SCREEN, "language", N_("Language"), in_menu=False),
    # plan partly S-01
    Command("kehoach", "plan", Leads.SCREEN, "plan", N_("The plan in plain words"), in_menu=False),
    Command("quaylai", "back", Leads.STEP, "back", N_("One step back"), in_menu=False),
    Command("boqua", "skip", Leads.STEP, "skip", N_("Leave this question open"), in_menu=False),
    Command("xong", "done", Leads.STEP, "done", N_("Done with this step"), in_menu=False),
    Command("desau", "later", Leads.STEP, "later", N_("Keep the draft for later"), in_menu=False),
    Command("huy", "cancel", Leads.SCREEN, "discard", N_("Discard the draft"), in_menu=False),
    Command("start", "batdau", Leads.SCREEN, "start", N_("Begin"), in_menu=False),
)

_BY_NAME = {name: command for command in COMMANDS for name in (command.name, command.alias)}


def command_named(name: str) -> Command | None:
    """Find a command by either of its names."""
    return _BY_NAME.get(name.casefold())


def menu_for(roles: Collection[Role]) -> tuple[Command, ...]:
    """List the commands that stand in the menu of somebody with these roles: the role's own first, at most twelve."""
    offered = [one for one in COMMANDS if one.in_menu and (not one.roles or not one.roles.isdisjoint(roles))]
    return tuple(sorted(offered, key=lambda one: not one.roles)[:MENU_LENGTH])


def menu_of(one: Due, session: Session, *, on: date, language: str) -> Menu:
    """Make the menu of whoever is speaking through an account, in the language chosen there."""
    say = Speaker(one.language or language)
    held = {held.role for held in roles_of(session, one.person_id, on=on)} if one.person_id else set()
    return Menu(tuple((command.name, say(command.says)) for command in menu_for(held)))
