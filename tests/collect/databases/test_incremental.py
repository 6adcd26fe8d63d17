"""What a load reads: everything, or what lies behind the last value of the cursor."""

import sqlite3

import pytest

from tianfu.model import DeclarationError

from .conftest import Department

COLUMNS = "id:code\nn:count\nmoment:instant"


@pytest.fixture
def table(department: Department, file: sqlite3.Connection) -> sqlite3.Connection:
    file.execute("CREATE TABLE readings (id TEXT, n INTEGER, moment TEXT)")
    file.executemany("INSERT INTO readings VALUES (?, ?, ?)", [(f"A{i}", i, f"2026-11-0{i} 08:00:00") for i in (1, 2, 3)])
    department.connect(f"sqlite://{department.folder}/credit.db")
    return file


def ids(department: Department) -> list[object]:
    return [row[0] for row in department.rows]


def test_a_whole_table_replaces_what_was_there(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings", COLUMNS, "key: [id]")
    assert department.load().counts.accepted == 3
    table.execute("DELETE FROM readings WHERE id = 'A2'")
    department.later(hours=1)
    assert department.load().state == "done"
    assert ids(department) == ["A1", "A3"]


def test_an_unchanged_table_makes_no_version(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings", COLUMNS, "key: [id]")
    department.load()
    department.later(hours=1)
    assert (department.load().state, department.version) == ("unchanged", 1)


def test_what_a_key_numbers_is_appended_to_its_newest_row(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings, cursor: n", "n:count\nid:code", "key: [n]\nmode: append")
    department.load()
    assert len(department.rows) == 3
    table.execute("INSERT INTO readings VALUES ('A4', 4, '2026-11-04 08:00:00')")
    run = department.load()
    assert (run.state, run.counts.read, len(department.rows)) == ("done", 1, 4)
    assert department.load().state == "unchanged"


def test_a_cursor_that_is_no_key_holds_its_newest_value_back_so_that_no_late_twin_is_lost(
    department: Department, table: sqlite3.Connection
) -> None:
    department.declare("table: readings, cursor: moment", COLUMNS, "key: [id]\nmode: append")
    department.load()
    assert ids(department) == ["A1", "A2"]
    table.execute("INSERT INTO readings VALUES ('B3', 9, '2026-11-03 08:00:00'), ('A4', 4, '2026-11-04 08:00:00')")
    department.load()
    assert ids(department) == ["A1", "A2", "A3", "B3"]
    assert department.load().state == "unchanged"


def test_upsert_reads_the_last_value_again_and_loses_no_twin(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings, cursor: moment", COLUMNS, "key: [id]\nmode: upsert")
    department.load()
    assert ids(department) == ["A1", "A2", "A3"]
    table.execute("INSERT INTO readings VALUES ('B3', 9, '2026-11-03 08:00:00')")
    table.execute("UPDATE readings SET n = 100, moment = '2026-11-09 08:00:00' WHERE id = 'A1'")
    assert department.load().counts.read == 3
    assert [r[:2] for r in department.rows] == [("A1", 100), ("A2", 2), ("A3", 3), ("B3", 9)]
    department.load()
    assert department.load().state == "unchanged"


def test_a_changed_declaration_reads_everything_anew(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings, cursor: n", "n:count\nid:code", "key: [n]\nmode: append")
    department.load()
    department.declare("table: readings, cursor: n", "n:count\nid:code\nmoment:instant", "key: [n]\nmode: append")
    run = department.load()
    assert (run.state, run.counts.read, len(department.rows)) == ("done", 3, 3)


def test_an_empty_table_is_a_version_without_rows_and_fills_later(department: Department, table: sqlite3.Connection) -> None:
    table.execute("DELETE FROM readings")
    department.declare("table: readings, cursor: n", "n:count\nid:code", "key: [n]\nmode: append")
    assert (department.load().state, department.rows) == ("done", [])
    table.execute("INSERT INTO readings VALUES ('A4', 4, '2026-11-04 08:00:00')")
    department.load()
    assert department.rows == [(4, "A4")]


def test_a_query_is_read_like_a_table(department: Department, table: sqlite3.Connection) -> None:
    department.declare('query: "SELECT id, n * 10 AS n FROM readings -- all\\n", cursor: n', "id:code\nn:count", "key: [n]\nmode: append")
    department.load()
    assert department.rows == [("A1", 10), ("A2", 20), ("A3", 30)]


@pytest.mark.parametrize(
    ("source", "more", "said"),
    [
        ("table: readings, cursor: n", "key: [id]", "mode: upsert"),
        ("table: readings", "key: [id]\nmode: append", "declare a cursor"),
    ],
)
def test_declarations_that_would_lose_or_double_rows_are_refused(department: Department, source: str, more: str, said: str) -> None:
    with pytest.raises(DeclarationError, match=said):
        department.declare(source, COLUMNS, more)


def test_a_database_is_asked_once_in_a_cycle(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings", COLUMNS, "key: [id]\nrefresh: daily")
    assert department.refresh() == ["done"]
    department.later(hours=23)
    assert department.refresh() == []
    department.later(hours=2)
    assert department.refresh() == ["unchanged"]
    assert department.refresh() == []
    table.execute("INSERT INTO readings VALUES ('A4', 4, '2026-11-04 08:00:00')")
    department.later(days=1)
    assert department.refresh() == ["done"]


def test_without_a_cycle_it_is_read_when_somebody_asks(department: Department, table: sqlite3.Connection) -> None:
    department.declare("table: readings", COLUMNS, "key: [id]")
    assert department.refresh() == ["done"]
    department.later(days=400)
    assert department.refresh() == []
    assert department.load().state == "unchanged"
