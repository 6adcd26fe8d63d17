"""Datasets that can be joined: by a declared reference, then by keys, then by what both name. Nothing general joins."""

import pytest

from tianfu.catalogue import Registry, load_packs
from tianfu.catalogue.dataset.related import related


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_packs()


def found(registry: Registry, dataset: str, limit: int = 100) -> dict[str, list[tuple[str, str]]]:
    return {r.dataset.id: [(j.own, j.theirs) for j in r.through] for r in related(registry, registry.dataset(dataset), limit)}


def test_a_declared_reference_comes_first(registry: Registry) -> None:
    towns = found(registry, "codes.towns")
    assert next(iter(towns.items())) == ("codes.counties", [("parent", "code")])
    assert ("codes.villages", [("code", "parent")]) in towns.items(), "from the other side too"


def test_firms_are_joined_by_their_credit_code_before_their_area(registry: Registry) -> None:
    firms = found(registry, "legal_entity.firms")
    assert firms["legal_entity.taxpayers"][0] == ("credit_code", "credit_code")
    assert next(iter(firms)).startswith("legal_entity.")
    assert list(firms).index("legal_entity.taxpayers") < list(firms).index("population.by_county")


def test_names_dates_and_counts_join_nothing(registry: Registry) -> None:
    assert found(registry, "government.service_items") == {}
    assert found(registry, "tourism.visitors_daily") == {}


def test_no_dataset_is_related_to_itself_or_named_beyond_the_registry(registry: Registry) -> None:
    few = Registry({n: p for n, p in registry.packs.items() if n == "legal_entity"})
    for dataset in few.datasets():
        near = found(few, dataset.id)
        assert dataset.id not in near
        assert {i.partition(".")[0] for i in near} <= {"legal_entity"}


def test_there_are_no_more_than_asked_for(registry: Registry) -> None:
    assert len(found(registry, "population.persons", 3)) == 3
