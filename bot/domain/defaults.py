"""Named settings with their defaults. Each is our assumption, shown as such, and administrators may change it."""

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.wording import N_


class Setting(StrEnum):
    """The names under which settings are stored."""

    UNDO_SECONDS = "undo_seconds"
    INBOX_DAYS = "inbox_days"
    OUTBOX_DAYS = "outbox_days"
    DISCARD_HOURS = "discard_hours"
    SUPPLEMENT_DAYS = "supplement_days"
    SUPPLEMENT_ITEMS = "supplement_items"
    LATE_AFTER_DAYS = "late_after_days"
    OPEN_DRAFTS = "open_drafts"
    STORY_LEAST = "story_least"
    STORY_MOST = "story_most"
    PROOF_MOST = "proof_most"
    REASON_MOST = "reason_most"
    POSITION_MOST = "position_most"
    EVIDENCE_FILES = "evidence_files"
    FLOOD_UPDATES = "flood_updates"
    FLOOD_SECONDS = "flood_seconds"
    PAGE_SIZE = "page_size"
    INVITATION_DAYS = "invitation_days"
    INVITATION_USES = "invitation_uses"
    LINK_GUESSES = "link_guesses"
    LINK_GUESS_MINUTES = "link_guess_minutes"
    JOIN_REMINDER_DAYS = "join_reminder_days"
    ACTING_DAYS = "acting_days"
    TIPS = "tips"
    SOLUTIONS_MANY = "solutions_many"
    SOLUTIONS_SOME = "solutions_some"
    ACHIEVEMENTS_MOST = "achievements_most"
    NAME_LOOKUPS = "name_lookups"
    CO_NOMINATORS = "co_nominators"


class Unit(StrEnum):
    """What a setting counts."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    CHARACTERS = "characters"  # code points after NFC
    PIECES = "pieces"
    SWITCH = "switch"  # 1 on, 0 off


UNIT_LABELS = {
    Unit.SECONDS: N_("seconds"),
    Unit.MINUTES: N_("minutes"),
    Unit.HOURS: N_("hours"),
    Unit.DAYS: N_("days"),
    Unit.CHARACTERS: N_("characters"),
    Unit.PIECES: N_("pieces"),
    Unit.SWITCH: N_("1 on, 0 off"),
}

#: Stands beside every default on screen and in the docs.
ASSUMED = N_("Our assumption; the plan does not set it.")


@dataclass(frozen=True, slots=True)
class Default:
    """A setting's default value, what it counts, and what it is for (a message id)."""

    value: int
    unit: Unit
    meaning: str


DEFAULTS = {
    Setting.UNDO_SECONDS: Default(120, Unit.SECONDS, N_("How long a decision can be taken back")),
    Setting.INBOX_DAYS: Default(30, Unit.DAYS, N_("How long raw updates are kept")),
    Setting.OUTBOX_DAYS: Default(30, Unit.DAYS, N_("How long the contents of sent messages are kept")),
    Setting.DISCARD_HOURS: Default(24, Unit.HOURS, N_("How long a discarded draft can be brought back")),
    Setting.SUPPLEMENT_DAYS: Default(9, Unit.DAYS, N_("How long a nominator has for a supplement")),
    Setting.SUPPLEMENT_ITEMS: Default(6, Unit.PIECES, N_("How many things can be asked for at once")),
    Setting.LATE_AFTER_DAYS: Default(5, Unit.DAYS, N_("After how long an item counts as waiting too long")),
    Setting.OPEN_DRAFTS: Default(10, Unit.PIECES, N_("How many drafts a person can keep")),
    Setting.STORY_LEAST: Default(20, Unit.CHARACTERS, N_("The shortest story that says something")),
    Setting.STORY_MOST: Default(8000, Unit.CHARACTERS, N_("The longest story")),
    Setting.PROOF_MOST: Default(500, Unit.CHARACTERS, N_("The longest line of proof")),
    Setting.REASON_MOST: Default(1000, Unit.CHARACTERS, N_("The longest reason")),
    Setting.POSITION_MOST: Default(120, Unit.CHARACTERS, N_("The longest description of somebody's work")),
    Setting.EVIDENCE_FILES: Default(20, Unit.PIECES, N_("How many files a nomination can have")),
    Setting.FLOOD_UPDATES: Default(40, Unit.PIECES, N_("How many messages from one chat are answered at full speed")),
    Setting.FLOOD_SECONDS: Default(20, Unit.SECONDS, N_("In how many seconds those messages are counted")),
    Setting.PAGE_SIZE: Default(5, Unit.PIECES, N_("How many lines a page of a list has")),
    Setting.INVITATION_DAYS: Default(14, Unit.DAYS, N_("How long an invitation can be used")),
    Setting.INVITATION_USES: Default(50, Unit.PIECES, N_("How many people can join by one invitation")),
    Setting.LINK_GUESSES: Default(5, Unit.PIECES, N_("How many wrong links somebody can try before a pause")),
    Setting.LINK_GUESS_MINUTES: Default(60, Unit.MINUTES, N_("How long the pause after wrong links lasts")),
    Setting.JOIN_REMINDER_DAYS: Default(
        2, Unit.DAYS, N_("After how many working days a unit is reminded of somebody who asked to join")
    ),
    Setting.SOLUTIONS_MANY: Default(2, Unit.PIECES, N_("How many solutions are “many” (QL-3, GV-2)")),
    Setting.SOLUTIONS_SOME: Default(1, Unit.PIECES, N_("How many solutions are “some” (NV-2)")),
    Setting.ACHIEVEMENTS_MOST: Default(10, Unit.PIECES, N_("How many achievements a nomination can list")),
    Setting.CO_NOMINATORS: Default(5, Unit.PIECES, N_("How many colleagues can nominate together with one link")),
    Setting.NAME_LOOKUPS: Default(20, Unit.PIECES, N_("How many names a day are compared with earlier nominations")),
    Setting.ACTING_DAYS: Default(365, Unit.DAYS, N_("For how long somebody can act for the head at most")),
    Setting.TIPS: Default(1, Unit.SWITCH, N_("Whether a tip of the week is sent")),
}


def default(setting: Setting) -> int:
    """Give the default value of a setting, in its unit."""
    return DEFAULTS[setting].value
