"""What departments type into a template arrives as the same records in a file of text would: the same rows, the same findings."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import BinaryIO

import pytest

from tianfu.catalogue import declare_all, load_packs
from tianfu.catalogue.sheets.making import template_of
from tianfu.collect import receive
from tianfu.flow import load
from tianfu.model import Dataset, Files, Run, Settings
from tianfu.store import Store

from .filling import filled_in, sample_rows

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
REGISTRY = load_packs()
TREE = ("codes.provinces", "codes.cities", "codes.counties", "codes.towns", "codes.villages")
PARENTS_FIRST = (*TREE, *(d.id for d in REGISTRY.datasets() if d.id not in TREE))
SAMPLED = [
    d
    for d in map(REGISTRY.dataset, PARENTS_FIRST)
    if any(isinstance(s, Files) for s in d.sources) and d.name in REGISTRY.packs[d.pack].samples
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(Settings(home=tmp_path_factory.mktemp("typed") / "home")) as opened:
        declare_all(opened, REGISTRY)
        yield opened


def loaded(store: Store, dataset: Dataset, content: BinaryIO, name: str) -> Run:
    """As an upload is."""
    origin = receive(store, dataset, content, name)
    return load(store, REGISTRY, dataset.id, roots=(), now=NOW, upload=origin)


def rows(store: Store, dataset: Dataset) -> list[dict[str, object]]:
    names = ", ".join(f'"{c.name}"' for c in dataset.columns)
    found: list[dict[str, object]] = store.engine.arrow(f"SELECT {names} FROM ({store.relation(dataset.id)}) ORDER BY ALL").to_pylist()
    return found


@pytest.mark.parametrize("dataset", SAMPLED, ids=lambda d: d.id)
def test_a_template_that_was_filled_in_loads_as_the_sample_does(store: Store, dataset: Dataset) -> None:
    sample = REGISTRY.packs[dataset.pack].samples[dataset.name]
    first = loaded(store, dataset, BytesIO(sample), f"{dataset.name}.csv")
    expected = rows(store, dataset)
    template = template_of(REGISTRY, dataset, NOW.date()).content
    second = loaded(store, dataset, filled_in(template, dataset, sample_rows(dataset, sample)), "填报.xlsx")
    assert expected
    assert second.state == "done"
    assert second.counts == first.counts
    assert rows(store, dataset) == expected
