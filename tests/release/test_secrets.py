"""Nothing that was not released stands anywhere in the public home or in the gap: every byte of every file, Parquet read as well."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from tianfu.release import publish, withdraw

from .conftest import SECRETS, Zones, clinics


def texts_of(folder: Path) -> Iterator[str]:
    """All files as they lie there; of Parquet files the values and what the footer says too."""
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        yield path.name
        yield path.read_bytes().decode("utf-8", "ignore")
        if path.suffix == ".parquet":
            table = pq.read_table(path)
            yield str(table.schema)
            yield str(table.to_pylist())


def found(folder: Path) -> set[str]:
    everything = "\n".join(texts_of(folder))
    return {s for s in SECRETS if s in everything}


def test_the_secrets_are_planted(zones: Zones) -> None:
    assert found(zones.internal_home) | found(zones.folder / "packs") == set(SECRETS)


@pytest.mark.parametrize("side", ["public", "gap"])
def test_no_secret_crosses(zones: Zones, side: str) -> None:
    zones.pushed()
    zones.loaded("clinic.clinics", clinics(30))
    zones.declared("clinics", "title: 医疗机构名录\n", "title: 全省医疗机构名录\n")
    with zones.inside() as store:
        publish(store, zones.registry, "clinic.visits", by="张专员", reason="与 patients_raw.csv 比对后开放", opening=True)
    zones.pushed()
    with zones.inside() as store:
        withdraw(store, "clinic.beds", by="张专员", reason="budget_line 有误")
    zones.pushed()
    assert {v.outcome for v in zones.received()} == {"taken"}
    assert found(zones.folder / side) == set()
    assert "张专员" not in "\n".join(texts_of(zones.folder / side))
    assert "第1卫生院" in "\n".join(texts_of(zones.folder / side)), "what is open does cross"
