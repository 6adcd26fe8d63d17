"""The search over a province's catalogue: `python -m bench.search --entries 100000 --data ../shared/data`; prints the lines of a report.

100,000 invented entries and, where the folder of outside data is there, the 35,955 records of a real catalogue. The peers hold the same
texts: SQLite FTS5 with trigrams and with its own words, and DuckDB that looks through all. They count and rank, but count no facets.
"""

import argparse
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from bench import http
from bench.child import measured
from bench.report import Line, report

PORT = 28_743
TIMES = 300
LIST = "/catalogue.json?q=%E7%A9%BA%E6%B0%94"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=100_000)
    parser.add_argument("--data", default="", help="folder of outside data, for the real catalogue")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--folder", help="where to put some 500 MB for a while")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench", dir=options.folder) as scratch:
        print(report(searches(Path(scratch), options.entries, options.data, options.seconds)))


def searches(folder: Path, entries: int, data: str, seconds: int, times: int = TIMES) -> list[Line]:
    """Building, asking, editing and serving, beside the peers."""
    home = folder / "home"
    total = measured("make_catalogue", home=home, entries=entries, data=data)["entries"]
    what = f"search over {total:,} entries"
    built = measured("rebuild_index", home=home)
    asked, peers = measured("search_questions", home=home, times=times), measured("search_peers", home=home, times=times)
    recall = measured("search_recall", home=home, times=max(times, 200))
    readers = measured("search_readers", home=home, readers=200, each=3)
    edits = measured("search_edits", home=home, edits=8)["seconds"]
    if readers["during"]["wrong"]:
        raise RuntimeError(f"readers met errors: {readers['during']['wrong'][:3]}")
    return [
        Line(f"{what}: the index anew", f"{built['seconds']:.1f} s (CPU {built['cpu']:.1f})", "", None, "", "<= 60 s"),
        Line(f"{what}: size, memory", f"{built['bytes'] / 1e6:.0f} MB on disk, {asked['resident_mb']} MB resident", "", None, "", ""),
        *_questions(what, asked, peers),
        Line(f"{what}: recall at 10, {recall['terms']} terms of 2-6 characters", f"{recall['recall']:.4f}", "", None, "", ">= 0.95"),
        *_readers(what, readers),
        Line(f"{what}: an edit of another process is found", f"{median(edits):.2f} s (most {max(edits):.2f})", "", None, "", "< 1 s"),
        _listed(what, measured("entries_list", home=home, times=times)),
        *_served(what, home, folder, seconds),
    ]


def _questions(what: str, asked: dict[str, Any], peers: dict[str, Any]) -> list[Line]:
    named = {
        "words": "a term, 20 hits and all counts",
        "several": "two terms",
        "narrowed": "a term with two properties chosen",
        "whole": "no term, in other orders",
        "again": "a term from memory",
    }
    limit = f"20 records as JSON {_ms(asked['limit'])}"
    peer = f"FTS5 trigram {_ms(peers['trigram'])} ({peers['trigram_nothing']:.0%} found nothing); unicode61 {_ms(peers['unicode61'])}"
    peer += f" ({peers['unicode61_nothing']:.0%}); DuckDB scan {_ms(peers['like'])}"
    first = Line(
        f"{what}: {named['words']}, warm", _ms(asked["words"]), peer, _ratio(asked["words"], peers["trigram"]), limit, "p99 < 10 ms"
    )
    return [first, *(Line(f"{what}: {text}", _ms(asked[n]), "", None, "", "") for n, text in named.items() if n != "words")]


def _readers(what: str, readers: dict[str, Any]) -> list[Line]:
    quiet, during = readers["quiet"], readers["during"]
    said = f"{_ms(during['ms'])}, {during['rate']:.0f}/s; without {_ms(quiet['ms'])}, {quiet['rate']:.0f}/s"
    return [Line(f"{what}: 200 readers at once while the index is built anew", said, "", None, "", "no error")]


def _listed(what: str, spent: dict[str, Any]) -> Line:
    said = f"{_ms(spent['again'])}; {spent['first'][0]:.0f} ms at the first look after a write"
    return Line(f"{what}: the office's list of entries, 20 of them and all counts", said, "", None, "", "")


def _served(what: str, home: Path, folder: Path, seconds: int) -> list[Line]:
    """The list as JSON over HTTP: the same question, then questions that nobody asked before."""
    measured("settle", home=home)
    packs = folder / "packs"
    packs.mkdir(exist_ok=True)
    new = [f"{LIST}&limit={n % 90 + 1}&sort={sort}" for sort in ("title", "rows", "quality") for n in range(90)]
    with http.serving(http.ours(home, packs, PORT)):
        body = http.get(PORT, LIST)
        same = http.driven(PORT, LIST, seconds=seconds)
        fresh = http.one_by_one(PORT, new)
    kept = folder / "body.json"
    kept.write_bytes(body)
    with http.serving(http.bytes_only(kept, PORT)):
        bare = http.driven(PORT, "/", seconds=seconds)
    name, limit = f"{what}: list as JSON over HTTP, {len(body) // 1000} kB", f"uvicorn with the same bytes {bare['rate']:,.0f}/s"
    return [
        Line(f"{name}, c=8 ({same['client']})", f"{same['rate']:,.0f}/s, p99 {same['p99_ms']:.1f} ms", "", None, limit, ">= 1,000/s"),
        Line(f"{name}, first time, c=1", _ms(fresh), "", None, "", ""),
    ]


def _ms(spent: list[float]) -> str:
    ordered = sorted(spent)
    return f"{median(ordered):.2f} ms (p99 {ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]:.1f})"


def _ratio(ours: list[float], peer: list[float]) -> float:
    return median(ours) / median(peer)


if __name__ == "__main__":
    main()
