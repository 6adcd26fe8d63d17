"""Published entries in the public zone: the same facts as the public reads inside, followed as they change, and nothing besides."""

import json
import re
from collections.abc import Callable
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tianfu.catalogue import declare_all
from tianfu.catalogue.entries import Actor, Entries, MountKind, Mounts, Verb
from tianfu.catalogue.entries.public_face import ITEMS, TEXT_BYTES
from tianfu.catalogue.entries.tables import entries, mounts, steps, texts
from tianfu.model import Access, Entry, EntryItem, Settings, Sharing, Zone
from tianfu.release import SentPackages, resend, signing_key, withdraw
from tianfu.release.entries import kept_back
from tianfu.release.manifest import digest, package_name
from tianfu.store import Store
from tianfu.web.app import create

from .conftest import AREAS, NOW, Zones
from .test_secrets import texts_of

CLERK = Actor("省卫生健康委员会", "经办人张三")
JUDGE = Actor("dept.data", "审核人李四")
SECRET = "不可外传的草稿"
REASON = "与保密办商定"
INNER = "https://10.1.2.3/secret-api"
PLANTED = (SECRET, REASON, INNER, CLERK.unit, CLERK.person, JUDGE.person, "secret_draft", "gone_one", "clinic.patients", "患者")
"""What stands in the internal home and must stand nowhere in the public one, nor in the gap."""
PATHS = ("/entries.json", "/entries.json?limit=2&sort=title", "/entries.json?mounted=no", "/entries.csv", "/entry/clinics.json")


def entry(entry_id: str, **changes: object) -> Entry:
    facts = {
        "id": entry_id,
        "title": f"医疗机构{entry_id}",
        "title_en": f"Clinics {entry_id}",
        "abstract": "医疗机构的名称和所在地。",
        "provider": "dept.health",
        "provider_code": "115113010833722043",
        "items": (EntryItem(title="名称"), EntryItem(title="行政区划", element="area"), EntryItem(title="院训")),
        "sharing": Sharing(to_departments=Access.always, to_public=Access.always, to_operation=Access.always),
        "matters": ("510000-07-001",),
    }
    return Entry.model_validate(facts | changes)


def published(store: Store, *values: Entry) -> None:
    found = Entries(store)
    for n, value in enumerate(values):
        at = NOW - timedelta(days=n)
        found.write(value, CLERK, at=at)
        found.take(value.id, Verb.submit, CLERK, at=at)
        for _ in range(3):
            found.take(value.id, Verb.approve, JUDGE, at=at, reason=REASON)


def mounted(store: Store, zones: Zones, entry_id: str, target: str, area: str = "", kind: MountKind = MountKind.table) -> int:
    title = "查询接口" if kind is MountKind.api else ""
    return Mounts(store).mount(zones.registry, entry_id, kind, target, CLERK, at=NOW, area=area, title=title).id


@pytest.fixture
def catalogued(zones: Zones) -> Zones:
    """Four published entries: one with an open dataset, a standard one, one with data that stay inside, one without data. And secrets."""
    with zones.inside() as store:
        declare_all(store, zones.registry)
        published(store, entry("clinics"), entry("standard", areas=AREAS), entry("inside"), entry("empty", provider="dept.data"))
        published(store, entry("gone_one", title=SECRET))
        Entries(store).take("gone_one", Verb.withdraw, CLERK, at=NOW, reason=REASON)
        Entries(store).write(entry("secret_draft", title=SECRET), CLERK, at=NOW)
        Entries(store).write(entry("empty", title=SECRET, provider="dept.data"), CLERK, at=NOW)
        mounted(store, zones, "clinics", "clinic.clinics")
        mounted(store, zones, "standard", "clinic.beds", AREAS[0])
        mounted(store, zones, "standard", INNER, AREAS[1], MountKind.api)
        mounted(store, zones, "inside", "clinic.patients")
    return zones


