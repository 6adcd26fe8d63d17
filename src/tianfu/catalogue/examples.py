"""Worked examples: given rows -> expected rows, which an expert of the domain can read and a test can run.

    - name: a day with too few hours is shown and not judged
      given:
        air_hourly: [{station: A, at: 2016-02-03 00:00, pm25: 40, each_hour: 17}]
      expect:
        - {station: A, date: 2016-02-03, hours: 17, valid: false, aqi: ""}

`each_hour: n` repeats a row for n hours from its instant. Only the columns that an expected row names are compared; empty text is no value.
Instants without an offset are Beijing time. `today` dates the run.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pydantic import Field, TypeAdapter, ValidationError

from tianfu.govern import plan
from tianfu.model import Dataset, DeclarationError, Problem, read_yaml
from tianfu.model.values import Value
from tianfu.standards import element

if TYPE_CHECKING:
    import pyarrow as pa

BEIJING = timezone(timedelta(hours=8))
ANY_DAY = date(2026, 11, 24)
Row = Mapping[str, Any]


class Example(Value):
    """One worked example; the file it stands in is named like the dataset that is expected."""

    name: str = Field(min_length=1)
    given: dict[str, list[dict[str, str]]]
    expect: list[dict[str, str]]
    today: date = ANY_DAY


def read_examples(text: str, file: str) -> list[tuple[int, Example]]:
    """The examples of a file with their lines; DeclarationError lists every problem."""
    document = read_yaml(text, file)
    try:
        found = TypeAdapter(list[Example]).validate_python(document.content)
    except ValidationError as error:
        problems = [Problem(file, document.line(tuple(e["loc"])), f"{'.'.join(map(str, e['loc']))}: {e['msg']}") for e in error.errors()]
        raise DeclarationError(problems) from error
    return [(document.line((n,)), example) for n, example in enumerate(found)]


def schema_of(dataset: Dataset) -> "pa.Schema":
    """The typed columns that the dataset's table has; its rules do not matter for that."""
    return plan(dataset.model_copy(update={"rules": ()}), today=ANY_DAY, typed=True).schema


def given_rows(dataset: Dataset, rows: Sequence[Mapping[str, str]]) -> "pa.Table":
    """Rows of an example in the dataset's declared types; columns that are not given have no value."""
    import pyarrow as pa

    schema = schema_of(dataset)
    return pa.Table.from_pylist([{n: r.get(n) for n in schema.names} for row in rows for r in _repeated(dataset, row)], schema)


def typed_row(dataset: Dataset, row: Mapping[str, str]) -> dict[str, Any]:
    """Texts of an example -> values. ValueError for a column that is not declared or a text that does not cast."""
    try:
        return {name: _value(element(dataset.column(name).element).type, text) for name, text in row.items()}
    except KeyError as error:
        raise ValueError(error.args[0]) from error


def _repeated(dataset: Dataset, row: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    once = typed_row(dataset, {k: v for k, v in row.items() if k != "each_hour"})
    moving = [k for k, v in once.items() if isinstance(v, datetime)]
    for hour in range(int(row.get("each_hour", "1"))):
        yield once | {k: once[k] + timedelta(hours=hour) for k in moving}


def _value(kind: str, text: str) -> Any:
    if text == "":
        return None
    match kind:
        case "integer":
            return int(text)
        case "number":
            return float(text)
        case "decimal":
            return Decimal(text)
        case "boolean":
            return {"true": True, "false": False}[text]
        case "date":
            return date.fromisoformat(text)
        case "instant":
            at = datetime.fromisoformat(text)
            return (at if at.tzinfo else at.replace(tzinfo=BEIJING)).astimezone(UTC)
    return text
