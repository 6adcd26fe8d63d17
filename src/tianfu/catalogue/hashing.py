"""What a table was made with, in one number: the declaration and all that gives it meaning. Another number, and it is made again."""

import hashlib
from collections.abc import Iterator
from functools import cache

from tianfu.model import Dataset, Pack
from tianfu.model.rule import Custom, InCodes
from tianfu.standards import code_list, element

from .functions import Functions

FOR_PEOPLE = {
    "title",
    "title_en",
    "description",
    "description_en",
    "theme",
    "charts",
    "licence",
    "sharing",
    "steward",
    "refresh",
    "entry",
    "lowered_because",
}
"""Words and terms that change no row: a mended title does not load ten million rows again."""
COLUMN_WORDS = {"title", "title_en", "description", "level"}


def declaration_hash(dataset: Dataset, pack: Pack, figures: tuple[str, ...] = ()) -> str:
    """32 hexadecimal digits over the declaration, its elements and code lists, the custom rules, the analysis and the figures it reads."""
    digest = hashlib.sha256()
    for part in _parts(dataset, pack, figures):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()[:32]


def _parts(dataset: Dataset, pack: Pack, figures: tuple[str, ...]) -> Iterator[str]:
    yield dataset.model_dump_json(exclude={**dict.fromkeys(FOR_PEOPLE, True), "columns": {"__all__": COLUMN_WORDS}})
    meanings = [element(c.element) for c in dataset.columns]
    yield from (m.model_dump_json(exclude={"title", "title_en", "description", "level", "mask"}) for m in meanings)
    lists = {m.codes for m in meanings if m.codes} | {r.codes for r in dataset.rules if isinstance(r, InCodes)}
    lists |= {"areas"} if any(m.check == "area" for m in meanings) else set()
    yield from (_codes(name) for name in sorted(lists))
    if any(isinstance(r, Custom) for r in dataset.rules) and isinstance(pack.rules, Functions):
        yield from pack.rules.sources()
    if dataset.derived and isinstance(pack.analyses, Functions):
        yield from pack.analyses.sources()
        yield from (repr(sorted(pack.figures[name].items())) for name in figures)


@cache
def _codes(name: str) -> str:
    return repr(sorted(code_list(name).entries.items()))
