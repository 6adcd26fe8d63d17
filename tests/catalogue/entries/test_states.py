"""The way of an entry: whatever is tried, only legal steps are taken, and nothing is published without three approvals in a row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.entries import Actor, IllegalStep, Verb, after, possible
from tianfu.catalogue.entries.states import REVIEWS
from tianfu.model import EntryState

S, V = EntryState, Verb
SOMEONE = Actor("省数据局", "甲")
LEGAL = {
    (None, V.write): {S.draft},
    (S.draft, V.write): {S.draft},
    (S.draft, V.submit): {S.department_review},
    (S.draft, V.withdraw): {S.withdrawn},
    (S.department_review, V.approve): {S.secrecy_review},
    (S.secrecy_review, V.approve): {S.authority_review},
    (S.authority_review, V.approve): {S.published},
    (S.department_review, V.send_back): {S.draft, S.changed},
    (S.secrecy_review, V.send_back): {S.draft, S.changed},
    (S.authority_review, V.send_back): {S.draft, S.changed},
    (S.published, V.change): {S.changed},
    (S.published, V.withdraw): {S.withdrawn},
    (S.changed, V.write): {S.changed},
    (S.changed, V.submit): {S.department_review},
    (S.changed, V.withdraw): {S.withdrawn},
}
verbs = st.lists(st.sampled_from(Verb), max_size=30)


def step(state: EntryState | None, verb: Verb, *, public: bool) -> EntryState | None:
    """Where the step leads, or None where it is refused in words of both languages."""
    try:
        return after(state, verb, public=public, actor=SOMEONE, reason="理由")
    except IllegalStep as error:
        return None if error.text.zh and error.text.en else EntryState.published


@given(verbs)
def test_no_path_leaves_the_table_and_publication_follows_three_approvals(tried: list[Verb]) -> None:
    state: EntryState | None = None
    public, approvals = False, 0
    for verb in tried:
        reached = step(state, verb, public=public)
        assert (reached is None) == ((state, verb) not in LEGAL)
        if reached is None:
            continue
        assert reached in LEGAL[state, verb]
        approvals = approvals + 1 if verb is V.approve else 0
        if reached is S.published:
            assert approvals == len(REVIEWS)
            public = True
        state = reached


@given(st.sampled_from([None, *EntryState]), st.booleans())
def test_what_is_offered_is_what_can_be_done(state: EntryState | None, public: bool) -> None:
    assert {v for v in Verb if step(state, v, public=public)} == set(possible(state, public=public))


def test_withdrawn_is_the_end() -> None:
    assert possible(S.withdrawn, public=True) == ()


def test_a_change_that_is_sent_back_stays_a_change_and_a_draft_a_draft() -> None:
    assert step(S.secrecy_review, V.send_back, public=True) is S.changed
    assert step(S.secrecy_review, V.send_back, public=False) is S.draft


@pytest.mark.parametrize(("verb", "state"), [(V.send_back, S.secrecy_review), (V.withdraw, S.published)])
def test_nothing_is_sent_back_or_withdrawn_without_a_reason(verb: Verb, state: EntryState) -> None:
    with pytest.raises(IllegalStep) as told:
        after(state, verb, public=True, actor=SOMEONE, reason="  ")
    assert "理由" in told.value.text.zh


@pytest.mark.parametrize("actor", [Actor("", "甲"), Actor("省数据局", " ")])
def test_every_step_has_a_unit_and_a_person(actor: Actor) -> None:
    with pytest.raises(IllegalStep, match="unit and the person"):
        after(S.draft, V.submit, public=False, actor=actor)


def test_a_refused_step_says_what_is_possible_instead() -> None:
    with pytest.raises(IllegalStep) as told:
        after(S.published, V.approve, public=True, actor=SOMEONE)
    assert told.value.text.zh == "这个条目处于“已发布”，不能“同意”；可以办理：变更、撤回。"
