"""Tables, progress and JSON on a terminal."""

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import orjson
from rich.console import Console
from rich.live import Live
from rich.table import Table

from tianfu.model import Progress, Report, Settings, Text

from .language import Language

BEIJING = timezone(timedelta(hours=8))
STEPS = {
    "fetch": Text(zh="读取", en="reading"),
    "stage": Text(zh="检查", en="checking"),
    "settle": Text(zh="核对", en="settling"),
    "commit": Text(zh="入库", en="storing"),
    "profile": Text(zh="统计", en="profiling"),
    "done": Text(zh="完成", en="done"),
    "unchanged": Text(zh="无变化", en="unchanged"),
    "failed": Text(zh="失败", en="failed"),
}
COLUMNS = (
    Text(zh="数据集", en="dataset"),
    Text(zh="步骤", en="step"),
    Text(zh="读入", en="read"),
    Text(zh="合格", en="accepted"),
    Text(zh="标记", en="flagged"),
    Text(zh="问题数据", en="quarantined"),
    Text(zh="秒", en="seconds"),
)


@dataclass(frozen=True)
class Screen:
    """Writes to standard output; the language is the reader's."""

    settings: Settings
    lang: Language
    console: Console

    @classmethod
    def of(cls, environ: Mapping[str, str], lang: Language, home: Path | None) -> "Screen":
        settings = Settings.from_environ(environ)
        return cls(settings.model_copy(update={"home": home}) if home else settings, lang, Console(highlight=False, soft_wrap=True))

    def in_words(self, text: Text) -> str:
        return (text.en or text.zh) if self.lang == "en" else text.zh

    def say(self, text: Text) -> None:
        self.console.print(self.in_words(text), markup=False)

    def table(self, title: Text, columns: Sequence[Text], rows: Iterable[Sequence[object]]) -> None:
        kept = [list(r) for r in rows]
        drawn = Table(title=self.in_words(title) or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
        for n, column in enumerate(columns):
            numbers = bool(kept) and all(isinstance(r[n], int | float) or r[n] is None for r in kept)
            drawn.add_column(self.in_words(column), justify="right" if numbers else "left", overflow="fold")
        for row in kept:
            drawn.add_row(*(_cell(v) for v in row))
        self.console.print(drawn, markup=False)

    def answer(self, value: object) -> None:
        sys.stdout.buffer.write(orjson.dumps(value, default=_plain, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
        sys.stdout.flush()

    @contextmanager
    def progress(self) -> Iterator[Report]:
        """On a terminal a table that grows and changes; elsewhere a line per finished dataset."""
        rows: dict[str, Progress] = {}
        if not self.console.is_terminal:
            yield lambda p: self._line(p) if p.done else None
            return
        with Live(self._drawn(rows), console=self.console, refresh_per_second=8) as live:

            def report(progress: Progress) -> None:
                rows[progress.dataset] = progress
                live.update(self._drawn(rows))

            yield report

    def _drawn(self, rows: Mapping[str, Progress]) -> Table:
        drawn = Table(box=None, pad_edge=False, header_style="bold")
        for n, column in enumerate(COLUMNS):
            drawn.add_column(self.in_words(column), justify="left" if n < 2 else "right", no_wrap=n > 0)
        for p in rows.values():
            drawn.add_row(*self._cells(p))
        return drawn

    def _cells(self, p: Progress) -> list[str]:
        c = p.counts
        step = self.in_words(STEPS.get(p.step, Text(zh=p.step)))
        return [p.title, step, *(f"{n:,}" for n in (c.read, c.accepted, c.flagged, c.quarantined)), f"{p.seconds:.1f}"]

    def _line(self, p: Progress) -> None:
        names = [self.in_words(c) for c in COLUMNS[2:]]
        title, step, *values = self._cells(p)
        self.console.print(
            f"{p.dataset} {title}: {step} · " + " · ".join(f"{n} {v}" for n, v in zip(names, values, strict=True)), markup=False
        )


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _plain(value: object) -> object:
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)
