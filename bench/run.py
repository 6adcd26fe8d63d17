"""All benchmarks in one run: `python -m bench.run --rows 100000 1000000`; writes docs/reference/benchmarks.md."""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from bench import http
from bench.child import ROOT, measured
from bench.export import exports
from bench.report import Line, report
from bench.search import searches
from bench.upsert import upserts
from bench.workbooks import workbooks

PAGE = "/api/v1/datasets/bench.firms/rows?limit=100"
DATASETTE_PAGE = "/bench/firms.json?_size=100&_shape=objects&_nocount=1&_nosuggest=1&_nofacet=1"
PORT = 18_741
DATA = ROOT.parent / "shared" / "data"


def main() -> None:
    """Measure everything asked for and write the page."""
    options = _options()
    lines: list[Line] = []
    with tempfile.TemporaryDirectory(prefix="bench", dir=options.folder) as scratch:
        for rows in options.rows:
            folder = Path(scratch) / str(rows)
            _say(f"making {rows:,} rows")
            measured("make", folder=folder, rows=rows)
            lines += loads(folder, rows, options.repeats)
            if rows >= 1_000_000 or rows == max(options.rows):
                lines += questions(folder, rows)
        largest = Path(scratch) / str(min(1_000_000, max(options.rows)))
        lines += requests(largest, options.seconds)
        lines += starts(largest)
        _say("writing files for download")
        lines += exports(largest, min(1_000_000, max(options.rows)), options.repeats)
        most = max(options.rows)
        _say("reading workbooks, replacing rows by their key")
        lines += workbooks(_new(Path(scratch) / "workbooks"), min(200_000, most), options.repeats)
        _say("searching a catalogue")
        entries = 100_000 if most >= 1_000_000 else max(most // 10, 1_000)
        lines += searches(_new(Path(scratch) / "search"), entries, options.data, options.seconds)
        lines += upserts(_new(Path(scratch) / "upsert"), most, min(100_000, most // 10), options.repeats)
    lines += flatness(lines)
    text = report(lines)
    (ROOT / "docs" / "reference" / "benchmarks.md").write_text(text, "utf-8")
    print(text)


def _new(folder: Path) -> Path:
    folder.mkdir()
    return folder


def loads(folder: Path, rows: int, repeats: int) -> list[Line]:
    """Our whole load against DuckDB's typed read, turn by turn."""
    turns: dict[str, list[dict[str, Any]]] = {"peer": [], "ours": [], "raw": [], "hash": []}
    for turn in range(repeats):
        _say(f"loading {rows:,} rows, turn {turn + 1} of {repeats}")
        turns["peer"].append(measured("duckdb_read", folder=folder))
        turns["ours"].append(measured("load", folder=folder, home=folder / f"home{turn}"))
        turns["raw"].append(measured("keep_raw", folder=folder, home=folder / f"raw{turn}"))
        turns["hash"].append(measured("hash_file", folder=folder))
    done = turns["ours"][0]
    if (done["state"], done["read"]) != ("done", rows):
        raise RuntimeError(f"the load did not do its work: {done}")
    return _load_lines(turns, rows, (folder / "inbox" / "bench.csv").stat().st_size / 1e6)


def _load_lines(turns: dict[str, list[dict[str, Any]]], rows: int, megabytes: float) -> list[Line]:
    wall = {name: [t["seconds"] for t in found] for name, found in turns.items()}
    cpu = {name: [t["cpu"] for t in found] for name, found in turns.items()}
    peak = {name: max(t["peak_mb"] for t in found) for name, found in turns.items()}
    without = [ours - raw for ours, raw in zip(wall["ours"], wall["raw"], strict=True)]
    what, peer = f"load {rows:,} rows x 10, {megabytes:.0f} MB", "DuckDB typed read to Parquet"
    limit = f"read and hash once {min(wall['hash']):.2f} s"
    three, four = ("<= 3.0x", "<= 4.0x") if rows >= 1_000_000 else ("", "")
    per_row = {"key": f"load {rows}", "value": min(cpu["ours"]) / rows}
    return [
        Line(f"{what}, without the raw copy", _s(without), f"{peer} {_s(wall['peer'])}", _ratio(without, wall["peer"]), limit, three),
        Line(f"{what}, all in", _s(wall["ours"]), f"{peer} {_s(wall['peer'])}", _ratio(wall["ours"], wall["peer"]), limit, four, **per_row),
        Line(f"{what}, all in, CPU", _s(cpu["ours"]), f"{peer} {_s(cpu['peer'])}", _ratio(cpu["ours"], cpu["peer"]), "", ""),
        Line(f"second look at {rows:,} rows: distinct counts, histograms", _s([t["second_look"] for t in turns["ours"]]), "", None, "", ""),
        Line(f"{what}, peak memory", f"{peak['ours']} MB", f"{peer} {peak['peer']} MB", None, "", "<= 1500 MB"),
    ]


def questions(folder: Path, rows: int) -> list[Line]:
    """Page at depth, count and facet, through the gate."""
    _say(f"asking {rows:,} rows")
    ours = measured("queries", home=folder / "home0", rows=rows, times=30)
    peer = measured("duckdb_queries", folder=folder, rows=rows, times=10)
    named = {"depth": "page of 100 at nine tenths of the depth", "count": "filter with count", "facet": "facet under a filter"}
    must = {"depth": 10, "count": 15, "facet": 15} if rows <= 1_000_000 else {"depth": 40, "count": 80, "facet": 40}
    return [
        Line(f"{named[n]}, {rows:,} rows", _ms(ours[n]), f"DuckDB SQL {_ms(peer[n])}", _ratio(ours[n], peer[n]), "", f"< {must[n]} ms")
        for n in named
    ]


def requests(folder: Path, seconds: int) -> list[Line]:
    """The row API over HTTP: cached, first time, beside Datasette and beside bare bytes."""
    _say("driving the row API")
    measured("sqlite_table", folder=folder)
    ours, first, body = _driven(http.ours(folder / "home0", folder / "packs", PORT), PAGE, "id.gte", seconds)
    peer, peer_first, _ = _driven(http.datasette(folder / "bench.db", PORT), DATASETTE_PAGE, "id__gte", seconds)
    kept = folder / "body.json"
    kept.write_bytes(body)
    with http.serving(http.bytes_only(kept, PORT)):
        bare = http.driven(PORT, "/", seconds=seconds)
    what, limit = f"row API, first page of 100 rows ({len(body) // 1000} kB of JSON)", "uvicorn with the same bytes"
    rate, tail = ([x[k] for x in (ours, peer, bare)] for k in ("rate", "p99_ms"))
    rates, tails = [f"{r:,.0f}/s" for r in rate], [f"{t:.1f} ms" for t in tail]
    once, peer_once = _p99(first), _p99(peer_first)
    cached = f"{what}, cached, c=8 ({ours['client']})"
    return [
        Line(cached, rates[0], f"Datasette {rates[1]}", rate[0] / rate[1], f"{limit} {rates[2]}", ">= 2,000/s"),
        Line(f"{cached}, p99", tails[0], f"Datasette {tails[1]}", tail[0] / tail[1], f"{limit} {tails[2]}", "< 30 ms"),
        Line(f"{what}, first time, c=1, p99", f"{once:.1f} ms", f"Datasette {peer_once:.1f} ms", once / peer_once, "", "< 50 ms"),
    ]


def _driven(server: http.Server, page: str, at_least: str, seconds: int) -> tuple[dict[str, Any], list[float], bytes]:
    """The same page again and again, then pages that nobody asked for before, and the body of the first."""
    with http.serving(server):
        body = http.get(PORT, page)
        again = http.driven(PORT, page, seconds=seconds)
        return again, http.one_by_one(PORT, [f"{page}&{at_least}=N{i * 297:08d}" for i in range(1, 301)]), body


def starts(folder: Path) -> list[Line]:
    """From the command to the first answer."""
    _say("starting")
    tianfu = str(Path(sys.executable).with_name("tianfu"))
    helped = [_wall([tianfu, "--help"]) for _ in range(7)]
    python = [_wall([sys.executable, "-c", "pass"]) for _ in range(7)]
    ready = []
    for _ in range(3):
        with http.serving(http.ours(folder / "home0", folder / "packs", PORT)) as seconds:
            ready.append(seconds)
    return [
        Line("tianfu --help", _s(helped), f"python -c pass {_s(python)}", _ratio(helped, python), "", "<= 0.3 s"),
        Line("portal ready on an existing home", _s(ready), "", None, "", "<= 3 s"),
    ]


def flatness(lines: Iterable[Line]) -> list[Line]:
    """Cost per row of the largest load against the smallest."""
    costs = {int(line.key.split()[1]): line.value for line in lines if line.key and line.value}
    if len(costs) < 2:
        return []
    small, large = min(costs), max(costs)
    shown = ", ".join(f"{rows:,}: {cost * 1e6:.2f} µs" for rows, cost in sorted(costs.items()))
    return [Line("CPU per row of a load, largest against smallest", shown, "", costs[large] / costs[small], "", "flat")]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--data", default=str(DATA) if DATA.is_dir() else "", help="folder of outside data: a real catalogue to search")
    parser.add_argument("--folder", help="where to put up to 10 GB for a while")
    return parser.parse_args()


def _wall(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - began


def _say(text: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {text}", file=sys.stderr, flush=True)


def _s(seconds: list[float]) -> str:
    return f"{min(seconds):.2f} s (median {median(seconds):.2f})"


def _ms(spent: list[float]) -> str:
    return f"{median(spent):.1f} ms (p99 {_p99(spent):.1f})"


def _p99(spent: list[float]) -> float:
    return sorted(spent)[min(len(spent) - 1, int(len(spent) * 0.99))]


def _ratio(ours: list[float], peer: list[float]) -> float:
    return min(ours) / min(peer)


if __name__ == "__main__":
    main()
