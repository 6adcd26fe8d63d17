"""The hash chain of the journal and the Merkle root over its heads: whoever changes, drops or moves an entry changes what follows.

SHA-256 by default; SM3 (GB/T 32905-2016) where the system's OpenSSL has it. Leaves and nodes of the tree are hashed with different first
bytes, as in RFC 6962, so that no node passes for a leaf.
"""

import hashlib
from collections.abc import Sequence

SHA256 = "sha256"
SM3 = "sm3"
GENESIS = bytes(32)
"""What comes before the first entry."""
LEAF, NODE = b"\x00", b"\x01"


def available(algorithm: str) -> bool:
    """Whether this machine computes the hash."""
    return algorithm in hashlib.algorithms_available


def digest(data: bytes, algorithm: str = SHA256) -> bytes:
    """32 bytes."""
    if algorithm == SHA256:
        return hashlib.sha256(data).digest()
    if algorithm == SM3 and available(SM3):
        return hashlib.new(SM3, data).digest()
    raise ValueError(f"hash '{algorithm}' is not available; expected {SHA256}" + (f" or {SM3}" if available(SM3) else ""))


def chain(previous: bytes, payload: bytes, algorithm: str = SHA256) -> bytes:
    """The head after `payload`: a hash of the head before it and of what is appended. Heads have one length, so nothing can shift."""
    if len(previous) != len(GENESIS):
        raise ValueError(f"the head before is {len(previous)} bytes long; expected {len(GENESIS)}")
    return digest(previous + payload, algorithm)


def merkle_root(hashes: Sequence[bytes], algorithm: str = SHA256) -> bytes:
    """The root of the tree over these leaves in their order; of none, the hash of nothing."""
    if not hashes:
        return digest(b"", algorithm)
    level = [digest(LEAF + h, algorithm) for h in hashes]
    while len(level) > 1:
        paired = [digest(NODE + left + right, algorithm) for left, right in zip(level[::2], level[1::2], strict=False)]
        level = paired + (level[-1:] if len(level) % 2 else [])
    return level[0]
