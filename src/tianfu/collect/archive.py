"""A ZIP archive as a row of files: those that the source names, each read by its own content, in the order of their names."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import BinaryIO, cast
from zipfile import ZipFile, ZipInfo

import pyarrow as pa
import pyarrow.compute as pc

from tianfu.model import RECORD_BITS, Dataset, Files, Origin, Rejected

from .contents import Content
from .directory import Entry, entries, refuse_unreadable
from .failures import CollectError, MissingFiles, TooLarge
from .fields import RECORD
from .found import Found
from .parsing import Parsed
from .readable import Readable

FEW = 8
"""Bits of the record's number that name the member. Archives of more than 256 files need more."""
NOTES = re.compile(
    r"(readme|license|说明|须知|声明|目录|备注)[^/]*$|\.(txt|md|docx?|pptx?|pdf|ofd|wps|rtf|html?|url|jpe?g|png|gif)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Member(Content):
    """A file in an archive that is open."""

    archive: ZipFile
    info: ZipInfo

    @contextmanager
    def stored(self) -> Iterator[BinaryIO]:
        """The bytes of the member."""
        with self.archive.open(self.info) as file:
            yield cast("BinaryIO", file)

    @contextmanager
    def unpacked(self) -> Iterator[Content]:
        """Always beside the archive: nobody can jump in a member."""
        with self._copied() as content:
            yield content


@dataclass(frozen=True)
class Archive:
    """`_record` counts in each member from 1; the place of the member among all files of the archive stands before it."""

    content: Content
    source: Files
    entries: tuple[Entry, ...]
    open_member: Callable[[Content, Files], Readable]

    @classmethod
    def of(cls, content: Content, source: Files, open_member: Callable[[Content, Files], Readable]) -> "Archive":
        """CollectError for what may not be unpacked. The content is not packed itself."""
        with content.path.open("rb") as file:
            return cls(content, source, entries(file, content.name), open_member)

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """The batches of all members that match, and are no notes."""
        were_read = False
        with ZipFile(self.content.path) as archive:
            for number, entry in self._matching():
                found = self._of_member(archive, entry, dataset, origin)
                try:
                    first = next(found)
                except CollectError:
                    if not self._is_note(entry):
                        raise
                    continue
                were_read = True
                yield self._numbered(first, number, entry, origin)
                yield from (self._numbered(parsed, number, entry, origin) for parsed in found)
        if not were_read:
            raise self._nothing()

    def place(self, number: int) -> Found:
        """The place in the member, which the part names, before its own part."""
        entry = self.entries[number >> self._shift]
        with ZipFile(self.content.path) as archive:
            found = self._opened(archive, entry).place(number & ((1 << self._shift) - 1))
        return Found(f"{entry.name} {found.part}".strip(), found.line, found.text)

    @property
    def _shift(self) -> int:
        return RECORD_BITS - max(FEW, (len(self.entries) - 1).bit_length())

    def _matching(self) -> Iterator[tuple[int, Entry]]:
        pattern = self.source.members
        return ((n, e) for n, e in enumerate(self.entries) if pattern == "*" or PurePosixPath(e.name).match(pattern))

    def _is_note(self, entry: Entry) -> bool:
        """Something to read beside the data, unless the declaration says which files are data."""
        return self.source.members == "*" and bool(NOTES.search(entry.name))

    def _of_member(self, archive: ZipFile, entry: Entry, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        yield from self._opened(archive, entry).records(dataset, origin)

    def _opened(self, archive: ZipFile, entry: Entry) -> Readable:
        shown = f"{self.content.name}/{entry.name}"
        refuse_unreadable(entry.info, shown)
        return self.open_member(Member(self.content.path, shown, archive, entry.info), self.source)

    def _numbered(self, parsed: Parsed, number: int, entry: Entry, origin: Origin) -> Parsed:
        data, rejected = parsed
        place = data.schema.get_field_index(RECORD)
        most = max(
            [0, *(r.record for r in rejected), *((pc.max(data[RECORD]).as_py() & ((1 << RECORD_BITS) - 1),) if data.num_rows else ())]
        )
        if most >> self._shift:
            raise self._too_long(entry)
        numbers = pc.add(data[RECORD], pa.scalar(number << self._shift, pa.int64()))
        moved = (Rejected(r.record + (number << self._shift), r.raw, r.cause, r.expected) for r in rejected)
        return data.set_column(place, RECORD, numbers), tuple(moved)

    def _too_long(self, entry: Entry) -> TooLarge:
        most = f"{(1 << self._shift) - 1:,}"
        return TooLarge(
            f"压缩包“{self.content.name}”中“{entry.name}”超过 {most} 条记录，没有装载。请单独提交该文件。",
            f"'{entry.name}' in '{self.content.name}' has more than {most} records. Send that file by itself.",
        )

    def _nothing(self) -> MissingFiles:
        names = [e.name for e in self.entries[:30]]
        return MissingFiles(
            f"压缩包“{self.content.name}”中没有可装载的文件（members: {self.source.members}）。其中有：{'、'.join(names) or '（空）'}。",
            f"the ZIP archive '{self.content.name}' holds nothing to load (members: {self.source.members}). It has: "
            f"{', '.join(names) or '(nothing)'}.",
        )