def crossed(zones: Zones) -> list[str]:
    zones.pushed()
    verdicts = zones.received()
    assert {v.outcome for v in verdicts} <= {"taken"}, verdicts
    return [f"{v.manifest.kind} {v.manifest.dataset}".strip() for v in verdicts if v.manifest]


def browsers(zones: Zones, stack: ExitStack) -> tuple[TestClient, TestClient]:
    """The public reader of both zones: on another machine of the government network, and on the Internet."""
    inside = Settings(home=zones.internal_home, packs=(zones.folder / "packs",))
    outside = Settings(home=zones.public_home, zone=Zone.public)
    opened = [TestClient(create(s), base_url="http://localhost", client=("10.0.0.9", 50_000)) for s in (inside, outside)]
    here, there = (stack.enter_context(b) for b in opened)
    for browser in (here, there):
        browser.headers["accept"] = "text/html"
    return here, there


def main_of(html: str) -> str:
    """What a page says, without its frame; the public zone makes no workbooks."""
    found = re.search(r"<main.*</main>", html, re.S)
    assert found
    return re.sub(r' · <a href="/entries.xlsx[^"]*" download>Excel</a>', "", found[0])


def test_lists_and_pages_are_the_same_bytes_in_both_zones(catalogued: Zones) -> None:
    assert crossed(catalogued)[-1] == "entries"
    with ExitStack() as stack:
        here, there = browsers(catalogued, stack)
        for path in PATHS:
            assert here.get(path).content == there.get(path).content, path
            assert there.get(path).status_code == 200
        for path in ("/entries", "/entries?lang=en&sort=title", "/entry/clinics", "/entry/empty", "/entries?q=医疗"):
            assert main_of(here.get(path).text) == main_of(there.get(path).text), path
        home = there.get("/?lang=zh").text
        assert "挂接率 75.0%" in home
        assert 'href="/entries"' in home
        assert 'href="/entry/clinics"' in there.get("/dataset/clinic.clinics").text


def test_what_is_mounted_and_not_open_shows_only_that_there_are_data(catalogued: Zones) -> None:
    crossed(catalogued)
    with ExitStack() as stack:
        here, there = browsers(catalogued, stack)
        for entry_id, open_ones in (("standard", ["clinic.beds"]), ("inside", [])):
            inside, outside = (b.get(f"/entry/{entry_id}.json").json() for b in (here, there))
            assert [m["target"] for m in outside["mounts"]] == open_ones
            assert [m for m in inside["mounts"] if m["target"] in open_ones] == outside["mounts"]
            assert {**inside, "mounts": []} == {**outside, "mounts": []}, "areas with data, days of waiting, all of the text"
        assert there.get("/entry/standard.json").json()["areas_mounted"] == sorted(AREAS[:2])
        assert "数据尚未开放" in there.get("/entry/inside?lang=zh").text


@pytest.mark.parametrize("side", ["public", "gap"])
def test_no_draft_name_or_reason_crosses(catalogued: Zones, side: str) -> None:
    inside = "\n".join(texts_of(catalogued.internal_home))
    assert [p for p in PLANTED if p not in inside] == []
    crossed(catalogued)
    with catalogued.inside() as store:
        found = Entries(store)
        found.take("clinics", Verb.withdraw, CLERK, at=NOW, reason=REASON)
        for verb in (Verb.submit, Verb.approve, Verb.approve):
            found.take("empty", verb, JUDGE, at=NOW, reason=REASON)
    crossed(catalogued)
    everything = "\n".join(texts_of(catalogued.folder / side))
    assert [p for p in PLANTED if p in everything] == []
    assert "医疗机构inside" in everything, "what is published does cross"


def test_the_public_zone_keeps_no_steps(catalogued: Zones) -> None:
    crossed(catalogued)
    with catalogued.outside() as store, store.database.read() as tx:
        assert tx.execute(steps.select()).all() == []
        assert {(r.unit, r.person, r.reason, r.ended_at) for r in tx.execute(mounts.select())} == {("", "", "", None)}
        assert {(r.number, r.state) for r in tx.execute(entries.select())} == {(1, "published")}


