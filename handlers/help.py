"""/huongdan: what can be done here, and how to go on with the draft under way (W55)."""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Given, Go, Pressed, Reaction
from bot.conversation.window import Button, Window
from bot.domain.wording import N_
from bot.services import drafts as held
from handlers.answers import not_understood, press_of
from handlers.drafts import titled
from handlers.phrases import back, home

#: The questions that are asked most, and the answer to each, line by line.
_TOPICS = {
    "how": (
        N_("How to nominate"),
        (
            N_("/decu begins. One question at a time, about 3 minutes; every answer is kept at once."),
            N_("Photos, documents, voice notes and links may be sent at any step; they are kept as evidence."),
            N_("/quaylai goes one step back, /desau keeps the draft, /tieptuc goes on days later."),
            N_("Nothing is sent before you have read it all and pressed the green button."),
        ),
    ),
    "criteria": (
        N_("Criteria"),
        (
            N_("Plan 1729, part III.1, says what is looked for: a good example, new ways of working, real results."),
            N_("Tick what is there and add one line that shows it. Gaps may stay open: the school can ask."),
            N_("/kehoach retells the plan in a few short pages."),
        ),
    ),
    "where": (
        N_("Where is my item?"),
        (
            N_("/hoso shows each item: who has it, until when, and what has happened so far."),
            N_("Each change is told here, with its reason. Nothing needs to be asked for."),
            N_("Whatever the school asks for can be sent from /hoso, as words or as files."),
        ),
    ),
}


class HelpScreen:
    """The topics, each one press away."""

    name = "help"

    def draw(self, args: Mapping[str, Any], desk: Desk) -> Window:
        """Show a topic, or the list of topics with the draft under way above it."""
        say, topic = desk.say, _TOPICS.get(args.get("topic", ""))
        if topic is not None:
            heading, lines = topic
            return Window(
                header=say(N_("Help · {topic}"), topic=say(heading)),
                body=tuple(f"· {say(line)}" for line in lines),
                rows=((back(say), home(say)),),
            )
        return Window(
            header=say(N_("Gương Sáng · Help")),
            body=tuple(_under_way(desk)),
            question=say(N_("What do you need help with?")),
            rows=(
                *(
                    (Button(f"{at} · {say(heading)}", "topic", name),)
                    for at, (name, (heading, _)) in enumerate(_TOPICS.items(), 1)
                ),
                (home(say),),
            ),
        )

    def react(self, args: Mapping[str, Any], given: Given, desk: Desk) -> Reaction:
        """Open a topic or lead back."""
        match press_of(given, self.draw(args, desk)):
            case Pressed("topic", topic) if topic in _TOPICS:
                return Go("help", {"topic": topic})
            case Pressed("back"):
                return Go("help")
            case Pressed("menu"):
                return Go("menu")
            case _:
                return not_understood(given)


def _under_way(desk: Desk) -> list[str]:
    drafts = held.open_of(desk.session, desk.person_id) if desk.person_id else []
    if not drafts:
        return [desk.say(N_("Good people and good deeds are introduced here, and each story can be followed."))]
    return [
        desk.say(N_("✍️ Under way: {title}."), title=titled(drafts[0], desk)),
        desk.say(N_("/tieptuc goes on · /quaylai one step back · /desau keeps the draft")),
    ]


help_ = HelpScreen()
