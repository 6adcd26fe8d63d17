"""Which versions are compared by default, what made them, and when a change of the declaration is still news."""

from datetime import UTC, datetime
from typing import Any

from tianfu.catalogue.versions.changed import between, broke
from tianfu.catalogue.versions.comparing import pair
from tianfu.catalogue.versions.made import made_by, marks, notes, notes_inside
from tianfu.model import Mode, Text, Version
from tianfu.model.change import Change
from tianfu.model.values import Act

AT = datetime(2026, 11, 24, 20, tzinfo=UTC)
GONE = Change(kind="removed", column="kind", effect="breaking", text=Text(zh="删除数据项 kind", en="column 'kind' removed"))
NEW = Change(kind="added", column="note", effect="backward", text=Text(zh="新增数据项 note", en="column 'note' added"))


def version(number: int, **facts: Any) -> Version:
    known = {"dataset": "a.b", "delta": 0, "at": AT, "run": f"run-{number}", "mode": Mode.replace, "rows": 1, "bytes": 1}
    counted = {"inserted": 0, "deleted": 0, "counts": {}, "problems": 0, "declaration": ""}
    return Version.model_validate({**known, **counted, "number": number, **facts})


def test_the_newest_two_that_can_be_read_are_compared_unless_others_are_named() -> None:
    versions = [version(1), version(2, expired_at=AT), version(3), version(7)]
    assert pair(versions, None, None) == (3, 7)
    assert pair(versions, None, 3) == (1, 3)
    assert pair(versions, 1, None) == (1, 7)
    assert pair(versions, 9, 2) == (9, 2)
    assert pair(versions, None, 1) is None
    assert pair([], None, None) is None


def test_a_breaking_change_is_news_until_the_next_delivery() -> None:
    first, second = version(1), version(2, changes=(NEW, GONE))
    found = broke([first, second], ())
    assert found is not None
    assert (found.version, found.older, found.changes) == (2, 1, (GONE.text,))
    assert broke([first, second, version(3, act=Act.delete)], ()) == found
    assert broke([first, second, version(3)], {"run-3"}) == found
    assert broke([first, second, version(3)], ()) is None
    assert broke([first, second, version(3, act=Act.restore, restored=1)], ()) is None


def test_an_expired_version_is_not_recommended() -> None:
    found = broke([version(1), version(2, expired_at=AT), version(3, changes=(GONE,))], ())
    assert found is not None
    assert found.older == 1
    alone = broke([version(1, expired_at=AT), version(2, changes=(GONE,))], ())
    assert alone is not None
    assert (alone.older, alone.compare) == (None, None)


def test_a_compatible_change_is_no_news() -> None:
    assert broke([version(1), version(2, changes=(NEW,))], ()) is None


def test_changes_between_two_versions_are_those_of_all_on_the_way() -> None:
    versions = [version(1, changes=(NEW,)), version(2, changes=(GONE,)), version(3, changes=(NEW,))]
    assert between(versions, 1, 3) == between(versions, 3, 1) == (GONE, NEW)
    assert between(versions, 2, 2) == ()


def test_what_made_a_version_in_a_word() -> None:
    assert made_by(version(1, mode=Mode.upsert), corrected=False)[0] == "upsert"
    assert made_by(version(1, mode=Mode.append), corrected=True)[0] == "correction"
    assert made_by(version(1, act=Act.restore, mode=Mode.upsert), corrected=False)[0] == "restore"


def test_days_are_those_of_beijing_and_a_compaction_is_a_note() -> None:
    (note,) = notes(version(1, compacted_at=AT))
    assert note.zh == "2026-11-25 整理了文件，记录未变"


def test_reasons_names_and_who_relies_on_it_are_notes_for_those_inside() -> None:
    found = version(1, act=Act.delete, reason="来函", by="张三", pinned_by=("release", "某项目"))
    assert notes(found) == ()
    assert [n.zh for n in notes_inside(found)] == ["理由：来函", "经办：张三", "引用方：release、某项目"]
    assert [m.text.zh for m in marks(found, current=True)] == ["当前", "已发布"]
