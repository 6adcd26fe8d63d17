"""From one zone to the other: what the public reads over there is, byte for byte, what it reads here, and follows what is decided here."""

import json
from datetime import date

import pytest

from tianfu.model import BROWSING, PUBLIC, Grant
from tianfu.model.grant import Under
from tianfu.release import ReceivedPackages, ReleaseError, current, publish, received_registry, resend, signing_key, withdraw
from tianfu.store import PageQuery, Store, UnknownDataset, question

from .conftest import NOW, Zones, clinics

TODAY = NOW.date()


def page(store: Store, dataset: str, query: PageQuery | None = None) -> bytes:
    return store.page(dataset, PUBLIC, BROWSING, query or PageQuery(count=True), today=TODAY).body


def taken(zones: Zones) -> list[str]:
    verdicts = zones.received()
    assert {v.outcome for v in verdicts} <= {"taken"}, verdicts
    return [f"{v.manifest.kind} {v.manifest.dataset}" for v in verdicts if v.manifest]


def crossed(zones: Zones) -> list[str]:
    zones.pushed()
    return taken(zones)


@pytest.mark.parametrize(
    "query", ["count=true", "sort=-beds&limit=7", "beds.gte=100&fields=code,head,phone", "area.under=510100", "contains"]
)
def test_the_public_reads_the_same_bytes_in_both_zones(zones: Zones, query: str) -> None:
    asked = question([tuple(p.split("=")) for p in query.split("&")] if "=" in query else [("name.contains", "第1")])  # type: ignore[misc]
    crossed(zones)
    with zones.inside() as inside, zones.outside() as outside:
        assert page(inside, "clinic.clinics", asked) == page(outside, "clinic.clinics", asked)


def test_the_pages_of_all_rows_are_the_same_whichever_zone_is_asked(zones: Zones) -> None:
    crossed(zones)
    with zones.inside() as inside, zones.outside() as outside:
        after = None
        for _ in range(9):
            query = PageQuery(limit=5, after=after)
            body = page(inside, "clinic.clinics", query)
            assert body == page(outside, "clinic.clinics", query)
            after = json.loads(body)["next"]
        assert after is None


def test_only_what_everybody_may_read_is_released_by_itself(zones: Zones) -> None:
    assert crossed(zones) == ["version clinic.beds", "version clinic.clinics"]
    with zones.outside() as store:
        assert store.datasets() == ["clinic.beds", "clinic.clinics"]
        registry = received_registry(store)
        assert [d.id for d in registry.datasets()] == ["clinic.beds", "clinic.clinics"]
        assert registry.inputs("clinic.beds") == ("clinic.clinics",)
        assert registry.consumers("clinic.clinics") == ("clinic.beds",)


def test_without_a_word_nothing_is_released(zones: Zones) -> None:
    assert zones.pushed(automatic=False) == []


def test_version_number_time_counts_and_quality_are_those_of_the_internal_zone(zones: Zones) -> None:
    zones.loaded("clinic.clinics", clinics(20))
    crossed(zones)
    with zones.inside() as inside, zones.outside() as outside:
        here, there = inside.version("clinic.clinics"), outside.version("clinic.clinics")
        assert here
        assert there
        assert (there.number, there.at, there.counts, there.rows) == (2, here.at, here.counts, here.rows)
        assert there.quality.total == here.quality.total
        assert {c.id for c in there.quality.checks} == {c.id for c in here.quality.checks if "budget_line" not in c.columns}
        assert {p.name for p in there.profile} == {"code", "name", "area", "beds", "opened", "seen_at"}, "statistics of what is plain only"
        assert (there.origins, there.inputs, there.problems) == ((), {}, 0)


def test_nothing_is_pushed_twice(zones: Zones) -> None:
    assert len(zones.pushed()) == 2
    assert zones.pushed() == []
    taken(zones)
    assert zones.received() == []


def test_a_new_version_follows_and_the_one_before_stays_on_record(zones: Zones) -> None:
    crossed(zones)
    zones.loaded("clinic.clinics", clinics(25))
    assert crossed(zones) == ["version clinic.clinics"]
    with zones.outside() as store:
        assert [v.number for v in store.versions("clinic.clinics")] == [1, 2]
        assert json.loads(page(store, "clinic.clinics"))["total"] == 26


