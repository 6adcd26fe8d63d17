"""Whether rules compile, analyses build on empty tables and yield their declared columns, and worked examples hold."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import ibis

from tianfu.govern import PlanError, plan
from tianfu.model import Dataset, DeclarationError, Pack, Problem

from .calling import arguments
from .examples import ANY_DAY, given_rows, read_examples, schema_of
from .functions import FAILS_TO_IMPORT
from .registry import Parameter, Registry, signature
from .worked import Worked

if TYPE_CHECKING:
    import ibis.expr.types as ir
    import pyarrow as pa

FAILS_TO_BUILD = (*FAILS_TO_IMPORT, ibis.IbisError)
"""What a mistake in an analysis raises while its expression is built; `IbisError` covers types and columns that do not fit."""


def rules_compile(registry: Registry, dataset: Dataset) -> Iterator[Problem]:
    """All row rules become one plan; PlanError lists those that do not."""
    file = f"{dataset.pack}/datasets/{dataset.name}.yaml"
    try:
        plan(dataset, today=ANY_DAY, custom=registry.custom_rules(dataset.id), typed=dataset.derived is not None)
    except PlanError as error:
        yield from (Problem(file, 1, said) for said in error.problems)


def yields_its_columns(registry: Registry, dataset: Dataset) -> Iterator[Problem]:
    """The analysis, called with empty tables, builds and has the declared columns in order, each in the type of its element."""
    pack = registry.pack_of(dataset.id)
    found = signature(pack, dataset)
    if dataset.derived is None or found is None:
        return
    file = f"{pack.name}/analyses.py"
    try:
        result = registry.analysis(dataset.id)(**arguments(registry.parameters(dataset.id), pack, _empty(registry), ANY_DAY))
    except FAILS_TO_BUILD as error:
        yield Problem(file, found.line, f"{found.name}: does not build on empty tables: {error}")
        return
    schema = result.schema().to_pyarrow() if isinstance(result, ibis.Table) else result.schema
    yield from (Problem(file, found.line, f"{found.name}: {said}") for said in _apart(dataset, schema))


def examples_hold(registry: Registry, pack: Pack) -> Iterator[Problem]:
    """Each worked example: the rows that come out are those that are expected."""
    for name, text in pack.examples.items():
        file = f"{pack.name}/examples/{name}.yaml"
        if name not in pack.datasets or pack.datasets[name].derived is None:
            yield Problem(
                file, 1, f"there is no derived dataset '{name}' in this pack; the file is named like the dataset that is expected"
            )
            continue
        try:
            found = read_examples(text, file)
        except DeclarationError as error:
            yield from error.problems
            continue
        worked = Worked(registry, f"{pack.name}.{name}")
        for line, example in found:
            for said in worked.differences(example):
                yield Problem(file, line, f"{example.name}: {said}")


def _empty(registry: Registry) -> "Callable[[Parameter], ir.Table | pa.Table]":
    def table(parameter: Parameter) -> "ir.Table | pa.Table":
        rows = given_rows(registry.dataset(parameter.of), [])
        return rows if parameter.arrow else ibis.memtable(rows)

    return table


def _apart(dataset: Dataset, schema: "pa.Schema") -> Iterator[str]:
    declared = schema_of(dataset)
    if list(schema.names) != list(declared.names):
        yield f"yields columns {', '.join(schema.names)}; declared are {', '.join(declared.names)}, in this order"
        return
    for field in declared:
        have, meaning = schema.field(field.name).type, dataset.column(field.name).element
        if have != field.type:
            yield f"column '{field.name}' is {have}; element '{meaning}' is {field.type}"
