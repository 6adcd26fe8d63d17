"""Runs elements over a list of texts on DuckDB, all texts in one query, as a load would."""

from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import ibis
import ibis.expr.types as ir
import pyarrow as pa

from tianfu.standards import element, expressions

ROWS = pa.schema([("at", pa.int64()), ("text", pa.string())])


@dataclass(frozen=True)
class Verdict:
    """What became of one text."""

    text: str | None
    value: Any
    failed: frozenset[str]
    cause: str | None
    outcome: str


def judge(name: str, *texts: str | None) -> list[Verdict]:
    """The verdict on each text: accepted, flagged or quarantined, as the element's checks have it."""
    severities = {c.id: c.severity.value for c in expressions.checks(element(name))}
    return [_verdict(row, severities) for row in run(name, texts)]


def outcomes(name: str, *texts: str | None) -> list[str]:
    return [v.outcome for v in judge(name, *texts)]


def judgement(name: str, delivered: ir.Table) -> ir.Table:
    """at, text, tidied, value, cause and one boolean per check."""
    meaning = element(name)
    tidy = delivered.select("at", "text", tidied=expressions.normalise(meaning, delivered.text))
    typed = tidy.mutate(value=expressions.cast(meaning, tidy.tidied))
    tests = {f"check_{c.id}": c.passes(typed.value) for c in expressions.checks(meaning)}
    return typed.mutate(cause=expressions.cause(meaning, typed.text), **tests).order_by("at")


@cache
def _engine() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@cache
def _sql(name: str) -> str:
    return str(ibis.to_sql(judgement(name, ibis.table({"at": "int64", "text": "string"}, name="delivered")), dialect="duckdb"))


def run(name: str, texts: tuple[str | None, ...]) -> list[dict[str, Any]]:
    _engine().register("delivered", pa.table({"at": list(range(len(texts))), "text": texts}, schema=ROWS))
    return list(_engine().execute(_sql(name)).to_arrow_table().to_pylist())


def _verdict(row: dict[str, Any], severities: dict[str, str]) -> Verdict:
    assert all(row[f"check_{c}"] is not None for c in severities), "a check is never null"
    failed = {c for c in severities if not row[f"check_{c}"]}
    uncast = {"type"} if row["tidied"] is not None and row["value"] is None else set()
    harsh = uncast or any(severities[c] == "quarantine" for c in failed)
    outcome = "quarantined" if harsh else "flagged" if failed else "accepted"
    return Verdict(row["text"], row["value"], frozenset(failed | uncast), row["cause"], outcome)
