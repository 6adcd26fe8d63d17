"""The benchmarks measure what they say, on a small table."""

import asyncio
import json
import socket
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from bench.child import StepFailed, measured  # noqa: E402
from bench.report import Line, report  # noqa: E402
from bench.run import flatness, loads, questions, requests, starts  # noqa: E402

from bench import http  # noqa: E402

ROWS = 3000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench")
    measured("make", folder=folder, rows=ROWS)
    return folder


@pytest.fixture
def port() -> int:
    with socket.socket() as found:
        found.bind((http.HOST, 0))
        return int(found.getsockname()[1])


def test_a_step_tells_its_time_and_the_peak_of_its_memory(folder: Path) -> None:
    told = measured("duckdb_read", folder=folder)
    assert 0 < told["seconds"] < 60
    assert told["cpu"] > 0
    assert 20 < told["peak_mb"] < 2000


def test_a_step_that_fails_is_no_figure(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="hash_file"):
        measured("hash_file", folder=tmp_path)


def test_the_peer_reads_the_same_rows_typed(folder: Path) -> None:
    measured("duckdb_read", folder=folder)
    told = measured("sqlite_table", folder=folder)
    assert told["seconds"] > 0
    assert (folder / "bench.db").stat().st_size > ROWS * 50


def test_the_load_generator_counts_only_whole_answers(tmp_path: Path, port: int) -> None:
    body = tmp_path / "body.json"
    body.write_text(json.dumps({"rows": ["成都"] * 500}, ensure_ascii=False), "utf-8")
    with http.serving(http.bytes_only(body, port)) as ready:
        assert ready < 20
        assert http.get(port, "/") == body.read_bytes()
        told = ThreadPoolExecutor().submit(asyncio.run, http.own_client(port, "/", 2, 1)).result()  # beside another loop
        assert told["rate"] > 50
        assert len(http.one_by_one(port, ["/", "/"])) == 2


def test_a_whole_load_is_set_beside_its_peer_and_its_limit(folder: Path) -> None:
    lines = loads(folder, ROWS, 1)
    assert all(line.ratio and line.ratio > 0 for line in lines[:3])
    assert lines[-1].must == "<= 1500 MB"


def test_questions_requests_and_starts_give_figures(folder: Path) -> None:
    if not (folder / "home0").exists():
        loads(folder, ROWS, 1)
    lines = [*questions(folder, ROWS), *requests(folder, 1), *starts(folder)]
    assert [line.must for line in lines] == [
        "< 10 ms", "< 15 ms", "< 15 ms", ">= 2,000/s", "< 30 ms", "< 50 ms", "<= 0.3 s", "<= 3 s",
    ]  # fmt: skip


def test_flatness_compares_the_largest_load_with_the_smallest() -> None:
    small = Line("a", "", "", None, "", "", key="load 1000", value=2e-6)
    large = Line("b", "", "", None, "", "", key="load 10000", value=3e-6)
    (line,) = flatness([large, small])
    assert line.ratio == pytest.approx(1.5)
    assert flatness([small]) == []


def test_the_page_says_when_on_what_and_with_what_it_was_measured() -> None:
    page = report([Line("load", "1 s", "DuckDB 0.5 s", 2.0, "", "<= 3.0x")])
    assert "| load | 1 s | DuckDB 0.5 s | 2.00x |  | <= 3.0x |" in page
    for word in ("Measured: 20", "cores", "duckdb 1.5.5", "Python 3."):
        assert word in page
