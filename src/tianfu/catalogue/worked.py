"""Worked examples put to the test: what the analysis computes of the given rows, beside what is expected."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import isclose
from typing import TYPE_CHECKING, Any

import ibis

from .calling import arguments
from .examples import Example, given_rows, typed_row
from .figures import figure_table
from .registry import Parameter, Registry

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

Row = Mapping[str, Any]


class Worked:
    """The analysis of one derived dataset, ready for many examples: its query is compiled once, which costs more than running it."""

    def __init__(self, registry: Registry, dataset_id: str) -> None:
        self._registry, self._dataset = registry, registry.dataset(dataset_id)
        self._parameters = registry.parameters(dataset_id)
        self._engine = ibis.duckdb.connect()
        self._compiled: dict[date, tuple[str, pa.Schema]] = {}

    def differences(self, example: Example) -> list[str]:
        """What comes out otherwise than the example says; nothing when it holds."""
        names = {p.name for p in self._parameters if p.kind == "dataset"}
        if unknown := sorted(set(example.given) - names):
            return [f"given: '{unknown[0]}' is no dataset that {self._dataset.name} reads ({', '.join(sorted(names))})"]
        try:
            expected = [typed_row(self._dataset, row) for row in example.expect]
            found = self._computed(example)
        except ValueError as error:
            return [str(error)]
        if len(found) != len(expected):
            return [f"{len(expected)} rows expected, {len(found)} computed: {_brief(found)}"]
        order = [k for k in self._dataset.key if all(k in row for row in expected)]
        pairs = zip(sorted(expected, key=_place(order)), sorted(found, key=_place(order)), strict=True)
        return [d for want, have in pairs for d in _apart(want, have, order)]

    def _computed(self, example: Example) -> list[dict[str, Any]]:
        given = {p.name: self._rows(p, example) for p in self._parameters if p.kind in ("dataset", "figure")}
        if any(p.arrow for p in self._parameters):
            return self._called(given, example)
        for name, rows in given.items():
            self._engine.create_table(name, rows, overwrite=True)
        sql, schema = self._query(given, example)
        found: list[dict[str, Any]] = self._engine.raw_sql(sql).to_arrow_table().cast(schema).to_pylist()
        return found

    def _called(self, given: "Mapping[str, pa.Table]", example: Example) -> list[dict[str, Any]]:
        """An analysis of rows works on them at once: nothing can be compiled before."""

        def table(parameter: Parameter) -> "ir.Table | pa.Table":
            return given[parameter.name] if parameter.arrow else ibis.memtable(given[parameter.name])

        result = self._registry.analysis(self._dataset.id)(**self._arguments(table, example.today))
        rows: list[dict[str, Any]] = (result.to_pyarrow() if isinstance(result, ibis.Table) else result).to_pylist()
        return rows

    def _query(self, given: "Mapping[str, pa.Table]", example: Example) -> "tuple[str, pa.Schema]":
        if example.today not in self._compiled:
            call = dict(self._arguments(lambda p: self._engine.table(p.name), example.today))
            call |= {p.name: self._engine.table(p.name) for p in self._parameters if p.kind == "figure"}
            result = self._registry.analysis(self._dataset.id)(**call)
            self._compiled[example.today] = (str(self._engine.compile(result)), result.schema().to_pyarrow())
        return self._compiled[example.today]

    def _rows(self, parameter: Parameter, example: Example) -> "pa.Table":
        if parameter.kind == "figure":
            return figure_table(self._registry.pack_of(self._dataset.id).figures[parameter.of])
        return given_rows(self._registry.dataset(parameter.of), example.given.get(parameter.name, []))

    def _arguments(self, table: Any, today: date) -> Mapping[str, Any]:
        return arguments(self._parameters, self._registry.pack_of(self._dataset.id), table, today)


def _apart(want: Row, have: Row, order: Sequence[str]) -> Iterator[str]:
    where = "".join(f"{have[k]}, " for k in order)
    for name, value in want.items():
        if not _same(value, have.get(name)):
            yield f"{where}{name} is {have.get(name)!r}, expected {value!r}"


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return isclose(a, b, rel_tol=1e-9, abs_tol=1e-12)
    return bool(a == b)


def _place(order: Sequence[str]) -> Any:
    return lambda row: [str(row[k]) for k in order]


def _brief(rows: Sequence[Row]) -> str:
    text = "; ".join(str(dict(r)) for r in rows[:3])
    return text[:200] + ("..." if len(text) > 200 else "")
