"""The list for machines over HTTP. Plain ASGI: what is at hand as bytes is sent as often as rows are.

Everybody gets what the public may know, also at the machine itself: so answers can be kept, and read from any page.
"""

import time
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import parse_qsl

import orjson
from anyio import CapacityLimiter, to_thread

from tianfu.catalogue.feeds import MEDIA_TYPE, atom
from tianfu.catalogue.row_api import PREFLIGHT, Send
from tianfu.catalogue.search import Search, Wanted, wanted
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.model import Text
from tianfu.store.cache import Answers

from .described import csv_text, list_json
from .news import ENTRIES, news
from .whole import every

if TYPE_CHECKING:
    from tianfu.catalogue.registry import Registry
    from tianfu.model import Settings

Kind = Literal["json", "csv", "atom"]
Scope = MutableMapping[str, Any]
BOUND, SHORT = 32 * 2**20, 500
"""Bytes that are kept; longer questions are answered anew each time: memory is for what is asked often."""
MOMENT = 0.25
"""Seconds: while the metadata are written again and again, so old may an answer be."""
FILES = CapacityLimiter(2)
"""So many whole lists are written at once; pages and short lists do not wait for them."""


@dataclass(frozen=True, slots=True)
class Held:
    """An answer, what it depends on (empty where that was changing), and how long it may be given without looking."""

    body: Body
    generation: str
    until: float


class Twins:
    """GET of one face of the list. `only` are pairs that an address implies unless it says otherwise."""

    def __init__(self, kind: Kind, only: tuple[tuple[str, str], ...] = ()) -> None:
        self._kind, self._only = kind, only
        self._held: Answers[Held] = Answers(BOUND)

    async def __call__(self, scope: Scope, _receive: object, send: Send) -> None:
        if scope["method"] == "OPTIONS":
            await send({"type": "http.response.start", "status": 204, "headers": PREFLIGHT})
            await send({"type": "http.response.body"})
            return
        said = dict(reversed(scope["headers"]))
        body = await self._body(scope, said.get(b"host", b"").decode("latin-1"))
        status, headers, content = answer(body, lambda name: said.get(name, b""))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": content if scope["method"] != "HEAD" else b""})

    async def _body(self, scope: Scope, host: str) -> Body:
        """At hand while what answers depend on is the same, or was a moment ago if it is changing; else made in a thread."""
        state, asked = scope["app"].state, scope["query_string"]
        base = f"{scope['scheme']}://{host}" if self._kind == "atom" else ""
        generation, held = state.search.generation, self._held.get((asked, base))
        if held is not None and (held.generation == generation if generation else time.monotonic() < held.until):
            return held.body
        made = await to_thread.run_sync(self._made, state, asked, base, limiter=FILES if self._kind == "csv" else None)
        if len(asked) < SHORT:
            same = generation if generation == state.search.generation else ""
            self._held.put((asked, base), Held(made, same, time.monotonic() + MOMENT), len(made.content) + SHORT)
        return made

    def _made(self, state: Any, query: bytes, base: str) -> Body:
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        named = {name for name, _ in pairs}
        asked = wanted([*pairs, *(p for p in self._only if p[0] not in named)])
        match self._kind:
            case "json":
                return as_json(state.search, state.registry, asked)
            case "csv":
                return as_csv(state.search, asked, whole="limit" not in named)
            case "atom":
                return as_atom(state.search, state.settings, asked, base, dict(pairs).get("lang", "zh"))


def as_json(search: Search, registry: "Registry", asked: Wanted) -> Body:
    """A page of the list."""
    return body_of(orjson.dumps(list_json(search.find(asked), registry)), "application/json")


def as_csv(search: Search, asked: Wanted, *, whole: bool) -> Body:
    """All that match; a page where a limit was named."""
    text = csv_text(every(search, asked) if whole else search.find(asked).hits)
    return body_of(text.encode(), "text/csv; charset=utf-8", "catalogue.csv")


def as_atom(search: Search, settings: "Settings", asked: Wanted, base: str, lang: str) -> Body:
    """The newest that match."""
    found = search.find(replace(asked, sort="updated", after="", limit=ENTRIES))
    platform = Text(zh=settings.platform, en=settings.platform_en)
    return body_of(atom(news(base, platform, asked, found.hits, lang)), MEDIA_TYPE)
