"""Whether a file bears a mark of state secrets anywhere that a reader would see it, whatever kind of file it is."""

import re
import zlib
from codecs import iterdecode
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import GzipFile
from tempfile import TemporaryFile
from typing import IO, cast
from zipfile import BadZipFile, ZipExtFile, ZipFile

from .contents import BLOCK, COPIED_BYTES, INFLATED_BYTES, explodes
from .directory import entries
from .failures import CollectError, TooLarge
from .kinds import is_gzip
from .marks import ALL, HEAD_BYTES, IN_HEX, STAR, at_head, head_text, in_blocks, in_name, in_text

ENDS = re.compile(r"</(?:si|is|c|w:p|text:p|text:h|a:p|ofd:TextCode|dc:title|dc:subject|cp:keywords|dc:description)>")
HEADS = re.compile(r"(document|content|Content|header\d*|footer\d*|slide1)\.xml$")
TAGS = re.compile(r"<[^<>]*>")
ENTITY = re.compile(r"&#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7}));")
FIRST_CELLS, FIRST_PARAGRAPHS = 2, 5
CARRIED = 4096
"""Characters of XML, tags and all, that a mark may take across the end of a block."""
DEEPEST = 3
UNREADABLE = (CollectError, OSError, EOFError, ValueError, RuntimeError, BadZipFile, zlib.error)


def is_marked(file: IO[bytes], name: str, deep: int = DEEPEST) -> bool:
    """Looks at the name and reads all of the file once. What cannot be unpacked is not looked into: its reader refuses it."""
    if any(in_name(part) for part in name.split("/")):
        return True
    try:
        file.seek(0)
        head = file.read(HEAD_BYTES)
        file.seek(0)
        return _is_marked(file, head, name, deep)
    except UNREADABLE:
        return False


def _is_marked(file: IO[bytes], head: bytes, name: str, deep: int) -> bool:
    if is_gzip(head) and deep:
        with GzipFile(fileobj=file) as unpacked:
            return is_marked(cast("IO[bytes]", unpacked), "", deep - 1)
    if head.startswith(b"PK") and deep:
        with _jumpable(file) as archive:
            return _is_marked_inside(archive, deep)
    if head.startswith(b"%PDF"):
        return in_blocks(_blocks(file), (*ALL, IN_HEX))
    if name.endswith(".xml"):
        return _is_marked_xml(file, name)
    return at_head(head_text(head)) or in_blocks(_blocks(file))


def _is_marked_inside(file: IO[bytes], deep: int) -> bool:
    """Members of an archive, of which office documents are one kind: their text stands in XML."""
    with ZipFile(file) as archive:
        for entry in entries(file, ""):
            if in_name(entry.name):
                return True
            if not entry.info.flag_bits & 1:
                with archive.open(entry.info) as member:
                    if is_marked(member, entry.name, deep - 1):
                        return True
    return False


def _is_marked_xml(file: IO[bytes], name: str) -> bool:
    """The text between the tags, as one piece runs into the next inside a paragraph or cell."""
    lines = FIRST_CELLS if "sheet" in name.lower() or "sharedStrings" in name else FIRST_PARAGRAPHS if HEADS.search(name) else 0
    before = ""
    for text in iterdecode(_blocks(file), "utf-8", "ignore"):
        here = before + text
        if (lines or STAR in here or "&#" in here) and in_text(_seen(here), lines):
            return True
        before, lines = text[-CARRIED:], 0
    return False


def _seen(xml: str) -> str:
    text = TAGS.sub("", ENDS.sub("\n", xml))
    return ENTITY.sub(lambda m: chr(min(int(m[1] or "0", 16) or int(m[2] or "0"), 0x10FFFF)), text) if "&#" in text else text


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    total = 0
    while block := file.read(BLOCK):
        total += len(block)
        packed = inside.tell() if (inside := getattr(file, "fileobj", None)) else total  # of gzip
        if total > INFLATED_BYTES or explodes(total, packed):
            raise TooLarge("", "")
        yield block


@contextmanager
def _jumpable(file: IO[bytes]) -> Iterator[IO[bytes]]:
    """The file, or a copy without a name of one that is packed: archives are read from their end."""
    if not isinstance(file, GzipFile | ZipExtFile):
        yield file
        return
    with TemporaryFile(prefix="tianfu-") as copy:
        for number, block in enumerate(_blocks(file), 1):
            if number * BLOCK > COPIED_BYTES:
                raise TooLarge("", "")
            copy.write(block)
        copy.seek(0)
        yield copy
