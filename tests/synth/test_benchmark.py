"""The file that loads are measured with."""

import csv
from pathlib import Path

from tianfu.model import declare_dataset
from tianfu.synth import bench_csv, bench_declaration


def test_it_has_ten_columns_of_the_declared_names_and_about_131_bytes_a_row(tmp_path: Path) -> None:
    path = bench_csv(tmp_path / "b.csv", rows=10_000)
    dataset = declare_dataset(bench_declaration("b.csv"), "bench.yaml", "bench.firms")
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == [c.name for c in dataset.columns]
    assert len(rows[0]) == 10
    assert len(rows) == 10_000 == len({r["id"] for r in rows}) == len({r["credit_code"] for r in rows})
    assert 125 < path.stat().st_size / 10_000 < 137


def test_it_is_checked_by_at_least_twelve_rules_one_of_them_a_check_digit() -> None:
    dataset = declare_dataset(bench_declaration("b.csv"), "bench.yaml", "bench.firms")
    assert len(dataset.all_rules()) >= 12
    assert dataset.column("credit_code").element == "credit_code"


def test_a_longer_file_begins_with_the_shorter_one(tmp_path: Path) -> None:
    short, long = (bench_csv(tmp_path / f"{n}.csv", rows=n).read_bytes() for n in (100, 120_000))
    assert long.startswith(short)
