"""Answers made smaller on the way: text takes a sixth of its bytes as gzip, which every client reads."""

import gzip

SMALL = 1400
"""What fits into one packet is sent as it is."""
LEVEL = 4
"""Twice as fast as the default, a tenth larger."""


def takes_gzip(accepted: str) -> bool:
    """Whether a client that accepts these encodings takes gzip.

    >>> takes_gzip("gzip, deflate, br"), takes_gzip("gzip;q=0"), takes_gzip("identity"), takes_gzip("")
    (True, False, False, False)
    """
    for part in accepted.split(","):
        name, _, weight = part.strip().partition(";")
        if name.strip().lower() == "gzip":
            return weight.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False


def packed(body: bytes) -> bytes:
    """The same bytes always give the same bytes."""
    return gzip.compress(body, LEVEL, mtime=0)
