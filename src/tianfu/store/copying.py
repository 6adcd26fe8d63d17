"""Copying a file once: hashed on the way, whole on the disk at the end."""

import fcntl
import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from io import FileIO
from pathlib import Path
from typing import BinaryIO

BLOCK = 4 * 2**20
FICLONE = 0x40049409


def cloned(source: BinaryIO | FileIO, target: FileIO) -> str:
    """The SHA-256 of a copy that shares its blocks with the source, where the file system can do that (XFS, Btrfs); else empty."""
    if not isinstance(source, FileIO):
        return ""
    try:
        fcntl.ioctl(target.fileno(), FICLONE, source.fileno())
    except OSError:
        return ""
    target.seek(0)
    return hashlib.file_digest(target, "sha256").hexdigest()


def copied(source: BinaryIO | FileIO, target: FileIO) -> str:
    """The SHA-256 of what was copied: a block is hashed while it is written."""
    digest = hashlib.sha256()
    with ThreadPoolExecutor(1) as hashing:
        while block := source.read(BLOCK):
            hashed = hashing.submit(digest.update, block)
            _write(target, block)
            hashed.result()
    return digest.hexdigest()


def _write(target: FileIO, block: bytes) -> None:
    """All of it: a file without a buffer may take less at a time."""
    rest = memoryview(block)
    while rest:
        rest = rest[target.write(rest) :]


def moved(path: Path, place: Path) -> None:
    """Into its place for good: the folders know it even if the power fails now."""
    place.parent.mkdir(exist_ok=True)
    path.rename(place)
    for folder in (place.parent, place.parent.parent):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
