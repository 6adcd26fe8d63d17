"""Servers for the whole session, and a pack that reads from them."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.flow import load, refresh
from tianfu.model import Run, Settings
from tianfu.store import Store

from . import servers

HEAD = "title: 记录\nsteward: dept.environment\n"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[servers.Server]:
    with servers.postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def mariadb() -> Iterator[servers.Server]:
    with servers.mariadb() as server:
        yield server


@dataclass
class Department:
    """A home whose pack reads from databases; `declare` writes a dataset of the pack, `connect` sets what an operator sets."""

    folder: Path
    settings: Settings
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    registry: Registry = field(default_factory=lambda: Registry({}))

    def __post_init__(self) -> None:
        self.pack.joinpath("datasets").mkdir(parents=True)
        self.pack.joinpath("__init__.py").write_text('"""Records."""\n')
        self.pack.joinpath("pack.yaml").write_text("title: 记录\nitems: [10]\nstewards: [dept.environment]\n", "utf-8")
        self.store = Store.open(self.settings)

    @property
    def pack(self) -> Path:
        return self.folder / "packs" / "records"

    def connect(self, url: str) -> None:
        self.store.close()
        self.settings = Settings.from_environ({"TIANFU_HOME": str(self.settings.home), "TIANFU_CONNECTION_CREDIT": url})
        self.store = Store.open(self.settings)

    def declare(self, source: str, columns: str, more: str = "") -> None:
        """Dataset records.rows; columns are `name: element` pairs, one a line."""
        pairs = [line.split(":") for line in columns.split()]
        listed = "\n".join(f"  - {{name: {n}, element: {e}, title: 列{n}}}" for n, e in pairs)
        text = f"{HEAD}source: {{channel: administrative, connection: credit, {source}}}\n{more}\ncolumns:\n{listed}\n"
        self.pack.joinpath("datasets", "rows.yaml").write_text(text, "utf-8")
        self.declare_again()

    def declare_again(self) -> None:
        """What the pack's files say now."""
        self.registry = load_packs((self.folder / "packs",))
        declare_all(self.store, self.registry)

    def load(self) -> Run:
        return load(self.store, self.registry, "records.rows", roots=(), now=self.now)

    def refresh(self, *, patient: bool = False) -> list[str]:
        only = Registry({"records": self.registry.packs["records"]})
        runs = refresh(self.store, only, roots=(), now=self.now, patient=patient)
        return [f"{r.state}: {r.message}" if r.state == "failed" else r.state for r in runs]

    def later(self, **by: float) -> None:
        self.now += timedelta(**by)

    @property
    def rows(self) -> list[tuple[object, ...]]:
        names = [c.name for c in self.registry.dataset("records.rows").columns]
        found = self.store.engine.arrow(f"SELECT {', '.join(names)} FROM ({self.store.relation('records.rows')}) ORDER BY ALL")
        return [tuple(r.values()) for r in found.to_pylist()]

    @property
    def version(self) -> int | None:
        found = self.store.version("records.rows")
        return found.number if found else None


@pytest.fixture
def department(tmp_path: Path) -> Iterator[Department]:
    made = Department(tmp_path, Settings(home=tmp_path / "home"))
    yield made
    made.store.close()
    shutil.rmtree(tmp_path / "home")


@pytest.fixture
def file(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """An SQLite database at `credit.db`."""
    connection = sqlite3.connect(tmp_path / "credit.db", isolation_level=None)
    yield connection
    connection.close()
