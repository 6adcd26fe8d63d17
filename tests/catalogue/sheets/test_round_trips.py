"""What departments type into a template arrives as the same records in a file of text would: the same rows, the same findings."""

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import pytest
from openpyxl import load_workbook

from tianfu.catalogue import declare_all, load_packs
from tianfu.catalogue.sheets.look import BAD
from tianfu.catalogue.sheets.making import NothingToMark, back_to_sender, mending_of, template_of
from tianfu.catalogue.sheets.taking_back import corrected, taken_back
from tianfu.collect import receive
from tianfu.flow import load
from tianfu.flow.jobs import run_next
from tianfu.model import Dataset, Files, Job, Run, Settings
from tianfu.store import Store

from .filling import filled_in, sample_rows

NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)
REGISTRY = load_packs()
TREE = ("codes.provinces", "codes.cities", "codes.counties", "codes.towns", "codes.villages")
PARENTS_FIRST = (*TREE, *(d.id for d in REGISTRY.datasets() if d.id not in TREE))
SAMPLED = [
    d
    for d in map(REGISTRY.dataset, PARENTS_FIRST)
    if any(isinstance(s, Files) for s in d.sources) and d.name in REGISTRY.packs[d.pack].samples
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.open(Settings(home=tmp_path_factory.mktemp("typed") / "home")) as opened:
        declare_all(opened, REGISTRY)
        yield opened


def loaded(store: Store, dataset: Dataset, content: BinaryIO, name: str) -> Run:
    """As an upload is."""
    origin = receive(store, dataset, content, name)
    return load(store, REGISTRY, dataset.id, roots=(), now=NOW, upload=origin)


def rows(store: Store, dataset: Dataset) -> list[dict[str, object]]:
    names = ", ".join(f'"{c.name}"' for c in dataset.columns)
    found: list[dict[str, object]] = store.engine.arrow(f"SELECT {names} FROM ({store.relation(dataset.id)}) ORDER BY ALL").to_pylist()
    return found


@pytest.mark.parametrize("dataset", SAMPLED, ids=lambda d: d.id)
def test_a_template_that_was_filled_in_loads_as_the_sample_does(store: Store, dataset: Dataset) -> None:
    sample = REGISTRY.packs[dataset.pack].samples[dataset.name]
    first = loaded(store, dataset, BytesIO(sample), f"{dataset.name}.csv")
    expected = rows(store, dataset)
    template = template_of(REGISTRY, dataset, NOW.date()).content
    second = loaded(store, dataset, filled_in(template, dataset, sample_rows(dataset, sample)), "填报.xlsx")
    assert expected
    assert second.state == "done"
    assert second.counts == first.counts
    assert rows(store, dataset) == expected


HOURS = REGISTRY.dataset("environment.air_hourly")


def hours_with_a_wrong_value() -> list[dict[str, str]]:
    """One of three stations of the second hour has no number."""
    rows = sample_rows(HOURS, REGISTRY.packs["environment"].samples["air_hourly"])
    rows[1]["PM_US Post"] = "坏了"
    return rows


@pytest.mark.parametrize("annotated", [True, False])
def test_of_an_hour_with_three_stations_only_the_wrong_one_is_corrected(home: Path, annotated: bool) -> None:
    with Store.open(Settings(home=home)) as store:
        declare_all(store, REGISTRY)
        content = filled_in(template_of(REGISTRY, HOURS, NOW.date()).content, HOURS, hours_with_a_wrong_value())
        origin = receive(store, HOURS, content, "小时.xlsx")
        job = store.jobs.enqueue(Job("load", HOURS.id, {"origin": origin.number, "sha256": origin.sha256, "name": origin.name}, "local"))
        run_next(store, REGISTRY, roots=(), now=NOW)
        done = store.jobs.one(job.id)
        assert done is not None
        before = rows(store, HOURS)
        made = back_to_sender(store, REGISTRY, done, NOW.date()) if annotated else mending_of(store, REGISTRY, HOURS, NOW.date())
        stream = mended(made.content, "坏了", 77)
        about = taken_back(stream, REGISTRY, HOURS)
        assert about is not None
        corrected(store, HOURS, stream, about, name="小时.xlsx", who="local", now=NOW, today=NOW.date())
        run_next(store, REGISTRY, roots=(), now=NOW)
        after = rows(store, HOURS)
        assert [(r["station"], r["pm25"]) for r in after if r not in before] == [("us_post", 77)]
        assert len(after) == len(before) + 1
        with pytest.raises(NothingToMark):
            mending_of(store, REGISTRY, HOURS, NOW.date())


def mended(content: bytes, wrong: str, right: object) -> BytesIO:
    """The workbook with its red cell of this value put right."""
    book = load_workbook(BytesIO(content))
    (cell,) = [
        c
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for c in row
        if c.value == wrong and c.fill.start_color.rgb == f"00{BAD}"
    ]
    cell.value = right
    out = BytesIO()
    book.save(out)
    out.seek(0)
    return out
