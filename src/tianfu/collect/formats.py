"""A raw file by its content: each kind has its reader, and all readers give the same: batches of text, and the place of a record."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tianfu.model import Dataset, Files, Origin

from .archive import Archive
from .columnar import Columnar, of_arrow, of_parquet
from .contents import Content
from .documents import Document
from .failures import OtherKind
from .found import Found
from .kinds import UNPACK, Kind, is_workbook, kind_of, refuse_documents
from .opened import Opened
from .parsing import Parsed
from .readable import Readable
from .workbooks import Workbook


def opened(content: Content, source: Files) -> Readable:
    """The reader of its kind. OtherKind for what is not read here; other CollectErrors as soon as they are known."""
    return _opened(content, source, _archive)


def _opened(content: Content, source: Files, archive: "Callable[[Content, Files], Readable]") -> Readable:
    match kind := kind_of(content.head(), content.name, source.dialect.encodings):
        case Kind.text:
            return Opened.of(content, source)
        case Kind.json:
            return Document.of(content, source)
        case _:
            return Unpacked(content, source, _READERS.get(kind, archive))


@dataclass(frozen=True)
class Unpacked:
    """A file whose reader jumps in it: unpacked, where it is packed, for as long as it is read."""

    content: Content
    source: Files
    reader: Callable[[Content, Files], Readable]

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """What its reader delivers."""
        with self.content.unpacked() as content:
            yield from self.reader(content, self.source).records(dataset, origin)

    def place(self, number: int) -> Found:
        """What its reader finds."""
        with self.content.unpacked() as content:
            return self.reader(content, self.source).place(number)


def _parquet(content: Content, source: Files) -> Readable:
    return Columnar(content, source, of_parquet)


def _arrow(content: Content, source: Files) -> Readable:
    return Columnar(content, source, of_arrow)


def _archive(content: Content, source: Files) -> Readable:
    """A ZIP archive is a workbook, another document of an office program, or files."""
    archive = Archive.of(content, source, _member)
    return Workbook.of(content, source) if _is_workbook(archive) else archive


def _member(content: Content, source: Files) -> Readable:
    return _opened(content, source, _nested)


def _nested(content: Content, source: Files) -> Readable:
    """In an archive, a ZIP archive is a document of an office program or refused."""
    if _is_workbook(Archive.of(content, source, _member)):
        return Workbook.of(content, source)
    raise OtherKind(
        f"“{content.name}”是压缩包中的压缩包，没有装载。{UNPACK[0]}", f"'{content.name}' is an archive inside an archive. {UNPACK[1]}"
    )


def _is_workbook(archive: Archive) -> bool:
    """OtherKind for other documents of office programs."""
    names = [e.name for e in archive.entries]
    refuse_documents(names, archive.content.name)
    return is_workbook(names)


_READERS: dict[Kind, Callable[[Content, Files], Readable]] = {Kind.parquet: _parquet, Kind.arrow: _arrow, Kind.compound: Workbook.of}
