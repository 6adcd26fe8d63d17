"""What is done to tables besides loading: rows deleted, versions restored and expired, files put together. Counts stay exact."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import orjson
import pyarrow as pa
import pytest

from tianfu.model import BROWSING, OPERATOR, Version
from tianfu.model.values import Act
from tianfu.store import BadQuestion, ExpiredVersion, PageQuery, Store, Where
from tianfu.store.compaction import MANY
from tianfu.store.expiry import CHINA

from .gated import PERSONS, people, put
from .loading import TODAY, Delivery, committed, content, ids, loaded, opened, readings, rows, staged

ID, PROBLEMS = "demo.readings", "demo.readings__problems"
WHY = {"reason": "重复上报", "by": "li"}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    with opened(home) as store:
        yield store


def many(store: Store, times: int, mode: str = "append") -> Version:
    """As many loads of ten rows, each with one that is refused; the last version."""
    for n in range(times):
        # from the last keys to the first: no order of files is the order of the key
        version = loaded(
            store, readings(mode), Delivery(rows(range(990 - n * 10, 1000 - n * 10)) + rows([n], "-5"), number=n + 1), f"run-{n}"
        )
    return version


def files_on_disk(store: Store, dataset: str = ID) -> set[str]:
    return {str(p) for p in store.home.table(dataset).glob("*.parquet")}


class TestDelete:
    """Rows leave by condition or by key."""

    def test_rows_that_meet_all_conditions_leave_and_the_version_counts_them(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(10)) + rows(range(10, 14), 50)))
        where = (Where("value", "gt", "20"), Where("id", "lte", "r0000012"))
        assert store.count_matching(ID, where) == 3
        version = store.delete(ID, where, **WHY)
        assert (version.number, version.act, version.rows, version.inserted, version.deleted) == (2, Act.delete, 11, 0, 3)
        assert ids(store) == [f"r{n:07}" for n in [*range(10), 13]]
        assert len(ids(store, number=1)) == 14, "the version before keeps them until it expires"
        assert store.verify() == []

    def test_rows_leave_by_their_keys(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(10))))
        store.delete(ID, keys=pa.table({"id": ["r0000003", "r0000007", "nobody"]}), **WHY)
        assert len(ids(store)) == 8
        with pytest.raises(BadQuestion, match="id"):
            store.count_matching(ID, keys=pa.table({"code": ["r0000003"]}))

    def test_who_why_and_how_many_are_in_the_journal_and_never_a_value(self, store: Store) -> None:
        put(store, people(), PERSONS)
        store.delete("demo.people", (Where("id_no", "eq", "51010119800101123X"),), reason="本人申请 51010119800101123X", by="li")
        (event,) = store.journal.events(verb="delete")
        assert (event.who, event.detail["rows"], event.detail["asked"]) == ("li", 1, "id_no.eq")
        assert "198001" not in str(event.detail), "numbers in the reason are hashed"
        version = store.version("demo.people")
        assert version
        assert "198001" not in version.reason
        assert [r["code"] for r in content(store, "demo.people")] == ["P2", "P3", "P4"]

    def test_nothing_matches_nothing_happens(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(3))))
        assert store.delete(ID, (Where("id", "eq", "x"),), **WHY).number == 1
        assert store.runs.recent(ID) == []

    def test_without_a_condition_nothing_is_deleted(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(3))))
        with pytest.raises(BadQuestion, match="至少"):
            store.delete(ID, **WHY)

    def test_all_rows_may_leave_and_the_next_load_goes_on(self, store: Store) -> None:
        loaded(store, readings("append"), Delivery(rows(range(3))))
        assert store.delete(ID, (Where("id", "isnull", "false"),), **WHY).rows == 0
        assert store.files(ID) == []
        assert loaded(store, readings("append"), Delivery(rows(range(2)), number=2), "run-2").rows == 2

    def test_bounds_follow_and_the_run_is_recorded(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows([1], 80) + rows([2], 10)))
        version = store.delete(ID, (Where("value", "gte", "80"),), **WHY)
        value = version.column("value")
        assert value
        assert (value.minimum, value.maximum) == ("10.0", "10.0")
        (run,) = store.runs.recent(ID)
        assert (run.state, run.version, version.run) == ("done", 2, run.id)

    def test_problem_rows_are_deleted_from_the_same_way(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows([1]) + rows([2, 3], "-5")))
        version = store.delete(PROBLEMS, (Where("record", "eq", str(1 << 40 | 2)),), **WHY)
        assert (version.rows, version.deleted) == (1, 1)
        assert loaded(store, readings(), Delivery(rows([4], "-5"), number=2), "run-2").problems == 1
        assert len(content(store, PROBLEMS)) == 2
        assert store.verify() == []


class TestRestore:
    """An old version comes back as a new one."""

    def test_the_old_files_come_back_and_nothing_is_copied(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(10))))
        loaded(store, readings(), Delivery(rows(range(3), 20), number=2), "run-2")
        version = store.restore(ID, 1, reason="送错文件", by="li")
        assert (version.number, version.act, version.restored) == (3, Act.restore, 1)
        assert (version.rows, version.inserted, version.deleted) == (10, 10, 3)
        assert store.files(ID) == store.files(ID, 1)
        assert ids(store) == ids(store, number=1)
        assert store.journal.events(verb="restore")[0].detail["restored"] == 1
        assert store.verify() == []

    def test_only_files_that_differ_count_as_inserted_and_deleted(self, store: Store) -> None:
        loaded(store, readings("append"), Delivery(rows(range(10))))
        loaded(store, readings("append"), Delivery(rows(range(10, 14)), number=2), "run-2")
        version = store.restore(ID, 1, **WHY)
        assert (version.rows, version.inserted, version.deleted) == (10, 0, 4)

    def test_the_same_content_again_changes_nothing(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(3))))
        assert store.restore(ID, 1, **WHY).number == 1

    def test_columns_come_back_too_and_loads_go_on_from_there(self, store: Store) -> None:
        loaded(store, readings("upsert"), Delivery(rows(range(3))))
        store.delete(ID, (Where("id", "eq", "r0000001"),), **WHY)
        store.restore(ID, 1, **WHY)
        version = loaded(store, readings("upsert"), Delivery(rows([1, 7], 20), number=2), "run-2")
        assert (version.rows, version.updated) == (4, 1)


class TestCompact:
    """Fewer files, the same version."""

    def test_many_small_files_become_one_in_the_order_of_the_key(self, store: Store) -> None:
        before = many(store, 12)
        old = sorted(map(str, content(store, ID)))
        version = store.compact(ID)
        assert version
        assert (version.number, version.rows, version.run) == (before.number, before.rows, before.run)
        assert len(store.files(ID)) == 1
        assert sorted(map(str, content(store, ID))) == old
        assert [r["id"] for r in content(store, ID)] == sorted(ids(store))
        assert len(store.versions(ID)) == 12
        assert store.verify() == []

    def test_nothing_to_gain_is_nothing_done(self, store: Store) -> None:
        many(store, 3)
        store.compact(ID)
        assert store.compact(ID) is None

    def test_after_loads_only_many_small_files_are_put_together(self, store: Store) -> None:
        many(store, MANY - 1)
        assert store.compact(ID, whole=False) is None
        loaded(store, readings("append"), Delivery(rows([5000]), number=99), "run-99")
        assert store.compact(ID, whole=False)
        assert len(store.files(ID)) == 1

    def test_older_versions_stay_what_they_were(self, store: Store) -> None:
        many(store, 4)
        store.compact(ID)
        assert len(ids(store, number=2)) == 20

    def test_pages_go_on_across_a_compaction(self, store: Store) -> None:
        many(store, 4)
        first = store.page(ID, OPERATOR, BROWSING, PageQuery(limit=15), today=TODAY)
        store.compact(ID)
        seen = orjson.loads(first.body)
        rest = orjson.loads(store.page(ID, OPERATOR, BROWSING, PageQuery(limit=100, after=seen["next"]), today=TODAY).body)
        assert [r["id"] for r in seen["rows"] + rest["rows"]] == sorted(ids(store))

    def test_problem_rows_are_put_together_too(self, store: Store) -> None:
        many(store, 5)
        store.compact(PROBLEMS)
        assert len(store.files(PROBLEMS)) == 1
        loaded(store, readings("append"), Delivery(rows([7], "-5"), number=50), "run-50")
        assert len(content(store, PROBLEMS)) == 6
        assert store.verify() == []


class TestExpire:
    """Files of old versions go, records stay."""

    def test_files_that_no_kept_version_needs_go_and_records_stay(self, store: Store) -> None:
        for n in range(4):
            loaded(store, readings(), Delivery(rows(range(n + 1)), number=n + 1), f"run-{n}")
        done = store.expire(ID, keep_versions=2, today=TODAY)
        assert (done.versions, done.files) == ((1, 2), 2)
        assert files_on_disk(store) == {f for n in (3, 4) for f in store.files(ID, n)}
        assert [v.number for v in store.versions(ID)] == [1, 2, 3, 4]
        assert len(ids(store)) == 4
        assert store.verify() == []
        assert store.expire(ID, keep_versions=2, today=TODAY).versions == ()

    def test_an_expired_version_says_so_when_it_is_asked_for(self, store: Store) -> None:
        for n in range(2):
            loaded(store, readings(), Delivery(rows(range(n + 1)), number=n + 1), f"run-{n}")
        store.expire(ID, keep_versions=1, today=TODAY)
        with pytest.raises(ExpiredVersion, match="第 1 版"):
            store.read(ID, OPERATOR, BROWSING, today=TODAY, at=1)
        with pytest.raises(ExpiredVersion):
            store.restore(ID, 1, **WHY)

    def test_files_that_a_kept_version_shares_stay(self, store: Store) -> None:
        many(store, 4)
        store.expire(ID, keep_versions=1, today=TODAY)
        assert len(ids(store)) == 40
        assert len(files_on_disk(store)) == 4

    def test_a_day_counts_from_when_a_version_was_the_newest(self, store: Store) -> None:
        for n in range(3):
            loaded(store, readings(), Delivery(rows(range(n + 1)), number=n + 1), f"run-{n}")
        newest = store.versions(ID)[-1].at.astimezone(CHINA).date()
        assert store.expire(ID, keep_days=30, today=newest + timedelta(days=30)).versions == ()
        assert store.expire(ID, keep_days=30, today=newest + timedelta(days=31)).versions == (1, 2)

    def test_a_version_that_somebody_relies_on_stays_and_is_named(self, store: Store) -> None:
        for n in range(4):
            loaded(store, readings(), Delivery(rows(range(n + 1)), number=n + 1), f"run-{n}")
        store.pin(ID, 1, "release:2026-1")
        done = store.expire(ID, keep_versions=1, today=TODAY, pinned=[2])
        assert (done.versions, done.pinned) == ((3,), (1, 2))
        assert len(ids(store, number=1)) == 1
        store.unpin(ID, 1, "release:2026-1")
        assert store.expire(ID, keep_versions=1, today=TODAY).versions == (1, 2)

    def test_without_a_bound_nothing_expires(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(1))))
        with pytest.raises(BadQuestion):
            store.expire(ID, today=TODAY)

    def test_deleted_rows_are_gone_for_good_once_the_versions_before_have_expired(self, store: Store) -> None:
        loaded(store, readings(), Delivery(rows(range(5)), number=1))
        store.delete(ID, (Where("id", "eq", "r0000002"),), **WHY)
        store.expire(ID, keep_versions=1, today=TODAY)
        left = [p.read_bytes() for p in store.home.table(ID).rglob("*") if p.is_file() and p.suffix == ".parquet"]
        assert len(left) == 1
        found = store.engine.arrow(f"SELECT * FROM read_parquet('{store.home.table(ID)}/*.parquet')").to_pylist()
        assert "r0000002" not in {r["id"] for r in found}

    def test_problem_rows_of_loads_of_which_nothing_is_left_go_with_them(self, store: Store) -> None:
        for n in range(3):
            loaded(store, readings(), Delivery(rows([1]) + rows([5 + n], "-5"), number=n + 1), f"run-{n}")
        store.expire(ID, keep_versions=1, today=TODAY)
        assert [p["run"] for p in content(store, PROBLEMS)] == ["run-2"]
        assert loaded(store, readings(), Delivery(rows([9], "-5"), number=9), "run-9").problems == 1
        assert len(content(store, PROBLEMS)) == 2
        assert store.verify() == []

    def test_problem_rows_of_appended_loads_stay_with_their_rows(self, store: Store) -> None:
        many(store, 3)
        store.expire(ID, keep_versions=1, today=TODAY)
        assert len(content(store, PROBLEMS)) == 3

    def test_a_load_under_way_keeps_its_files(self, store: Store) -> None:
        for n in range(2):
            loaded(store, readings(), Delivery(rows(range(n + 1)), number=n + 1), f"run-{n}")
        load = staged(store, readings(), Delivery(rows(range(7)), number=9), "run-9")
        store.expire(ID, keep_versions=1, today=TODAY)
        assert committed(store, load).rows == 7
        assert len(ids(store)) == 7

    def test_files_from_before_a_compaction_stay_for_an_hour(self, store: Store) -> None:
        many(store, 3)
        store.compact(ID)
        store.expire(ID, keep_versions=1, today=TODAY)
        assert len(files_on_disk(store)) == 4
