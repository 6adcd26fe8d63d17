"""What is different between two versions, as far as the reader may see."""

from pathlib import Path

import pytest

from tianfu.model import BROWSING, OPERATOR, Refused
from tianfu.store import QueryFailed, Store, UnknownVersion
from tianfu.store.diff import Diff

from .gated import HEALTH, PERSONS, PUBLIC, READING, SHOPS, filled, grant, people, put, sales
from .loading import TODAY, Delivery, loaded, opened, readings, rows

ID = "demo.readings"


def between(store: Store, a: int, b: int, limit: int = 20) -> Diff:
    return store.diff(ID, a, b, OPERATOR, BROWSING, today=TODAY, limit=limit)


def test_rows_are_added_removed_and_changed_by_key(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(6))))
        loaded(store, readings(), Delivery(rows(range(2, 5)) + rows([5], 50) + rows(range(6, 9)), number=2), "run-2")
        found = between(store, 1, 2)
        assert (found.by_key, found.added, found.removed, found.changed) == (True, 3, 2, 1)
        assert found.by_column == {"at": 0, "day": 0, "value": 1, "note": 0}
        changed = next(r for r in found.rows if r.what == "changed")
        assert (changed.key, changed.before, changed.after) == ({"id": "r0000005"}, {"value": 10.0}, {"value": 50.0})
        assert [r.key["id"] for r in found.rows if r.what == "removed"] == ["r0000000", "r0000001"]


def test_the_way_back_is_the_mirror_image(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings("upsert"), Delivery(rows(range(6))))
        loaded(store, readings("upsert"), Delivery(rows(range(4, 9), 50), number=2), "run-2")
        there, back = between(store, 1, 2), between(store, 2, 1)
        assert (there.added, there.removed, there.changed) == (back.removed, back.added, back.changed) == (3, 0, 2)
        assert between(store, 2, 2).rows == ()


def test_so_many_rows_are_shown_and_all_are_counted(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings("append"), Delivery(rows(range(6))))
        loaded(store, readings("append"), Delivery(rows(range(6, 60)), number=2), "run-2")
        found = between(store, 1, 2, limit=5)
        assert (found.added, len(found.rows)) == (54, 5)


def test_without_a_key_rows_count_as_often_as_they_occur(home: Path) -> None:
    with opened(home) as store:
        put(store, sales().model_copy(update={"key": ()}), [*SHOPS[:3], SHOPS[0]])
        put(store, sales().model_copy(update={"key": ()}), [SHOPS[0], SHOPS[1], SHOPS[5]], "run-2")
        found = store.diff("demo.sales", 1, 2, OPERATOR, BROWSING, today=TODAY)
        assert (found.by_key, found.added, found.removed, found.changed) == (False, 1, 2, 0)
        assert {r.what for r in found.rows} == {"added", "removed"}


def test_a_change_behind_a_mask_is_no_change_and_closed_columns_do_not_show(home: Path) -> None:
    with filled(home) as store:
        put(store, sales(), [{**s, "owner": "王六", "inside": "改过"} for s in SHOPS], "run-2")
        found = store.diff("demo.sales", 1, 2, PUBLIC, READING, today=TODAY)
        assert (found.added, found.removed, found.changed) == (0, 0, 0)
        assert "inside" not in found.by_column


def test_who_may_not_read_may_not_compare(home: Path) -> None:
    with filled(home) as store:
        put(store, people(), PERSONS[:2], "run-2")
        with pytest.raises(Refused):
            store.diff("demo.people", 1, 2, HEALTH, READING, today=TODAY)
        store.grants.record(grant(columns=("code", "area")))
        found = store.diff("demo.people", 1, 2, HEALTH, READING, today=TODAY)
        assert found.removed == 2
        assert set(found.rows[0].before) == {"code", "area"}
        (event,) = store.journal.events(verb="diff")
        assert (event.detail["before"], event.detail["version"], event.detail["grant"]) == (1, 2, "G1")


def test_a_grant_that_ends_at_some_rows_compares_only_those(home: Path) -> None:
    with filled(home) as store:
        put(store, people(), PERSONS[:1], "run-2")
        store.grants.record(grant(columns=("code",), rows=({"filter": "eq", "column": "area", "value": "510700"},)))
        assert store.diff("demo.people", 1, 2, HEALTH, READING, today=TODAY).removed == 2


def test_an_added_column_is_named(home: Path) -> None:
    with opened(home) as store:
        put(
            store,
            sales().model_copy(update={"columns": sales().columns[:3]}),
            [{k: s[k] for k in ("shop", "name", "owner")} for s in SHOPS],
        )
        put(store, sales(), SHOPS, "run-2")
        found = store.diff("demo.sales", 1, 2, OPERATOR, BROWSING, today=TODAY)
        assert found.columns_added == ("at", "day", "sales", "visits", "inside")
        assert (found.added, found.changed) == (0, 0)
        with pytest.raises(UnknownVersion):
            store.diff("demo.sales", 1, 9, OPERATOR, BROWSING, today=TODAY)


def test_what_takes_too_long_is_broken_off_and_the_next_question_is_answered(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(30_000))))
        loaded(store, readings(), Delivery(rows(range(30_000), 20), number=2), "run-2")
        with pytest.raises(QueryFailed, match="took too long"):
            store.diff(ID, 1, 2, OPERATOR, BROWSING, today=TODAY, seconds=0)
        assert store.diff(ID, 1, 2, OPERATOR, BROWSING, today=TODAY, seconds=60).changed == 30_000
