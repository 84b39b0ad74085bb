"""The criteria in plain words, one a page, each with a line that says something and one that does not."""

from bot.conversation.window import Button, Window
from bot.domain.criteria import CATEGORY_LABELS, Category, Rule, criteria_for, rule_for
from bot.domain.guide_examples import EXAMPLES
from bot.domain.wording import N_
from bot.i18n import Speaker
from handlers.phrases import back, home, turns

_RULES = {
    Rule.ALL: N_("Plan 1729, section {section}. All of these are looked for; gaps may be sent."),
    Rule.ANY: N_("Plan 1729, section {section}. One of these is enough."),
}


def draw_categories(say: Speaker) -> Window:
    """Ask for whom the criteria are to be explained."""
    return Window(
        header=say(N_("Criteria, with examples")),
        body=(
            say(N_("Tick what is there and add one line that shows it. Gaps may stay open: the school can ask.")),
            say(N_("Everybody in the examples is made up.")),
        ),
        question=say(N_("Whose criteria?")),
        rows=(
            *(
                (Button(f"{at} · {say(CATEGORY_LABELS[category])}", "category", category.value),)
                for at, category in enumerate(Category, 1)
            ),
            (back(say), home(say)),
        ),
    )


def draw_criterion(category: Category, page: int, say: Speaker) -> Window:  # plan TT-*, QL-*, GV-*, NV-*, partly HS-*
    """Explain one criterion of a category; ``page`` counts from 0."""
    criteria = criteria_for(category)
    at = min(page, len(criteria) - 1)
    one = criteria[at]
    example = EXAMPLES[one.code]
    return Window(
        header=say(
            N_("{category} · {at}/{all}"), category=say(CATEGORY_LABELS[category]), at=at + 1, all=len(criteria)
        ),
        body=(
            f"{say(one.short)}: {say(one.explain)}",
            f"✅ {say(example.good)}",
            f"🔸 {say(example.poor)}",
            say(N_("📎 Often shown by: {evidence}"), evidence=say(one.hint)),
        ),
        hint=say(_RULES[rule_for(category)], section=one.section),
        rows=(*turns(at, len(criteria), say), (back(say), home(say))),
    )
