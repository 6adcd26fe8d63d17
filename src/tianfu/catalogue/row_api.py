"""The row API: the way most machines take. Plain ASGI: bytes that are at hand are decided on, journalled and sent without a thread.

What goes wrong is raised and becomes problem JSON where all failures do.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from anyio import to_thread

from tianfu.identity.visitor import visitor
from tianfu.model import BROWSING
from tianfu.store import Page, PageQuery, question
from tianfu.store.cache import Answers

from .packing import SMALL, packed, takes_gzip
from .visit import BEIJING

if TYPE_CHECKING:
    from tianfu.store import Store

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
SHORT = 500
"""Longer queries are read anew each time: memory is for what is asked often."""
HEAD: list[tuple[bytes, bytes]] = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-cache"),
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"ETag"),
    (b"vary", b"Accept-Encoding"),
]
PACKED: Answers[bytes] = Answers(32 * 2**20)
"""Bodies as gzip by their ETag: packing costs ten times what sending does."""

PREFLIGHT = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, HEAD"),
    (b"access-control-allow-headers", b"*"),
    (b"access-control-max-age", b"86400"),
]


class Rows:
    """GET /api/v1/datasets/<id>/rows. `scope["path_params"]` has the dataset."""

    async def __call__(self, scope: Message, _receive: object, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await send({"type": "http.response.body"})
            return
        page = await _page(scope["app"].state, scope["path_params"]["dataset_id"], scope["query_string"])
        known, accepted = _said(scope)
        etag = page.etag.encode()
        if known and any(part.strip().removeprefix(b"W/") in (etag, b"*") for part in known.split(b",")):
            await send({"type": "http.response.start", "status": 304, "headers": [*HEAD, (b"etag", etag)]})
            await send({"type": "http.response.body"})
            return
        body, headers = page.body, [*HEAD, (b"etag", etag)]
        if len(body) > SMALL and accepted and takes_gzip(accepted.decode("latin-1")):
            small = PACKED.get(page.etag)
            body = small if small is not None else await to_thread.run_sync(_pack, page)
            headers = [*HEAD, (b"etag", b"W/" + etag), (b"content-encoding", b"gzip")]
        headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body if scope["method"] != "HEAD" else b""})


async def _page(state: Any, dataset_id: str, asked: bytes) -> Page:
    """From the bytes at hand, else from the store in a thread."""
    store: Store = state.store
    reader, today = visitor(state.settings), datetime.now(UTC).astimezone(BEIJING).date()
    query = _read_short(asked) if len(asked) < SHORT else _read(asked)
    page = store.cached_page(dataset_id, reader, BROWSING, query, today=today)
    if page is not None:
        return page
    return await to_thread.run_sync(lambda: store.page(dataset_id, reader, BROWSING, query, today=today))


def _read(asked: bytes) -> PageQuery:
    return question(parse_qsl(asked.decode("latin-1"), keep_blank_values=True))


_read_short = lru_cache(maxsize=4096)(_read)


def _said(scope: Message) -> tuple[bytes, bytes]:
    """Which bytes the client has already, and which encodings it takes."""
    known = accepted = b""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            known = value
        elif name == b"accept-encoding":
            accepted = value
    return known, accepted


def _pack(page: Page) -> bytes:
    body = packed(page.body)
    PACKED.put(page.etag, body, len(body))
    return body
