"""What a client says of a file it has already, or has a part of: tags and single ranges (RFC 9110)."""

import re
from dataclasses import dataclass

TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A part: from `first` to `last`, both included; without `first` the last so many bytes, without `last` all to the end."""

    first: int | None
    last: int | None

    def within(self, size: int) -> tuple[int, int] | None:
        """Where it begins and ends in a file of that size; None if there is nothing of it.

        >>> Wanted(5, None).within(10), Wanted(None, 3).within(10), Wanted(0, 99).within(10), Wanted(10, None).within(10)
        ((5, 10), (7, 10), (0, 10), None)
        """
        if self.first is None:
            start, stop = max(0, size - (self.last or 0)), size
        else:
            start, stop = self.first, size if self.last is None else min(size, self.last + 1)
        return (start, stop) if start < stop else None


def tags(header: str) -> tuple[str, ...]:
    """The tags of `If-None-Match`.

    >>> tags('W/"a", "b,c"'), tags("*"), tags("")
    (('W/"a"', '"b,c"'), ('*',), ())
    """
    return ("*",) if header.strip() == "*" else tuple(TAG.findall(header))


def wanted(header: str, condition: str, etag: str) -> Wanted | None:
    """The part that is asked for; None where the whole is to be sent.

    That is so for several ranges, for what is no range, and where the part would not fit to what the client has: `condition` is
    `If-Range`. A date there is no proof: the same version may have other rows for another reader.

    >>> wanted("bytes=0-9", "", '"a"'), wanted("bytes=0-9", '"b"', '"a"'), wanted("bytes=0-1,5-6", "", '"a"')
    (Wanted(first=0, last=9), None, None)
    """
    found = RANGE.fullmatch(header)
    if not found or (condition and (condition.strip() != etag or etag.startswith("W/"))):
        return None
    first, last = (int(n) if n else None for n in found.groups())
    if (first is None and last is None) or (first is not None and last is not None and last < first):
        return None
    return Wanted(first, last)
