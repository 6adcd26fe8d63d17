"""What comes back by upload and is one of our workbooks: a template is loaded like any file, mended problem rows become corrections."""

from datetime import datetime
from typing import TYPE_CHECKING, BinaryIO

from tianfu.catalogue.corrections.findings import findings
from tianfu.catalogue.corrections.mended import Mended, correct
from tianfu.catalogue.corrections.open_rows import problem_rows
from tianfu.catalogue.corrections.present import present
from tianfu.catalogue.corrections.values import by_record, values_of
from tianfu.catalogue.registry import Registry
from tianfu.catalogue.uploading import take
from tianfu.catalogue.visit import Visit
from tianfu.collect import CollectError
from tianfu.collect.labels import label
from tianfu.model import Dataset, Job, Text

from .asked_fields import source_of
from .returned import returned
from .stamp import Stamp, stamp_of

if TYPE_CHECKING:
    from datetime import date

    from tianfu.store import Store

OUTDATED = Text(
    zh="填报模板是按旧的声明制作的，已按现行声明核验；请下载新模板用于下次填报。",
    en="The template was made from an older declaration; the file was checked by the present one. Download a new template for next time.",
)


class OtherDataset(CollectError):
    """The workbook was made for another dataset."""


def received(visit: Visit, dataset: Dataset, stream: BinaryIO, name: str, who: str) -> Job:
    """The job for a workbook that was handed in: corrections of mended problem rows, else an ordinary load."""
    about = taken_back(stream, visit.registry, dataset)
    if about is not None and about.kind == "problems":
        return corrected(visit.store, dataset, stream, about, name=label(name), who=who, now=visit.now, today=visit.today)
    note = OUTDATED if about is not None and is_outdated(about, visit.registry) else None
    return take(visit.store, dataset, stream, name, who, note)


def taken_back(stream: BinaryIO, registry: Registry, dataset: Dataset) -> Stamp | None:
    """What the upload remembers of itself, if it is ours; OtherDataset where it belongs elsewhere. The stream stands at its beginning."""
    found = stamp_of(stream)
    stream.seek(0)
    if found is None or found.kind not in ("template", "problems"):
        return None
    if found.dataset != dataset.id:
        known = {d.id: d.title for d in registry.datasets()}
        title = known.get(found.dataset, found.dataset)
        raise OtherDataset(
            f"这是“{title}”（{found.dataset}）的工作簿，不能上传到“{dataset.title}”。请在“{title}”的页面上传。",
            f"This workbook belongs to {found.dataset}, not to {dataset.id}. Upload it on the page of {found.dataset}.",
        )
    return found


def is_outdated(found: Stamp, registry: Registry) -> bool:
    """Whether a template was made from a declaration that has changed since."""
    return found.kind == "template" and found.declaration != registry.hash(found.dataset)


def corrected(
    store: "Store", dataset: Dataset, stream: BinaryIO, about: Stamp, *, name: str, who: str, now: datetime, today: "date"
) -> Job:
    """The job that loads the rows that were mended in the workbook. Rows that were accepted are there already and are not read."""
    current = present(store, dataset.id)
    runs = {p.run for p in about.places} & set(current.runs if current else ())
    if current is None or not runs:
        raise CollectError(
            "工作簿中的问题记录属于以前的一次报送，之后已有新的报送。请下载最新的问题数据再改正。",
            "The problem rows of this workbook are of an earlier delivery; there is a newer one. Download its problem rows and mend those.",
        )
    rows = problem_rows(store, dataset, runs, today=today)
    was = {
        key: values_of(dataset, next((f.raw for f in some if f.raw), None))
        for key, some in by_record(findings(dataset, current.newest, rows)).items()
    }
    mended = [
        Mended(place.run, place.record, place.part, was[place.run, place.record, place.part], values)
        for place, values in returned(stream, about, dataset, source_of(dataset), was)
    ]
    return correct(store, dataset, mended, name=name, who=who, now=now)
