"""The hash chain and the Merkle root: known values, and nothing can shift between entries."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tianfu.protect import GENESIS, chain, merkle_root
from tianfu.protect.chain import SM3, available, digest


def test_a_head_is_the_hash_of_the_head_before_and_the_entry() -> None:
    first = chain(GENESIS, b"a")
    assert first == hashlib.sha256(bytes(32) + b"a").digest()
    assert chain(first, b"b") == hashlib.sha256(first + b"b").digest()


@given(st.lists(st.binary(max_size=20), max_size=6), st.lists(st.binary(max_size=20), max_size=6))
def test_different_entries_have_different_heads(left: list[bytes], right: list[bytes]) -> None:
    heads = []
    for entries in (left, right):
        head = GENESIS
        for entry in entries:
            head = chain(head, entry)
        heads.append(head)
    assert (heads[0] == heads[1]) == (left == right)


def test_a_head_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 32"):
        chain(b"short", b"a")


def test_the_root_is_that_of_rfc_6962() -> None:
    def leaf(data: bytes) -> bytes:
        return hashlib.sha256(b"\x00" + data).digest()

    def node(left: bytes, right: bytes) -> bytes:
        return hashlib.sha256(b"\x01" + left + right).digest()

    assert merkle_root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert merkle_root([b""]).hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle_root([b"", b"\x00"]).hex() == "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
    assert merkle_root([b"a", b"b", b"c"]) == node(node(leaf(b"a"), leaf(b"b")), leaf(b"c"))


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=1, max_size=9), st.data())
def test_the_root_changes_with_any_leaf_their_order_and_their_number(leaves: list[bytes], data: st.DataObject) -> None:
    root = merkle_root(leaves)
    place = data.draw(st.integers(0, len(leaves) - 1))
    assert merkle_root([*leaves[:place], bytes(31) + b"!", *leaves[place + 1 :]]) != root
    assert merkle_root([*leaves, leaves[-1]]) != root
    if leaves != leaves[::-1]:
        assert merkle_root(leaves[::-1]) != root


@pytest.mark.skipif(not available(SM3), reason="OpenSSL of this machine has no SM3")
def test_sm3_gives_the_value_of_its_standard() -> None:
    assert digest(b"abc", SM3).hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"  # GB/T 32905-2016, A.1


def test_an_unknown_hash_names_those_there_are() -> None:
    with pytest.raises(ValueError, match="sha256"):
        digest(b"", "md5")
