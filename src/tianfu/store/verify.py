"""Whether every recorded version is there, row for row: its commit in the table's log, its files, and the rows that their footers count."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from tianfu.model import Version

if TYPE_CHECKING:
    from .shelves import Shelves


@dataclass(frozen=True, slots=True)
class Damage:
    """A version that is not what its record says."""

    dataset: str
    number: int
    what: str

    def __str__(self) -> str:
        return f"{self.dataset} v{self.number}: {self.what}"


class Footers:
    """How many rows a file has, each looked at once. None: it is gone, -1: it cannot be read."""

    def __init__(self, shelves: "Shelves") -> None:
        self._shelves = shelves
        self._known: dict[str, int | None] = {}

    def look(self, files: Iterable[str]) -> None:
        for file in set(files) - set(self._known):
            self._known[file] = self._rows(file) if Path(file).is_file() else None

    def rows(self, file: str) -> int | None:
        return self._known[file]

    def _rows(self, file: str) -> int:
        try:
            return self._shelves.count_in_files([file])
        except duckdb.Error:
            return -1


def damaged(shelves: "Shelves") -> list[Damage]:
    """Nothing, if everything on record can be read."""
    footers = Footers(shelves)
    return [
        d for i in sorted(shelves.records.newest()) for v in shelves.versions(i) if v.expired_at is None for d in _of(shelves, v, footers)
    ]


def _of(shelves: "Shelves", version: Version, footers: Footers) -> Iterator[Damage]:
    def damage(what: str) -> Damage:
        return Damage(version.dataset, version.number, what)

    log = shelves.home.table(version.dataset) / "_delta_log" / f"{version.delta:020}.json"
    if not log.is_file():
        yield damage(f"commit {version.delta} is missing from its log 日志中缺少提交 {version.delta}")
        return
    try:
        files = shelves.files(version.dataset, version.number)
    except (OSError, RuntimeError, ValueError) as error:  # whatever deltalake says of a broken log
        yield damage(f"its log cannot be read 表日志无法读取 ({type(error).__name__})")
        return
    footers.look(files)
    found = {f: footers.rows(f) for f in files}
    yield from (damage(f"file {Path(f).name} is missing 数据文件缺失") for f, n in found.items() if n is None)
    yield from (damage(f"file {Path(f).name} cannot be read 数据文件损坏") for f, n in found.items() if n == -1)
    rows = [n for n in found.values() if n is not None and n >= 0]
    if len(rows) == len(files) and sum(rows) != version.rows:
        yield damage(f"its files hold {sum(rows):,} rows, its record says {version.rows:,} 行数与记录不符")
