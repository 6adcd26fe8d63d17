"""The parts of an XLSX file: bounded before they are unpacked, without document types, in UTF-8."""

import codecs
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile, ZipInfo
from zlib import error as ZlibError

from tianfu.collect.directory import refuse_unreadable
from tianfu.collect.failures import BrokenFile, CollectError, TooLarge

BLOCK = 2**20
SMALL_BYTES = 32 * 2**20
"""What a part may hold that is taken in as a whole; and any part, without a look at how well it is packed."""
STRING_BYTES = 256 * 2**20
SHEET_BYTES = 4 * 2**30
MOST_RATIO, STRING_RATIO = 100, 40
"""Sheets of real numbers and words are 5 to 30 times as large as packed, texts that differ at most 26 times."""
DOCTYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
ENCODING = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


UNREADABLE = (
    *(BadZipFile, ZlibError, EOFError, OSError, NotImplementedError, RuntimeError),
    *(ValueError, KeyError, IndexError, OverflowError, expat.ExpatError),
)


class Doctype(ValueError):
    """A part declares a document type or entities, which no spreadsheet writes."""


@dataclass(frozen=True)
class Parts:
    """The parts by their path, whatever case and strokes it is written in."""

    name: str
    archive: ZipFile
    infos: dict[str, ZipInfo]

    @classmethod
    def of(cls, archive: ZipFile, name: str) -> "Parts":
        """Of an archive whose directory was looked at."""
        return cls(name, archive, {_plain(i.filename): i for i in archive.infolist()})

    def has(self, path: str) -> bool:
        return _plain(path) in self.infos

    def blocks(self, path: str, most: int = SMALL_BYTES, ratio: int = MOST_RATIO) -> Iterator[bytes]:
        """The bytes in UTF-8. TooLarge by what the directory says; no more than that ever comes out."""
        info = self.infos[_plain(path)]
        refuse_unreadable(info, f"{self.name}/{path}")
        if info.file_size > most or info.file_size > max(SMALL_BYTES, info.compress_size * ratio):
            raise self._bomb(path, info)
        with self.explained(), self.archive.open(info) as file:
            yield from _in_utf_8(iter(lambda: file.read(BLOCK), b""))

    def whole(self, path: str) -> bytes:
        """A small part."""
        return b"".join(self.blocks(path))

    def walk(self, path: str, begin: Callable[[str, dict[str, str]], Any]) -> None:
        """Tells of every element of a small part: its name and attributes without prefixes."""
        with self.explained():
            walk(self.whole(path), lambda n, a: begin(local(n), {local(k): v for k, v in a.items()}))

    @contextmanager
    def explained(self) -> Iterator[None]:
        """BrokenFile for what goes wrong inside."""
        try:
            yield
        except CollectError:
            raise
        except Doctype as error:
            raise BrokenFile(
                f"“{self.name}”内含文档类型或实体声明（DTD），正常的表格软件不会写出，像是攻击文件，没有读取。请用表格软件重新另存后提交。",
                f"'{self.name}' declares a document type or entities, which no spreadsheet writes: it was not read. Save it again.",
            ) from error
        except UNREADABLE as error:
            raise broken(self.name, str(error)) from error

    def _bomb(self, path: str, info: ZipInfo) -> TooLarge:
        size, ratio = f"{info.file_size / 2**20:,.0f} MB", f"{info.file_size // max(info.compress_size, 1):,}"
        return TooLarge(
            f"工作簿“{self.name}”的“{path}”声称展开后有 {size}，是压缩后的 {ratio} 倍，没有读取。"
            "请删去多余的空行和格式，或按时间拆分后重新提交。",
            f"'{path}' in the workbook '{self.name}' claims to hold {size}, {ratio} times its packed size, and was not read. "
            "Delete empty formatted rows, or split it by time.",
        )


def broken(name: str, what: str) -> BrokenFile:
    """Told of a workbook that does not hold together."""
    return BrokenFile(
        f"工作簿“{name}”不完整或已损坏（{what[:200]}），没有装载任何记录。请用表格软件打开并重新另存为 .xlsx 后提交。",
        f"The workbook '{name}' is incomplete or damaged ({what[:200]}); nothing was loaded. Open it and save it again as .xlsx.",
    )


def walk(xml: bytes, begin: Callable[[str, dict[str, str]], Any], end: Callable[[str], Any] | None = None, text: Any = None) -> None:
    """Parses without entities from the outside; Doctype where one is declared."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.Parse(xml, True)  # noqa: FBT003


def local(name: str) -> str:
    """The name without its prefix."""
    return name.rpartition(":")[2]


def target(of: str, path: str) -> str:
    """The path of a part that another one refers to."""
    return normpath(path.lstrip("/") if path.startswith("/") else join(of.rpartition("/")[0], path))


def _refuse(*_: Any) -> None:
    raise Doctype("DTD")


def _plain(path: str) -> str:
    return path.replace("\\", "/").lstrip("/").lower()


def _in_utf_8(blocks: Iterator[bytes]) -> Iterator[bytes]:
    first = next(blocks, b"")
    if first.startswith(UTF_16):
        decoder = codecs.getincrementaldecoder("utf-16")()
        yield ENCODING.sub(b'<?xml version="1.0"', decoder.decode(first).encode(errors="surrogatepass"), 1)
        yield from (decoder.decode(b).encode(errors="surrogatepass") for b in blocks)
        return
    first = first.removeprefix(codecs.BOM_UTF8)
    if (said := ENCODING.match(first)) and said[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        raise ValueError(f"encoding {said[1].decode('ascii', 'replace')}")
    yield first
    yield from blocks
