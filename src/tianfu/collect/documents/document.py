"""A JSON file as declared: its records found and numbered; what is broken in a record rejects it, what is broken between them the file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from tianfu.collect.contents import Content
from tianfu.collect.encodings import as_text, proven
from tianfu.collect.failures import BrokenFile
from tianfu.collect.fields import wanted
from tianfu.collect.found import Found
from tianfu.collect.parsing import MOST_REJECTED, Parsed, shown
from tianfu.model import RECORD_BITS, Dataset, Files, Origin, Rejected, Text

from . import lines, lists
from .rows import Rows
from .scanning import Broken, Scanner
from .values import Unsound, json_text, marking

MOST_RECORDS = 20_000
MOST_CHARACTERS = 4 * 2**20
"""What a batch may hold."""
OBJECT = Text(zh="对象 { }", en="an object { }")
UNICODE = Text(zh="完整的字符，不是半个代理对", en="whole characters, no halves of surrogate pairs")


@dataclass(frozen=True)
class Document:
    """JSON that may be read as its source declares. `is_lines`: a record a line."""

    content: Content
    source: Files
    encoding: str
    is_lines: bool

    @classmethod
    def of(cls, content: Content, source: Files) -> "Document":
        """UnprovenEncoding when it may not."""
        encoding = proven(content, source.dialect.encodings)
        return cls(content, source, encoding, not source.records.at and lines.are_lines(Scanner(as_text(content, encoding))))

    def records(self, dataset: Dataset, origin: Origin) -> Iterator[Parsed]:
        """Batches of numbered rows and the records that have none."""
        scanner, found = self._found()
        rows = Rows(self.content.name, wanted(dataset, self.source), self.source.records.join, origin.number << RECORD_BITS)
        batch = _Batch(rows)
        with self._explained():
            for number, value in enumerate(found, 1):
                batch.take(number, value, scanner)
                if batch.is_full:
                    self._refuse_most(batch, number)
                    yield batch.parsed(marked=scanner.decoder is marking)
        yield batch.parsed(marked=scanner.decoder is marking)
        rows.end()

    def place(self, number: int) -> Found:
        """The line that a record begins on, and the record as written."""
        scanner, found = self._found()
        with self._explained():
            value = next(islice(found, number - 1, None), None)
        text = scanner.text[scanner.began : scanner.place]
        of_columns = isinstance(value, dict) and not text.startswith("{")
        return Found("", scanner.at(scanner.began)[0], json_text(value) if of_columns else text.rstrip())

    def _found(self) -> tuple[Scanner, Iterator[Any]]:
        scanner = Scanner(as_text(self.content, self.encoding))
        return scanner, lines.records(scanner) if self.is_lines else lists.records(scanner, self.source.records.at, self.content.name)

    def _refuse_most(self, batch: "_Batch", number: int) -> None:
        if batch.refused > MOST_REJECTED and batch.refused > number // 2:
            raise BrokenFile(
                f"“{self.content.name}”已有 {batch.refused:,} 条记录无法读取，没有装载。请核对文件。",
                f"'{self.content.name}': {batch.refused:,} records cannot be read. Nothing was loaded. Check the file.",
            )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except Broken as broken:
            said = broken.text
            raise BrokenFile(
                f"“{self.content.name}”不是正确的 JSON：{said.zh}。没有装载任何记录。请重新导出后提交。",
                f"'{self.content.name}' is no JSON: {said.en}. Nothing was loaded. Export it again.",
            ) from broken


class _Batch:
    """Records on their way to columns."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._records: list[dict[str, Any]] = []
        self._numbers: list[int] = []
        self._rejected: list[Rejected] = []
        self._characters = 0
        self.refused = 0

    @property
    def is_full(self) -> bool:
        return len(self._records) + len(self._rejected) >= MOST_RECORDS or self._characters >= MOST_CHARACTERS

    def take(self, number: int, value: Any, scanner: Scanner) -> None:
        """Another record, or what stands in its place."""
        self._characters += scanner.place - scanner.began
        if type(value) is dict and value:
            self._records.append(value)
            self._numbers.append(number)
        else:
            self._reject(number, scanner.text[scanner.began : scanner.place], value)

    def parsed(self, *, marked: bool) -> Parsed:
        """What was taken since the last time."""
        try:
            data = self._rows.batch(self._records, self._numbers, marked=marked)
        except UnicodeEncodeError:
            self._drop_halves()
            data = self._rows.batch(self._records, self._numbers, marked=marked)
        rejected = tuple(sorted(self._rejected, key=lambda r: r.record))
        self._records, self._numbers, self._rejected, self._characters = [], [], [], 0
        return data, rejected

    def _reject(self, number: int, raw: str, value: Any) -> None:
        cause, expected = "broken_json", OBJECT
        if isinstance(value, Unsound):
            cause, expected = value.cause, value.expected
        if isinstance(value, Broken):
            expected = value.text
        self.refused += 1
        self._rejected.append(Rejected(number, shown(_writable(raw.rstrip())), cause, expected))

    def _drop_halves(self) -> None:
        """Rejects records with text that no encoding can write, such as half a surrogate pair."""
        kept = [(r, n) for r, n in zip(self._records, self._numbers, strict=True) if self._is_whole(r, n)]
        self._records, self._numbers = [r for r, _ in kept], [n for _, n in kept]

    def _is_whole(self, record: dict[str, Any], number: int) -> bool:
        text = json_text(record)
        if text == _writable(text):
            return True
        self._reject(number, text, Unsound("broken_json", UNICODE))
        return False


def _writable(text: str) -> str:
    return text.encode(errors="replace").decode()
