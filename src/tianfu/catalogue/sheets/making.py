"""The workbooks of a dataset, made from what is on record: its template, the list of its problems, a delivery back with marks."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook

from tianfu.catalogue.corrections.findings import findings
from tianfu.catalogue.corrections.open_rows import open_rows, problem_rows
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.problem_rows import narrowed, problems_id, runs_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.visit import Visit
from tianfu.govern import PlanError, plan
from tianfu.model import Check, Dataset, Job, Text, Version
from tianfu.store import PageQuery

from .annotated import annotated
from .delivery import layout
from .listing import listed
from .look import as_bytes
from .mending import mending_book
from .template import template

if TYPE_CHECKING:
    from tianfu.store import Store

MOST = 100_000
"""Lines of a list; a sheet ends at 1,048,576, and people long before."""
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class NothingToMark(LookupError):
    """There is no delivery whose problems could be marked."""

    def __init__(self) -> None:
        self.text = Text(
            zh="没有可标注的报送文件：尚未装载，或没有问题记录。", en="There is no delivery to mark: nothing was loaded, or nothing failed."
        )
        super().__init__(self.text.en)


@dataclass(frozen=True, slots=True)
class Made:
    """A workbook and the name it is saved under."""

    name: str
    content: bytes


def template_of(registry: Registry, dataset: Dataset, today: date) -> Made:
    """What a department fills in."""
    return Made(
        f"{dataset.title}-填报模板.xlsx",
        template(dataset, registry.hash(dataset.id), _checks(registry, dataset, today), _examples(registry, dataset)),
    )


def list_of(visit: Visit, dataset: Dataset, version: Version, check: str = "") -> Made:
    """The list of problems as the reader may see it: nothing that the page of problem rows does not show. Refused by the gate."""
    query = PageQuery(narrowed(runs_of(visit, version), check))
    sent = visit.store.export(problems_id(dataset), visit.reader, visit.purpose, query, "ndjson", today=visit.today)
    rows = [json.loads(row) for row in b"".join(sent.chunks).splitlines()[:MOST]]
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "问题清单"
    note = f"第 {version.number} 版，共 {len(rows):,} 处；个人信息已脱敏。“行”为记录在报送文件中的序号。"
    listed(sheet, f"{dataset.title}：问题清单", note, findings(dataset, version, rows))
    return Made(f"{dataset.title}-问题清单.xlsx", as_bytes(book))


def mending_of(store: "Store", registry: Registry, dataset: Dataset, today: date) -> Made:
    """The open problem rows of the dataset, to be mended and uploaded again. NothingToMark where none is open."""
    now = present(store, dataset.id)
    rows = open_rows(store, dataset, now, today=today) if now else []
    if now is None or not rows:
        raise NothingToMark
    return _mending(registry, dataset, now.newest, rows)


def back_to_sender(store: "Store", registry: Registry, job: Job, today: date) -> Made:
    """What a job loaded, with its problems marked; of what is no workbook, or too large for it, the bad rows as one."""
    dataset, run = registry.dataset(job.subject), store.runs.one(job.run) if job.run else None
    version = store.version(dataset.id, run.version) if run and run.version else None
    rows = problem_rows(store, dataset, [version.run], today=today) if version else []
    if version is None or not rows:
        raise NothingToMark
    origin = store.raw.origin(int(job.arguments["origin"])) if "origin" in job.arguments else None
    laid = layout(store, dataset, origin) if origin else None
    if origin is None or laid is None:
        return _mending(registry, dataset, version, rows)
    content, name = store.raw.path(origin.sha256).read_bytes(), str(job.arguments.get("name") or origin.name)
    marked = annotated(content, laid, dataset, registry.hash(dataset.id), findings(dataset, version, rows))
    return Made(f"{name.rpartition('.')[0] or name}-标注.xlsx", marked)


def _mending(registry: Registry, dataset: Dataset, version: Version, rows: Sequence[Mapping[str, Any]]) -> Made:
    return Made(f"{dataset.title}-问题数据.xlsx", mending_book(dataset, registry.hash(dataset.id), findings(dataset, version, rows)))


def _checks(registry: Registry, dataset: Dataset, today: date) -> Sequence[Check]:
    """In words; none where a pack's own functions are not here, as in the public zone."""
    try:
        return plan(dataset, today=today, custom=registry.custom_rules(dataset.id)).checks
    except (PlanError, KeyError):
        return ()


def _examples(registry: Registry, dataset: Dataset) -> Mapping[str, str]:
    """The first sample row of the pack: invented, like all samples."""
    sample = registry.pack_of(dataset.id).samples.get(dataset.name)
    text = sample.decode("utf-8-sig", "replace") if sample else ""
    return next(csv.DictReader(StringIO(text)), {})
