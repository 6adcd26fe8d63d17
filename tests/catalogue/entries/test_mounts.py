"""Resources on entries: what counts as there, what an entry still lacks, and the mounting rate in numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tianfu.catalogue import Registry, declare_all
from tianfu.catalogue.entries import Entries, MountError, MountKind, Mounts, Rate, Verb, area_rate, rates, waiting
from tianfu.catalogue.entries.coverage import coverage, missing
from tianfu.catalogue.entries.rates import areas_with_data
from tianfu.model import EntryItem
from tianfu.standards import code_list
from tianfu.store import Store

from .conftest import CLERK, NOW, entry, loaded, published

API = "https://library.example/api"


def test_a_declared_dataset_is_mounted_and_counts_once_it_has_a_version(store: Store, registry: Registry) -> None:
    published(store, entry())
    assert [m.target for m in Mounts(store).of("libraries")] == ["library.libraries"]
    assert rates(store).whole == Rate(1, 0)
    loaded(store, registry)
    assert rates(store).whole == Rate(1, 1)
    assert waiting(store, NOW) == []


def test_a_declaration_that_no_longer_names_the_entry_takes_the_dataset_off(store: Store, registry: Registry) -> None:
    pack = registry.packs["library"]
    freed = replace(pack, datasets={n: d.model_copy(update={"entry": ""}) for n, d in pack.datasets.items()})
    for _ in range(2):
        declare_all(store, Registry({"library": freed}))
    assert Mounts(store).of("libraries") == []
    assert len(Mounts(store).of("libraries", ended=True)) == 1


def test_each_item_is_looked_for_by_title_then_by_element(registry: Registry) -> None:
    found = {c.item.title: c.column for c in coverage(entry(), registry.dataset("library.libraries"))}
    assert found == {"名称": "name", "行政区划": "area", "藏书量": None}
    assert [i.title for i in missing(entry(), registry.dataset("library.libraries"))] == ["藏书量"]


def test_a_column_stands_for_one_item_and_a_vague_element_proves_nothing(registry: Registry) -> None:
    items = (EntryItem(title="甲地", element="area"), EntryItem(title="乙地", element="area"), EntryItem(title="别名", element="name_text"))
    found = [c.column for c in coverage(entry(items=items), registry.dataset("library.libraries"))]
    assert found == ["area", None, None]


def test_apis_and_files_are_mounted_and_taken_off_with_a_reason(store: Store, registry: Registry) -> None:
    published(store, entry("other"))
    mounts = Mounts(store)
    made = mounts.mount(registry, "other", MountKind.api, API, CLERK, at=NOW, title="查询接口")
    assert rates(store).whole == Rate(1, 1)
    with pytest.raises(MountError, match="reason"):
        mounts.unmount(made.id, CLERK, " ", at=NOW)
    ended = mounts.unmount(made.id, CLERK, "接口停用", at=NOW)
    assert (ended.reason, ended.ended_at) == ("接口停用", NOW)
    assert rates(store).whole == Rate(1, 0)
    with pytest.raises(MountError):
        mounts.unmount(made.id, CLERK, "再来一次", at=NOW)


@pytest.mark.parametrize(
    ("kind", "target", "said"),
    [
        (MountKind.api, "ftp://library.example", "http"),
        (MountKind.api, "https://user:word@library.example", "http"),
        (MountKind.api, "javascript:alert(1)", "http"),
        (MountKind.file, "999", "no raw file"),
        (MountKind.file, "x", "no raw file"),
    ],
)
def test_what_cannot_be_mounted_is_told(store: Store, registry: Registry, kind: MountKind, target: str, said: str) -> None:
    published(store, entry("other"))
    with pytest.raises(MountError, match=said):
        Mounts(store).mount(registry, "other", kind, target, CLERK, at=NOW)


def test_the_same_resource_twice_and_a_withdrawn_entry_are_refused(store: Store, registry: Registry) -> None:
    entries, mounts = published(store, entry("other")), Mounts(store)
    mounts.mount(registry, "other", MountKind.table, "library.waiting", CLERK, at=NOW)
    with pytest.raises(MountError, match="already"):
        mounts.mount(registry, "other", MountKind.table, "library.waiting", CLERK, at=NOW)
    entries.take("other", Verb.withdraw, CLERK, at=NOW, reason="撤销")
    with pytest.raises(MountError, match="withdrawn"):
        mounts.mount(registry, "other", MountKind.api, API, CLERK, at=NOW)


def test_the_rate_counts_published_entries_only_by_department(store: Store, registry: Registry) -> None:
    mounts = Mounts(store)
    for n, provider in enumerate(["dept.tax", "dept.tax", "dept.tax", "某市档案馆"]):
        published(store, entry(f"e{n}", provider=provider), NOW - timedelta(days=10 * n))
    Entries(store).write(entry("draft", provider="dept.tax"), CLERK, at=NOW)
    for i in ("e0", "e3", "draft"):
        mounts.mount(registry, i, MountKind.api, API, CLERK, at=NOW)
    mounts.mount(registry, "e1", MountKind.table, "library.waiting", CLERK, at=NOW)
    found = rates(store)
    assert found.providers == {"dept.tax": Rate(3, 1), "某市档案馆": Rate(1, 1)}
    assert (found.whole, found.whole.percent) == (Rate(4, 2), 50.0)
    assert [(w.entry, w.days) for w in waiting(store, NOW)] == [("e2", 20), ("e1", 10)]


def test_183_counties_owe_a_resource_each_on_one_entry(store: Store, registry: Registry) -> None:
    counties = tuple(c for c in code_list("areas").codes(NOW.date()) if c.startswith("51") and not c.endswith("00"))
    assert len(counties) == 183
    published(store, entry("standard", areas=counties))
    mounts = Mounts(store)
    for area in counties[::3]:
        mounts.mount(registry, "standard", MountKind.api, API, CLERK, at=NOW, area=area)
    mounts.mount(registry, "standard", MountKind.table, "library.waiting", CLERK, at=NOW, area=counties[1])
    rate = area_rate(entry(areas=counties), areas_with_data(store, "standard"))
    assert (len(rate.mounted), len(rate.owed)) == (61, 183)
    assert rate.percent == pytest.approx(100 / 3)
    for wrong in ("", "510000", "110101"):
        with pytest.raises(MountError, match="standard entry"):
            mounts.mount(registry, "standard", MountKind.api, API, CLERK, at=NOW, area=wrong)
