"""Records of old workbooks (BIFF8, MS-XLS), and the strings in them."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

BOF, EOF, CONTINUE, FILEPASS, DATE_1904, SHEET, SST, FORMAT, XF = 0x809, 0x0A, 0x3C, 0x2F, 0x22, 0x85, 0xFC, 0x41E, 0xE0
LABEL_SST, LABEL, RICH, NUMBER, RK, MANY_RK, FORMULA, STRING, BOOL_ERROR, MERGED = (
    0xFD, 0x204, 0xD6, 0x203, 0x27E, 0xBD, 0x06, 0x207, 0x205, 0xE5,
)  # fmt: skip
BIFF8 = 0x600
WORKSHEET = 0x10
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Record = tuple[int, bytes]


def records(stream: bytes, at: int = 0) -> Iterator[Record]:
    """From a place on to the end of what begins there; things inside it, such as charts, are left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 1:
            yield kind, stream[at + 4 : at + 4 + size]
        if kind == EOF and depth <= 0:
            return
        at += 4 + size
    raise ValueError("the stream breaks off")


def text(data: bytes, at: int, *, wide: bool) -> str:
    """A string with its length in two bytes, or in one."""
    length = struct.unpack_from("<H" if wide else "<B", data, at)[0]
    at += 2 if wide else 1
    flags = data[at]
    at += 1 + 2 * bool(flags & 8) + 4 * bool(flags & 4)
    return _decoded(data[at : at + length * (1 + (flags & 1))], double=bool(flags & 1))


def rk(raw: int) -> float:
    """A number in four bytes."""
    value = float((raw - (1 << 32) if raw >> 31 else raw) >> 2) if raw & 2 else struct.unpack("<d", struct.pack("<Q", (raw & ~3) << 32))[0]
    return value / 100 if raw & 1 else float(value)


def shared_strings(pieces: list[bytes]) -> list[str]:
    """Of the record SST and what continues it. A string that is cut goes on behind a byte that says how wide it is written there."""
    reader = _Reader(pieces, 0, 8)
    count = struct.unpack_from("<I", pieces[0], 4)[0]
    return [reader.string() for _ in range(min(count, sum(map(len, pieces)) // 3 + 1))]


@dataclass
class _Reader:
    pieces: list[bytes]
    piece: int
    at: int

    def string(self) -> str:
        length, flags = struct.unpack("<HB", self._taken(3))
        runs = struct.unpack("<H", self._taken(2))[0] if flags & 8 else 0
        more = struct.unpack("<I", self._taken(4))[0] if flags & 4 else 0
        found = self._characters(length, double=bool(flags & 1))
        self._taken(runs * 4 + more)
        return found

    def _characters(self, length: int, *, double: bool) -> str:
        found = ""
        while True:
            left = self.pieces[self.piece][self.at :]
            size = min(length * (1 + double), len(left) // (1 + double) * (1 + double))
            found += _decoded(left[:size], double=double)
            self.at += size
            length -= size // (1 + double)
            if not length:
                return found
            self._next()
            double = bool(self.pieces[self.piece][0] & 1)
            self.at = 1

    def _taken(self, size: int) -> bytes:
        found = b""
        while True:
            taken = self.pieces[self.piece][self.at : self.at + size - len(found)]
            found += taken
            self.at += len(taken)
            if len(found) == size:
                return found
            self._next()

    def _next(self) -> None:
        if self.piece + 1 >= len(self.pieces):
            raise ValueError("the strings break off")
        self.piece, self.at = self.piece + 1, 0


def _decoded(data: bytes, *, double: bool) -> str:
    return data.decode("utf-16-le", "replace") if double else data.decode("latin-1")
