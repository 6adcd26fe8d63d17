"""A workbook of 200,000 rows to a committed version: `python -m bench.workbooks --rows 200000`; prints the lines of a report.

Beside it, the bare read by the fastest well-kept reader, fastexcel (calamine), into Arrow: no check, no record, no exact text.
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
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--folder", help="where to put some 100 MB for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench", dir=options.folder) as scratch:
        print(report(workbooks(Path(scratch), options.rows, options.repeats)))


def workbooks(folder: Path, rows: int, repeats: int) -> list[Line]:
    """Reading and loading, turn by turn with the peer."""
    size = measured("make_workbook", folder=folder, rows=rows)["bytes"]
    turns: dict[str, list[dict[str, Any]]] = {"peer": [], "read": [], "load": []}
    for turn in range(repeats):
        turns["peer"].append(measured("fastexcel_read", folder=folder))
        turns["read"].append(measured("workbook_read", folder=folder))
        turns["load"].append(measured("load_workbook", folder=folder, home=folder / f"home{turn}"))
    done = turns["load"][0]
    if (done["state"], done["read"], done["kept"], turns["read"][0]["rows"]) != ("done", rows, rows, rows):
        raise RuntimeError(f"the load did not do its work: {done}")
    return list(_lines(turns, f"{rows:,} rows x 10, {size / 1e6:.0f} MB"))


def _lines(turns: dict[str, list[dict[str, Any]]], what: str) -> list[Line]:
    wall = {name: min(t["seconds"] for t in found) for name, found in turns.items()}
    cpu = {name: min(t["cpu"] for t in found) for name, found in turns.items()}
    peak = {name: max(t["peak_mb"] for t in found) for name, found in turns.items()}
    peer = f"fastexcel's bare read {wall['peer']:.2f} s"
    return [
        Line(f"read a workbook of {what}", f"{wall['read']:.2f} s", peer, wall["read"] / wall["peer"], "", ""),
        Line(f"load a workbook of {what}, all in", f"{wall['load']:.2f} s", peer, wall["load"] / wall["peer"], "", "<= 3.0x"),
        Line("the same, CPU", f"{cpu['load']:.2f} s", f"{cpu['peer']:.2f} s", cpu["load"] / cpu["peer"], "", ""),
        Line("the same, peak memory", f"{peak['load']} MB", f"{peak['peer']} MB", None, "", "<= 1500 MB"),
    ]


if __name__ == "__main__":
    main()
