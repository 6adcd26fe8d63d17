"""Packages as they arrive: nothing of one is believed before its signature holds, and no byte is used that was not checked.

Files are opened without following links, copied while they are hashed, and only the copy is read: what changes in the gap afterwards
changes nothing here.
"""

import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from pydantic import ValidationError

from tianfu.model import Text

from .failures import BadPackage
from .keys import Trusted
from .manifest import MANIFEST, ROWS, SIGNATURE, Documents, Manifest, PackedFile, digest, package_name

if TYPE_CHECKING:
    import pyarrow as pa

NAME = re.compile(r"^(\d{8})-[0-9a-f]{12}$")
MANIFEST_BYTES, SIGNATURE_BYTES = 8 * 2**20, 4096
FILE_BYTES, UNPACKED_BYTES = 8 * 2**30, 64 * 2**30
BLOCK = 2**20
TYPES = ("string", "int64", "double", "bool", "date32[day]", "timestamp[us, tz=UTC]", "decimal128(18, 4)")
"""What columns may be. No lists, no nesting, nothing that needs an extension to be read."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A package whose manifest is proven: signed by the trusted key, for this installation, named like its content."""

    folder: Path
    manifest: Manifest
    hash: str


def arrivals(gap: Path) -> list[Path]:
    """Folders in the gap that are named like packages, in the order of their numbers."""
    try:
        return sorted(p for p in gap.iterdir() if NAME.match(p.name))
    except FileNotFoundError:
        return []


def number_of(folder: Path) -> int:
    """The number that a package claims by its name."""
    return int(folder.name[:8])


def fingerprint(folder: Path) -> str:
    """Changes when somebody replaces or completes the package: names, sizes and times of its files."""
    found = []
    with suppress(OSError):
        found = sorted(
            (e.name, e.stat(follow_symlinks=False).st_size, e.stat(follow_symlinks=False).st_mtime_ns) for e in os.scandir(folder)
        )
    return sha256(repr(found).encode()).hexdigest()


def arrived(folder: Path, trusted: Trusted) -> Arrived:
    """The package; BadPackage says what does not hold."""
    said = _small(folder, MANIFEST, MANIFEST_BYTES)
    trusted.check(said, _small(folder, SIGNATURE, SIGNATURE_BYTES))
    try:
        manifest = Manifest.model_validate_json(said)
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        raise BadPackage(Text(zh=f"清单格式不能识别（{where}）", en=f"the manifest cannot be read ({where})")) from None
    if manifest.installation != trusted.installation:
        raise BadPackage(Text(zh="这个包是发给另一套平台的", en="the package is meant for another installation"))
    if folder.name != package_name(manifest.sequence, digest(said)):
        raise BadPackage(Text(zh=f"包名 {folder.name} 与清单不符", en=f"the package is named {folder.name}, which its manifest is not"))
    _consistent(manifest)
    _nothing_else(folder, manifest)
    return Arrived(folder, manifest, digest(said))


@contextmanager
def rows_of(package: Arrived, spill: Path) -> "Iterator[tuple[Path, pa.Schema]]":
    """A proven copy of the rows and their columns, gone afterwards. BadPackage if size, content or columns are not as signed."""
    file = package.manifest.file
    assert file is not None  # `_consistent` has seen to it
    if file.bytes > FILE_BYTES:
        raise BadPackage(
            Text(zh=f"数据文件 {file.bytes:,} 字节，超过上限 {FILE_BYTES:,}", en=f"{file.bytes:,} bytes of rows, above {FILE_BYTES:,}")
        )
    copy = spill / f"{package.folder.name}.{os.getpid()}.parquet"
    try:
        with _opened(package.folder, ROWS, file.bytes) as source, copy.open("wb") as target:
            found = _copied(source, target, file.bytes)
        if found != file.sha256:
            raise BadPackage(Text(zh="数据文件内容与清单的摘要不符", en="the content of the rows is not what the manifest says"))
        yield copy, _schema(copy, file)
    finally:
        copy.unlink(missing_ok=True)


