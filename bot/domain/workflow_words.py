"""What states and actions are called: for officers, for the nominator, on buttons and in the docs."""

from bot.domain.wording import N_
from bot.domain.workflow import Action, State

#: For those who decide.
STATE_LABELS = {
    State.WITH_HEAD: N_("Waits on the head of the unit"),
    State.WITH_DEPUTY: N_("Waits on the deputy head"),
    State.WITH_LEVEL_ABOVE: N_("Waits on the level above"),
    State.HEAD_ASKED: N_("A supplement is asked for"),
    State.DEPUTY_ASKED: N_("A supplement is asked for by the deputy head"),
    State.LEVEL_ABOVE_ASKED: N_("A supplement is asked for by the level above"),
    State.ADOPTED: N_("On the unit's list"),
    State.NOT_THIS_ROUND: N_("Not in this round's list"),
    State.WITHDRAWN: N_("Withdrawn by the nominator"),
    State.MERGED: N_("Joined with another nomination"),
    State.DECLINED: N_("The nominee does not take part"),
}

#: The same in words for the person who nominated.
NOMINATOR_LABELS = {
    State.WITH_HEAD: N_("The head of the unit is looking at it"),
    State.WITH_DEPUTY: N_("The deputy head is looking at it"),
    State.WITH_LEVEL_ABOVE: N_("The level above is looking at it"),
    State.HEAD_ASKED: N_("The unit asks you for a little more"),
    State.DEPUTY_ASKED: N_("The unit asks you for a little more"),
    State.LEVEL_ABOVE_ASKED: N_("The level above asks you for a little more"),
    State.ADOPTED: N_("On the unit's list"),
    State.NOT_THIS_ROUND: N_("Not in this round's list"),
    State.WITHDRAWN: N_("You withdrew it"),
    State.MERGED: N_("Joined with another nomination; you support it"),
    State.DECLINED: N_("The nominee does not take part this time"),
}

#: One line for everybody: what the state means.
STATE_EXPLANATIONS = {
    State.WITH_HEAD: N_("The head of the unit reads the nomination and chooses."),
    State.WITH_DEPUTY: N_("The deputy head chooses, because the head is involved or away."),
    State.WITH_LEVEL_ABOVE: N_("The level above chooses, because nobody in the unit may or can."),
    State.HEAD_ASKED: N_("The head has asked the nominator for something more and waits for it."),
    State.DEPUTY_ASKED: N_("The deputy head has asked the nominator for something more and waits for it."),
    State.LEVEL_ABOVE_ASKED: N_("The level above has asked the nominator for something more and waits for it."),
    State.ADOPTED: N_("The unit has chosen this nomination for its list."),
    State.NOT_THIS_ROUND: N_("Not on the list of this round; the story is kept for another occasion."),
    State.WITHDRAWN: N_("The nominator has taken the nomination back."),
    State.MERGED: N_("Two nominations of one person have become one; the second nominator supports the first."),
    State.DECLINED: N_("The nominee was chosen and would rather not take part."),
}

#: On buttons.
ACTION_LABELS = {
    Action.ADOPT: N_("Choose for the list"),
    Action.ASK_SUPPLEMENT: N_("Ask for a supplement"),
    Action.NOT_THIS_ROUND: N_("Not in this round"),
    Action.GIVE_SUPPLEMENT: N_("Send what was asked for"),
    Action.WITHDRAW: N_("Withdraw the nomination"),
    Action.PASS_TO_DEPUTY: N_("Ask the deputy head"),
    Action.PASS_UP: N_("Ask the level above"),
    Action.MERGE: N_("Merge a duplicate"),
    Action.DECLINE: N_("I would rather not take part"),
}

#: In a history: what somebody did.
ACTION_FACTS = {
    Action.ADOPT: N_("chose it for the list"),
    Action.ASK_SUPPLEMENT: N_("asked for a supplement"),
    Action.NOT_THIS_ROUND: N_("did not put it on this round's list"),
    Action.GIVE_SUPPLEMENT: N_("sent what was asked for"),
    Action.WITHDRAW: N_("withdrew the nomination"),
    Action.PASS_TO_DEPUTY: N_("passed it to the deputy head"),
    Action.PASS_UP: N_("passed it to the level above"),
    Action.MERGE: N_("joined it with another nomination"),
    Action.DECLINE: N_("would rather not take part"),
}
