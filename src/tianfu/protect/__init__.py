"""Who may see what: decide, mask, and the hash chain of the journal. Pure functions. Policy items 7, 42, 46.

Masks are expressions and import ibis: take them from `tianfu.protect.masks`.
"""

from .chain import GENESIS, chain, merkle_root
from .decide import BY_OPEN_FIELD, decide

__all__ = ["BY_OPEN_FIELD", "GENESIS", "chain", "decide", "merkle_root"]
