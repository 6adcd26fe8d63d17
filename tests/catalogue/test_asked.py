"""Questions of addresses, and the addresses one step away."""

from hypothesis import given
from hypothesis import strategies as st

from tianfu.catalogue.areas_view import class_bounds, step
from tianfu.catalogue.dataset.calls import calls
from tianfu.catalogue.question.asked import asked, with_form
from tianfu.store import Where

TAKEN = ("sort", "after", "limit", "fields", "count", "lang")
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(lambda n: n not in TAKEN)
conditions = st.lists(st.tuples(names, st.sampled_from(["", ".gte", ".ne", ".contains"]), st.text(max_size=8)), max_size=4)


@given(conditions)
def test_an_address_asks_what_was_read_from_it(found: list[tuple[str, str, str]]) -> None:
    pairs = [(n + op, v) for n, op, v in found if not n.startswith("f_")]
    again = asked(pairs).pairs()
    assert asked(again) == asked(pairs)


def test_sorting_turns_from_rising_to_falling_to_none() -> None:
    first = asked([("kind", "x"), ("after", "cursor")])
    rising = first.sorted_by("visits")
    assert [rising.sort, rising.sorted_by("visits").sort, rising.sorted_by("visits").sorted_by("visits").sort] == ["visits", "-visits", ""]
    assert ("after", "cursor") not in rising.pairs()
    assert rising.sorted_by("code").sort == "code"


def test_a_condition_is_added_once_and_taken_away_by_its_place() -> None:
    found = asked([("kind", "x"), ("visits.gte", "5")])
    assert found.having(Where("kind", "eq", "x")) == found
    assert found.without(0).pairs() == [("visits.gte", "5")]


def test_the_form_adds_nothing_without_a_value_except_for_missing_ones() -> None:
    assert with_form([("kind", "x")]) is None
    empty = with_form([("kind", "x"), ("f_column", "visits"), ("f_op", "gte"), ("f_value", " ")])
    missing = with_form([("f_column", "visits"), ("f_op", "isnull"), ("f_value", "")])
    assert empty is not None
    assert empty.pairs() == [("kind", "x")]
    assert missing is not None
    assert missing.pairs() == [("visits.isnull", "true")]


@given(st.lists(st.integers(0, 10_000), max_size=30))
def test_every_value_has_a_class_whose_bounds_hold_it(values: list[int]) -> None:
    bounds = class_bounds(values)
    assert len(bounds) <= 5
    for value in values:
        low, high = bounds[step(value, bounds) - 1]
        assert low <= value <= high


@given(st.text(max_size=20))
def test_nothing_that_is_asked_leaves_the_quotes_of_a_call(value: str) -> None:
    for call in calls("http://127.0.0.1:8000/", "a.b", [("name", value)]):
        inside = call.code.split("rows?")[1].partition('"' if call.language != "curl" else "'")[0]
        assert not set(inside) & set("'\"\\$`\n ")
        assert call.code.count("'" if call.language == "curl" else "rows?") == (2 if call.language == "curl" else 1)
