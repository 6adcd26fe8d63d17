"""How an answer for machines leaves: not at all if it is known already, packed where that is understood, readable from any page."""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from tianfu.store.cache import Answers

from .packing import SMALL, packed, takes_gzip

Headers = list[tuple[bytes, bytes]]
CORS: Headers = [(b"access-control-allow-origin", b"*"), (b"access-control-expose-headers", b"ETag")]
KEPT: Headers = [(b"cache-control", b"no-cache"), (b"vary", b"Accept-Encoding")]
PACKED: Answers[bytes] = Answers(32 * 2**20)
"""Bodies as gzip by their ETag: packing costs ten times what sending does."""


@dataclass(frozen=True, slots=True)
class Body:
    """The bytes of an answer, and a name that changes whenever they do."""

    content: bytes
    etag: str
    media_type: str
    filename: str = ""


def body_of(content: bytes, media_type: str, filename: str = "") -> Body:
    """The bytes, named by their hash."""
    return Body(content, f'"{sha256(content).hexdigest()[:24]}"', media_type, filename)


def answer(body: Body, header: Callable[[bytes], bytes]) -> tuple[int, Headers, bytes]:
    """Status, headers and bytes for a client with these headers. Anybody's page may read it, since anybody may."""
    headers, etag = [*CORS, *KEPT, (b"content-type", body.media_type.encode())], body.etag.encode()
    known = header(b"if-none-match")
    if known and any(part.strip().removeprefix(b"W/") in (etag, b"*") for part in known.split(b",")):
        return 304, [*headers, (b"etag", etag)], b""
    if body.filename:
        headers.append((b"content-disposition", f'attachment; filename="{body.filename}"'.encode()))
    content = body.content
    if len(content) > SMALL and takes_gzip(header(b"accept-encoding").decode("latin-1")):
        content, etag = _packed(body), b"W/" + etag
        headers.append((b"content-encoding", b"gzip"))
    return 200, [*headers, (b"etag", etag), (b"content-length", str(len(content)).encode())], content


def _packed(body: Body) -> bytes:
    small = PACKED.get(body.etag)
    if small is None:
        small = packed(body.content)
        PACKED.put(body.etag, small, len(small))
    return small
