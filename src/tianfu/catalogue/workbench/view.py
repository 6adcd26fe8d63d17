"""The desk of a department: what has to be done today, its datasets, its quality tasks, its entries."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time

from tianfu.catalogue.addresses import asking, dataset_page
from tianfu.catalogue.cards import Card, cards
from tianfu.catalogue.entries.words import unit_title
from tianfu.catalogue.registry import UnknownDataset
from tianfu.catalogue.terms import title_of
from tianfu.catalogue.views import Link
from tianfu.catalogue.visit import BEIJING, Visit
from tianfu.model import Run, Text

from .datasets import days_late, own_datasets
from .entries import own_entries
from .tasks import tasks
from .views import Failure, OwnDataset, Task, Todo, WorkbenchView

ALL = Text(zh="全部部门", en="All departments")
RUNS = 14
DATASETS_MOST = 40
ICONS = ("layout-dashboard", "database", "list", "list-tree", "plus", "text-search", "gauge")
"""One for each way of the menu."""
SHOWS = {"attention": Text(zh="需关注", en="Need a look"), "all": Text(zh="全部", en="All")}


def workbench_view(visit: Visit, unit: str = "", show: str = "attention") -> WorkbenchView:
    """The page. An unknown unit has nothing on its desk."""
    known = [c for c in cards(visit.store, visit.registry) if c.dataset.kind == "dataset"]
    mine = [c for c in known if not unit or c.dataset.steward == unit]
    datasets = own_datasets(visit, mine, visit.store.runs.latest(RUNS))
    shown_tasks, tasks_in_all = tasks(visit, mine)
    entries, entries_in_all = own_entries(visit, unit)
    failures = failed_today(visit, {c.dataset.id for c in mine})
    show = show if show in SHOWS else "attention"
    looked = [d for d in datasets if d.attention] if show == "attention" else list(datasets)
    return WorkbenchView(
        unit=unit,
        title=unit_title(unit) if unit else ALL,
        units=_units(known, unit),
        todos=_todos(visit, mine, failures, shown_tasks, tasks_in_all, entries_in_all),
        datasets=tuple(looked[:DATASETS_MOST]),
        shown=show,
        switches=_switches(unit, show, datasets),
        failures=failures,
        tasks=shown_tasks,
        tasks_in_all=tasks_in_all,
        entries=entries,
        entries_in_all=entries_in_all,
        menu=_menu(unit),
        icons=ICONS,
        as_json=asking("/workbench.json", _pairs(unit)),
        as_csv=asking("/workbench.csv", _pairs(unit)),
    )


def failed_today(visit: Visit, mine: set[str]) -> tuple[Failure, ...]:
    """Runs that failed since midnight in Beijing."""
    midnight = datetime.combine(visit.today, time(), BEIJING)
    found = (_failure(visit, r) for r in visit.store.runs.failed_since(midnight) if r.dataset in mine)
    return tuple(f for f in found if f is not None)


def _failure(visit: Visit, run: Run) -> Failure | None:
    try:
        d = visit.registry.dataset(run.dataset)
    except UnknownDataset:
        return None
    return Failure(Link(dataset_page(d.id), title_of(d)), unit_title(d.steward), run.started_at, run.message)


def _pairs(unit: str, show: str = "") -> list[tuple[str, str]]:
    return [(k, v) for k, v in (("unit", unit), ("show", show)) if v]


def _units(known: Sequence[Card], unit: str) -> tuple[Link, ...]:
    """Departments that answer for a dataset, by how many."""
    counts = Counter(c.dataset.steward for c in known)
    named = [Link(asking("/workbench", _pairs(u)), unit_title(u), u == unit, n) for u, n in counts.most_common()]
    return (Link("/workbench", ALL, not unit, len(known)), *named)


def _switches(unit: str, show: str, datasets: Sequence[OwnDataset]) -> tuple[Link, ...]:
    counts = {"attention": sum(d.attention for d in datasets), "all": len(datasets)}
    return tuple(Link(asking("/workbench", _pairs(unit, s)) + "#datasets", text, s == show, counts[s]) for s, text in SHOWS.items())


def _todos(
    visit: Visit, mine: Sequence[Card], failures: Sequence[Failure], shown: Sequence[Task], in_all: int, entries: int
) -> tuple[Todo, ...]:
    first = failures[0].dataset.text if failures else Text(zh="今天没有失败的运行", en="no run failed today")
    datasets = len({t.dataset.href for t in shown})
    due = [c for c in mine if c.due_at]
    fresh = sum(1 for c in due if days_late(c, visit.now) is None)
    rate = f"{100 * fresh / len(due):.1f}%" if due else "—"
    return (
        Todo(Text(zh="今日运行失败", en="Failed today"), str(len(failures)), first, "bad" if failures else "ok", "#failures"),
        Todo(
            Text(zh="质量整改任务", en="Quality tasks"),
            str(in_all),
            Text(zh=f"前 {len(shown)} 项涉及 {datasets} 个数据集", en=f"the first {len(shown)} are in {datasets} datasets"),
            "warn" if in_all else "ok",
            "#tasks",
        ),
        Todo(
            Text(zh="待办目录条目", en="Entries waiting"),
            f"{entries:,}",
            Text(zh="在审、变更中，或已发布尚无数据", en="in review, being changed, or without data"),
            "warn" if entries else "ok",
            "#entries",
        ),
        Todo(
            Text(zh="按时更新率", en="On time"),
            rate,
            Text(zh=f"{len(due)} 个有周期的数据集中 {fresh} 个未逾期", en=f"{fresh} of {len(due)} datasets with a cycle"),
            "ok" if fresh == len(due) else "warn",
            "#datasets",
        ),
    )


def _menu(unit: str) -> tuple[Link, ...]:
    entries = asking("/entries", [("provider", unit)] if unit else [])
    datasets = asking("/catalogue", [("kind", "dataset"), *([("steward", unit)] if unit else [])])
    return (
        Link(asking("/workbench", _pairs(unit)), Text(zh="工作台", en="Workbench"), current=True),
        Link(datasets, Text(zh="本单位数据集", en="Our datasets")),
        Link(entries, Text(zh="目录条目", en="Entries")),
        Link("/entry/new", Text(zh="编制目录", en="New entry")),
        Link("/declare", Text(zh="声明数据集", en="Declare a dataset")),
        Link("/search/words", Text(zh="检索同义词", en="Search words")),
        Link("/cockpit", Text(zh="数据驾驶舱", en="Cockpit")),
    )