def test_a_release_that_is_taken_back_takes_its_data_along(zones: Zones) -> None:
    crossed(zones)
    with zones.inside() as store:
        withdraw(store, "clinic.clinics", by="dept.health", reason="发现问题")
    assert crossed(zones) == ["withdrawal clinic.clinics", "words clinic.beds"], "and what was made from it no longer names it"
    with zones.outside() as store:
        with pytest.raises(UnknownDataset):
            page(store, "clinic.clinics")
        assert not list((zones.public_home / "tables").rglob("clinics/*"))
        assert [d.id for d in received_registry(store).datasets()] == ["clinic.beds"]
    assert crossed(zones) == [], "and is not released again by itself"


def test_what_was_taken_back_comes_again_when_it_is_released_again(zones: Zones) -> None:
    crossed(zones)
    for _ in range(2):
        with zones.inside() as store:
            withdraw(store, "clinic.beds", by="dept.health", reason="")
        crossed(zones)
        with zones.inside() as store:
            publish(store, zones.registry, "clinic.beds", by="dept.health")
        assert crossed(zones) == ["version clinic.beds"]
        with zones.inside() as inside, zones.outside() as outside:
            assert page(inside, "clinic.beds") == page(outside, "clinic.beds")


def test_a_column_that_closes_leaves_no_byte_over_there(zones: Zones) -> None:
    """The same version again, without it; earlier files go with it."""
    crossed(zones)
    assert "2001-02-03" in everything(zones)
    zones.declared(
        "clinics",
        "{name: opened, element: date, title: 开业日期, title_en: Opened}",
        "{name: opened, element: date, title: 开业, level: 4}",
    )
    assert crossed(zones) == ["version clinic.clinics"]
    with zones.outside() as store:
        assert [c.name for c in store.dataset("clinic.clinics").columns if c.name == "opened"] == []
        assert "opened" not in json.loads(page(store, "clinic.clinics"))["rows"][0]
        assert "2001-02-03" not in everything(zones, "tables")


def test_a_dataset_that_closes_is_withdrawn_by_itself(zones: Zones) -> None:
    crossed(zones)
    zones.declared(
        "beds", "to_public: always, to_operation: always", "to_public: never, to_operation: never, basis: 《数据安全法》第三十八条"
    )
    assert crossed(zones) == ["withdrawal clinic.beds"]


def test_a_dataset_that_is_no_longer_declared_is_withdrawn_by_itself(zones: Zones) -> None:
    crossed(zones)
    (zones.folder / "packs" / "clinic" / "datasets" / "beds.yaml").unlink()
    assert crossed(zones) == ["withdrawal clinic.beds"]


def test_a_mended_title_travels_without_the_rows(zones: Zones) -> None:
    crossed(zones)
    zones.declared("clinics", "title: 医疗机构名录\n", "title: 全省医疗机构名录\n")
    assert crossed(zones) == ["words clinic.clinics"]
    with zones.outside() as store:
        assert received_registry(store).dataset("clinic.clinics").title == "全省医疗机构名录"
        assert json.loads(page(store, "clinic.clinics"))["total"] == 41


def test_an_older_version_may_be_released_knowingly(zones: Zones) -> None:
    zones.loaded("clinic.clinics", clinics(20))
    crossed(zones)
    with zones.inside() as store:
        publish(store, zones.registry, "clinic.clinics", version=1, by="dept.health", reason="第2版有误")
    zones.pushed(automatic=False)
    assert taken(zones) == ["version clinic.clinics"]
    with zones.outside() as store:
        assert [v.number for v in store.versions("clinic.clinics")] == [1]
        assert json.loads(page(store, "clinic.clinics"))["total"] == 41


