"""The figures as a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from bench.machine import load_now, machine, versions


@dataclass(frozen=True)
class Line:
    """One figure: ours, the peer's, ours / peer, the limit measured beside it, and what must be reached."""

    what: str
    ours: str
    peer: str
    ratio: float | None
    limit: str
    must: str
    key: str = ""
    value: float = 0.0


def report(lines: Iterable[Line]) -> str:
    """Markdown with date, machine, versions and a table."""
    rows = [f"| {x.what} | {x.ours} | {x.peer} | {'' if x.ratio is None else f'{x.ratio:.2f}x'} | {x.limit} | {x.must} |" for x in lines]
    return "\n".join(
        [
            "# Benchmarks",
            "",
            "Written by `make bench`. Each step runs in a process of its own, ours and the peer's in turn. Times are the best of the turns",
            "with the median beside it; a ratio is ours / peer. Datasette is asked without count, facets and suggestions: its fastest way.",
            "",
            f"- Measured: {datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
            f"- Machine: {machine()}; {load_now():.1f} processes waiting when the run ended",
            f"- Versions: {versions()}",
            "",
            "| what | ours | peer | ratio | limit | must |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
        ]
    )
