"""The directory of a ZIP archive, looked at before anything is unpacked: what cannot be read and what only fills disks is told at once."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath
from typing import IO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .contents import INFLATED_BYTES, explodes
from .failures import BrokenFile, OtherKind, TooLarge
from .labels import label

END, END_64 = b"PK\x05\x06", b"PK\x06\x06"
LONGEST_COMMENT = 2**16 + 100
DIRECTORY_BYTES = 4 * 2**20
MOST_MEMBERS = 10_000
METHODS = (ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2)
OF_PROGRAMS = re.compile(r"(^|/)(__MACOSX/|\.|~\$|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)


@dataclass(frozen=True)
class Entry:
    """A file in an archive under its name in letters that can be shown."""

    name: str
    info: ZipInfo


def entries(file: IO[bytes], name: str) -> tuple[Entry, ...]:
    """The files of the archive by name, without what operating systems leave in it. CollectError where they may not be unpacked."""
    _refuse_large_directory(file, name)
    try:
        with ZipFile(file) as archive:
            infos = [i for i in archive.infolist() if not i.filename.endswith("/")]  # is_dir() fails on a name that is empty
    except (BadZipFile, ValueError, NotImplementedError) as error:
        raise broken(name, error) from error
    _refuse_bombs(infos, name)
    named = [Entry(_name(i), i) for i in infos]
    found = [e for e in named if not OF_PROGRAMS.search(e.name)]
    return tuple(sorted(found, key=lambda e: (e.name, e.info.header_offset)))


def refuse_unreadable(info: ZipInfo, shown: str) -> None:
    """OtherKind for a member that is encrypted, or packed in a way that few programs read."""
    if info.flag_bits & 1:
        raise OtherKind(
            f"“{shown}”已加密，平台不保存也不询问压缩密码，没有装载。请不设密码重新压缩后提交。",
            f"'{shown}' is encrypted, and no password is asked for or kept here. Pack it again without a password.",
        )
    if info.compress_type not in METHODS:
        raise OtherKind(
            f"“{shown}”的压缩方法（编号 {info.compress_type}）这里不支持，没有装载。请用系统自带的 ZIP 压缩重新打包。",
            f"'{shown}' is packed by method {info.compress_type}, which is not read here. Pack it again as a plain ZIP file.",
        )


def broken(name: str, error: Exception) -> BrokenFile:
    """Told of an archive that does not hold together."""
    return BrokenFile(
        f"压缩包“{name}”不完整或已损坏（{error}），没有装载。请重新压缩或重新传输后再提交。",
        f"The ZIP archive '{name}' breaks off or is damaged ({error}); nothing was loaded. Pack or transfer it again.",
    )


def _refuse_large_directory(file: IO[bytes], name: str) -> None:
    """Before it is read: a directory of millions of entries fills memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - LONGEST_COMMENT))
    tail = file.read()
    at, at_64 = tail.rfind(END), tail.rfind(END_64)
    sizes = [int.from_bytes(tail[at + 12 : at + 16], "little")] if at >= 0 else []
    sizes += [int.from_bytes(tail[at_64 + 40 : at_64 + 48], "little")] if at_64 >= 0 else []
    if any(DIRECTORY_BYTES < s < 0xFFFFFFFF for s in sizes):
        raise _too_many(name)


def _refuse_bombs(infos: Sequence[ZipInfo], name: str) -> None:
    if len(infos) > MOST_MEMBERS:
        raise _too_many(name)
    total = sum(i.file_size for i in infos)
    packed = sum(i.compress_size for i in infos)
    places = sorted((i.header_offset, i.header_offset + i.compress_size) for i in infos)
    overlap = any(end > begin for (_, end), (begin, _) in pairwise(places))
    if overlap or total > INFLATED_BYTES or explodes(total, packed):
        raise TooLarge(
            f"压缩包“{name}”声称解压后有 {total / 2**20:,.0f} MB，是压缩后的 {total // max(packed, 1):,} 倍，或其中文件互相重叠，"
            "像是压缩炸弹，没有解压。请拆分后重新压缩，或改用 gzip 提交单个文件。",
            f"'{name}' claims to hold {total / 2**20:,.0f} MB, {total // max(packed, 1):,} times its size, or its files overlap: "
            "it looks like a bomb and was not unpacked. Split it, or send single files as gzip.",
        )


def _too_many(name: str) -> TooLarge:
    return TooLarge(
        f"压缩包“{name}”中的文件超过 {MOST_MEMBERS:,} 个，没有解压。请合并或分批提交。",
        f"'{name}' holds more than {MOST_MEMBERS:,} files and was not unpacked. Merge them or send several archives.",
    )


def _name(info: ZipInfo) -> str:
    """The name; without the mark of UTF-8 it is what Chinese systems write, GBK, unless it is UTF-8 all the same."""
    name = info.orig_filename
    if not info.flag_bits & 0x800:
        raw = name.encode("cp437")
        name = next((d for e in ("utf-8", "gb18030") if (d := _decoded(raw, e)) is not None), name)
    parts = PurePosixPath(name.replace("\\", "/")).parts
    kept = [p if p.startswith((".", "~$")) and p not in (".", "..") else label(p) for p in parts if p not in ("/", ".", "..")]
    return "/".join(kept) or label("")


def _decoded(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
