"""A home of its own with a small pack: libraries of a county, and the sum of their visitors."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.flow import derive, load, refresh, roots_of, stale
from tianfu.model import Progress, Run, Settings
from tianfu.store import Store

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
FILES = {
    "__init__.py": '"""Libraries."""\n',
    "pack.yaml": "title: 图书馆\nitems: [37]\nstewards: [dept.culture_tourism]\n",
    "datasets/libraries.yaml": """\
title: 图书馆名录
steward: dept.culture_tourism
source: {channel: administrative, files: libraries.csv, missing: ["", "-9999"]}
key: [code]
columns:
  - {name: code, element: code, title: 编号}
  - {name: area, element: area, title: 行政区划}
  - {name: visits, element: count, title: 人次}
""",
    "datasets/totals.yaml": """\
title: 各县人次
steward: dept.culture_tourism
source: {channel: derived}
key: [area]
columns:
  - {name: area, element: area, title: 行政区划}
  - {name: visits, element: count, title: 人次}
""",
    "analyses.py": '''"""Sums."""


def totals(libraries: "ir.Table") -> "ir.Table":
    """Visits by division."""
    return libraries.group_by("area").aggregate(visits=libraries.visits.sum().cast("int64"))
''',
}
CSV = "code,area,visits\nL1,510107,10\nL2,510107,5\nL3,510703,7\n"


@dataclass
class Place:
    """A home, a pack and the files of its inbox; `again` reads the pack anew."""

    folder: Path
    store: Store
    registry: Registry
    now: datetime = NOW
    told: list[Progress] = field(default_factory=list)

    @property
    def pack(self) -> Path:
        return self.folder / "packs" / "library"

    @property
    def roots(self) -> tuple[Path, ...]:
        return roots_of(self.store.settings)

    def put(self, text: str | bytes, name: str = "libraries.csv") -> Path:
        path = self.store.settings.home / "inbox" / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def change(self, name: str, old: str, new: str) -> None:
        path = self.pack / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")
        self.again()

    def again(self) -> None:
        self.registry = load_packs((self.folder / "packs",))
        declare_all(self.store, self.registry)

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    def load(self, dataset: str = "library.libraries") -> Run:
        return load(self.store, self.registry, dataset, roots=self.roots, now=self.now, report=self.told.append)

    def derive(self, dataset: str = "library.totals") -> Run:
        return derive(self.store, self.registry, dataset, now=self.now, report=self.told.append)

    def stale(self) -> list[tuple[str, str]]:
        """What is stale of the small pack, with the English reason."""
        found = stale(self.store, self.registry, self.now, roots=self.roots)
        return [(s.dataset, s.reason.en) for s in found if s.dataset.startswith("library.")]

    def refresh(self) -> list[Run]:
        """Runs of the small pack in a refresh of that pack alone."""
        only = Registry({"library": self.registry.packs["library"]})
        return refresh(self.store, only, roots=self.roots, now=self.now, report=self.told.append)

    def rows(self, dataset: str) -> list[tuple[object, ...]]:
        """All rows of the newest version, declared columns only, in order."""
        names = [c.name for c in self.registry.dataset(dataset).columns]
        found = self.store.engine.arrow(f"SELECT {', '.join(names)} FROM ({self.store.relation(dataset)}) ORDER BY ALL")
        return [tuple(r.values()) for r in found.to_pylist()]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    pack = tmp_path / "packs" / "library"
    for name, text in FILES.items():
        (pack / name).parent.mkdir(parents=True, exist_ok=True)
        (pack / name).write_text(text, "utf-8")
    with Store.open(Settings(home=tmp_path / "home")) as store:
        made = Place(tmp_path, store, load_packs((tmp_path / "packs",)))
        made.again()
        yield made
    shutil.rmtree(tmp_path / "home")
