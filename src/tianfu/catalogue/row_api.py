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
]

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
        etag = page.etag.encode()
        if _asks_for(scope, etag):
            await send({"type": "http.response.start", "status": 304, "headers": [*HEAD, (b"etag", etag)]})
            await send({"type": "http.response.body"})
            return
        length = str(len(page.body)).encode()
        await send({"type": "http.response.start", "status": 200, "headers": [*HEAD, (b"etag", etag), (b"content-length", length)]})
        await send({"type": "http.response.body", "body": page.body if scope["method"] != "HEAD" else b""})


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


def _asks_for(scope: Message, etag: bytes) -> bool:
    """Whether the client has these bytes already."""
    for name, value in scope["headers"]:
        if name == b"if-none-match":
            return any(part.strip().removeprefix(b"W/") in (etag, b"*") for part in value.split(b","))
    return False
