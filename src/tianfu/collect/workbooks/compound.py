"""Compound files (OLE, MS-CFB), in which old workbooks and encrypted new ones lie: their streams by name."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tianfu.collect.failures import TooLarge

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MOST_BYTES = 128 * 2**20
"""Sheets of an .xls have 65,536 rows: no workbook of that kind is larger without pictures."""
LAST = 0xFFFFFFFA
ENTRY = 128
STREAM, ROOT = 2, 5


@dataclass(frozen=True)
class Compound:
    """The file as a whole, its table of sectors, and where each stream begins and how long it is."""

    data: bytes
    sector: int
    mini: int
    cutoff: int
    table: tuple[int, ...]
    mini_table: tuple[int, ...]
    streams: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, data: bytes) -> "Compound":
        """ValueError or struct.error for what does not hold together."""
        sector, mini = (1 << s for s in struct.unpack_from("<HH", data, 30))
        if sector not in (512, 4096) or mini != 64:
            raise ValueError("sector size")
        first, cutoff, minis = struct.unpack_from("<I4xII", data, 48)
        table = tuple(t for s in _fat(data, sector) for t in _sector_of(data, s, sector))
        mini_table = tuple(t for s in _chain(table, minis) for t in _sector_of(data, s, sector))
        raw = b"".join(_bytes(data, s, sector) for s in _chain(table, first))
        return cls(data, sector, mini, cutoff, table, mini_table, dict(_entries(raw)))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        first, size = self.streams[name]
        if size > MOST_BYTES:
            raise ValueError(f"{name}: {size:,} bytes")
        if size >= self.cutoff or name == "":
            return b"".join(_bytes(self.data, s, self.sector) for s in _chain(self.table, first))[:size]
        small = self.stream("")
        return b"".join(small[s * self.mini : (s + 1) * self.mini] for s in _chain(self.mini_table, first))[:size]


def is_compound(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(8) == MAGIC


def whole(path: Path, name: str) -> bytes:
    """The bytes of a file that is taken in as a whole."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise TooLarge(
            f"“{name}”有 {size / 2**20:,.0f} MB，旧版工作簿不超过 {MOST_BYTES // 2**20} MB，没有装载。请另存为 .xlsx 后提交。",
            f"'{name}' has {size / 2**20:,.0f} MB; workbooks of the old kind are read up to {MOST_BYTES // 2**20} MB. Save it as .xlsx.",
        )
    return path.read_bytes()


def _fat(data: bytes, sector: int) -> Iterator[int]:
    """The sectors that hold the table of sectors: 109 in the header, others in a chain."""
    count = struct.unpack_from("<I", data, 44)[0]
    further = struct.unpack_from("<I", data, 68)[0]
    found = [s for s in struct.unpack_from("<109I", data, 76) if s < LAST]
    while further < LAST and len(found) < count:
        *more, further = _sector_of(data, further, sector)
        found += [s for s in more if s < LAST]
    yield from found[: min(count, len(data) // sector + 1)]


def _chain(table: tuple[int, ...], first: int) -> Iterator[int]:
    """Sectors of a stream; ValueError where they run in a circle."""
    passed = 0
    while first < LAST:
        yield first
        passed += 1
        if passed > len(table):
            raise ValueError("sectors run in a circle")
        first = table[first]


def _bytes(data: bytes, place: int, sector: int) -> bytes:
    found = data[(place + 1) * sector : (place + 2) * sector]
    if not found:
        raise ValueError("a sector is missing")
    return found


def _sector_of(data: bytes, place: int, sector: int) -> tuple[int, ...]:
    found = _bytes(data, place, sector)
    return struct.unpack(f"<{len(found) // 4}I", found[: len(found) // 4 * 4])


def _entries(raw: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
    """Streams by name; the one of small streams has none."""
    for at in range(0, len(raw) - ENTRY + 1, ENTRY):
        length, kind = struct.unpack_from("<HB", raw, at + 64)
        first, size = struct.unpack_from("<II", raw, at + 116)
        if kind in (STREAM, ROOT):
            yield (raw[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace") if kind == STREAM else ""), (first, size)
