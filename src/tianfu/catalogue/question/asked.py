"""The question of a dataset's page: conditions, order and place as an address writes them, and the addresses one step away from it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from tianfu.store import Where
from tianfu.store.page_query import refuse_many

OWN = ("lang", "f_column", "f_op", "f_value", "f_pick")
"""Parameters that are not about rows: the language, the fields of the form that adds a condition, and the column it offers first."""
CHART = "chart."
"""What begins like this says which chart the reader has built; it is no condition."""
RESERVED = ("sort", "after", "limit", "fields", "count")
SHOWN = 20
SHOWN_MOST = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """`conditions` in the order in which they were set; `fields` as it stands in the address; `chart` as the builder wrote it.

    `pick` is the column whose condition the form offers first: it is no state and stands in no address that follows.
    """

    conditions: tuple[Where, ...] = ()
    sort: str = ""
    after: str = ""
    limit: str = ""
    fields: str = ""
    chart: tuple[tuple[str, str], ...] = ()
    pick: str = ""

    def pairs(self, *, after: str = "") -> list[tuple[str, str]]:
        """As an address writes it, at the beginning or at another place."""
        having = [(w.column if w.op == "eq" else f"{w.column}.{w.op}", w.value) for w in self.conditions]
        rest = [("sort", self.sort), ("fields", self.fields), ("limit", self.limit), ("after", after)]
        return [*having, *((k, v) for k, v in rest if v), *self.chart]

    def of_rows(self) -> list[tuple[str, str]]:
        """What the API for rows understands: all but the chart."""
        return replace(self, chart=()).pairs()

    def filtered(self) -> list[tuple[str, str]]:
        """Conditions, order and fields: what a file of the view is made from."""
        return replace(self, limit="").of_rows()

    def conditioned(self) -> list[tuple[str, str]]:
        """The conditions alone: what charts and maps share with the rows."""
        return Asked(self.conditions).pairs()

    def without(self, place: int) -> "Asked":
        return replace(self, conditions=self.conditions[:place] + self.conditions[place + 1 :])

    def having(self, condition: Where) -> "Asked":
        """With one condition more; the same one again changes nothing."""
        return self if condition in self.conditions else replace(self, conditions=(*self.conditions, condition))

    def order_of(self, column: str) -> Literal["", "asc", "desc"]:
        return "asc" if self.sort == column else "desc" if self.sort == f"-{column}" else ""

    def sorted_by(self, column: str) -> "Asked":
        """Rising, then falling, then as before."""
        following = {"": column, "asc": f"-{column}", "desc": ""}
        return replace(self, sort=following[self.order_of(column)])


def asked(pairs: Iterable[tuple[str, str]]) -> Asked:
    """The question of an address. BadQuestion for too many conditions: each link of a page has the whole question in it.

    >>> asked([("area", "510107"), ("capital.gte", "5"), ("sort", "-capital"), ("lang", "en")]).pairs()
    [('area', '510107'), ('capital.gte', '5'), ('sort', '-capital')]
    """
    given: dict[str, str] = {}
    conditions: list[Where] = []
    chart: dict[str, str] = {}
    for name, value in pairs:
        if name in RESERVED or name == "f_pick":
            given[name] = value
        elif name.startswith(CHART):
            chart[name] = value
        elif name not in OWN:
            column, _, op = name.partition(".")
            conditions.append(Where(column, op or "eq", value))
    refuse_many(conditions)
    sort, after, limit, fields, pick = (given.get(n, "") for n in ("sort", "after", "limit", "fields", "f_pick"))
    return Asked(tuple(conditions), sort, after, limit, fields, tuple((k, v) for k, v in chart.items() if v), pick)


def with_form(pairs: Iterable[tuple[str, str]]) -> Asked | None:
    """The question with the condition that the form adds; None where the form was not sent. An empty value adds nothing."""
    given = list(pairs)
    form = {k: v.strip() for k, v in given if k in OWN}
    if "f_column" not in form:
        return None
    found = replace(asked(given), after="", pick="")
    op = form.get("f_op") or "eq"
    value = form.get("f_value", "") or ("true" if op == "isnull" else "")
    return found.having(Where(form["f_column"], op, value)) if form["f_column"] and value else found
