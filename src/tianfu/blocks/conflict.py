"""Data at odds (数据打架): what several sources say of the same thing, side by side. Nothing here picks a winner.

A claim is what one source says once: `<key>, source, value`. A source can be at odds with itself; that is a conflict like any other. Where
a rule names the source that answers for something (一数一源), `answered` marks its claim; the others stay beside it.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

if TYPE_CHECKING:
    import ibis.expr.types as ir

AGREED, CONFLICT, SINGLE = "一致", "冲突", "单一来源"


def claims(rows: "ir.Table", key: Sequence[str], value: str, *, source: str, **beside: str) -> "ir.Table":
    """What a source says: `<key>, source, value` and the columns named in `beside`. A missing value says nothing."""
    said = rows.filter(rows[value].notnull())
    return said.select(*key, source=ibis.literal(source), value=said[value], **{name: said[column] for name, column in beside.items()})


def compare(said: "ir.Table", key: Sequence[str]) -> "ir.Table":
    """One row per key: `<key>, state, value, values, sources, speakers, claims`.

    `value` is what everybody says, and missing in a conflict; `values` counts the different ones; `sources` names the speakers, `speakers`
    counts them; `claims` counts how often something was said.
    """
    t = said.group_by(list(key)).aggregate(
        values=said.value.nunique(),
        lowest=said.value.min(),
        sources=listed(said.source, distinct=True),
        speakers=said.source.nunique(),
        claims=said.count(),
    )
    state = ibis.cases((t["values"] > 1, CONFLICT), (t.speakers > 1, AGREED), else_=SINGLE)
    everybody = ibis.ifelse(t["values"] == 1, t.lowest, None)
    return t.select(*key, state=state, value=everybody, values=t["values"], sources=t.sources, speakers=t.speakers, claims=t.claims)


def disputed(said: "ir.Table", key: Sequence[str]) -> "ir.Table":
    """The claims of the keys that are in conflict, each once."""
    compared = compare(said, key)
    return said.semi_join(compared.filter(compared.state == CONFLICT), list(key)).distinct()


def beside(said: "ir.Table", key: Sequence[str], sources: Sequence[str]) -> "ir.Table":
    """One row per key, a column per source with all that it says, as text, joined by 、; missing where it says nothing."""
    once = said.select(*key, "source", "value").distinct()
    heard = {s: listed(once.value, where=once.source == s) for s in sources}
    return once.group_by(list(key)).aggregate(**heard)


def listed(values: "ir.Column", *, where: "ir.BooleanValue | None" = None, distinct: bool = False) -> "ir.StringScalar":
    """The values of a group in their order, as one text joined by 、; null for none. An ordered `group_concat` does not run on Spark."""
    ordered = values.collect(where=where, distinct=distinct).sort()
    return ordered.map(lambda v: v.cast("string")).join("、").nullif("")


def answered(said: "ir.Table", answers: "ir.Table", *, element: str) -> "ir.Table":
    """The claims with `answers_for_it`: whether their source is the one that answers for the element.

    `answers` has a row per element: `<element>, source`. Elements that nobody answers for are left out: without a rule there is no pick.
    """
    rule = answers.select(element, _source=answers.source)
    joined = said.join(rule, element)
    return joined.mutate(answers_for_it=joined.source == joined._source).drop("_source")
