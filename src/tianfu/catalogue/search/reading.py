"""Reading the index: hits in an order, from a place on."""

import re
from dataclasses import dataclass

import tantivy
from tantivy import Order, Query

from .asking import Words, matching, narrowed, ranked
from .counting import Counts, counted, total
from .found import Hit
from .hits import unpacked
from .schema import schema
from .wanted import Wanted

PLACE = re.compile(r"(\d{1,9})-((?:dataset|entry):.+)")
SLACK = 100
"""So far around its old place a hit is looked for after the index has changed."""
ORDERS = {"updated": ("by_updated", Order.Desc), "title": ("by_title", Order.Asc), "rows": ("by_rows", Order.Desc)}
ORDERS |= {"quality": ("by_quality", Order.Desc)}


@dataclass(frozen=True)
class Question:
    """What is wanted, its words cut, as queries. `every`: all words must occur."""

    asked: Wanted
    words: Words
    every: bool = True

    @property
    def found_by_words(self) -> Query:
        return matching(self.words, every=self.every) if self.asked.words else Query.all_query()


@dataclass(frozen=True)
class Listed:
    """A page: hits, how many match, the place of the next page."""

    hits: tuple[Hit, ...]
    total: int
    next: str | None


@dataclass(frozen=True)
class Reader:
    """One state of the index, with a name."""

    searcher: tantivy.Searcher
    name: str

    def page(self, question: Question) -> Listed:
        """The hits behind the place that is asked for."""
        asked, start = question.asked, self._start(question)
        found = self._search(question, asked.limit + 1, start)
        hits = tuple(self._hit(a) for _, a in found.hits[: asked.limit])
        more = len(found.hits) > asked.limit
        place = f"{start + len(hits)}-{hits[-1].kind}:{hits[-1].id}" if more else None
        return Listed(hits, found.count or 0, place)  # type: ignore[attr-defined]  # missing in the stub

    def total(self, question: Question) -> int:
        """How many match."""
        return total(self.searcher, narrowed(question.asked, question.found_by_words))

    def has_any(self, question: Question) -> bool:
        """Whether anything matches, whatever the properties."""
        query = narrowed(Wanted(inside=question.asked.inside), question.found_by_words)
        return bool(self.searcher.search(query, 1, count=False).hits)

    def counts(self, question: Question) -> Counts:
        return counted(self.searcher, question.asked, question.found_by_words)

    def vocabulary(self) -> dict[str, int]:
        """Words of titles, columns, items and departments, with the number of documents that anybody may find by them."""
        return dict(self.searcher.terms_with_prefix("word", "", narrowed(Wanted(), Query.all_query())))

    def _search(self, question: Question, limit: int, offset: int) -> tantivy.SearchResult:
        asked = question.asked
        if asked.sort == "best" and question.words.pieces:
            best = ranked(asked, question.words, every=question.every)
            return self.searcher.search(best, limit, offset=offset, weight_by_field="weight")
        query = narrowed(asked, question.found_by_words)
        field, order = ORDERS.get(asked.sort, ORDERS["updated"])
        return self.searcher.search(query, limit, offset=offset, order_by_field=field, order=order)

    def _start(self, question: Question) -> int:
        """How many hits come before: those up to the hit that the last page ended with, wherever that stands now."""
        after = question.asked.after
        if not after:
            return 0
        place = PLACE.fullmatch(after)
        last = min(int(place[1]), self.searcher.num_docs) if place else None
        address = self._address(question.asked, place[2] if place else after)
        if address is None:
            return last or 0
        begin = max(0, last - SLACK) if last is not None else 0
        around = 2 * SLACK if last is not None else max(self.searcher.num_docs, 1)
        for at, (_, each) in enumerate(self._search(question, around, begin).hits):
            if (each.segment_ord, each.doc) == address:
                return begin + at + 1
        return last or 0

    def _address(self, asked: Wanted, key: str) -> tuple[int, int] | None:
        keys = [key] if ":" in key else [f"{kind}:{key}" for kind in ("dataset", "entry")]
        query = narrowed(Wanted(inside=asked.inside), Query.term_set_query(schema(), "key", keys))
        found = self.searcher.search(query, 1, count=False).hits
        return (found[0][1].segment_ord, found[0][1].doc) if found else None

    def _hit(self, address: tantivy.DocAddress) -> Hit:
        return unpacked(bytes(self.searcher.doc(address)["hit"][0]))
