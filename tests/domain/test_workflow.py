"""The workflow: what each action leads to, who may do it, and that nobody decides where they are involved."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.refusals import Refusal
from bot.domain.roles import Role
from bot.domain.workflow import (
    ASKED,
    DESKS,
    FINAL,
    SYSTEM_STEP,
    TABLES,
    UNDO,
    WAITING,
    Action,
    State,
    Who,
    mermaid,
    transition,
    undo_until,
)
from bot.domain.workflow_rules import (
    DECISIONS,
    Standing,
    actions_open_to,
    decide,
    ensure_may,
    ensure_may_undo,
    who_can_act,
)
from bot.domain.workflow_words import (
    ACTION_FACTS,
    ACTION_LABELS,
    NOMINATOR_LABELS,
    STATE_EXPLANATIONS,
    STATE_LABELS,
)

HEAD = Standing(frozenset({Role.UNIT_HEAD}))
DEPUTY = Standing(frozenset({Role.UNIT_DEPUTY}))
OFFICER = Standing(frozenset({Role.INTERMEDIATE_OFFICER}))
NOMINATOR = Standing(is_nominator=True)
NOMINEE = Standing(is_nominee=True)
PREPARER = Standing(frozenset({Role.UNIT_CLERK}), is_preparer=True)
WEIGHING = (Action.ADOPT, Action.ASK_SUPPLEMENT, Action.NOT_THIS_ROUND)

standings = st.builds(
    Standing,
    st.frozensets(st.sampled_from(Role), max_size=4),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.booleans(),
)
states = st.sampled_from(State)
actions = st.sampled_from(Action)


def decided(state, action):
    return decide(
        state,
        action,
        reason="Đợt này trường đã đủ số lượng.",
        items=["Biên bản họp tổ"],
        due_on=date(2027, 3, 17),
        into=2,
    )


def refusal_of(state, action, standing):
    try:
        ensure_may(state, action, standing)
    except Refusal as refusal:
        return refusal
    return None


@given(states, st.lists(st.tuples(actions, standings), max_size=30))
def test_whatever_people_try_a_final_state_is_left_only_by_a_nominee_who_was_chosen(state, tries):
    for action, standing in tries:
        before = state
        if action in actions_open_to(state, standing):
            state = decided(state, action)
        declined = before is State.ADOPTED and action is Action.DECLINE and standing.is_nominee
        assert before not in FINAL or state is before or declined


@given(states, actions, standings)
def test_nobody_decides_where_they_are_involved_or_hold_no_role(state, action, standing):
    is_open = action in actions_open_to(state, standing)

    if action in DECISIONS and is_open:
        assert (standing.is_nominee, standing.is_nominator, standing.is_related) == (False, False, False)
        prepares = standing.is_preparer and action is Action.ASK_SUPPLEMENT
        assert standing.roles & DESKS[state] or prepares
    assert (refusal_of(state, action, standing) is None) == is_open


@given(states, actions, standings)
def test_every_refusal_has_a_code_and_words(state, action, standing):
    refusal = refusal_of(state, action, standing)

    if refusal is not None:
        assert refusal.code.startswith("workflow.")
        assert refusal.text.msgid


def test_every_state_can_be_reached_from_the_heads_desk():
    reached = {State.WITH_HEAD}
    for _round in State:
        reached |= {step.target for (state, _action), step in TABLES[1].items() if state in reached}

    assert reached == set(State)


@pytest.mark.parametrize("state", sorted(set(State) - FINAL))
def test_every_state_that_is_not_final_has_a_way_out_for_its_officer_and_for_the_nominator(state):
    officer = Standing(DESKS[state])

    assert {decided(state, action) for action in actions_open_to(state, officer)} & FINAL
    assert Action.WITHDRAW in actions_open_to(state, NOMINATOR)


def test_states_are_waiting_asked_or_final():
    assert {*WAITING, *ASKED, *FINAL} == set(State)
    assert len(WAITING) + len(ASKED) + len(FINAL) == len(State)


@pytest.mark.parametrize(
    ("state", "standing", "expected"),
    [
        (
            State.WITH_HEAD,
            HEAD,
            (*WEIGHING, Action.PASS_TO_DEPUTY, Action.PASS_UP, Action.MERGE),
        ),
        (State.WITH_DEPUTY, DEPUTY, (*WEIGHING, Action.PASS_UP, Action.MERGE)),
        (State.WITH_LEVEL_ABOVE, OFFICER, (*WEIGHING, Action.MERGE)),
        (State.HEAD_ASKED, HEAD, (Action.ADOPT, Action.NOT_THIS_ROUND, Action.MERGE)),
        (State.WITH_HEAD, PREPARER, (Action.ASK_SUPPLEMENT,)),
        (State.HEAD_ASKED, PREPARER, ()),
        (State.WITH_HEAD, Standing(PREPARER.roles, is_preparer=True, is_related=True), ()),
        (State.ADOPTED, NOMINEE, (Action.DECLINE,)),
        (State.WITH_HEAD, NOMINEE, ()),
        (State.DECLINED, NOMINEE, ()),
        (State.MERGED, HEAD, ()),
        (State.DEPUTY_ASKED, HEAD, ()),
        (State.WITH_DEPUTY, HEAD, ()),
        (State.WITH_HEAD, DEPUTY, ()),
        (State.WITH_HEAD, OFFICER, ()),
        (State.WITH_LEVEL_ABOVE, HEAD, ()),
        (State.WITH_HEAD, NOMINATOR, (Action.WITHDRAW,)),
        (State.LEVEL_ABOVE_ASKED, NOMINATOR, (Action.GIVE_SUPPLEMENT, Action.WITHDRAW)),
        (State.ADOPTED, HEAD, ()),
        (State.ADOPTED, NOMINATOR, ()),
        (State.WITH_HEAD, Standing(frozenset({Role.MEMBER, Role.TECHNICAL_ADMINISTRATOR})), ()),
        (State.WITH_HEAD, Standing(HEAD.roles, is_related=True), (Action.PASS_TO_DEPUTY, Action.PASS_UP)),
        (State.WITH_HEAD, Standing(HEAD.roles, is_nominee=True, has_free_deputy=False), (Action.PASS_UP,)),
        (
            State.WITH_HEAD,
            Standing(HEAD.roles, is_nominator=True),
            (Action.WITHDRAW, Action.PASS_TO_DEPUTY, Action.PASS_UP),
        ),
        (State.WITH_LEVEL_ABOVE, Standing(OFFICER.roles, is_nominee=True), ()),
    ],
)
def test_what_is_offered_depends_on_state_role_and_involvement(state, standing, expected):
    assert actions_open_to(state, standing) == expected


@pytest.mark.parametrize(
    ("state", "action", "standing", "code"),
    [
        (State.WITH_HEAD, Action.ADOPT, Standing(HEAD.roles, is_nominator=True), "workflow.nominator"),
        (State.WITH_HEAD, Action.ADOPT, Standing(HEAD.roles, is_nominee=True), "workflow.nominee"),
        (State.WITH_LEVEL_ABOVE, Action.ADOPT, Standing(OFFICER.roles, is_related=True), "workflow.related"),
        (State.WITH_HEAD, Action.PASS_TO_DEPUTY, Standing(HEAD.roles, has_free_deputy=False), "workflow.no_deputy"),
        (State.WITH_HEAD, Action.ADOPT, DEPUTY, "workflow.not_yours"),
        (State.WITH_HEAD, Action.ADOPT, PREPARER, "workflow.not_yours"),
        (State.WITH_HEAD, Action.MERGE, PREPARER, "workflow.not_yours"),
        (State.WITH_HEAD, Action.MERGE, Standing(HEAD.roles, is_nominator=True), "workflow.nominator"),
        (State.WITH_HEAD, Action.DECLINE, NOMINEE, "workflow.not_yours"),  # does not learn of it before it is chosen
        (State.ADOPTED, Action.DECLINE, HEAD, "workflow.not_yours"),
        (State.WITH_HEAD, Action.WITHDRAW, HEAD, "workflow.not_yours"),
        (State.ADOPTED, Action.ADOPT, Standing(), "workflow.not_yours"),  # a stranger does not learn the state
        (State.ADOPTED, Action.ADOPT, HEAD, "workflow.settled"),
        (State.WITH_HEAD, Action.GIVE_SUPPLEMENT, NOMINATOR, "workflow.moved_on"),
    ],
)
def test_a_refusal_names_its_cause(state, action, standing, code):
    with pytest.raises(Refusal) as refused:
        ensure_may(state, action, standing)

    assert refused.value.code == code


def test_in_conflict_the_level_above_is_not_told_to_pass_on_what_it_cannot():
    above = refusal_of(State.WITH_LEVEL_ABOVE, Action.ADOPT, Standing(OFFICER.roles, is_nominator=True))
    head = refusal_of(State.WITH_HEAD, Action.ADOPT, Standing(HEAD.roles, is_nominator=True))

    assert "pass it on" in head.text.msgid
    assert "pass it on" not in above.text.msgid


@pytest.mark.parametrize(
    ("state", "action", "target"),
    [
        (State.WITH_HEAD, Action.ADOPT, State.ADOPTED),
        (State.WITH_DEPUTY, Action.ASK_SUPPLEMENT, State.DEPUTY_ASKED),
        (State.LEVEL_ABOVE_ASKED, Action.NOT_THIS_ROUND, State.NOT_THIS_ROUND),
        (State.HEAD_ASKED, Action.GIVE_SUPPLEMENT, State.WITH_HEAD),
        (State.DEPUTY_ASKED, Action.WITHDRAW, State.WITHDRAWN),
        (State.WITH_HEAD, Action.PASS_TO_DEPUTY, State.WITH_DEPUTY),
        (State.WITH_DEPUTY, Action.PASS_UP, State.WITH_LEVEL_ABOVE),
        (State.HEAD_ASKED, Action.MERGE, State.MERGED),
        (State.ADOPTED, Action.DECLINE, State.DECLINED),
    ],
)
def test_an_action_leads_to_its_state(state, action, target):
    assert decided(state, action) is target


@pytest.mark.parametrize(
    ("state", "action", "given_needs", "code"),
    [
        (State.WITH_HEAD, Action.NOT_THIS_ROUND, {"reason": "  "}, "workflow.needs_reason"),
        (State.WITH_HEAD, Action.ASK_SUPPLEMENT, {"items": [" "], "due_on": date(2027, 3, 17)}, "workflow.needs_items"),
        (State.WITH_HEAD, Action.ASK_SUPPLEMENT, {"items": ["Biên bản họp tổ"]}, "workflow.needs_due_date"),
        (State.WITH_HEAD, Action.MERGE, {}, "workflow.needs_target"),
        (State.ADOPTED, Action.WITHDRAW, {}, "workflow.settled"),
        (State.WITH_HEAD, Action.GIVE_SUPPLEMENT, {}, "workflow.moved_on"),
    ],
)
def test_an_action_without_what_it_needs_leads_nowhere(state, action, given_needs, code):
    with pytest.raises(Refusal) as refused:
        decide(state, action, **given_needs)

    assert refused.value.code == code


@pytest.mark.parametrize(
    ("officers", "start"),
    [
        ([HEAD, DEPUTY], State.WITH_HEAD),
        ([Standing(HEAD.roles, is_nominator=True), DEPUTY], State.WITH_DEPUTY),
        ([Standing(HEAD.roles, is_nominee=True), Standing(DEPUTY.roles, is_related=True)], State.WITH_LEVEL_ABOVE),
        ([Standing(HEAD.roles, is_related=True), HEAD], State.WITH_HEAD),
        ([Standing(HEAD.roles, is_nominator=True)], State.WITH_LEVEL_ABOVE),
        ([], State.WITH_LEVEL_ABOVE),
    ],
)
def test_a_dossier_starts_where_somebody_may_decide(officers, start):
    assert who_can_act(officers) is start


def test_the_system_passes_on_only_by_steps_that_are_its_own():
    for start, action in SYSTEM_STEP.items():
        step = transition(State.WITH_HEAD, action) if action else None
        assert start is State.WITH_HEAD if step is None else (step.target, step.who) == (start, Who.OFFICER_OR_SYSTEM)


def test_officers_can_take_back_their_acts_for_two_minutes_and_nominators_cannot():
    made_at = datetime(2027, 3, 8, 2, 12, tzinfo=UTC)

    assert timedelta(minutes=2) == UNDO
    assert undo_until(State.WITH_HEAD, Action.ADOPT, made_at=made_at) == made_at + UNDO
    assert undo_until(State.WITH_HEAD, Action.WITHDRAW, made_at=made_at) == made_at
    assert undo_until(State.ADOPTED, Action.ADOPT, made_at=made_at) == made_at


@pytest.mark.parametrize(
    ("is_same_person", "is_latest_act", "seconds", "code"),
    [
        (True, True, 119, None),
        (True, True, 120, "workflow.undo_over"),
        (False, True, 1, "workflow.undo_not_yours"),
        (True, False, 1, "workflow.moved_on"),
    ],
)
def test_only_the_same_person_takes_back_the_latest_act_in_time(is_same_person, is_latest_act, seconds, code):
    made_at = datetime(2027, 3, 8, 2, 12, tzinfo=UTC)
    refused = None

    try:
        ensure_may_undo(
            is_same_person=is_same_person,
            is_latest_act=is_latest_act,
            until=made_at + UNDO,
            now=made_at + timedelta(seconds=seconds),
        )
    except Refusal as refusal:
        refused = refusal.code

    assert refused == code


def test_the_diagram_shows_every_line_of_the_table():
    drawn = mermaid()

    assert drawn.startswith("stateDiagram-v2\n    [*] --> with_head\n")
    assert "    with_head --> with_deputy: pass_to_deputy (unit_head, system)\n" in drawn
    assert "    head_asked --> with_head: give_supplement (nominator)\n" in drawn
    assert drawn.count("-->") == 1 + len(TABLES[1]) + len(FINAL)


def test_every_state_and_action_has_its_words_and_none_of_them_rejects():  # plan S-22
    assert [set(words) for words in (STATE_LABELS, NOMINATOR_LABELS, STATE_EXPLANATIONS)] == [set(State)] * 3
    assert [set(words) for words in (ACTION_LABELS, ACTION_FACTS)] == [set(Action)] * 2
    assert all(len(label) <= 32 for label in ACTION_LABELS.values())
    assert "reject" not in " ".join([*NOMINATOR_LABELS.values(), *ACTION_LABELS.values()]).lower()
