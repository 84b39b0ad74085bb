"""What the steps of /decu ask, offer and accept. Only units and occasions are read from rows, at their own steps."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from bot.conversation.desk import Desk
from bot.conversation.steps import Item, Oddity, Option, as_it_is
from bot.domain.criteria import CATEGORY_NOUNS, FIELD_LABELS, Category, Field, criteria_for, fields_for
from bot.domain.names import read_collective_name, read_name
from bot.domain.nomination import Nomination
from bot.domain.refusals import Refusal
from bot.domain.wording import N_, Text
from bot.services import calendar, units


def is_collective(draft: Nomination) -> bool:
    """Whether a school, team, class or club is nominated."""
    return draft.category == Category.COLLECTIVE


# The name.


def name_question(draft: Nomination) -> Text:
    """Ask for a person's or a collective's name."""
    return Text(N_("What is the collective called?") if is_collective(draft) else N_("What is the nominee's name?"))


def name_hint(draft: Nomination) -> Text:
    """Say how the name is best typed."""
    if is_collective(draft):
        return Text(N_("For example: natural sciences team, class 8A3"))
    return Text(N_("Family name and given name, without a title."))


def name_of_nominee(draft: Nomination, text: str) -> str:
    """Read the name; raise Refusal for what is none. One word may be a whole name: that is asked about."""
    return read_collective_name(text) if is_collective(draft) else read_name(text, one_word_is_whole=True)


def one_word_name(draft: Nomination, name: str) -> Oddity | None:
    """Ask once whether a name of one word is whole."""
    if is_collective(draft):
        return None
    try:
        read_name(name)
    except Refusal as refusal:
        return Oddity(refusal.text, N_("The name has one word only"))
    return None


# Work and unit.


def position_question(draft: Nomination) -> Text:
    """Ask what somebody does, or who a collective is made of."""
    return Text(N_("Who belongs to {name}?") if is_collective(draft) else N_("What work does {given} do?"))


def position_hint(draft: Nomination) -> Text:
    """Give an example."""
    if is_collective(draft):
        return Text(N_("For example: 12 teachers of natural sciences"))
    return Text(N_("For example: maths teacher, natural sciences team"))


def own_unit(draft: Nomination, desk: Desk) -> Nomination:
    """Take the nominator's own unit until another is chosen."""
    if draft.unit_id:
        return draft
    own = units.unit_of(desk.session, desk.person_id, on=desk.today)
    return draft if own is None else replace(draft, unit_id=own.id, unit_name=own.name)


def unit_line(draft: Nomination, desk: Desk) -> tuple[str, ...]:
    """Say at which unit the nominee is taken to be."""
    return (desk.say(N_("Unit: {unit}"), unit=draft.unit_name),) if draft.unit_name else ()


def units_matching(desk: Desk, words: str, limit: int, offset: int) -> Sequence[Option]:
    """Find units by words of their names, present or former."""
    return [
        Option(str(unit.id), _unit_label(unit))
        for unit in units.find(desk.session, words, on=desk.today, limit=limit, offset=offset, taking_dossiers=True)
    ]


def pick_unit(draft: Nomination, value: str, desk: Desk) -> Nomination:
    """Take a unit that was found."""
    unit = units.name_of(desk.session, int(value), on=desk.today)
    if unit is None:
        raise Refusal("unit_closed", Text(N_("This unit is no longer there. Please look for it again.")))
    return replace(draft, unit_id=unit.id, unit_name=unit.name)


def _unit_label(unit: units.UnitName) -> Text:
    if unit.former:
        return Text(N_("{former} (now {name})"), {"former": unit.former, "name": unit.name})
    return as_it_is(f"{unit.name}, {unit.place}" if unit.place else unit.name)


# Occasion and field.


def occasion_options(draft: Nomination, desk: Desk) -> Sequence[Option]:
    """Offer the open occasions, the next to close first; name those that are closed."""
    options: list[Option] = []
    for occasion in calendar.open_occasions(desk.session, desk.today):
        if not occasion.is_open:
            options.append(
                Option("", "", note=Text(N_("⚠️ {occasion} is closed for this time."), {"occasion": occasion.label}))
            )
            continue
        days = (occasion.closes_on - desk.today).days
        note = {"occasion": occasion.label, "date": desk.say.date(occasion.closes_on), "days": days}
        options.append(
            Option(
                f"{occasion.code}/{occasion.year}",
                Text(N_("Honours of {occasion}"), {"occasion": occasion.label}),
                note=Text(N_("⏰ {occasion}: open until {date}, {days} days left") if days else _LAST_DAY, note),
                primary=not any(option.primary for option in options),
            )
        )
    return options


def say_day(draft: Nomination, desk: Desk) -> str:
    """Say the day of the chosen occasion: 11/6/2027."""
    return draft.occasion.replace("-", "/")


def say_occasion(draft: Nomination, desk: Desk) -> str:
    """Say the chosen occasion within a line: "dịp 11/6/2027"."""
    return desk.say(N_("occasion {occasion}"), occasion=say_day(draft, desk)) if draft.occasion else ""


def field_options(draft: Nomination, desk: Desk) -> Sequence[Option]:
    """Offer the fields that suit the nominee."""
    return _fields(draft.category)


def say_field(draft: Nomination, desk: Desk) -> str:
    """Say the chosen field."""
    return desk.say(FIELD_LABELS[Field(draft.field)]) if draft.field in set(Field) else ""


@cache
def _fields(category: str) -> tuple[Option, ...]:
    return tuple([Option(field.value, FIELD_LABELS[field]) for field in fields_for(category_of(category))])


# Criteria and family.


def category_of(value: str) -> Category:
    """Read a stored category; an unknown one counts as the commonest, until it is chosen again."""
    return Category(value) if value in set(Category) else Category.TEACHER


def criteria_of(draft: Nomination) -> tuple[Item, ...]:
    """List the criteria for the nominee."""
    return _items(draft.category)


def criteria_section(draft: Nomination) -> Text:
    """Cite the plan."""
    category = category_of(draft.category)
    section = criteria_for(category)[0].section
    return Text(
        N_("Plan 1729, section {section}, {category}"), {"section": section, "category": Text(CATEGORY_NOUNS[category])}
    )


def ticked(draft: Nomination) -> Sequence[str]:
    """Give the codes of the criteria that are ticked."""
    return [claim.criterion for claim in draft.claims if claim.claimed]


def related_question(draft: Nomination) -> Text:
    """Ask whether the nominator is close to the nominee."""
    if is_collective(draft):
        return Text(N_("Are you part of {name}, or related to somebody in it?"))
    return Text(N_("Are you related to {given}?"))


def belongs(draft: Nomination, desk: Desk) -> tuple[str, ...]:
    """Say why it is asked."""
    return (desk.say(N_("It can be sent either way; the school then knows who had better look at it.")),)


@cache
def _items(category: str) -> tuple[Item, ...]:
    return tuple([Item(one.code, one.short, one.asks, one.tag) for one in criteria_for(category_of(category))])


_LAST_DAY = N_("⏰ {occasion}: open until {date}, today is the last day")
