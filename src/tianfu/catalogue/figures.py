"""figures.yaml: limits and coefficients, each with the day it took effect and where it is written; and the dated table an analysis gets.

A value is a number or text, a mapping of such (one row), a list of such mappings (a row each), or a mapping of lists (columns; shorter
ones end in missing values).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tianfu.model import Dated, DeclarationError, Document, Problem, read_yaml

if TYPE_CHECKING:
    import pyarrow as pa

Figure = Mapping[date, Dated]
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")
DATES = ("valid_from", "valid_to", "source")


def read_figures(text: str, file: str) -> dict[str, Figure]:
    """Name -> day it took effect -> value. DeclarationError lists every problem of the file."""
    document = read_yaml(text, file)
    problems: list[Problem] = []
    figures = {name: dict(_dated(document, name, problems)) for name in _mapping(document, (), problems)}
    if problems:
        raise DeclarationError(problems)
    return {name: dict(sorted(figure.items())) for name, figure in figures.items()}


def figure_table(figure: Figure) -> "pa.Table":
    """The figure as rows: valid_from and valid_to (date32; the day the next edition took effect, or null), source, and its columns.

    A plain value stands in the column `value`. Numbers are float64.
    """
    import pyarrow as pa

    days = sorted(figure)
    rows = [
        {"valid_from": day, "valid_to": until, "source": figure[day].source, **row}
        for day, until in zip_longest(days, days[1:])
        for row in _rows(figure[day].value)
    ]
    columns = dict.fromkeys(name for row in rows for name in row)
    return pa.table({name: pa.array([r.get(name) for r in rows], _type(name, rows)) for name in columns})


def _dated(document: Document, name: str, problems: list[Problem]) -> Iterator[tuple[date, Dated]]:
    for day in _mapping(document, (name,), problems):
        try:
            yield date.fromisoformat(day), Dated.model_validate(_numbers(document.content[name][day]))
        except ValidationError as error:
            problems.append(Problem(document.file, document.line((name, day)), f"{name}, {day}: {_said(error)}"))
        except ValueError:
            said = f"{name}: '{day}' is not a day; write the day it took effect as 2026-03-01"
            problems.append(Problem(document.file, document.line((name, day)), said))


def _said(error: ValidationError) -> str:
    found = [f"'{e['loc'][0]}' {'is missing' if e['type'] == 'missing' else 'is not known here'}" for e in error.errors() if e["loc"]]
    return "; ".join(found) or "expected {value: ..., from: standard and edition}"


def _mapping(document: Document, where: tuple[str, ...], problems: list[Problem]) -> Sequence[str]:
    content = document.content
    for part in where:
        content = content[part]
    if isinstance(content, dict):
        return list(content)
    problems.append(
        Problem(document.file, document.line(where), f"{where[-1] if where else 'figures.yaml'}: expected name -> day -> value")
    )
    return []


def _numbers(content: Any) -> Any:
    """YAML scalars arrive as text: what reads as a number is one; the empty text is no value."""
    if isinstance(content, dict):
        return {k: v if k == "from" else _numbers(v) for k, v in content.items()}
    if isinstance(content, list):
        return [_numbers(item) for item in content]
    if isinstance(content, str) and NUMBER.fullmatch(content):
        return float(content) if "." in content else int(content)
    return None if content == "" else content


def _rows(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [item if isinstance(item, dict) else {"value": item} for item in value]
    if not isinstance(value, dict):
        return [{"value": value}]
    if any(isinstance(v, list) for v in value.values()):
        columns = {k: v if isinstance(v, list) else [v] for k, v in value.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip_longest(*columns.values())]
    return [value]


def _type(name: str, rows: list[dict[str, Any]]) -> "pa.DataType":
    import pyarrow as pa

    if name in DATES:
        return pa.string() if name == "source" else pa.date32()
    values = [r[name] for r in rows if r.get(name) is not None]
    return pa.float64() if values and all(isinstance(v, int | float) for v in values) else pa.string()
