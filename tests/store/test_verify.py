"""What `verify` says of a store that somebody has meddled with."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tianfu.model import Reader
from tianfu.store import Store

from .gated import PUBLIC, READING, TODAY, filled
from .loading import Delivery, loaded, opened, readings, rows


def test_a_store_that_nobody_touched_is_sound(home: Path) -> None:
    with filled(home) as store:
        store.read("demo.sales", PUBLIC, READING, today=TODAY)
        loaded(store, readings("append"), Delivery([*rows(range(10)), *rows([11], 500)]))
        loaded(store, readings("append"), Delivery(rows(range(20, 30)), number=2), "run-2")
        assert store.verify() == []


def test_an_empty_version_is_sound(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery([]))
        assert store.verify() == []


def _file(store: Store) -> Path:
    return Path(store.files("demo.readings")[0])


def test_a_file_that_is_gone_is_named_for_every_version_that_needs_it(home: Path) -> None:
    with opened(home) as store:
        for number in (1, 2):
            loaded(store, readings("append"), Delivery(rows(range(number * 10, number * 10 + 5)), number=number), f"run-{number}")
        gone = Path(store.files("demo.readings", 1)[0])
        gone.unlink()
        said = [str(d) for d in store.verify()]
    assert said == [f"demo.readings v{n}: file {gone.name} is missing 数据文件缺失" for n in (1, 2)]


@pytest.mark.parametrize("content", [b"", b"not parquet"])
def test_a_file_that_cannot_be_read_is_named(home: Path, content: bytes) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(5))))
        _file(store).write_bytes(content)
        assert "数据文件损坏" in str(store.verify()[0])


def test_rows_that_were_taken_out_of_a_file_are_missed(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(5))))
        table: pa.Table = pq.read_table(_file(store))
        pq.write_table(table.slice(1), _file(store))
        assert str(store.verify()[0]) == "demo.readings v1: its files hold 4 rows, its record says 5 行数与记录不符"


def test_a_commit_that_is_gone_from_the_log_is_missed(home: Path) -> None:
    with opened(home) as store:
        loaded(store, readings(), Delivery(rows(range(5))))
        (store.home.table("demo.readings") / "_delta_log" / f"{0:020}.json").unlink()
        assert "commit 0 is missing" in str(store.verify()[0])


def test_a_changed_journal_is_found_together_with_the_tables(home: Path) -> None:
    with filled(home) as store:
        store.read("demo.sales", Reader(id="somebody"), READING, today=TODAY)
    journal = next(p for p in home.glob("journal/*.jsonl") if not p.name.startswith("_"))
    journal.write_bytes(journal.read_bytes().replace(b"somebody", b"nobody42"))
    with Store.open(store.settings) as store:
        assert any("被改动" in str(f) for f in store.verify())
