"""What was planted is found, with the cause that was planted, and nothing else is: each pack's declaration against the truth.

Row checks only; that repeated records are found is a set rule's business and tested with whole loads.
"""

import csv
import importlib
from collections import defaultdict
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.csv
import pytest

from tianfu.govern.plan import plan
from tianfu.model import Dataset, Files, declare_dataset
from tianfu.synth import write

APPS = Path(__file__).resolve().parents[2] / "src" / "tianfu" / "apps"


def declared() -> list[Dataset]:
    files = [f for f in sorted(APPS.glob("*/datasets/*.yaml")) if "files: synth/" in f.read_text("utf-8")]
    return [declare_dataset(f.read_text("utf-8"), f.name, f"{f.parents[1].name}.{f.stem}") for f in files]


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("province")
    write(folder, rows=20_000)
    return folder


@pytest.mark.parametrize("dataset", declared(), ids=lambda d: d.id)
def test_each_planted_value_ends_as_the_truth_says_and_clean_rows_pass(dataset: Dataset, province: Path) -> None:
    source = dataset.sources[0]
    assert isinstance(source, Files)
    assert source.files
    file = source.files.removeprefix("synth/")
    truth = planted(province)[file]
    wrong = []
    for record, (outcome, causes) in judged(dataset, source, province / file).items():
        kind = truth.get(record, {"kind": "nothing planted", "outcome": "accepted", "cause": "", "repeats": ""})
        if kind["repeats"] and outcome == "accepted":
            continue
        if outcome != kind["outcome"] or (kind["cause"] and outcome != "accepted" and kind["cause"] not in causes):
            wrong.append((record, kind["kind"], kind.get("written"), kind["outcome"], kind["cause"], outcome, causes))
    assert not wrong, f"{len(wrong)} of them: {wrong[:5]}"


@cache
def planted(folder: Path) -> dict[str, dict[int, dict[str, str]]]:
    found: dict[str, dict[int, dict[str, str]]] = defaultdict(dict)
    repeated = {(r["file"], r["record"]) for r in read(folder / "truth" / "duplicates.csv")}
    for row in read(folder / "truth" / "planted.csv"):
        # An hour that carries the time of the one before breaks the key, too.
        repeats = (row["file"], row["record"]) in repeated or row["kind"] == "hour repeated"
        found[row["file"]][int(row["record"])] = {**row, "repeats": "yes" if repeats else ""}
    return found


def judged(dataset: Dataset, source: Files, path: Path) -> dict[int, tuple[str, set[str]]]:
    """Record -> outcome and causes, by the plan alone."""
    made = plan(dataset, today=date(2026, 11, 24), custom=custom(dataset))
    con = ibis.duckdb.connect()
    for name, codes in made.codes.items():
        con.create_table(name, codes)
    raw = con.create_table("raw", text(path, made.fields, source.missing))
    bits = con.to_pyarrow(made.apply(raw)).select(["_record", "_bad", "_flag"]).to_pylist()
    remarked = [r["_record"] for r in bits if r["_bad"] or r["_flag"]]
    causes: dict[int, set[str]] = defaultdict(set)
    for reason in con.to_pyarrow(made.explain(raw.filter(raw._record.isin(remarked)))).to_pylist():
        causes[reason["_record"]].add(reason["cause"] or "")
    return {r["_record"]: ("quarantined" if r["_bad"] else "flagged" if r["_flag"] else "accepted", causes[r["_record"]]) for r in bits}


def text(path: Path, fields: tuple[str, ...], missing: tuple[str, ...]) -> pa.Table:
    options = pa.csv.ConvertOptions(
        column_types={f: pa.string() for f in fields}, include_columns=list(fields), strings_can_be_null=True, null_values=list(missing)
    )
    table = pa.csv.read_csv(path, convert_options=options)
    return table.append_column("_record", pa.array(range(1, len(table) + 1), pa.int64()))


def custom(dataset: Dataset) -> dict[str, Any]:
    names = [r.function for r in dataset.rules if r.rule == "custom"]
    return {n: getattr(importlib.import_module(f"tianfu.apps.{dataset.pack}.rules"), n) for n in names}


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
