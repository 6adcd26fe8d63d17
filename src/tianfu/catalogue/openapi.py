"""The API in OpenAPI 3.1, made from the declarations: rows of each dataset with their columns."""

from typing import Any

from tianfu import __version__
from tianfu.model import Column, Dataset, Settings
from tianfu.standards import element

from .registry import Registry

TYPES: dict[str, dict[str, Any]] = {
    "text": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "decimal": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "instant": {"type": "string", "format": "date-time"},
}
PAGING = (
    ("sort", "string", "a column; -column falls"),
    ("after", "string", "`next` of the page before"),
    ("limit", "integer", "1 to 1000, by default 100"),
    ("fields", "string", "columns, joined by commas"),
    ("count", "integer", "1: count what matches the conditions"),
)
COMPARING = (
    ("from", "integer", "a version's number; by default the one before `to`"),
    ("to", "integer", "a version's number; by default the newest"),
    ("limit", "integer", "how many differing rows are shown: 0 to 200, by default 20; all are counted"),
)
SUMMING = (
    ("by", "string", "a column, once or twice; date:month gathers by hour, day, month, quarter or year, area:4 by the first characters"),
    ("of", "string", "mean, sum, min, max, count, joined by commas; records are counted always"),
    ("y", "string", "the column that is measured"),
    ("limit", "integer", "groups: 1 to 10000, by default 1000"),
)
PROBLEM = {"description": "what failed and what to do (RFC 9457)", "content": {"application/problem+json": {"schema": {"type": "object"}}}}


def openapi(registry: Registry, settings: Settings) -> dict[str, Any]:
    """The document."""
    paths: dict[str, Any] = {
        "/api/v1/datasets": {
            "get": _simple("The list of datasets", [_query(n, "string", "") for n in ("q", "theme", "steward", "channel", "open")])
        },
        "/api/v1/query": {"get": _simple("Free SQL over pack.dataset", [_query("sql", "string", "one SELECT", required=True)])},
    }
    for dataset in registry.datasets():
        paths[f"/api/v1/datasets/{dataset.id}"] = {"get": _simple(dataset.title, [])}
        paths[f"/api/v1/datasets/{dataset.id}/rows"] = {"get": _rows(dataset)}
        paths[f"/api/v1/datasets/{dataset.id}/diff"] = {"get": _diff(dataset)}
        paths[f"/api/v1/datasets/{dataset.id}/summary"] = {"get": _summary(dataset)}
    info = {
        "title": settings.platform_en,
        "version": __version__,
        "description": "Conditions: column=value, column.gte=value; operators ne lt lte gt gte in contains isnull.",
    }
    return {"openapi": "3.1.0", "info": info, "paths": paths, "components": {"schemas": {d.id: _row(d) for d in registry.datasets()}}}


def _rows(dataset: Dataset) -> dict[str, Any]:
    conditions = [_query(c.name, "string", f"{c.title}; also {c.name}.gte and the other operators") for c in dataset.columns]
    page = {
        "type": "object",
        "required": ["dataset", "version", "as_of", "rows"],
        "properties": {
            "dataset": {"const": dataset.id},
            "version": {"type": "integer"},
            "as_of": {"type": "string", "format": "date-time"},
            "total": {"type": ["integer", "null"]},
            "rows": {"type": "array", "items": {"$ref": f"#/components/schemas/{dataset.id}"}},
            "next": {"type": ["string", "null"]},
        },
    }
    found = {"description": "a page of rows", "content": {"application/json": {"schema": page}}}
    return {
        "summary": dataset.title,
        "operationId": f"{dataset.pack}_{dataset.name}_rows",
        "parameters": conditions + [_query(*p) for p in PAGING],
        "responses": {"200": found, "304": {"description": "not changed"}, "400": PROBLEM, "403": PROBLEM, "404": PROBLEM},
    }


def _diff(dataset: Dataset) -> dict[str, Any]:
    side = {"$ref": f"#/components/schemas/{dataset.id}"}
    row = {"type": "object", "properties": {"what": {"enum": ["added", "removed", "changed"]}, "key": side, "before": side, "after": side}}
    counts = {n: {"type": "integer"} for n in ("from", "to", "added", "removed", "changed")}
    lists = {n: {"type": "array", "items": {"type": "string"}} for n in ("columns_added", "columns_removed")}
    found = {
        "type": "object",
        "required": ["dataset", "from", "to", "by_key", "added", "removed", "changed", "rows", "truncated"],
        "properties": {
            "dataset": {"const": dataset.id},
            **counts,
            "by_key": {"type": "boolean"},
            "by_column": {"type": "object", "additionalProperties": {"type": "integer"}},
            **lists,
            "declaration": {"type": "array", "items": {"type": "object"}},
            "rows": {"type": "array", "items": row},
            "truncated": {"type": "boolean"},
        },
    }
    answer = {"description": "what differs", "content": {"application/json": {"schema": found}}}
    return {
        "summary": f"{dataset.title}：两个版本的差别",
        "operationId": f"{dataset.pack}_{dataset.name}_diff",
        "parameters": [_query(*p) for p in COMPARING],
        "responses": {"200": answer, "304": {"description": "not changed"}, **dict.fromkeys(("400", "403", "404", "410", "422"), PROBLEM)},
    }


def _summary(dataset: Dataset) -> dict[str, Any]:
    found = {
        "type": "object",
        "required": ["dataset", "version", "as_of", "by", "whole", "rows"],
        "properties": {
            "dataset": {"const": dataset.id},
            "version": {"type": "integer"},
            "as_of": {"type": "string", "format": "date-time"},
            "by": {"type": "array", "items": {"type": "string"}},
            "whole": {"type": "boolean", "description": "no group was left out"},
            "rows": {"type": "array", "items": {"type": "object", "properties": {"records": {"type": "integer"}}}},
        },
    }
    answer = {"description": "a row per group", "content": {"application/json": {"schema": found}}}
    return {
        "summary": f"{dataset.title}：分组汇总",
        "operationId": f"{dataset.pack}_{dataset.name}_summary",
        "parameters": [_query(*p, required=p[0] == "by") for p in SUMMING],
        "responses": {"200": answer, "304": {"description": "not changed"}, **dict.fromkeys(("400", "403", "404"), PROBLEM)},
    }


def _row(dataset: Dataset) -> dict[str, Any]:
    return {"title": dataset.title, "type": "object", "properties": {c.name: _value(c) for c in dataset.columns}}


def _value(column: Column) -> dict[str, Any]:
    schema = TYPES[element(column.element).type]
    return {**schema, "type": [schema["type"], "null"], "title": column.title}


def _query(name: str, kind: str, description: str, *, required: bool = False) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": required, "description": description, "schema": {"type": kind}}


def _simple(summary: str, parameters: list[dict[str, Any]]) -> dict[str, Any]:
    found = {"description": "found", "content": {"application/json": {"schema": {"type": "object"}}}}
    return {"summary": summary, "parameters": parameters, "responses": {"200": found, "400": PROBLEM}}
