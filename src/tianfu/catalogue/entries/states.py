"""The way of an entry: which step leads from where to where, and what it needs. One pure function, `after`, and the table it reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tianfu.model import EntryState, Text

from .failures import IllegalStep


class Verb(StrEnum):
    """What can be done to an entry."""

    write = "write"
    submit = "submit"
    approve = "approve"
    send_back = "return"
    change = "change"
    withdraw = "withdraw"


@dataclass(frozen=True, slots=True)
class Actor:
    """Who takes a step, by unit and name as given. Until there is sign-in nobody proves it; the journal has the unit only."""

    unit: str
    person: str


S, V = EntryState, Verb
REVIEWS = (S.department_review, S.secrecy_review, S.authority_review)
"""Reviews in their order: the department, its secrecy office, the authority for data."""
FORWARD: Mapping[EntryState, EntryState] = dict(zip(REVIEWS, (*REVIEWS[1:], S.published), strict=True))
WORDS: Mapping[EntryState, Text] = {
    S.draft: Text(zh="草稿", en="Draft"),
    S.department_review: Text(zh="部门审核", en="Department review"),
    S.secrecy_review: Text(zh="保密审查", en="Secrecy review"),
    S.authority_review: Text(zh="主管部门审定", en="Authority review"),
    S.published: Text(zh="已发布", en="Published"),
    S.changed: Text(zh="变更中", en="Being changed"),
    S.withdrawn: Text(zh="已撤回", en="Withdrawn"),
}
ACTS: Mapping[Verb, Text] = {
    V.write: Text(zh="编制", en="Write"),
    V.submit: Text(zh="提交审核", en="Submit"),
    V.approve: Text(zh="同意", en="Approve"),
    V.send_back: Text(zh="补正告知", en="Ask to complete"),
    V.change: Text(zh="变更", en="Change"),
    V.withdraw: Text(zh="撤回", en="Withdraw"),
}
REASONED = (V.send_back, V.withdraw)
"""Steps that go nowhere without a reason."""


def after(state: EntryState | None, verb: Verb, *, public: bool, actor: Actor, reason: str = "") -> EntryState:
    """Where the step leads; IllegalStep says in words what stands against it. `state` is None where there is no entry yet.

    `public`: an earlier text is published, so that a change of it waits beside it and returns to being a change.

    >>> someone = Actor("dept.data", "甲")
    >>> after(EntryState.authority_review, Verb.approve, public=False, actor=someone).value
    'published'
    >>> after(EntryState.secrecy_review, Verb.send_back, public=True, actor=someone, reason="第二项涉密").value
    'changed'
    """
    target = _target(state, verb, public=public)
    if target is None:
        raise IllegalStep(_not_from_here(state, verb, public=public))
    if not actor.unit.strip() or not actor.person.strip():
        raise IllegalStep(Text(zh="请写明经办单位和经办人。", en="Name the unit and the person who take this step."))
    if verb in REASONED and not reason.strip():
        raise IllegalStep(Text(zh=f"“{ACTS[verb].zh}”须载明理由。", en=f"'{ACTS[verb].en}' needs a reason."))
    return target


def possible(state: EntryState | None, *, public: bool) -> tuple[Verb, ...]:
    """What can be done from here."""
    return tuple(v for v in Verb if _target(state, v, public=public) is not None)


def _target(state: EntryState | None, verb: Verb, *, public: bool) -> EntryState | None:
    match state, verb:
        case None, V.write:
            return S.draft
        case (S.draft | S.changed) as here, V.write:
            return here
        case ((S.draft | S.changed), V.submit):
            return S.department_review
        case (S.department_review | S.secrecy_review | S.authority_review) as here, V.approve:
            return FORWARD[here]
        case ((S.department_review | S.secrecy_review | S.authority_review), V.send_back):
            return S.changed if public else S.draft
        case S.published, V.change:
            return S.changed
        case ((S.draft | S.published | S.changed), V.withdraw):
            return S.withdrawn
    return None


def _not_from_here(state: EntryState | None, verb: Verb, *, public: bool) -> Text:
    here = WORDS[state] if state else Text(zh="还没有编制", en="Not yet written")
    ways = [ACTS[v] for v in possible(state, public=public)]
    zh = "可以办理：" + "、".join(w.zh for w in ways) if ways else "不能再办理任何步骤"
    en = "possible: " + ", ".join(w.en for w in ways) if ways else "nothing more can be done with it"
    return Text(
        zh=f"这个条目{here.zh if state is None else f'处于“{here.zh}”'}，不能“{ACTS[verb].zh}”；{zh}。",
        en=f"The entry is at '{here.en}': '{ACTS[verb].en}' is not possible; {en}.",
    )
