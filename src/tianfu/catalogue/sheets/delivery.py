"""Where a delivered workbook has its table, told by the reader that loads it: in each sheet the header, and the column of each field."""

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from tianfu.collect import CollectError
from tianfu.collect.contents import Content
from tianfu.collect.workbooks import SheetLayout, Workbook
from tianfu.model import Dataset, Origin

from .annotated import MOST_BYTES
from .asked_fields import source_of

if TYPE_CHECKING:
    from tianfu.store import Store

OLD_KIND = b"\xd0\xcf\x11\xe0"


def layout(store: "Store", dataset: Dataset, origin: Origin) -> tuple[SheetLayout, ...] | None:
    """The sheets that hold the table; None of what cannot be marked: no workbook, too large, or of fields that are no longer declared."""
    path = store.raw.path(origin.sha256)
    if origin.bytes > MOST_BYTES or not _is_workbook(path):
        return None
    try:
        return Workbook.of(Content(path, origin.name), source_of(dataset)).layout(dataset)
    except CollectError:
        return None


def _is_workbook(path: Path) -> bool:
    with path.open("rb") as file:
        if file.read(4) == OLD_KIND:
            return True
    try:
        with ZipFile(path) as archive:
            return "xl/workbook.xml" in archive.namelist()
    except BadZipFile:
        return False
