"""What is offered while somebody types: words that occur, and titles of what anybody may read."""

from typing import Protocol
from urllib.parse import urlencode

import orjson

from tianfu.catalogue.search.found import Found, Hit
from tianfu.catalogue.search.synonyms import folded
from tianfu.catalogue.search.wanted import Wanted, wanted
from tianfu.catalogue.search.words_known import Known

MOST = 8
WORDS_BESIDE_TITLES = 3
LOOKED_THROUGH = 20
TYPED_MOST = 40


class Finds(Protocol):
    """What suggestions are made with: a search of public metadata, and the words that occur in it."""

    known: Known

    def find(self, asked: Wanted) -> Found: ...


def suggested(search: Finds, typed: str, *, english: bool = False) -> bytes:
    """Up to eight `{"text", "kind", "href"}` as JSON: words first, then titles with what was typed in them."""
    asked = " ".join(typed.split())[:TYPED_MOST]
    if not asked:
        return b"[]"
    titles = [h for h in search.find(wanted([("q", asked), ("limit", str(LOOKED_THROUGH))])).hits if _is_in(asked, h, english=english)]
    words = [w for w in search.known.now().suggesting.begun(asked, MOST) if folded(w) != folded(asked)]
    shown = words[: max(WORDS_BESIDE_TITLES, MOST - len(titles))]
    lines = [{"text": w, "kind": "word", "href": f"/catalogue?{urlencode({'q': w})}"} for w in shown]
    lines += [{"text": _title(h, english=english), "kind": h.kind, "href": h.href} for h in titles[: MOST - len(lines)]]
    return orjson.dumps(lines)


def _title(hit: Hit, *, english: bool) -> str:
    return (english and hit.title.en) or hit.title.zh


def _is_in(asked: str, hit: Hit, *, english: bool) -> bool:
    return folded(asked) in folded(_title(hit, english=english))
