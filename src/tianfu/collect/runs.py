"""Columns set apart by runs of blanks, as instruments print them: a run becomes one delimiter, at the ends of a line none."""

import re
from collections.abc import Iterator

from .contents import BLOCK


def collapsed(blocks: Iterator[bytes], delimiter: bytes) -> Iterator[bytes]:
    """The same lines with single delimiters.

    >>> b"".join(collapsed(iter([b"  1   2 ", b" 3  \\r\\n4 5\\n"]), b" "))
    b'1 2 3\\r\\n4 5\\n'
    """
    sign = re.escape(delimiter)
    ends = re.compile(rb"(?m)^" + sign + rb"+|" + sign + rb"+(?=\r|\n|\Z)")
    runs = re.compile(sign + rb"{2,}")
    held = b""
    for block in blocks:
        text = held + block
        end = text.rfind(b"\n") + 1 or (len(text) if len(text) > 2 * BLOCK else 0)
        held = text[end:]
        if end:  # nothing would be taken for the end
            yield runs.sub(delimiter, ends.sub(b"", text[:end]))
    yield runs.sub(delimiter, ends.sub(b"", held))