Change = Callable[[Store, Zones], object]


def _renamed(store: Store, _: Zones) -> None:
    published(store, entry("clinics", title="全部医疗机构"))


CHANGES: dict[str, tuple[Change, list[str]]] = {
    "a new text that passed every review": (_renamed, ["entries"]),
    "a withdrawal": (lambda s, _: Entries(s).take("clinics", Verb.withdraw, CLERK, at=NOW, reason=REASON), ["entries"]),
    "a dataset that is taken back": (
        lambda s, _: withdraw(s, "clinic.clinics", by="dept.health", reason=REASON),
        ["withdrawal clinic.clinics", "words clinic.beds", "entries"],
    ),
    "data for an entry that waited": (lambda s, z: mounted(s, z, "empty", "clinic.patients"), ["entries"]),
    "a change that is under review": (lambda s, _: Entries(s).write(entry("clinics", title=SECRET), CLERK, at=NOW), []),
    "another draft": (lambda s, _: Entries(s).write(entry("more", title=SECRET), CLERK, at=NOW), []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_changes_inside_is_followed(catalogued: Zones, what: str) -> None:
    """And what changes nothing for the public sends nothing."""
    change, kinds = CHANGES[what]
    crossed(catalogued)
    with catalogued.inside() as store:
        change(store, catalogued)
    assert crossed(catalogued) == kinds
    assert crossed(catalogued) == []
    with ExitStack() as stack:
        here, there = browsers(catalogued, stack)
        for path in ("/entries.json", "/entries.csv"):
            assert here.get(path).content == there.get(path).content, path
        assert here.get("/entry/clinics").status_code == there.get("/entry/clinics").status_code


def test_an_entry_that_is_withdrawn_leaves_no_row_over_there(catalogued: Zones) -> None:
    crossed(catalogued)
    with catalogued.inside() as store:
        Entries(store).take("clinics", Verb.withdraw, CLERK, at=NOW, reason=REASON)
    crossed(catalogued)
    with catalogued.outside() as store, store.database.read() as tx:
        for column in (entries.c.id, texts.c.entry, mounts.c.entry):
            assert "clinics" not in tx.execute(column.table.select().with_only_columns(column)).scalars().all()


def test_a_dataset_on_an_entry_shows_once_it_is_released(catalogued: Zones) -> None:
    catalogued.pushed(automatic=False)
    catalogued.received()
    with catalogued.outside() as store:
        assert [m.target for m in Mounts(store).of("clinics")] == []
        assert len(Mounts(store).live("clinics")) == 1
    assert crossed(catalogued) == ["version clinic.beds", "version clinic.clinics", "entries"]
    with catalogued.outside() as store:
        assert [m.target for m in Mounts(store).of("clinics")] == ["clinic.clinics"]


def test_entries_with_marks_of_secrecy_or_beyond_all_measure_stay_inside_and_are_told(catalogued: Zones) -> None:
    crossed(catalogued)
    many = tuple(EntryItem(title=f"项{n}") for n in range(ITEMS + 1))
    with catalogued.inside() as store:
        published(
            store, entry("marked", title="应急预案（机密）"), entry("huge", items=many), entry("clinics", abstract="内部资料，请勿外传")
        )
    assert crossed(catalogued) == ["entries"], "the published text of before goes too"
    with catalogued.inside() as store, catalogued.outside() as outside:
        assert set(kept_back(store)) == {"marked", "huge", "clinics"}
        assert Entries(outside).known(["marked", "huge", "clinics", "empty"]) == {"empty"}


def test_many_entries_travel_in_packages_of_many(zones: Zones, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tianfu.release.entries.ENTRIES_MOST", 3)
    with zones.inside() as store:
        published(store, *(entry(f"e{n:02}") for n in range(8)))
    assert zones.pushed(automatic=False)[0].manifest.kind == "entries"
    assert [v.text.en for v in zones.received()] == [f"entries of the catalogue: {n} received, 0 removed" for n in (3, 3, 2)]
    with zones.inside() as store:
        assert len(SentPackages(store).entries()) == 8
        assert {len(p.manifest.documents.entries) for p in SentPackages(store).since(1)} == {0}, "on record without their texts"


def test_packages_that_come_again_change_nothing(catalogued: Zones) -> None:
    crossed(catalogued)
    before = kept(catalogued)
    with catalogued.inside() as store:
        resend(store, catalogued.gap, 1)
    assert catalogued.received() == []
    assert kept(catalogued) == before


def kept(zones: Zones) -> list[str]:
    with zones.outside() as store, store.database.read() as tx:
        return [str([c for c in r._mapping.items() if c[0] != "id"]) for t in (entries, texts, mounts) for r in tx.execute(t.select())]


def first(said: dict[str, object]) -> dict[str, object]:
    return said["documents"]["entries"][0]  # type: ignore[index,no-any-return]  # JSON


HOSTILE: dict[str, Callable[[dict[str, object]], object]] = {
    "no such field": lambda m: first(m).update(reviewer="张三"),
    "an id that leads elsewhere": lambda m: first(m)["entry"].update(id="../x"),  # type: ignore[attr-defined]
    "no items": lambda m: first(m)["entry"].update(items=[]),  # type: ignore[attr-defined]
    "items without number": lambda m: first(m)["entry"].update(items=[{"title": f"i{n}"} for n in range(ITEMS + 1)]),  # type: ignore[attr-defined]
    "a text without end": lambda m: first(m)["entry"].update(sharing_condition="长" * TEXT_BYTES),  # type: ignore[attr-defined]
    "a long code": lambda m: first(m)["entry"].update(code="3" * 65),  # type: ignore[attr-defined]
    "another day": lambda m: first(m).update(published_at="2020-01-01T00:00:00Z"),
    "areas of nobody": lambda m: first(m).update(areas=["510107"]),
    "no data and data": lambda m: first(m).update(
        has_data=False, mounts=[{"dataset": "clinic.beds", "title": "x", "since": "2026-01-01T00:00:00Z"}]
    ),
    "a mount of no dataset": lambda m: first(m).update(mounts=[{"dataset": "/etc/passwd", "title": "x", "since": "2026-01-01T00:00:00Z"}]),
    "an entry twice": lambda m: m["documents"]["entries"].append(first(m)),  # type: ignore[index]
    "there and gone": lambda m: m["documents"].update(entries_gone=["clinics"]),  # type: ignore[attr-defined]
    "too many": lambda m: m["documents"].update(entries_gone=[f"e{n}" for n in range(10_001)]),  # type: ignore[attr-defined]
    "nothing at all": lambda m: m.update(documents={}),
    "entries with a dataset": lambda m: m.update(dataset="clinic.beds"),
    "entries as a withdrawal": lambda m: m.update(kind="withdrawal", dataset="clinic.beds"),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_entries_that_are_not_what_they_should_be_are_refused_as_a_whole(catalogued: Zones, what: str) -> None:
    package = catalogued.gap / catalogued.pushed(automatic=False)[-1].name
    signed_anew(catalogued, package, HOSTILE[what])
    (verdict,) = catalogued.received()
    assert verdict.outcome == "refused"
    assert kept(catalogued) == []


def signed_anew(zones: Zones, package: Path, change: Callable[[dict[str, object]], object]) -> None:
    said = json.loads((package / "manifest.json").read_bytes())
    change(said)
    data = json.dumps(said).encode()
    (package / "manifest.json").write_bytes(data)
    (package / "manifest.sig").write_bytes(signing_key(zones.internal_home).sign(data))
    package.rename(package.with_name(package_name(int(said["sequence"]), digest(data))))
