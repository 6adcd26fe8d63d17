"""A million rows as files: `python -m bench.export --rows 1000000`; prints the lines of a report.

The first time a file is made and sent at once, beside DuckDB writing the same columns of the same files with COPY. The second time over
HTTP, beside Python's file server with the same file.
"""

import argparse
import socket
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from bench import http
from bench.child import measured
from bench.export_steps import SHOWN
from bench.report import Line, report

PORT = 18_743
KINDS = ("ndjson", "json", "parquet", "xlsx")
VIEW = f"/dataset/bench.firms/download.csv?fields={','.join(SHOWN)}"
BUFFER = 2**20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", help="where to put a few GB for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench", dir=options.folder) as scratch:
        folder = Path(scratch)
        measured("make", folder=folder, rows=options.rows)
        measured("load", folder=folder, home=folder / "home0")
        print(report(exports(folder, options.rows, options.repeats)))


def exports(folder: Path, rows: int, repeats: int) -> list[Line]:
    """Every format, CSV turn by turn with its peer; `folder` has a loaded `home0`."""
    home = folder / "home0"
    turns: dict[str, list[dict[str, Any]]] = {"peer": [], "csv": []}
    for _ in range(repeats):
        turns["peer"].append(measured("copy_csv", home=home, folder=folder))
        turns["csv"].append(measured("exported", home=home, kind="csv"))
    book_rows = min(rows, 200_000)
    others = {kind: measured("exported", home=home, kind=kind) for kind in KINDS}
    peer_book = measured("copy_xlsx", home=home, folder=folder, rows=book_rows)
    return [*_csv(turns, rows), *_others(others, peer_book, rows, book_rows), *_sent(folder, rows, repeats)]


def _csv(turns: dict[str, list[dict[str, Any]]], rows: int) -> list[Line]:
    wall = {name: [t["seconds"] for t in found] for name, found in turns.items()}
    cpu = {name: min(t["cpu"] for t in found) for name, found in turns.items()}
    peak = {name: max(t["peak_mb"] for t in found) for name, found in turns.items()}
    ratio = median(o / p for o, p in zip(wall["csv"], wall["peer"], strict=True))
    what = f"{rows:,} rows x {len(SHOWN)} as CSV, {turns['csv'][0]['bytes'] / 1e6:.0f} MB, first time"
    begun = min(t["first_byte"] for t in turns["csv"])
    return [
        Line(what, f"{min(wall['csv']):.2f} s", f"DuckDB COPY {min(wall['peer']):.2f} s", ratio, "", "<= 1.5x"),
        Line(f"{what}, CPU", f"{cpu['csv']:.2f} s", f"DuckDB COPY {cpu['peer']:.2f} s", cpu["csv"] / cpu["peer"], "", ""),
        Line(f"{what}, until the first byte", f"{begun * 1000:.0f} ms", "", None, "", ""),
        Line(f"{what}, peak memory", f"{peak['csv']} MB", f"DuckDB COPY {peak['peer']} MB", None, "", "<= 700 MB"),
    ]


def _others(found: dict[str, dict[str, Any]], book: dict[str, Any], rows: int, book_rows: int) -> list[Line]:
    lines = []
    for kind, done in found.items():
        peer = f"the engine's own writer, {book_rows:,} rows {book['seconds']:.2f} s" if kind == "xlsx" else ""
        ratio = done["seconds"] / rows / (book["seconds"] / book_rows) if kind == "xlsx" else None
        what = f"the same as {kind}, {done['bytes'] / 1e6:.0f} MB, first time (second)"
        ours = f"{done['seconds']:.2f} s ({done['second']:.2f} s), {done['peak_mb']} MB"
        lines.append(Line(what, ours, peer, ratio, "", ""))
    return lines


def _sent(folder: Path, rows: int, repeats: int) -> list[Line]:
    """A kept file over HTTP, turn by turn with a server of files."""
    plain = http.Server([sys.executable, "-m", "http.server", str(PORT + 1), "-b", http.HOST, "-d", str(folder)], PORT + 1, "/peer.csv")
    with http.serving(http.ours(folder / "home0", folder / "packs", PORT)), http.serving(plain):
        first, _ = _fetched(PORT, VIEW)
        time.sleep(1)  # until the file has its name
        turns = [(_fetched(PORT, VIEW), _fetched(PORT + 1, "/peer.csv")) for _ in range(max(12, repeats))]
    ours, peer = (min(t[n][0] / t[n][1] for t in turns) for n in (0, 1))  # seconds per byte: the files differ by a tenth
    size = turns[0][0][1]
    what = f"{rows:,} rows as CSV over HTTP, {size / 1e6:.0f} MB"
    return [
        Line(f"{what}, first time", f"{first:.2f} s", "", None, "", ""),
        Line(f"{what}, second time", f"{ours * size:.3f} s", f"http.server, per byte {peer * size:.3f} s", ours / peer, "", "<= 1.5x"),
    ]


def _fetched(port: int, path: str) -> tuple[float, int]:
    """Seconds and bytes of an answer whose bytes are thrown away."""
    buffer, size, began = bytearray(BUFFER), 0, time.perf_counter()
    with socket.create_connection((http.HOST, port)) as connection:
        connection.sendall(f"GET {path} HTTP/1.1\r\nHost: {http.HOST}\r\nConnection: close\r\n\r\n".encode())
        while got := connection.recv_into(buffer):
            size += got
    return time.perf_counter() - began, size


if __name__ == "__main__":
    main()
