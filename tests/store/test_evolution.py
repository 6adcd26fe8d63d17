"""How declarations change: told apart by what readers notice, in both languages, kept with the version that follows."""

from pathlib import Path

import pytest

from tianfu.model import Dataset
from tianfu.model.declaration import declare_dataset
from tianfu.store.evolution import verdict

from .loading import Delivery, loaded, opened, readings, rows

OLD = """
title: 站点
steward: dept.environment
source: {channel: upload}
key: [id]
columns:
  - {name: id, element: code, title: 编号}
  - {name: level, element: count, title: 水位, unit: 米}
  - {name: area, element: area, title: 行政区划}
  - {name: note, element: text, title: 备注}
  - {name: at, element: date, title: 日期, required: true}
"""


def declared(old: str = "", new: str = "") -> Dataset:
    assert old in OLD
    return declare_dataset(OLD.replace(old, new) if old else OLD, "stations.yaml", "demo.stations")


LEVEL = "{name: level, element: count, title: 水位, unit: 米}"


@pytest.mark.parametrize(
    ("old", "new", "kind", "column", "compatible"),
    [
        ("title: 站点", "title: 监测站点", "", "", "none"),
        ("  - {name: at,", "  - {name: more, element: text, title: 更多}\n  - {name: at,", "added", "more", "backward"),
        ("  - {name: note, element: text, title: 备注}\n", "", "removed", "note", "breaking"),
        (
            "{name: note, element: text, title: 备注}",
            "{name: remark, from_field: note, element: text, title: 说明}",
            "renamed",
            "remark",
            "breaking",
        ),
        ("{name: note, element: text, title: 备注}", "{name: remark, element: text, title: 备注}", "renamed", "remark", "breaking"),
        (LEVEL, LEVEL.replace("count", "number"), "widened", "level", "backward"),
        (LEVEL, LEVEL.replace("count", "text"), "narrowed", "level", "breaking"),
        (LEVEL, LEVEL.replace("米", "厘米"), "unit", "level", "breaking"),
        (LEVEL, LEVEL.replace("unit: 米", "unit: 米, required: true"), "required", "level", "backward"),
        (LEVEL, LEVEL.replace("unit: 米", "unit: 米, level: 4"), "level_raised", "level", "breaking"),
        ("title: 日期, required: true", "title: 日期", "optional", "at", "breaking"),
        ("key: [id]", "key: [id, at]", "key", "", "breaking"),
        ("columns:", "rules:\n  - {rule: in_codes, column: note, codes: areas}\ncolumns:", "codes", "note", "breaking"),
        ("columns:", "rules:\n  - {rule: between, column: level, low: 0}\ncolumns:", "rules", "", "backward"),
    ],
)
def test_each_difference_has_its_word_and_its_effect(old: str, new: str, kind: str, column: str, compatible: str) -> None:
    found = verdict(declared(), declared(old, new))
    assert found.compatible == compatible
    assert [(c.kind, c.column) for c in found.changes] == ([(kind, column)] if kind else [])
    assert all(c.text.zh and c.text.en for c in found.changes)


def test_a_lowered_level_is_the_way_back_of_a_raised_one() -> None:
    raised = declared(LEVEL, LEVEL.replace("unit: 米", "unit: 米, level: 4"))
    assert [c.kind for c in verdict(raised, declared()).changes] == ["level_lowered"]


def test_changes_are_noted_in_the_journal_and_kept_with_the_version_that_follows(home: Path) -> None:
    first = readings("upsert")
    second = first.model_copy(update={"columns": first.columns[:4]})
    with opened(home) as store:
        store.declare(first, "1")
        assert loaded(store, first, Delivery(rows(range(3)))).changes == ()
        store.declare(second, "2")
        assert store.journal.events(verb="redeclare")[0].detail == {"compatible": "breaking", "changes": "removed:note"}
        assert [(v.compatible, [c.text.zh for c in v.changes]) for _, v in store.changes(first.id)] == [("breaking", ["删除数据项 note"])]
        store.declare(first, "3")
    with opened(home) as store:
        assert [v.changes[0].kind for _, v in store.changes(first.id)] == ["removed", "added"]


def test_the_version_names_what_changed_since_the_one_before(home: Path) -> None:
    first = readings("upsert")
    second = first.model_copy(update={"key": (), "mode": first.mode.__class__.append})
    with opened(home) as store:
        store.declared.declare(first, "1")
        loaded_first = loaded(store, first, Delivery(rows(range(3))))
        store.declared.declare(second, "2")
        version = loaded(store, second, Delivery(rows(range(5, 7)), number=2), "run-2")
        assert loaded_first.changes == ()
        assert [c.kind for c in version.changes][-1:] == ["key"]
        assert loaded(store, second, Delivery(rows([9]), number=3), "run-3").changes == ()
