"""Draws are fixed by seed, stream and row, and fair enough."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.synth.draw import Draw, span


def test_the_first_bits_of_a_stream_are_these_everywhere() -> None:
    assert Draw(1, "x").bits(span(0, 3)).tolist() == [4841157296623458457, 9700228635343032288, 8979615803505750189]


@given(st.integers(0, 2**32), st.text(max_size=8), st.integers(1, 2**31 - 1))
def test_draws_stay_below_their_limit(seed: int, stream: str, limit: int) -> None:
    drawn = Draw(seed, stream).below(span(0, 50), limit)
    assert drawn.min() >= 0
    assert drawn.max() < limit


@given(st.integers(1, 400))
def test_a_shuffle_meets_every_number_once(size: int) -> None:
    assert sorted(Draw(3, "s").shuffled(span(0, size), size).tolist()) == list(range(size))


def test_weights_are_kept() -> None:
    drawn = Draw(1, "w").weighted(span(0, 100_000), [1, 0, 9])
    assert np.bincount(drawn, minlength=3).tolist()[1] == 0
    assert (drawn == 0).mean() == pytest.approx(0.1, abs=0.01)


def test_bell_shaped_noise_has_the_spread_asked_for() -> None:
    drawn = Draw(1, "n").about(span(0, 100_000), 1000)
    assert drawn.mean() == pytest.approx(0, abs=15)
    assert drawn.std() == pytest.approx(1000, rel=0.02)


def test_streams_of_a_seed_are_independent() -> None:
    one, other = (Draw(1, n).bits(span(0, 100_000)) >> np.uint64(63) for n in ("a", "b"))
    assert np.corrcoef(one.astype(float), other.astype(float))[0, 1] == pytest.approx(0, abs=0.02)
