"""What the index is made of: its fields, and how a dataset or an entry becomes a document of it.

Everything is cut before it comes here (`cutting`), so the index itself only splits at spaces. `all` has every text of a document once more:
whether a document matches is asked of that one field, how well of the others.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Literal

import tantivy

from .cutting import cut, words
from .found import Hit
from .hits import packed
from .properties import NARROW, PROPERTIES

FORM = "2"
"""Raise it when fields, cutting or weights change: an index of another form is built anew."""
Sight = Literal["public", "inside"]
SIGHTS: tuple[Sight, ...] = ("public", "inside")
TEXTS = ("title", "codes", "names", "units", "values", "text", "all")
BAGS = ("title_bag", "bag", "word")
RAW = ("key", "mark", "blind")
BETWEEN = "\x1f"
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
DAYS = 20_000
WITH_DATA, NEWER = 0.1, 0.01
TITLE_MOST = 200


@dataclass(frozen=True, slots=True)
class Indexed:
    """What is indexed of a dataset, or of one text of an entry. `key` names the thing, `stamp` the state that it is of."""

    key: str
    stamp: str
    sights: tuple[Sight, ...]
    hit: Hit
    names: tuple[str, ...]
    units: tuple[str, ...]
    codes: str
    text: str
    values: str
    properties: Mapping[str, tuple[str, ...]]


@cache
def schema() -> tantivy.Schema:
    """The fields."""
    made = tantivy.SchemaBuilder()
    for name in TEXTS:
        made.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in BAGS:
        made.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in RAW:
        made.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*PROPERTIES, "mixture"):
        made.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    made.add_text_field("by_title", tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("by_updated", "by_rows"):
        made.add_integer_field(name, fast=True)
    for name in ("by_quality", "weight"):
        made.add_float_field(name, fast=True)
    made.add_bytes_field("hit", stored=True)
    return made.build()


def document(indexed: Indexed) -> tantivy.Document:
    """As the index takes it."""
    hit, made = indexed.hit, tantivy.Document()
    texts = {
        "title": f"{hit.title.zh} {hit.title.en}",
        "codes": indexed.codes,
        "names": " ".join(indexed.names),
        "units": " ".join(indexed.units),
        "values": indexed.values,
        "text": indexed.text,
    }
    pieces = {name: cut(text) for name, text in texts.items()}
    joined = {name: " ".join(found) for name, (found, _) in pieces.items()}
    for name, text in joined.items():
        made.add_text(name, text)
    made.add_text("all", " ".join(joined.values()))
    made.add_text("title_bag", " ".join(pieces["title"][1]))
    made.add_text("bag", " ".join(set[str]().union(*(bag for _, bag in pieces.values()))))
    if "public" in indexed.sights:
        made.add_text("word", " ".join({w for text in (hit.title.zh, hit.title.en, *indexed.names, *indexed.units) for w in words(text)}))
    _add_raw(made, indexed)
    _add_orders(made, hit)
    return made


def mixture(properties: Mapping[str, tuple[str, ...]]) -> str:
    """The values of all narrow properties in one, so that one count is a count of them all."""
    return BETWEEN.join(properties.get(n, ("",))[0] for n in NARROW)


def mark(key: str, stamp: str) -> str:
    """What an index says it holds of a thing."""
    return f"{key}{BETWEEN}{stamp}"


def marked(marks: Iterable[str]) -> dict[str, str]:
    """Key -> stamp."""
    return {key: stamp for key, _, stamp in (m.partition(BETWEEN) for m in marks)}


def _add_raw(made: tantivy.Document, indexed: Indexed) -> None:
    made.add_text("key", indexed.key)
    made.add_text("mark", mark(indexed.key, indexed.stamp))
    for sight in SIGHTS:
        if sight not in indexed.sights:
            made.add_text("blind", sight)
    made.add_text("mixture", mixture(indexed.properties))
    for name, values in indexed.properties.items():
        for value in values:
            made.add_text(name, value)


def _add_orders(made: tantivy.Document, hit: Hit) -> None:
    """What lists are ordered by. Data come before the promise of data, the newer before the older where all else is equal."""
    days = (hit.updated_at - EPOCH).days / DAYS if hit.updated_at else 0.0
    made.add_text("by_title", hit.title.zh[:TITLE_MOST])
    made.add_integer("by_updated", int(hit.updated_at.timestamp() * 1000) if hit.updated_at else 0)
    made.add_integer("by_rows", hit.rows or 0)
    made.add_float("by_quality", hit.score or 0.0)
    made.add_float("weight", 1.0 + WITH_DATA * hit.mounted + NEWER * min(max(days, 0.0), 1.0))
    made.add_bytes("hit", packed(hit))
