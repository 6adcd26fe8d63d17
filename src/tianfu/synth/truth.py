"""What is known about the province and told to nobody who loads it: CSV files below truth/."""

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Self

from .chunk import Chunk

HEADERS = {
    "planted": ("file", "record", "field", "kind", "written", "right", "outcome", "cause"),
    "duplicates": ("file", "record", "of_record", "kind"),
    "links": ("taxpayer_record", "firm_record"),
    "conflicts": ("taxpayer_record", "firm_record", "field", "in_firms", "in_taxpayers", "right"),
    "copies": ("file", "number", "persons_record"),
    "copy_conflicts": ("file", "number", "field", "in_register", "in_copy", "right"),
    "anomalies": ("station", "field", "from", "to", "kind"),
}


class Truth:
    """The open truth files; a context manager."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._files: dict[str, IO[str]] = {n: (folder / f"{n}.csv").open("w", encoding="utf-8", newline="") for n in HEADERS}
        for name, header in HEADERS.items():
            self._write(name, [header])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            file.close()

    def tell(self, file: str, chunk: Chunk, moved: int) -> None:
        """Write down what a chunk holds; record = row + 1 - moved, where `moved` rows before the chunk were left out."""
        planted = (
            (file, p.row + 1 - moved, p.kind.field, p.kind.name, p.written, p.right, p.kind.outcome, p.kind.cause) for p in chunk.planted
        )
        self._write("planted", planted)
        self._write("duplicates", ((file, again + 1, first + 1, "repeated") for again, first in chunk.repeats.tolist()))
        for name, lines in chunk.extra.items():
            self._write(name, lines)

    def _write(self, name: str, lines: Iterable[tuple[object, ...]]) -> None:
        csv.writer(self._files[name], lineterminator="\n").writerows(lines)
