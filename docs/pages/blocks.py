"""docs/reference/blocks.md: what stands at the head of a pack's page, and the blocks that draw data."""

from inspect import getdoc

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from tianfu.catalogue.prose.blocks import CODE, KINDS
from tianfu.catalogue.prose.written import FILLED, LONGEST
from tianfu.model.chart import Limit
from tianfu.model.page import ClosedBlock, Measured, PageHead

from .markdown import page as whole
from .markdown import table

INTRODUCTION = f"""\
A page of a pack is `pages/<name>.md` (Chinese) and `pages/<name>.en.md` (English), CommonMark with tables, at most {LONGEST:,} characters.
HTML is text, images are none, links lead to `/dataset/`, `/packs/`, `/catalogue`, `/entries`, `/entry/`, `/query` and to `#` headings of
the page; other `https://` addresses stand as text. Headings begin with `##`. A block is a fence whose first word is its kind and whose
lines are YAML; it stands by itself, not in a list. Fences with {", ".join(f"`{word}`" for word in CODE[1:])} are shown as they stand.
How to write one: [how-to/write_a_page.md](../how-to/write_a_page.md)."""
VALUES = """\
## values

```values
days: {dataset: environment.air_editions, y: within, where: {year: 2015}}
worst: {dataset: environment.air_by_month, y: month, highest: pm25}
```

Names and numbers. `{days}` stands in the prose and in titles for the number and leads to the row it is from; without data it is a dash."""
WORDS = {
    "title": "what it is; of a chart the finding",
    "title_en": "the same in English, where the page has no English file",
    "summary": "one or two sentences for lists",
    "updated": "the day on which a person last read it through, as 2026-11-25",
    "dataset": "the id of a dataset, also of another pack",
    "kind": "`line` or `bar`",
    "limits": "limit lines, see below",
    "highest": "the row where this column is highest",
    "lowest": "the row where this column is lowest",
    "note": "a word below the number",
    "unit": "default: that of the column",
    "x": "the column along the axis; of a map, the column of areas",
    "of": "how values that fall together are put into one: `mean`, `sum`, `min`, `max`, `count`",
    "y": "the column that is measured; none: rows are counted",
    "where": "conditions as an address writes them: `{'date.gte': '2026-01-01'}`",
    "limit": "so many rows",
    "value": "where the line lies",
    "standard": "which standard and edition says so",
}


def page() -> str:
    """The head, the values, then each kind of block with its parts."""
    kinds = [(name, kind) for name, kind in KINDS.items() if kind is not ClosedBlock]
    return whole(
        "Blocks of pages",
        INTRODUCTION,
        _part("The head", PageHead, "Between two lines `---` at the beginning."),
        VALUES + "\n\n" + _table(Measured),
        *(_part(name, kind, getdoc(kind) or "") for name, kind in kinds),
        _part("Limit lines", Limit, "Entries of a chart's `limits`."),
        f"Titles of charts may also name {', '.join(f'`{{{n}}}`' for n in FILLED)}: ends of the first series, filled from the data.",
    )


def _part(name: str, kind: type[BaseModel], said: str) -> str:
    return f"## {name}\n\n{said}\n\n{_table(kind)}"


def _table(kind: type[BaseModel]) -> str:
    return table(("part", "", "default"), [(f"`{n}`", _said(n, f), _default(f)) for n, f in kind.model_fields.items()])


def _said(name: str, field: FieldInfo) -> str:
    return field.description or WORDS[name]


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be given"
    value = field.get_default(call_default_factory=True)
    return "none" if value in (None, (), {}, "") else f"`{value}`"
