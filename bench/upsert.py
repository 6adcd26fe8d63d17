"""100,000 delivered rows into a table of 10 million: `python -m bench.upsert --rows 10000000`; prints the lines of a report.

Nine tenths of them have a key that is there, spread evenly over the whole table: the worst case, every file is written again. Beside it,
what a bare MERGE of delta-rs takes for the same rows, and the limit: a bare copy of the table's files by the engine.
"""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from bench.child import measured
from bench.report import Line, report


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--delivered", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", help="where to put some GB for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench", dir=options.folder) as scratch:
        print(report(upserts(Path(scratch), options.rows, options.delivered, options.repeats)))


def upserts(folder: Path, rows: int, delivered: int, repeats: int) -> list[Line]:
    """A delivery into the table, turn by turn with the peer and the limit."""
    measured("make", folder=folder, rows=rows, mode="upsert")
    measured("load", folder=folder, home=folder / "home")
    measured("make_delivery", folder=folder, rows=rows, delivered=delivered)
    turns: dict[str, list[dict[str, Any]]] = {"ours": [], "merge": [], "copy": []}
    for turn in range(repeats):
        turns["copy"].append(measured("copy_files", folder=folder, home=folder / "home"))
        turns["merge"].append(measured("delta_merge", folder=folder, home=folder / "home"))
        turns["ours"].append(measured("upsert", folder=folder, home=folder / "home", turn=turn))
    done = turns["ours"][0]
    if (done["state"], done["rows"]) != ("done", rows + delivered // 10):
        raise RuntimeError(f"the upsert did not do its work: {done}")
    return _lines(turns, rows, delivered)


def _lines(turns: dict[str, list[dict[str, Any]]], rows: int, delivered: int) -> list[Line]:
    best = {name: min(t["seconds"] for t in found) for name, found in turns.items()}
    peak = {name: max(t["peak_mb"] for t in found) for name, found in turns.items()}
    what = f"upsert of {delivered:,} rows into {rows:,}, plan, commit and record in it"
    must = "<= 10 s" if rows >= 10_000_000 else ""
    ratio, limit = best["ours"] / best["merge"], f"bare copy of all files {best['copy']:.2f} s"
    commit = min(t["commit"] for t in turns["ours"])
    return [
        Line(what, f"{best['ours']:.2f} s (from commit on {commit:.2f})", f"delta-rs MERGE {best['merge']:.2f} s", ratio, limit, must),
        Line(f"{what}, peak memory", f"{peak['ours']} MB", f"delta-rs MERGE {peak['merge']} MB", None, "", "<= 1500 MB"),
    ]


if __name__ == "__main__":
    main()
