"""Where a record stands in its raw file. Lines are not kept with rows: quoted line breaks, blank lines and comments shift them."""

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from tianfu.model import RECORD_BITS, Dataset, Files

from .contents import Content
from .databases import Extracted, is_extract
from .formats import opened
from .parsing import shown

if TYPE_CHECKING:
    from tianfu.store import Store


@dataclass(frozen=True, slots=True)
class Place:
    """A record in the file it came in: `line` counts from 1, `text` is the record as written. `part`: its sheet or the archive's member."""

    file: str
    record: int
    line: int
    text: str
    part: str = ""


def locate(store: "Store", dataset: Dataset, record: int) -> Place | None:
    """The place of a `_record` of the dataset; None where its raw file is unknown here, as for derived rows."""
    origin = store.raw.origin(record >> RECORD_BITS)
    number = record & ((1 << RECORD_BITS) - 1)
    if origin is None or dataset.derived is not None:
        return None
    path = store.raw.path(origin.sha256)
    file = Extracted(path) if is_extract(dataset, origin.name) else opened(Content(path, origin.name), _source(dataset, origin.name))
    found = file.place(number)
    return Place(origin.name, number, found.line, shown(found.text), found.part)


def _source(dataset: Dataset, name: str) -> Files:
    """The source that the file's name fits; an upload is read as the first one describes."""
    sources = [s for s in dataset.sources if isinstance(s, Files)]
    fitting = (s for s in sources if s.files and PurePosixPath(name).match(PurePosixPath(s.files).name))
    return next(fitting, sources[0])
