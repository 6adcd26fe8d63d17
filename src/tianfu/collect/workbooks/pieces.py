"""A part of many like elements, such as the rows of a sheet, in pieces of whole elements: what is before and behind them is kept."""

import re
from collections.abc import Iterator

from .parts import DOCTYPE, Doctype

HEAD_BYTES = 8 * 2**20
TAIL_BYTES = 64 * 2**20
LONGEST = 64 * 2**20
"""What a single row may take."""
PIECE = 2 * 2**20


class Pieces:
    """Iterate once; `prefix` is known then, `tail` when it has ended."""

    def __init__(self, blocks: Iterator[bytes], container: bytes, element: bytes) -> None:
        self._blocks = blocks
        self._element = element
        self._opening = re.compile(rb"<((?:[A-Za-z_][\w.-]*:)?)" + container + rb"(?:\s[^<>]*?)?(/?)>")
        self._container = container
        self.prefix = b""
        self.tail = b""

    def __iter__(self) -> Iterator[bytes]:
        held = self._begin()
        if held is None:
            return
        opening, closing = b"<" + self.prefix + self._element, b"</" + self.prefix + self._container
        ended = held.find(closing)
        while ended < 0:
            block = next(self._blocks, b"")
            if not block or len(held) > LONGEST:
                raise ValueError(f"{closing.decode(errors='replace')}> is missing" if not block else "an element without end")
            searched = max(0, len(held) - len(closing))
            held += block
            ended = held.find(closing, searched)
            if ended < 0 and len(held) > PIECE and (cut := held.rfind(opening)) > 0:
                yield held[:cut]
                held = held[cut:]
        yield held[:ended]
        self._end(held[ended:])

    def _begin(self) -> bytes | None:
        """What follows the opening of the container; None where it is empty."""
        head = b""
        for block in self._blocks:
            head += block
            found = self._opening.search(head)
            before = head[: found.start()] if found else head
            if DOCTYPE.search(before):
                raise Doctype("DTD")
            if found:
                self.prefix = found[1]
                if found[2]:
                    self._end(head[found.end() :])
                    return None
                return head[found.end() :]
            if len(head) > HEAD_BYTES:
                break
        raise ValueError(f"<{self._container.decode()}> is missing")

    def _end(self, rest: bytes) -> None:
        found = [rest]
        size = len(rest)
        for block in self._blocks:
            size += len(block)
            if size > TAIL_BYTES:
                raise ValueError(f"too much behind {self._container.decode()}")
            found.append(block)
        self.tail = b"".join(found)
