"""The folders of one installation."""

from dataclasses import dataclass
from pathlib import Path

from tianfu.model.problems import SUFFIX


@dataclass(frozen=True, slots=True)
class Home:
    """Where things lie: `root/{meta.sqlite, tables, raw, inbox, spill, journal, cache, locks}`."""

    root: Path

    @classmethod
    def at(cls, root: Path) -> "Home":
        """The home at `root`, its folders made if they are missing."""
        home = cls(root.resolve())
        for name in ("tables", "raw", "inbox", "spill", "journal", "cache", "locks"):
            (home.root / name).mkdir(parents=True, exist_ok=True)
        return home

    @property
    def tables(self) -> Path:
        return self.root / "tables"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def spill(self) -> Path:
        return self.root / "spill"

    @property
    def journal(self) -> Path:
        return self.root / "journal"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def exports(self) -> Path:
        """Files that were made for readers; each may be made again."""
        return self.cache / "exports"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    @property
    def database(self) -> Path:
        return self.root / "meta.sqlite"

    def table(self, dataset: str) -> Path:
        """The folder of a dataset's Delta table: `tables/<pack>/<name>`."""
        pack, _, name = dataset.partition(".")
        return self.tables / pack / name

    def problems(self, dataset: str) -> Path:
        """The folder of its problem rows."""
        return self.table(f"{dataset}{SUFFIX}")
