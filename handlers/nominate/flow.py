"""/decu: whom -> name -> work, unit -> occasion -> field -> story -> criteria -> evidence -> kin -> preview -> sent.

Aside from the path: whether a colleague has nominated the same person, and the list of solutions and prizes.
"""

from collections.abc import Mapping
from typing import Any

from bot.conversation.desk import Desk, Go, Reaction
from bot.conversation.flow import Flow
from bot.conversation.steps import Ask, Attach, Choose, Confirm, Find, Listing, Option, Share, Tick, Turning, unsaid
from bot.domain.criteria import CATEGORY_LABELS, COLLECTIVE_LABELS, Category
from bot.domain.defaults import Setting, default
from bot.domain.names import given_name
from bot.domain.nomination import Nomination
from bot.domain.wording import N_
from bot.services import drafts, endorsements, nominations
from handlers.nominate import duplicates, together
from handlers.nominate.evidence import SHELF, tie_to_criterion
from handlers.nominate.preview import summary, whole
from handlers.nominate.questions import (
    belongs,
    criteria_of,
    criteria_section,
    field_options,
    is_collective,
    name_hint,
    name_of_nominee,
    name_question,
    occasion_options,
    one_word_name,
    own_unit,
    pick_unit,
    position_hint,
    position_question,
    related_question,
    say_day,
    say_field,
    say_occasion,
    ticked,
    unit_line,
    units_matching,
)

#: Pupils cannot be nominated yet: registration and consent come first.
OFFERED = (Category.TEACHER, Category.STAFF, Category.MANAGER, Category.COLLECTIVE)


def _values(draft: Nomination) -> Mapping[str, Any]:
    """Give what the words of this flow may name."""
    given = draft.name if is_collective(draft) else given_name(draft.name)
    return {"name": draft.name, "given": given, "unit": draft.unit_name}


def _send(draft: Nomination, desk: Desk) -> Reaction:
    """Hand the nomination to the unit, or support the one that is there already."""
    if draft.supports:
        endorsements.endorse(desk.session, draft.supports, by=desk.person_id, now=desk.now, on=desk.today)
        drafts.discard(desk.session, desk.draft_id, by=desk.person_id, now=desk.now)
        return Go("supported", {"id": draft.supports})
    sent = nominations.submit(
        desk.session,
        desk.draft_id,
        draft,
        nominator_id=desk.person_id,
        chat_id=desk.chat_id,
        now=desk.now,
        zone=desk.zone,
    )
    return Go("sent", {"id": sent.dossier_id})


nominate = Flow(
    name="nominate",
    version=2,
    command="decu",
    aliases=("nominate",),
    heading=N_("Nomination"),
    draft=Nomination,
    title=lambda draft: draft.name,
    values=_values,
    done=_send,
    steps=(
        Choose(
            "category",
            N_("Whom would you like to nominate?"),
            called=N_("Whom"),
            body=(N_("About 3 minutes. Every answer is kept at once; you can stop at any time."),),
            hint=N_("A collective: a school, team, class or club."),
            options=tuple([Option(category.value, CATEGORY_LABELS[category]) for category in OFFERED]),
            columns=2,
        ),
        Choose(
            "kind",
            N_("Which kind of collective?"),
            called=N_("Kind of collective"),
            body=(N_("Small collectives are welcome too."),),
            options=tuple([Option(kind.value, label) for kind, label in COLLECTIVE_LABELS.items()]),
            when=is_collective,
        ),
        Ask(
            "name",
            name_question,
            called=N_("Name"),
            hint=name_hint,
            check=name_of_nominee,
            odd=one_word_name,
            leave=duplicates.look,
        ),
        Choose(
            "same",
            N_("Is this the person you mean?"),
            called=N_("Nominated already?"),
            body=(
                N_("Your unit has nominations with a name like this one:"),
                N_("To support is to add your voice to the nomination that is there."),
            ),
            options=duplicates.options,
            label=duplicates.say_same,
            brief=unsaid,
            when=duplicates.has_lookalikes,
            closes=duplicates.closes,
            aside=True,
        ),
        Ask(
            "position",
            position_question,
            called=N_("Work"),
            body=unit_line,
            hint=position_hint,
            max_length=default(Setting.POSITION_MOST),
            turns=(Turning(N_("Another unit"), "unit_id"),),
            arrive=own_unit,
        ),
        Find(
            "unit_id",
            N_("Which unit is {name} at?"),
            called=N_("Unit"),
            hint=N_("Type a part of the unit's name."),
            find=units_matching,
            pick=pick_unit,
            label=lambda draft: draft.unit_name,
            brief=unsaid,
            none_found=N_("No unit is found by “{text}”. A shorter part of the name may do."),
            ask_differently=N_("Type only the name itself, marks are not needed, old names work too."),
            aside=True,
        ),
        Choose(
            "occasion",
            N_("For which occasion?"),
            called=N_("Occasion"),
            options=occasion_options,
            label=say_day,
            brief=say_occasion,
        ),
        Choose(
            "field",
            N_("Which field does it belong to?"),
            called=N_("Field"),
            options=field_options,
            label=say_field,
            brief=unsaid,
        ),
        Ask(
            "story",
            N_("What makes you want to nominate them?"),
            called=N_("Story"),
            body=(N_("Tell it as to a colleague: what happened, how, who gained, what came of it. Voice is fine."),),
            long=True,
            min_length=default(Setting.STORY_LEAST),
            max_length=default(Setting.STORY_MOST),
            voice=N_("Told in a voice note, kept with the evidence."),
        ),
        Tick(
            "claims",
            N_("Which of these is true? Choose its number."),
            called=N_("Criteria"),
            body=(N_("Mark what is there. It can be sent with gaps."),),
            quote=criteria_section,
            items=criteria_of,
            story_into="story",
            assign=tie_to_criterion,
            max_proof=default(Setting.PROOF_MOST),
            max_story=default(Setting.STORY_MOST),
            turns=(Turning(N_("Solutions, prizes: list them"), "achievements"),),
        ),
        Listing(
            "achievements",
            N_("Which solutions or prizes are there? One a line."),
            called=N_("Solutions, prizes"),
            body=(N_("Many solutions count from two on. What is left out can be filled in later."),),
            hint=N_("For example: Lớp học ngoài vườn, 2026, Sở GDĐT công nhận, 15/QĐ-SGDĐT"),
            back_to="claims",
            most=default(Setting.ACHIEVEMENTS_MOST),
            brief=unsaid,
            aside=True,
        ),
        Attach(
            "evidence",
            N_("Do you have any evidence?"),
            called=N_("Evidence"),
            body=(
                N_("Pictures, albums, documents, voice notes, links; up to 20 MB each. No pictures of identity cards."),
            ),
            shelf=SHELF,
            items=criteria_of,
            wanted=ticked,
            limit=default(Setting.EVIDENCE_FILES),
        ),
        Choose(
            "related",
            related_question,
            called=N_("Family"),
            body=belongs,
            options=(Option("no", N_("No")), Option("yes", N_("Yes"))),
            columns=2,
            brief=unsaid,
        ),
        Share(
            "together",
            N_("Who shall nominate together with you?"),
            called=N_("Together with"),
            body=(N_("A colleague who opens this link and agrees stands behind the nomination, too."),),
            link=together.link,
            joined=together.joined,
            arrive=together.make_link,
            aside=True,
        ),
        Confirm(
            "preview",
            N_("Send this nomination to {unit}?"),
            send=N_("Send to the school"),
            summary=summary,
            whole=whole,
            turns=(Turning(N_("Nominate together"), "together"),),
        ),
    ),
)
