"""One home in which every real file is loaded as its pack declares it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.flow import load
from tianfu.model import Dataset, Settings, Version
from tianfu.store import Store

PACKS = Path(__file__).parent / "packs"
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


@dataclass
class Loaded:
    """Datasets are loaded when they are first asked for; what they refer to comes first."""

    store: Store
    registry: Registry
    data: Path
    done: set[str] = field(default_factory=set)

    def dataset(self, dataset_id: str) -> Dataset:
        return self.registry.dataset(dataset_id)

    def version(self, dataset_id: str) -> Version:
        if dataset_id not in self.done:
            for needed in self.registry.needs(dataset_id):
                self.version(needed)
            load(self.store, self.registry, dataset_id, roots=(self.data,), now=NOW)
            self.done.add(dataset_id)
        found = self.store.version(dataset_id)
        assert found
        return found


@pytest.fixture(scope="package")
def loaded(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    registry = load_packs((PACKS,))
    here = Settings.model_validate(
        {
            "home": tmp_path_factory.mktemp("real") / "home",
            "data": (shared / "data",),
            "connections": {"poi_portugal": f"sqlite://{shared}/data/geo/poi_portugal.gpkg"},
        }
    )
    with Store.open(here) as store:
        declare_all(store, registry)
        yield Loaded(store, registry, shared / "data")
