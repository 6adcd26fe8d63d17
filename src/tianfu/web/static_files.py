"""Static files: their address holds a hash of their content, so that browsers keep them for ever and never show old ones."""

import gzip
import mimetypes
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType

FOLDER = Path(__file__).with_name("static")
PREFIX = "/static/"
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".json": "application/json"}
PACKED = (("br", ".br"), ("gzip", ".gz"))
"""Encodings, best first, and the name of the packed file beside the plain one."""
SMALL = 1024
"""What is smaller travels as it is."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """A file as it is served: `packed` has its content in other encodings. Gzip is made at the start where it is missing."""

    body: bytes
    media_type: str
    hash: str
    packed: Mapping[str, bytes]

    def encoded(self, accepted: str) -> tuple[str, bytes]:
        """The encoding and the bytes for a browser that accepts these; ("", plain) where none fits."""
        offered = {part.split(";")[0].strip() for part in accepted.split(",") if "q=0" not in part.replace("q=0.", "")}
        return next(((e, self.packed[e]) for e, _ in PACKED if e in self.packed and e in offered), ("", self.body))


class StaticFiles:
    """All files of a folder by their path. What is not in it at the start is not served: no path ever reaches the disk."""

    def __init__(self, folder: Path = FOLDER, more: Mapping[str, bytes] = MappingProxyType({})) -> None:
        self._files = _read(folder) | {name: _made(name, body, {}) for name, body in more.items()}

    def address(self, path: str) -> str:
        """`/static/<hash>/<path>`; KeyError where there is no such file."""
        return f"{PREFIX}{self._files[path].hash}/{path}"

    def find(self, address: str) -> tuple[StaticFile, bool] | None:
        """The file behind `<hash>/<path>` or `<path>`, and whether the address is the hashed one, good for ever."""
        if address in self._files:
            return self._files[address], False
        hashed, _, path = address.partition("/")
        found = self._files.get(path)
        return (found, found.hash == hashed) if found else None


def _read(folder: Path) -> dict[str, StaticFile]:
    paths = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*")) if p.is_file()}
    plain = [n for n in paths if not (n.endswith((".br", ".gz")) and n.rpartition(".")[0] in paths)]
    return {name: _file(name, paths) for name in plain if not name.rpartition("/")[2].startswith(".")}


def _file(name: str, paths: Mapping[str, Path]) -> StaticFile:
    packed = {encoding: paths[name + suffix].read_bytes() for encoding, suffix in PACKED if name + suffix in paths}
    return _made(name, paths[name].read_bytes(), packed)


def _made(name: str, body: bytes, packed: dict[str, bytes]) -> StaticFile:
    suffix = Path(name).suffix
    kind = TYPES.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if len(body) > SMALL and suffix in TYPES:
        packed.setdefault("gzip", gzip.compress(body, 9, mtime=0))
    return StaticFile(body, kind, sha256(body).hexdigest()[:16], packed)
