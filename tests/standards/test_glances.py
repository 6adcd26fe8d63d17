"""A glance proves what the checks would find, and nothing that they would not."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tianfu.standards.glances import LETTERS, glance

from .judge import judge

GOOD = "91350100M000100Y43"
NEAR = st.builds(
    lambda text, at, by: text[:at] + by + text[at + 1 :],
    st.just(GOOD),
    st.integers(0, 17),
    st.sampled_from([*LETTERS.decode(), "I", "O", "a", "é", "四", " ", ""]),
)
ANY = st.one_of(st.none(), NEAR, st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIOSVZ", min_size=18, max_size=18), st.text(max_size=20))


def seen(texts: list[str | None]) -> list[bool]:
    return glance("credit_code", pa.chunked_array([pa.array(texts, pa.string())])).to_pylist()


@settings(max_examples=40, deadline=None)
@given(st.lists(ANY, min_size=1, max_size=40))
def test_what_is_proven_is_written_as_it_should_be_and_fails_no_check(texts: list[str | None]) -> None:
    texts = [t if t is None else t.replace("\x00", "") for t in texts]
    for proven, text, verdict in zip(seen(texts), texts, judge("credit_code", *texts), strict=True):
        tidy = bool(text) and verdict.value == text and not verdict.failed
        assert proven == tidy


def test_codes_of_all_lengths_and_scripts_in_one_column() -> None:
    assert seen([GOOD, "四川省成都市", "", None, GOOD[:-1], GOOD + "3", GOOD.lower(), GOOD]) == [True, *[False] * 6, True]


def test_six_chinese_characters_are_18_bytes_and_no_code() -> None:
    assert seen(["四川省成都市"]) == [False]


@pytest.mark.parametrize("texts", [[], [None], [None, None, GOOD], [GOOD] * 3])
def test_slices_and_empty_columns_are_seen_like_whole_ones(texts: list[str | None]) -> None:
    padded = pa.array(["x", GOOD, *texts, GOOD], pa.string()).slice(2, len(texts))
    assert glance("credit_code", pa.chunked_array([padded], pa.string())).to_pylist() == [t == GOOD for t in texts]
    assert len(glance("credit_code", pa.chunked_array([], pa.string()))) == 0
