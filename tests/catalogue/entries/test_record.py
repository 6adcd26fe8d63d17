"""Entries on record: what was published stays public until a change has passed, texts are never lost, steps tell who and why."""

import pytest

from tianfu.catalogue.entries import Actor, Entries, IllegalStep, Overtaken, UnfitEntry, UnknownEntry, Verb
from tianfu.model import EntryState
from tianfu.store import Store

from .conftest import CLERK, NOW, entry, published


def test_the_old_text_stays_public_until_the_change_has_passed(store: Store) -> None:
    entries = published(store, entry())
    entries.write(entry(title="新名录"), CLERK, at=NOW)
    assert entries.of("libraries").state is EntryState.changed
    for verb in (Verb.submit, Verb.approve, Verb.approve):
        entries.take("libraries", verb, CLERK, at=NOW)
        assert entries.public("libraries").entry.title == "公共图书馆名录"
        assert entries.public("libraries").state is EntryState.published
    entries.take("libraries", Verb.approve, CLERK, at=NOW)
    assert entries.public("libraries").entry.title == "新名录"


def test_a_step_names_unit_person_reason_and_the_text_it_judged(store: Store) -> None:
    entries = Entries(store)
    entries.write(entry(), CLERK, at=NOW)
    entries.take("libraries", Verb.submit, CLERK, at=NOW)
    entries.take("libraries", Verb.send_back, Actor("省文化和旅游厅保密办", "李四"), at=NOW, reason="第三项未定级")
    entries.write(entry(title="补正后的名录"), CLERK, at=NOW)
    told = [(s.number, s.verb.value, s.before, s.after.value, s.unit, s.person, s.reason) for s in entries.steps("libraries")]
    assert told[2] == (1, "return", "department_review", "draft", "省文化和旅游厅保密办", "李四", "第三项未定级")
    assert told[3][:4] == (2, "write", "draft", "draft")


def test_the_journal_has_the_unit_and_no_name(store: Store) -> None:
    published(store, entry())
    events = store.journal.events(dataset="entry:libraries")
    assert [e.verb for e in events] == ["entry_write", "entry_submit", *["entry_approve"] * 3]
    assert all(CLERK.person not in str(e) for e in events)
    assert {e.who for e in events} == {f"unit:{CLERK.unit}"}


def test_the_same_text_again_writes_nothing(store: Store) -> None:
    entries = published(store, entry())
    before = entries.steps("libraries")
    entries.write(entries.of("libraries").entry, CLERK, at=NOW)
    assert entries.steps("libraries") == before
    assert entries.of("libraries").state is EntryState.published


def test_whoever_looked_at_an_older_text_is_told(store: Store) -> None:
    entries = Entries(store)
    entries.write(entry(), CLERK, at=NOW)
    entries.write(entry(title="二稿"), CLERK, at=NOW)
    with pytest.raises(Overtaken, match="text 2"):
        entries.write(entry(title="另一稿"), CLERK, at=NOW, expects=1)
    with pytest.raises(Overtaken):
        entries.take("libraries", Verb.submit, CLERK, at=NOW, expects=1)
    assert entries.of("libraries").entry.title == "二稿"


def test_an_incomplete_entry_is_kept_as_a_draft_and_told_everything_when_submitted(store: Store) -> None:
    entries = Entries(store)
    entries.write(entry(provider_code="1", sharing={"to_departments": "on_request"}), CLERK, at=NOW)
    with pytest.raises(UnfitEntry) as told:
        entries.take("libraries", Verb.submit, CLERK, at=NOW)
    assert len(told.value.problems) == 3
    assert entries.of("libraries").state is EntryState.draft


def test_an_entry_under_review_is_not_rewritten(store: Store) -> None:
    entries = Entries(store)
    entries.write(entry(), CLERK, at=NOW)
    entries.take("libraries", Verb.submit, CLERK, at=NOW)
    with pytest.raises(IllegalStep):
        entries.write(entry(title="换掉"), CLERK, at=NOW)
    assert entries.of("libraries").number == 1


def test_the_public_cannot_tell_a_draft_from_nothing(store: Store) -> None:
    entries = Entries(store)
    entries.write(entry(), CLERK, at=NOW)
    with pytest.raises(UnknownEntry) as draft:
        entries.public("libraries")
    with pytest.raises(UnknownEntry) as nothing:
        entries.public("librariez")
    assert str(draft.value).replace("libraries", "librariez") == str(nothing.value)


def test_what_is_withdrawn_is_gone_for_the_public_and_kept_for_the_office(store: Store) -> None:
    entries = published(store, entry())
    entries.take("libraries", Verb.withdraw, CLERK, at=NOW, reason="并入新条目")
    with pytest.raises(UnknownEntry):
        entries.public("libraries")
    assert entries.steps("libraries")[-1].reason == "并入新条目"
