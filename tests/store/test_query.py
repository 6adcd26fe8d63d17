"""Free SQL: legitimate questions are answered, nothing gets past the gate, and errors tell nothing."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import yaml

from tianfu.model import OPERATOR, Refused
from tianfu.store import QueryFailed, QueryRefused, Store, StoreError, UnknownDataset
from tianfu.store.sql_pool import Question, SqlPool

from .gated import HEALTH, PERSONS, PUBLIC, READING, SHOPS, TODAY, filled, grant, people, put

ESCAPES = yaml.safe_load(Path(__file__).with_name("escapes.yaml").read_text())
SECRETS = [str(p[n]) for p in PERSONS for n in ("person", "id_no", "secret")] + ["王五", "root:", "512MB"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with filled(tmp_path_factory.mktemp("query") / "home") as store:
        yield store


def rows(store: Store, sql: str, reader: Any = PUBLIC, **limits: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = store.query(sql, reader, READING, today=TODAY, **limits).table.to_pylist()
    return found


def shows_nothing(said: object, store: Store) -> None:
    for secret in [*SECRETS, str(store.home.root)]:
        assert secret not in str(said), secret


@pytest.mark.parametrize("sql", ESCAPES["refused"])
def test_an_escape_is_refused_before_anything_runs(store: Store, sql: str) -> None:
    with pytest.raises((QueryRefused, UnknownDataset)) as refused:
        rows(store, sql)
    shows_nothing(refused.value, store)


@pytest.mark.parametrize("sql", ESCAPES["denied"])
def test_a_closed_dataset_is_denied_wherever_it_stands(store: Store, sql: str) -> None:
    with pytest.raises(Refused):
        rows(store, sql)


@pytest.mark.parametrize("sql", ESCAPES["stopped"])
def test_a_query_that_would_not_end_is_stopped_and_the_next_one_is_answered(store: Store, sql: str) -> None:
    with pytest.raises(QueryFailed, match=r"超过"):
        rows(store, sql, seconds=0.6)
    assert rows(store, "select count(*) n from demo.sales") == [{"n": len(SHOPS)}]


@pytest.mark.parametrize("sql", ESCAPES["fails"])
def test_an_error_repeats_no_value(store: Store, sql: str) -> None:
    with pytest.raises(QueryFailed) as failed:
        rows(store, sql)
    shows_nothing(failed.value, store)
    assert "王" not in str(failed.value)


@pytest.mark.parametrize("sql", ESCAPES["gated"])
def test_what_runs_sees_what_the_gate_leaves(store: Store, sql: str) -> None:
    shows_nothing([[v for k, v in r.items() if k not in ("x", "y")] for r in rows(store, sql)], store)


ANALYTIC = yaml.safe_load(Path(__file__).with_name("analytic.yaml").read_text())


@pytest.mark.parametrize("question", ANALYTIC, ids=lambda q: q["sql"][:60])
def test_an_analytic_question_is_answered(store: Store, question: dict[str, Any]) -> None:
    found = rows(store, question["sql"])
    assert found
    if "rows" in question:
        assert [list(r.values()) for r in found] == question["rows"]


def test_the_near_name_of_a_column_a_function_and_a_table_is_given(store: Store) -> None:
    for sql, near in {
        "select salse from demo.sales": "sales",
        "select averge(sales) from demo.sales": "avg",
        "select * from sales": "demo.sales",
        "select * from demo.sale": "demo.sales",
    }.items():
        with pytest.raises(StoreError, match=f"是否要找“{near}”.*did you mean '{near}'"):
            rows(store, sql)


def test_more_rows_than_asked_for_are_cut_and_the_answer_says_so(store: Store) -> None:
    cut = store.query("select shop from demo.sales order by shop", PUBLIC, READING, today=TODAY, limit_rows=5)
    assert (cut.table["shop"].to_pylist(), cut.truncated) == (["S01", "S02", "S03", "S04", "S05"], True)
    whole = store.query("select shop from demo.sales limit 5", PUBLIC, READING, today=TODAY, limit_rows=5)
    assert (whole.table.num_rows, whole.truncated) == (5, False)


def test_an_answer_of_too_many_bytes_is_cut_at_whole_rows(store: Store) -> None:
    sql = "select a.shop, rpad(a.shop, 3000, 'x') as text from demo.sales a, demo.sales b, demo.sales c"
    found = store.query(sql, PUBLIC, READING, today=TODAY, limit_rows=20_000)
    assert found.truncated
    assert found.table.nbytes <= 32 * 2**20


def test_instants_are_those_of_china(store: Store) -> None:
    (found,) = rows(store, "select date_trunc('day', at) as d, hour(at) as h from demo.sales where shop = 'S23'")
    assert (found["d"].isoformat(), found["h"]) == ("2026-11-05T00:00:00+08:00", 7)


def test_rows_outside_a_grant_reach_no_expression_of_the_query(store: Store) -> None:
    store.grants.record(grant(columns=["code", "amount", "secret"], rows=[{"filter": "under", "column": "area", "area": "510100"}]))
    fails_outside = "select code from demo.people where cast(4 - amount as utinyint) + cast(right(replace(code, 'P2', 'x'), 1) as int) > 0"
    with pytest.raises(QueryFailed):
        rows(store, fails_outside, OPERATOR)
    assert rows(store, fails_outside, HEALTH) == [{"code": "P1"}, {"code": "P3"}]
    assert rows(store, "select code from demo.people where secret = '机密2' or code = 'P1'", HEALTH) == [{"code": "P1"}]


def test_each_dataset_is_journalled_with_its_columns_and_never_with_a_value(store: Store) -> None:
    rows(store, "select shop, sum(sales) from demo.sales where name = '第7店' group by shop")
    event = store.journal.events(dataset="demo.sales", verb="query")[-1]
    assert (event.who, event.detail["columns"], event.detail["rows"]) == ("public", "shop,name,sales", 1)
    assert "第7店" not in str(event)


def test_a_query_takes_all_rows_of_the_dataset_from_the_quota(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant(quota_rows=len(PERSONS)))
        rows(store, "select count(*) from demo.people", HEALTH)
        assert store.grants.used("G1") == len(PERSONS)
        with pytest.raises(Refused, match="额度"):
            rows(store, "select 1 from demo.people limit 1", HEALTH)


def test_a_revoked_grant_and_a_new_version_count_at_once(home: Path) -> None:
    with filled(home) as store:
        store.grants.record(grant())
        assert rows(store, "select count(*) n from demo.people", HEALTH) == [{"n": len(PERSONS)}]
        put(store, people(), PERSONS[:1], "run-2")
        assert rows(store, "select count(*) n from demo.people", HEALTH) == [{"n": 1}]
        store.grants.record(grant(valid_to="2026-02-01"))
        with pytest.raises(Refused, match="到期"):
            rows(store, "select count(*) n from demo.people", HEALTH)


def test_nesting_length_and_size_are_bounded(store: Store) -> None:
    deep = "select " + "(" * 300 + "1" + ")" * 300
    long = "select " + " + ".join(["1"] * 5_000)
    wide = "select " + ", ".join(["shop"] * 3_500) + " from demo.sales"
    nots = "select " + "not " * 3_000 + "true"
    for sql in (deep, long, wide, nots, "select 1" + " " * 30_000):
        with pytest.raises(QueryRefused):
            rows(store, sql)


def test_the_engine_moves_no_condition_below_what_a_grant_leaves_out(store: Store) -> None:
    store.grants.record(grant(rows=[{"filter": "under", "column": "area", "area": "510100"}]))
    view = store.queries.view(store.gate.admit("demo.people", HEALTH, READING, today=TODAY))
    plan = store.engine.cursor().execute(f"EXPLAIN SELECT code FROM ({view}) WHERE cast(code AS int) = 1").fetchall()[0][1]
    assert plan.index("CAST(code AS INTEGER)") < plan.index("LIMIT") < plan.index("5101")


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM glob('/etc/*')",
        "SELECT * FROM read_parquet('{other}')",
        "COPY (SELECT 1) TO '{home}/out.csv'",
        "COPY (SELECT 1) TO '{mine}'",
        "ATTACH '{home}/meta.sqlite' AS m (TYPE sqlite)",
        "ATTACH '{home}/new.db' AS n",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "SET allowed_paths = ['/etc/passwd']",
        "SELECT * FROM range(10000000000000) t(i), range(100000) WHERE i % 7 = 8",
    ],
)
def test_the_process_could_do_nothing_even_if_the_words_had_been_fooled(store: Store, sql: str) -> None:
    other, mine = (store.files(f"demo.{n}")[0] for n in ("people", "sales"))
    question = Question({}, [mine], sql.format(home=store.home.root, other=other, mine=mine), 0.5, 10)
    pool = SqlPool(threads=1)
    try:
        assert pool.ask(replace(question, sql=f"SELECT count(*) AS n FROM read_parquet('{mine}')"))[0].to_pylist() == [{"n": len(SHOPS)}]
        with pytest.raises(QueryFailed) as failed:
            pool.ask(question)
    finally:
        pool.close()
    shows_nothing(failed.value, store)
    assert not list(store.home.root.glob("*.db"))
    assert store.verify() == []


def test_many_ask_at_once_and_each_gets_its_own_answer(store: Store) -> None:
    found: dict[int, Any] = {}

    def ask(n: int) -> None:
        found[n] = rows(store, f"select {n} as n, count(*) as c from demo.sales where visits <= {n * n}")

    threads = [Thread(target=ask, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [{"n": n, "c": n}] for n in range(8)}
