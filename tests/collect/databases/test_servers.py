"""Real servers: many rows, wrong passwords, missing tables, and a server that dies while it is read."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from tianfu.collect import CollectError, MissingFields, locate
from tianfu.collect.databases.connections import Connection
from tianfu.collect.databases.failures import (
    MissingTable,
    RefusedByDatabase,
    UnknownConnection,
    UnreachableDatabase,
    UnusableCursor,
    UnusableQuery,
)
from tianfu.collect.databases.reasons import explained

from . import servers
from .conftest import Department
from .servers import PASSWORD, Server

COLUMNS = "id:count\nname:text\namount:money\nmoment:instant"
KEYED = "key: [id]\nmode: append"


@pytest.fixture(scope="module", params=["postgresql", "mariadb"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """100,000 payments, and a table that the account may not read."""
    found: Server = request.getfixturevalue(request.param)
    found.run("CREATE TABLE payments (id bigint PRIMARY KEY, name text, amount numeric(14, 2), moment timestamp NULL)")
    found.run("CREATE TABLE salaries (id bigint PRIMARY KEY)")
    if found.kind == "postgresql":
        found.run("GRANT SELECT ON payments TO reader; GRANT USAGE ON SCHEMA public TO reader")
    else:
        found.run("REVOKE SELECT ON credit.* FROM reader@'%'; GRANT SELECT ON credit.payments TO reader@'%'")
    add(found, 1, 100_000)
    yield found
    if found.kind == "mysql":
        found.run("REVOKE SELECT ON credit.payments FROM reader@'%'; GRANT SELECT ON credit.* TO reader@'%'")
    found.run("DROP TABLE payments; DROP TABLE salaries")


def add(server: Server, first: int, last: int) -> None:
    numbers = (
        f"generate_series({first}, {last}) AS s(n)" if server.kind == "postgresql" else f"(SELECT seq AS n FROM seq_{first}_to_{last}) s"
    )
    server.run(f"INSERT INTO payments SELECT n, CONCAT('单位', n), n * 1.01, '2026-01-01 00:00:00' FROM {numbers}")


@pytest.fixture
def connected(department: Department, server: Server) -> Department:
    department.connect(server.url())
    return department


def test_a_hundred_thousand_rows_come_whole_and_later_ones_behind_the_cursor(connected: Department, server: Server) -> None:
    connected.declare("table: payments, cursor: id", COLUMNS, KEYED)
    run = connected.load()
    assert (run.state, run.counts.accepted) == ("done", 100_000)
    assert run.seconds < 20
    found = connected.store.engine.arrow(f"SELECT sum(amount) AS s FROM ({connected.store.relation('records.rows')})")
    assert str(found["s"][0]) == "5050050500.0000"
    assert connected.load().state == "unchanged"
    add(server, 100_001, 100_500)
    run = connected.load()
    assert (run.counts.read, run.counts.accepted, len(connected.rows)) == (500, 500, 100_500)
    server.run("DELETE FROM payments WHERE id > 100000")


def test_a_problem_row_shows_the_record_as_it_was_read(connected: Department, server: Server) -> None:
    source = "query: 'SELECT id, name, amount FROM payments WHERE id <= 1000 ORDER BY id'"
    connected.declare(source, "id:count\nname:area\namount:money", "key: [id]")
    assert connected.load().counts.quarantined == 1_000
    version = connected.store.version("records.rows")
    origin = connected.store.raw.origin(1)
    assert version is not None
    assert origin is not None
    assert origin.name.startswith("credit.query.")
    place = locate(connected.store, connected.registry.dataset("records.rows"), (1 << 40) | 777)
    assert place is not None
    assert (place.record, place.text) == (777, '{"id": "777", "name": "单位777", "amount": "784.77"}')


def test_only_declared_fields_leave_the_database(connected: Department) -> None:
    connected.declare("table: payments", "id:count", "key: [id]")
    connected.load()
    origin = connected.store.raw.origin(1)
    assert origin is not None
    kept = connected.store.raw.path(origin.sha256).read_bytes()
    assert "单位".encode() not in kept
    assert b"amount" not in kept


@pytest.mark.parametrize(
    ("source", "columns", "error", "said"),
    [
        ("table: payment", "id:count", MissingTable, "did you mean 'payments'?"),
        ("table: payments", "id:count\nnam:text", MissingFields, "did you mean 'name'?"),
        ("query: 'SELECT id FROM payments'", "id:count\nname:text", MissingFields, "has no field 'name'"),
        ("query: 'SELECT * FROM payments WHERE nix = 1'", "id:count", RefusedByDatabase, "nix"),
        ("query: 'DELETE FROM payments'", "id:count", UnusableQuery, "one SELECT"),
        ("query: 'SELECT id FROM payments; SELECT 1'", "id:count", UnusableQuery, "one SELECT"),
        ("query: 'SELECT id FROM payments FOR UPDATE'", "id:count", UnusableQuery, "one SELECT"),
        ("table: 'payments; DROP TABLE payments'", "id:count", UnusableQuery, "no usable table name"),
        ("query: 'SELEC id'", "id:count", UnusableQuery, ""),
    ],
)
def test_what_a_declaration_gets_wrong_is_told(
    connected: Department, source: str, columns: str, error: type[CollectError], said: str
) -> None:
    connected.declare(source, columns, "key: [id]")
    with pytest.raises(error) as told:
        connected.load()
    assert said in told.value.text.en
    assert connected.version is None


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ('db error: ERROR: invalid input syntax for type integer: "张三"', "invalid input syntax for type integer: ***"),
        (
            'Source(Error { message: "invalid input syntax for type date: \\"张三\\"", detail: None })',
            "invalid input syntax for type date: ***",
        ),
        ("MySqlError { ERROR 1292 (22007): Truncated incorrect INTEGER value: '张三' }", "Truncated incorrect INTEGER value: ***"),
        ('db error: ERROR: column "nix" does not exist\nHINT: Perhaps 张三', 'column "nix" does not exist'),
    ],
)
def test_values_that_a_database_complains_about_are_not_repeated(message: str, said: str) -> None:
    text = explained(Connection("credit", "postgresql", "postgresql://a@h/d"), message, is_late=False).text
    assert said in text.en
    assert "张三" not in text.zh


def test_a_text_is_no_cursor(connected: Department) -> None:
    connected.declare("table: payments, cursor: name", "id:count\nname:text", "key: [id]\nmode: append")
    with pytest.raises(UnusableCursor, match="只增不减"):
        connected.load()


def test_a_table_without_permission_is_told(connected: Department, server: Server) -> None:
    connected.declare("table: salaries", "id:count", "key: [id]")
    with pytest.raises((RefusedByDatabase, MissingTable), match="授"):
        connected.load()


def test_a_query_cannot_change_anything(connected: Department, server: Server) -> None:
    if server.kind == "postgresql":
        server.run("CREATE OR REPLACE FUNCTION sly() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM payments RETURNING id'")
    else:
        server.run("DELIMITER //\nCREATE FUNCTION sly() RETURNS bigint BEGIN DELETE FROM payments; RETURN 1; END//\nDELIMITER ;")
        server.run("GRANT EXECUTE ON credit.* TO reader@'%'")
    connected.declare("query: 'SELECT sly() AS id'", "id:count", "key: [id]")
    with pytest.raises(RefusedByDatabase, match="只读取"):
        connected.load()
    assert server.run("SELECT count(*) FROM payments") == "100000"
    server.run("DROP FUNCTION sly" + ("()" if server.kind == "postgresql" else ""))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda s: s.url(password="wrong-Zq1"), "refused the account or password"),
        (lambda s: s.url(database="nix"), "names a database that is not there"),
        (lambda s: s.url().replace(str(s.port), str(servers.free_port())), "cannot be reached"),
    ],
)
def test_who_cannot_connect_hears_why_at_once_and_never_a_secret(
    department: Department, server: Server, change: Callable[[Server], str], said: str, capfd: pytest.CaptureFixture[str]
) -> None:
    department.connect(change(server))
    department.declare("table: payments", "id:count", "key: [id]")
    began = time.monotonic()
    with pytest.raises(CollectError) as told:
        department.load()
    assert time.monotonic() - began < 5
    if server.kind == "mysql" and "not there" in said:
        assert isinstance(told.value, (UnreachableDatabase, RefusedByDatabase))
    else:
        assert said in told.value.text.en
    everything = str(told.value) + repr(department.settings) + capfd.readouterr().err + department.store.runs.recent()[0].message
    for secret in (PASSWORD, "wrong-Zq1", "127.0.0.1", "reader"):
        assert secret not in everything


def test_a_connection_that_nobody_set_names_its_variable(department: Department) -> None:
    department.declare("table: payments", "id:count", "key: [id]")
    with pytest.raises(UnknownConnection, match="TIANFU_CONNECTION_CREDIT"):
        department.load()


def test_a_secret_may_lie_in_a_file(department: Department, server: Server) -> None:
    secret = department.folder / "credit.secret"
    secret.write_text(server.url() + "\n")
    department.connect("")
    department.settings = department.settings.from_environ(
        {"TIANFU_HOME": str(department.settings.home), "TIANFU_CONNECTION_CREDIT_FILE": str(secret)}
    )
    department.store.close()
    department.store = type(department.store).open(department.settings)
    department.declare("table: payments", "id:count", "key: [id]")
    assert department.load().counts.read == 100_000


def test_a_database_that_is_down_fails_alone_and_is_tried_again_later(department: Department) -> None:
    department.connect(f"postgresql://reader:{PASSWORD}@127.0.0.1:{servers.free_port()}/credit")
    department.declare("table: payments", "id:count", "key: [id]\nrefresh: daily")
    (said,) = department.refresh(patient=True)
    assert said.startswith("failed: 连接不上数据库“credit”")
    assert department.refresh(patient=True) == []
    department.later(minutes=2)
    assert len(department.refresh(patient=True)) == 1


@pytest.mark.parametrize("start", [servers.postgresql, servers.mariadb])
def test_a_server_that_dies_while_it_is_read_leaves_nothing_behind(department: Department, start: Callable[[], "Iterator[Server]"]) -> None:
    with start() as server:
        slow = "pg_sleep(0.001)::text" if server.kind == "postgresql" else "SLEEP(0.001)"
        server.run("CREATE TABLE payments (id bigint PRIMARY KEY)")
        numbers = "generate_series(1, 60000)" if server.kind == "postgresql" else "SELECT seq FROM seq_1_to_60000"
        server.run(f"INSERT INTO payments {'SELECT ' if server.kind == 'postgresql' else ''}{numbers}")
        if server.kind == "postgresql":
            server.run("GRANT SELECT ON payments TO reader")
        department.connect(server.url())
        department.declare(f"query: 'SELECT id, {slow} AS s FROM payments'", "id:count\ns:text", "key: [id]")
        threading.Timer(1.0, server.process.kill).start()
        with pytest.raises(UnreachableDatabase, match="没有装载任何数据"):
            department.load()
    assert department.version is None
    assert [r.state for r in department.store.runs.recent("records.rows")] == ["failed"]
    assert department.store.raw.origin(1) is None
