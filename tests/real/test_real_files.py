"""Every table in the shared data is loaded by a declaration: its records are all there, its dirt lands where its description says."""

import csv
from pathlib import Path
from typing import Any

import pytest
import yaml

from tianfu.catalogue import load_packs
from tianfu.catalogue.check import check_pack
from tianfu.model import Database, Files

from . import counting
from .conftest import PACKS, Loaded

EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "expected.yaml").read_text("utf-8"))
DATASETS = [d for d in load_packs((PACKS,)).datasets() if d.id.startswith("real_")]
NO_TABLES = yaml.safe_load((Path(__file__).parent / "no_tables.yaml").read_text("utf-8"))


@pytest.mark.parametrize("dataset_id", [d.id for d in DATASETS])
def test_every_record_is_accounted_for_and_the_dirt_lands_right(loaded: Loaded, dataset_id: str) -> None:
    version = loaded.version(dataset_id)
    counts, expected = version.counts, EXPECTED.get(dataset_id, {})
    assert counts["read"] == independent_count(loaded, dataset_id)
    assert counts["read"] == counts["accepted"] + counts["flagged"] + counts["quarantined"]
    assert {c.id: c.failed for c in version.quality.checks if c.failed} == expected.get("checks", {})
    assert (counts["flagged"], counts["quarantined"]) == (expected.get("flagged", 0), expected.get("quarantined", 0))
    assert version.rows == counts["accepted"] + counts["flagged"]


def independent_count(loaded: Loaded, dataset_id: str) -> int:
    (source,) = loaded.dataset(dataset_id).sources
    if isinstance(source, Database):
        return counting.of_table(loaded.data / "geo" / f"{source.connection}.gpkg", source.connection)
    assert isinstance(source, Files)
    assert source.files
    return sum(count(path, source) for path in sorted(loaded.data.glob(source.files)))


def count(path: Path, source: Files) -> int:
    kind = path.name.removesuffix(".gz").rpartition(".")[2]
    if kind in ("json", "geojson"):
        names = tuple(n for n in source.records.at.split(".") if n)
        return counting.members(path, *(names or (("features",) if kind == "geojson" or path.name.startswith("shanghai") else ())))
    if kind == "ndjson":
        return counting.documents(path)
    header = source.dialect.skip_lines + int(source.dialect.header)
    if source.dialect.delimiter.strip() or kind == "csv":
        if source.dialect.delimiter == "\t":
            return counting.lines(path, source.dialect.comment or "", header)
        encoding = source.dialect.encodings[0].replace("utf-8", "utf-8-sig")
        return counting.delimited(path, encoding, source.dialect.comment or "", header)
    return counting.lines(path, source.dialect.comment or "", header)


def test_every_file_is_declared_or_is_no_table(loaded: Loaded) -> None:
    with (loaded.data / "MANIFEST.csv").open(encoding="utf-8") as file:
        files = {f"{row['domain']}/{row['file']}" for row in csv.DictReader(file)}
    patterns = [s.files for d in DATASETS for s in d.sources if isinstance(s, Files) and s.files]
    declared = {p.relative_to(loaded.data).as_posix() for pattern in patterns for p in loaded.data.glob(pattern)}
    declared |= {f"geo/{s.connection}.gpkg" for d in DATASETS for s in d.sources if isinstance(s, Database)}
    other = {p.relative_to(loaded.data).as_posix() for pattern in NO_TABLES for p in loaded.data.glob(pattern)}
    assert not declared & other
    assert files - declared - other == set()


@pytest.mark.parametrize("pack", sorted(p.parent.name for p in PACKS.glob("*/pack.yaml")))
def test_the_packs_are_packs_like_any_other(pack: str) -> None:
    beside = [p.parent for p in PACKS.glob("*/pack.yaml") if p.parent.name != pack]
    assert check_pack(PACKS / pack, beside=beside) == []
