"""Resource codes: well made or told why not, issued once, in sequence, also by many at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.entries import CodeTaken, Entries, Verb
from tianfu.catalogue.entries.resource_codes import CREDIT_SIGNS, code_problem, credit_code_problem
from tianfu.store import Store

from .conftest import CLERK, CODE, NOW, entry, published


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("307012000017", "“/”"),
        ("407012/000017", "“类”"),
        ("30701/000017", "6位"),
        ("30701x/000017", "数字"),
        ("307012/17", "顺序码"),
        ("307012/000000", "顺序码"),
        ("", "“/”"),
    ],
)
def test_what_is_wrong_with_a_code_is_told_in_words(code: str, said: str) -> None:
    problem = code_problem(code)
    assert problem is not None
    assert said in problem.zh
    assert problem.en


@pytest.mark.parametrize("code", ["307012/000017", "30701204/000001", "1020011234567/1234567"])
def test_a_well_made_code_has_no_problem(code: str) -> None:
    assert code_problem(code) is None


@given(st.integers(0, 16), st.sampled_from(CREDIT_SIGNS))
def test_one_wrong_sign_of_a_credit_code_is_found(place: int, sign: str) -> None:
    wrong = CODE[:place] + sign + CODE[place + 1 :]
    assert (credit_code_problem(wrong) is None) == (wrong == CODE)


def test_sequences_go_up_by_one_in_each_class_and_are_never_used_again(store: Store) -> None:
    entries = Entries(store)
    for n in range(3):
        published(store, entry(f"a{n}"))
    published(store, entry("b0", category=("1", "02", "001", "")))
    entries.take("a2", Verb.withdraw, CLERK, at=NOW, reason="重复")
    published(store, entry("a3"))
    codes = [entries.of(i).entry.code for i in ("a0", "a1", "a2", "b0", "a3")]
    assert codes == ["300000/000001", "300000/000002", "300000/000003", "102001/000001", "300000/000004"]


def test_an_entry_keeps_its_code_through_changes_and_gets_another_in_another_class(store: Store) -> None:
    entries = published(store, entry())
    published(store, entry(title="改名后的名录"))
    assert entries.of("libraries").entry.code == "300000/000001"
    published(store, entry(category=("1", "02", "001", "")))
    assert entries.of("libraries").entry.code == "102001/000001"


def test_a_code_that_an_entry_brings_along_is_kept_and_belongs_to_nobody_else(store: Store) -> None:
    entries = published(store, entry("old", code="300000/000041"))
    assert entries.of("old").entry.code == "300000/000041"
    published(store, entry("next"))
    assert entries.of("next").entry.code == "300000/000042"
    with pytest.raises(CodeTaken, match="old"):
        published(store, entry("thief", code="300000/000041"))
    assert entries.of("thief").public is None


def test_many_at_once_get_different_codes_without_gaps(store: Store) -> None:
    entries = Entries(store)
    ids = [f"e{n}" for n in range(12)]
    for i in ids:
        entries.write(entry(i), CLERK, at=NOW)
        for verb in (Verb.submit, Verb.approve, Verb.approve):
            entries.take(i, verb, CLERK, at=NOW)
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda i: entries.take(i, Verb.approve, CLERK, at=NOW), ids))
    assert sorted(entries.of(i).entry.code for i in ids) == [f"300000/{n:06}" for n in range(1, 13)]
