"""The page on which a problem row is put right: its fields in inputs, what is wrong beside each."""

from dataclasses import dataclass

from tianfu.model import Column, Dataset, Text
from tianfu.store import UnknownVersion

from .addresses import problems_page
from .cards import card
from .corrections.findings import Finding, findings
from .corrections.ledger import FAILED, Correction, recorded
from .corrections.open_rows import problem_rows
from .corrections.present import present
from .corrections.values import by_record, values_of
from .crumbs import crumbs
from .terms import title_of, unit_of
from .views import Link
from .visit import Visit

LONG = 60
"""Longer values are edited in a box of several lines."""


@dataclass(frozen=True, slots=True)
class Input:
    """A field of the record: `id` is the name of the input, `said` what is wrong with its value."""

    id: str
    title: Text
    name: str
    unit: Text
    value: str
    required: bool
    long: bool
    said: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """A row of the record; several where the source turned columns into rows. `raw` is shown where it could not be divided."""

    part: int
    inputs: tuple[Input, ...]
    said: tuple[Text, ...]
    raw: str
    done: Link | None


@dataclass(frozen=True, slots=True)
class CorrectView:
    """The page; `forms` are empty where the record is no problem row of the present loads."""

    title: Text
    crumbs: tuple[Link, ...]
    place: int
    action: str
    run: str
    record: str
    forms: tuple[RecordForm, ...]


def correct_view(visit: Visit, dataset: Dataset, run: str, record: int) -> CorrectView:
    """The page of one record of a run. Values are as delivered: only for those who may hand in files."""
    shown = card(visit.store, visit.registry, dataset)
    found = of_record(visit, dataset, run, record)
    known = recorded(visit.store, dataset.id, [run])
    back = Link(problems_page(dataset.id), Text(zh="问题数据", en="Problem rows"))
    here = Link("", Text(zh="更正", en="Correct"), current=True)
    return CorrectView(
        title=title_of(dataset),
        crumbs=crumbs(visit, shown, back, here),
        place=record & ((1 << 40) - 1),
        action=f"/dataset/{dataset.id}/correct",
        run=run,
        record=str(record),
        forms=tuple(_form(dataset, key[2], some, known.get(key)) for key, some in found.items()),
    )


def of_record(visit: Visit, dataset: Dataset, run: str, record: int) -> dict[tuple[str, int, int], list[Finding]]:
    """The record's rows with what is wrong with each; nothing where the run is not one of the present loads."""
    now = present(visit.store, dataset.id)
    if now is None or run not in now.runs:
        return {}
    version = next(v for v in (now.delivered, *now.corrections) if v.run == run)
    try:
        rows = problem_rows(visit.store, dataset, [run], today=visit.today, record=record)
    except UnknownVersion:
        return {}
    return by_record(findings(dataset, version, rows))


def _form(dataset: Dataset, part: int, found: list[Finding], done: Correction | None) -> RecordForm:
    raw = next((f.raw for f in found if f.raw), "") or ""
    values = values_of(dataset, raw)
    inputs = tuple(_input(dataset, part, c, values.get(c.field, ""), found) for c in _once(dataset))
    about = {c.name for c in dataset.columns}
    rest = tuple(f.said for f in found if f.field not in about)
    return RecordForm(part, inputs, rest, "" if values else raw, _done(done))


def _once(dataset: Dataset) -> list[Column]:
    """A column for each field."""
    return list({c.field: c for c in reversed(dataset.columns)}.values())[::-1]


def _input(dataset: Dataset, part: int, column: Column, value: str, found: list[Finding]) -> Input:
    return Input(
        id=f"{part}.{column.field}",
        title=Text(zh=column.title, en=column.title_en),
        name=column.field,
        unit=unit_of(column),
        value=value,
        required=column.required or column.name in dataset.key,
        long=len(value) > LONG or "\n" in value,
        said=tuple(f.said for f in found if f.field == column.name),
    )


def _done(found: Correction | None) -> Link | None:
    """What became of an earlier correction; after a failed one the row is open."""
    if found is None or found.state == FAILED:
        return None
    words = {"waiting": Text(zh="更正正在装载", en="being loaded"), "kept": Text(zh="已更正", en="corrected")}
    return Link(f"/jobs/{found.job}", words.get(found.state, Text(zh="更正后仍有问题", en="corrected, and failed again")))