def test_a_grant_for_some_rows_lets_only_those_out(zones: Zones) -> None:
    with zones.inside() as store:
        grant = Grant(
            id="g7",
            door="open",
            dataset="clinic.visits",
            reader="*",
            columns=("area", "visits"),
            rows=(Under(column="area", area="510100"),),
            valid_from=date(2026, 1, 1),
            basis="会议纪要 510107",
        )
        store.grants.record(grant)
        publish(store, zones.registry, "clinic.visits", by="dept.health")
    zones.pushed(automatic=False)
    assert taken(zones) == ["version clinic.visits"]
    with zones.inside() as inside, zones.outside() as outside:
        here, there = (json.loads(page(s, "clinic.visits")) for s in (inside, outside))
        assert here["rows"] == there["rows"]
        assert {r["area"] for r in there["rows"]} == {"510107"}
        assert len(there["rows"]) == 10
        assert outside.version("clinic.visits").rows == 10  # type: ignore[union-attr]
        (held,) = outside.grants.on("clinic.visits")
        assert (held.basis, held.rows, held.columns) == ("", (), ("area", "visits"))


def test_a_package_that_got_lost_is_sent_again_and_nothing_overtakes_it(zones: Zones) -> None:
    first, _ = zones.pushed()
    (zones.gap / first.name / "rows.parquet").unlink()
    (zones.gap / first.name / "manifest.json").unlink()
    (zones.gap / first.name / "manifest.sig").unlink()
    (zones.gap / first.name).rmdir()
    (verdict,) = zones.received()
    assert verdict.outcome == "waiting"
    assert "resend 1" in verdict.text.en
    with zones.outside() as store:
        assert store.datasets() == []
    with zones.inside() as store:
        resend(store, zones.gap, 1)
    assert taken(zones) == ["version clinic.beds", "version clinic.clinics"]
    (zones.internal_home / "release" / "outbox" / first.name).rename(zones.folder / "away")
    with zones.inside() as store, pytest.raises(ReleaseError, match="no longer in the outbox"):
        resend(store, zones.gap, 1)


def test_the_public_side_writes_nothing_into_the_gap(zones: Zones) -> None:
    zones.pushed()
    for path in (*zones.gap.rglob("*"), zones.gap):
        path.chmod(0o555 if path.is_dir() else 0o444)
    before = sorted((str(p), p.stat().st_mtime_ns) for p in zones.gap.rglob("*"))
    taken(zones)
    assert sorted((str(p), p.stat().st_mtime_ns) for p in zones.gap.rglob("*")) == before
    for path in (zones.gap, *zones.gap.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_each_step_is_in_the_journal_of_its_zone(zones: Zones) -> None:
    crossed(zones)
    with zones.inside() as inside, zones.outside() as outside:
        assert [e.dataset for e in inside.journal.events(verb="push")] == ["clinic.beds", "clinic.clinics"]
        assert [e.dataset for e in outside.journal.events(verb="receive")] == ["clinic.beds", "clinic.clinics"]
        assert outside.verify() == []


def test_the_chain_binds_each_package_to_the_one_before(zones: Zones) -> None:
    first, second = (p.manifest for p in zones.pushed())
    assert (first.sequence, first.previous, second.sequence) == (1, "", 2)
    with zones.inside() as store:
        assert len(current(store)) == 2
        assert signing_key(zones.internal_home).installation == first.installation == second.installation
    taken(zones)
    with zones.outside() as store:
        assert ReceivedPackages(store).at(1) == second.previous


def everything(zones: Zones, below: str = ".") -> str:
    from .test_secrets import texts_of

    return "\n".join(texts_of(zones.public_home / below))


def test_a_released_version_does_not_expire_and_what_expired_is_gone_over_there_too(zones: Zones) -> None:
    crossed(zones)
    zones.loaded("clinic.clinics", clinics(25, beds=7777 // 1111))
    crossed(zones)
    assert "第40卫生院" in everything(zones, "tables")
    with zones.inside() as store:
        assert [v.pinned_by for v in store.versions("clinic.clinics")] == [(), ("release",)], "the one before was let go"
        store.expire("clinic.clinics", keep_days=None, keep_versions=1, today=TODAY, by="operator")
    assert crossed(zones) == ["version clinic.clinics"]
    assert "第40卫生院" not in everything(zones, "tables")
    with zones.outside() as store:
        assert [v.number for v in store.versions("clinic.clinics")] == [2]
    assert crossed(zones) == []
