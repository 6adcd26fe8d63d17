"""Values as text, written by the database itself: exact, in ISO 8601, and the same as a careful person would export them."""

from collections.abc import Iterator, Mapping

import pytest

from tianfu.collect.databases import delivered, extract
from tianfu.model import Database

from .conftest import Department
from .servers import Server

ODD = "名'称\" ` % \\ 与"
"""A field that no careless quoting survives."""


def read(department: Department, source: str, fields: list[str]) -> list[Mapping[str, str]]:
    """The rows as batches deliver them."""
    department.declare(source, "\n".join(f"c{n}:text" for n in range(len(fields))), "key: []")
    text = department.pack.joinpath("datasets", "rows.yaml").read_text("utf-8")
    for n, name in enumerate(fields):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        text = text.replace(f"name: c{n},", f'name: c{n}, from_field: "{escaped}",')
    department.pack.joinpath("datasets", "rows.yaml").write_text(text, "utf-8")
    department.declare_again()
    dataset = department.registry.dataset("records.rows")
    one = dataset.sources[0]
    assert isinstance(one, Database)
    taken = extract(department.store, dataset, one, since=None, now=department.now)
    return [row for batch in delivered(department.store, one, taken) for row in batch.data.to_pylist()]


POSTGRESQL: Mapping[str, tuple[str, str, str]] = {
    "whole": ("bigint", "9223372036854775807", "9223372036854775807"),
    "exact": ("numeric(38, 10)", "12345678901234567890.0000000001", "12345678901234567890.0000000001"),
    "no_number": ("numeric", "'NaN'", "NaN"),
    "double": ("double precision", "0.1", "0.1"),
    "single": ("real", "16777217", "1.6777216e+07"),
    "yes": ("boolean", "true", "true"),
    "no": ("boolean", "false", "false"),
    "day": ("date", "'2026-02-28'", "2026-02-28"),
    "never": ("timestamptz", "'infinity'", "infinity"),
    "zoned": ("timestamptz", "'2026-01-01 00:00:00.123456+08'", "2025-12-31T16:00:00.123456+00:00"),
    "plain": ("timestamp", "'2026-01-01 00:00:00'", "2026-01-01T00:00:00+08:00"),
    "clock": ("time", "'08:30'", "08:30:00"),
    "span": ("interval", "'1 day 2 hours'", "P1DT2H"),
    "binary": ("bytea", "'\\x00ff'", "00ff"),
    "json": ("jsonb", """'{"名": [1, null]}'""", '{"名": [1, null]}'),
    "uuid": ("uuid", "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "word": ("mood", "'好'", "好"),
    "several": ("int[]", "'{1,NULL,3}'", "[1,null,3]"),
    "texts": ("text[]", """'{"a,b","c"}'""", '["a,b","c"]'),
    "padded": ("char(4)", "'甲'", "甲"),
    "coin": ("money", "1234.5", "1234.50"),
    "domain": ("moment", "'2026-01-01 00:00:00+00'", "2026-01-01T00:00:00+00:00"),
    "address": ("inet", "'10.0.0.1'", "10.0.0.1"),
    "lines": ("text", "E'a\\nb\\t\"c\"'", 'a\nb\t"c"'),
    "nothing": ("text", "NULL", ""),
}
MARIADB: Mapping[str, tuple[str, str, str]] = {
    "whole": ("bigint unsigned", "18446744073709551615", "18446744073709551615"),
    "exact": ("decimal(38, 10)", "12345678901234567890.0000000001", "12345678901234567890.0000000001"),
    "double": ("double", "0.1", "0.1"),
    "single": ("float", "16777216", "16777216"),
    "yes": ("boolean", "true", "1"),
    "day": ("date", "'2026-02-28'", "2026-02-28"),
    "no_day": ("date", "'0000-00-00'", "0000-00-00"),
    "no_moment": ("datetime(3)", "'0000-00-00 00:00:00'", "0000-00-00 00:00:00"),
    "plain": ("datetime(6)", "'2026-01-01 00:00:00.123456'", "2026-01-01T00:00:00.123456+08:00"),
    "zoned": ("timestamp", "'2026-01-01 00:00:00'", "2026-01-01T06:00:00+08:00"),
    "clock": ("time", "'838:59:59'", "838:59:59"),
    "year": ("year", "2026", "2026"),
    "bits": ("bit(8)", "b'101'", "5"),
    "binary": ("blob", "x'00ff'", "00ff"),
    "json": ("json", """'{"名": [1, null]}'""", '{"名": [1, null]}'),
    "word": ("enum('好','坏')", "'好'", "好"),
    "words": ("set('a','b')", "'a,b'", "a,b"),
    "old": ("varchar(20) character set gbk", "'四川省'", "四川省"),
    "place": ("point", "point(1, 2)", "POINT(1 2)"),
    "uuid": ("uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
    "lines": ("text", "'a\\nb\\t\"c\"😀'", 'a\nb\t"c"😀'),
    "nothing": ("text", "NULL", ""),
}


@pytest.fixture(scope="module")
def odd_postgresql(postgresql: Server) -> Iterator[Server]:
    columns = ", ".join(f'"{n}" {kind}' for n, (kind, _, _) in POSTGRESQL.items())
    postgresql.run(
        "CREATE TYPE mood AS ENUM ('好', '坏'); CREATE DOMAIN moment AS timestamptz;"
        f'CREATE SCHEMA "档案"; CREATE TABLE "档案"."类型" ({columns}, "{ODD.replace(chr(34), chr(34) * 2)}" text);'
        f"""INSERT INTO "档案"."类型" VALUES ({", ".join(v for _, v, _ in POSTGRESQL.values())}, '在');"""
        """GRANT USAGE ON SCHEMA "档案" TO reader; GRANT SELECT ON "档案"."类型" TO reader;"""
    )
    yield postgresql
    postgresql.run('DROP SCHEMA "档案" CASCADE; DROP DOMAIN moment; DROP TYPE mood')


@pytest.fixture(scope="module")
def odd_mariadb(mariadb: Server) -> Iterator[Server]:
    columns = ", ".join(f"`{n}` {kind} NULL" for n, (kind, _, _) in MARIADB.items())
    mariadb.run(
        f"CREATE TABLE `类型` ({columns}, `{ODD.replace('`', '``')}` text); SET sql_mode = '';"
        f"INSERT INTO `类型` VALUES ({', '.join(v for _, v, _ in MARIADB.values())}, '在');"
    )
    yield mariadb
    mariadb.run("DROP TABLE `类型`")


def test_postgresql(department: Department, odd_postgresql: Server) -> None:
    department.connect(odd_postgresql.url())
    (row,) = read(department, "table: 档案.类型", [*POSTGRESQL, ODD])
    assert {n: row[n] for n in POSTGRESQL} == {n: text for n, (_, _, text) in POSTGRESQL.items()}
    assert row[ODD] == "在"


def test_postgresql_says_the_same_of_a_query(department: Department, odd_postgresql: Server) -> None:
    department.connect(odd_postgresql.url())
    (row,) = read(department, """query: 'SELECT * FROM "档案"."类型"'""", [*POSTGRESQL])
    assert {n: row[n] for n in POSTGRESQL if n != "domain"} == {n: t for n, (_, _, t) in POSTGRESQL.items() if n != "domain"}


def test_mariadb(department: Department, odd_mariadb: Server) -> None:
    department.connect(odd_mariadb.url())
    (row,) = read(department, "table: 类型", [*MARIADB, ODD])
    assert {n: row[n] for n in MARIADB} == {n: text for n, (_, _, text) in MARIADB.items()}
    assert row[ODD] == "在"


def test_mariadb_writes_times_of_a_query_as_beijing_clocks_show_them(department: Department, odd_mariadb: Server) -> None:
    department.connect(odd_mariadb.url())
    (row,) = read(department, "query: 'SELECT plain, zoned, exact FROM `类型`'", ["plain", "zoned", "exact"])
    assert row["plain"] == "2026-01-01 00:00:00.123456"
    assert row["zoned"] == "2026-01-01 06:00:00"
    assert row["exact"] == MARIADB["exact"][2]


def test_sqlite_values_have_types_of_their_own(department: Department) -> None:
    import sqlite3

    with sqlite3.connect(department.folder / "credit.db") as file:
        file.execute(f'CREATE TABLE "类型" (id INTEGER, v, "{ODD.replace(chr(34), chr(34) * 2)}" TEXT)')
        values = [None, "", "文字=", 5, 2**63 - 1, 0.1, 0.1 + 0.2, 1e300, b"\x00\xff"]
        file.executemany('INSERT INTO "类型" VALUES (?, ?, ?)', [(n, v, "在") for n, v in enumerate(values)])
    department.connect(f"sqlite://{department.folder}/credit.db")
    rows = read(department, "table: 类型", ["v", ODD])
    texts = [r["v"] for r in rows]
    assert texts[:5] == ["", "", "文字=", "5", "9223372036854775807"]
    assert texts[5] == "0.1"
    assert [float(t) for t in texts[6:8]] == [0.1 + 0.2, 1e300]
    assert texts[8] == "00ff"
    assert {r[ODD] for r in rows} == {"在"}
