"""Tips of the week: one small thing worth knowing, in turn. Message ids (S-06)."""

from datetime import date

from bot.domain.wording import N_

TIPS = (
    N_("One deed told simply says more than ten fine adjectives. What was done, how, who gained?"),
    N_(
        "Plan 1729 asks to look at small collectives and at people who do the work themselves. Is there a team or a "
        "member of staff nobody has thought of?"
    ),
    N_("Write a good thing down in the week it happens: /decu, and /desau keeps the draft until there is more."),
    N_("“Recognised by colleagues” needs the minutes of a team meeting. Put it on the agenda of the next one."),
    N_("A number before and one after make a line of proof strong: “from 18% to 6% in two years”."),
    N_("For teachers and managers more than one new way of working is looked for; for staff one is enough."),
    N_("Each criterion is explained with a good and a poor example in /huongdan."),
    N_(
        "A photo of the work itself, a letter of thanks, a page of a notebook: evidence doesn't have to be a decision "
        "with a seal."
    ),
    N_("The kitchen, the library, the gate, the health room: good work there is seldom told. Who comes to mind?"),
    N_("“Not in this round” isn't the end: the story waits whole, and the next occasion takes it with one press."),
    N_("Illness, debts and family troubles stay private. The deed is strong enough without them."),
    N_(
        "The day of 11/6 remembers the call to patriotic emulation. /lich shows until when nominations for it are open."
    ),
)


def tip_of(day: date) -> str:
    """Give the tip of the week of a day; they come round in turn, whatever the year."""
    return TIPS[(day.toordinal() - 1) // 7 % len(TIPS)]  # day 1 was a Monday