def _consistent(manifest: Manifest) -> None:
    """That the parts speak of the same dataset, version and columns."""
    released, file = manifest.released, manifest.file
    wanted = {"version": (True, True), "words": (True, False), "withdrawal": (False, False), "entries": (False, False)}[manifest.kind]
    if (released is not None, file is not None) != wanted:
        raise _disagrees("kind")
    if len({manifest.kind == "entries", manifest.dataset == "", manifest.documents != Documents()}) > 1:
        raise _disagrees("documents")
    if released is None:
        return
    names = tuple(c.name for c in released.dataset.columns)
    facts: Mapping[str, bool] = {
        "dataset": {released.dataset.id, released.version.dataset, released.release.dataset} == {manifest.dataset},
        "version": released.version.number == released.release.version,
        "columns": released.release.columns == names == released.version.columns and set(released.release.masks) <= set(names),
        "rows": file is None or released.rows_chosen != "" or file.rows == released.version.rows,
        "types": file is None or (set(file.types) <= set(names) and set(file.types.values()) <= set(TYPES)),
        "grant": released.grant is None or (released.grant.dataset == manifest.dataset and released.grant.door == "open"),
        "kind of dataset": released.dataset.kind != "problems",
    }
    for what, holds in facts.items():
        if not holds:
            raise _disagrees(what)


def _disagrees(what: str) -> BadPackage:
    return BadPackage(Text(zh=f"清单自相矛盾（{what}）", en=f"the manifest contradicts itself ({what})"))


def _nothing_else(folder: Path, manifest: Manifest) -> None:
    wanted = {MANIFEST, SIGNATURE, *((ROWS,) if manifest.file else ())}
    if more := sorted({e.name for e in os.scandir(folder)} - wanted):
        raise BadPackage(
            Text(zh=f"包中有清单之外的文件：{more[0][:60]}", en=f"the package holds a file that is not signed for: {more[0][:60]}")
        )


def _small(folder: Path, name: str, most: int) -> bytes:
    with _opened(folder, name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise BadPackage(Text(zh=f"{name} 超过 {most:,} 字节", en=f"{name} has more than {most:,} bytes"))
    return data


@contextmanager
def _opened(folder: Path, name: str, size: int | None = None) -> Iterator[BinaryIO]:
    """A plain file of the folder, of exactly that size."""
    try:
        inside = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            handle = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK, dir_fd=inside)
        finally:
            os.close(inside)
    except FileNotFoundError:
        raise BadPackage(Text(zh=f"缺少 {name}", en=f"{name} is missing")) from None
    except OSError as error:
        raise BadPackage(Text(zh=f"{name} 不是普通文件或不能读取", en=f"{name} is no plain file or cannot be read")) from error
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode):
            raise BadPackage(Text(zh=f"{name} 不是普通文件", en=f"{name} is no plain file"))
        if size is not None and about.st_size != size:
            zh = f"{name} 有 {about.st_size:,} 字节，清单为 {size:,}：不完整或被改动"
            raise BadPackage(Text(zh=zh, en=f"{name} has {about.st_size:,} bytes, signed are {size:,}: cut short or changed"))
        yield file


def _copied(source: BinaryIO, target: BinaryIO, size: int) -> str:
    """Copies at most `size` bytes and hashes them on the way."""
    found, left = sha256(), size
    while left and (block := source.read(min(BLOCK, left))):
        found.update(block)
        target.write(block)
        left -= len(block)
    return found.hexdigest()


def _schema(copy: Path, file: PackedFile) -> "pa.Schema":
    """The columns as signed; read from the footer, which must agree."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        footer = pq.read_metadata(copy)
        schema = pa.schema([pa.field(f.name, f.type) for f in pq.read_schema(copy)])
    except (pa.ArrowException, OSError) as error:
        raise BadPackage(Text(zh="数据文件不是可读的 Parquet", en="the rows are no Parquet that can be read")) from error
    unpacked = sum(footer.row_group(n).total_byte_size for n in range(footer.num_row_groups))
    if footer.num_rows != file.rows or unpacked > UNPACKED_BYTES:
        raise BadPackage(
            Text(zh=f"数据文件有 {footer.num_rows:,} 行，清单为 {file.rows:,}", en=f"{footer.num_rows:,} rows, signed are {file.rows:,}")
        )
    if {f.name: str(f.type) for f in schema} != dict(file.types):
        raise BadPackage(Text(zh="数据文件的列与清单不符", en="the columns of the rows are not those of the manifest"))
    return schema
