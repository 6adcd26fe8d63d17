"""A few clean records of each file, for previews and tests of the packs that read them."""

import numpy as np
import pyarrow as pa

from .province import SEED, parts
from .text import lines

SPARSE = 12
"""Files that leave rows out are made from more rows than they have."""


def sample(file: str, *, rows: int = 24, seed: int = SEED) -> bytes:
    """The first records of a file of the province that nothing was planted in, as CSV with a header. KeyError names the files there are."""
    known = {p.name: p for p in parts(seed, 100_000)}
    if file not in known:
        raise KeyError(f"the province has no file '{file}'; it has {', '.join(known)}")
    part = known[file]
    chunk = part.make(0, min(part.total, SPARSE * rows + 20))
    clean = np.ones(chunk.size, dtype=bool)
    clean[[p.row for p in chunk.planted]] = False
    clean[chunk.repeats[:, 0]] = False
    keep = pa.array(np.flatnonzero(clean)[:rows])
    columns = {name: column.take(keep) for name, column in chunk.columns.items()}
    return (",".join(columns) + "\n").encode() + lines(columns)
