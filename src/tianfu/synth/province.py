"""Writes the province file by file, chunk by chunk, in memory that does not grow with its size."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from . import copies, departments, firms, persons, readings, stations, taxpayers
from .chunk import Chunk
from .text import lines
from .truth import Truth

SEED = 20261122
CHUNK = 100_000
Report = Callable[[str, int, int], None]
"""Called after each chunk with the file, the records written so far and the records to come in all (about, where rows are left out)."""


@dataclass(frozen=True, slots=True)
class Part:
    """A file of the province: how many rows it is made from, and how to make some of them."""

    name: str
    total: int
    make: Callable[[int, int], Chunk]


def write(folder: Path, *, seed: int = SEED, rows: int = 100_000, report: Report | None = None) -> dict[str, int]:
    """Write the files below `folder` and the truth below `folder`/truth; records written, by file.

    `rows` is about the number of records in all files together: 42 % readings, 20 % persons and half as many copies of them elsewhere, 20 %
    firms, 8 % taxpayers. The same seed and rows give the same bytes on every machine. OSError when the disk is full or the folder cannot
    be written.
    """
    if rows < 1000:
        raise ValueError(f"rows: {rows} is too small a province; ask for 1000 or more")
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, int] = {}
    with Truth(folder / "truth") as truth:
        for part in parts(seed, rows):
            written[part.name] = _write_file(folder / part.name, part, truth, report)
    return written


def parts(seed: int, rows: int) -> tuple[Part, ...]:
    """The files of a province of about this many rows, in the order in which they are written."""
    some_firms, some_persons = rows // 5, rows // 5
    some_taxpayers, some_readings = rows * 2 // 25, rows * 21 // 50
    count = min(210, max(1, some_readings // 8760 // 21) * 21)
    hours = readings.hours_of(some_readings, count)
    return (
        Part("departments.csv", departments.TOTAL, lambda a, b: departments.rows(seed, departments.TOTAL, a, b)),
        Part("firms.csv", some_firms, lambda a, b: firms.rows(seed, some_firms, a, b)),
        Part("taxpayers.csv", some_taxpayers, lambda a, b: taxpayers.rows(seed, some_taxpayers, a, b)),
        Part("persons.csv", some_persons, lambda a, b: persons.rows(seed, some_persons, a, b)),
        *(Part(f"{c.name}.csv", some_persons, partial(copies.rows, c, seed, some_persons)) for c in copies.COPIES),
        Part("stations.csv", count, lambda a, b: stations.rows(seed, count, a, b)),
        Part("readings.csv", count * hours, lambda a, b: readings.rows(seed, count, hours, a, b)),
    )


def _write_file(path: Path, part: Part, truth: Truth, report: Report | None) -> int:
    records = 0
    with path.open("wb") as out:
        for start, chunk in _chunks(part):
            if start == 0:
                out.write((",".join(chunk.columns) + "\n").encode())
            out.write(lines(chunk.columns))
            truth.tell(part.name, chunk, moved=start - records)
            records += chunk.size
            if report is not None:
                report(part.name, records, part.total)
    return records


def _chunks(part: Part) -> Iterator[tuple[int, Chunk]]:
    for start in range(0, part.total, CHUNK):
        yield start, part.make(start, min(start + CHUNK, part.total))
