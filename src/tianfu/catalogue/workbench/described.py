"""The desk for machines: the datasets with their state, what failed, the tasks."""

import csv
from io import StringIO
from typing import Any

from tianfu.catalogue.spreadsheets import FORMULA

from .views import OwnDataset, WorkbenchView

COLUMNS = ("id", "title", "steward", "channel", "state", "attention", "quality", "grade", "rows", "updated_at", "runs")


def desk_json(page: WorkbenchView) -> dict[str, Any]:
    """The whole desk."""
    return {
        "unit": page.unit,
        "title": page.title.zh,
        "todos": [{"title": t.title.zh, "value": t.value, "note": t.note.zh} for t in page.todos],
        "datasets": [_dataset(d) for d in page.datasets],
        "failed_today": [{"dataset": f.dataset.href, "at": f.at.isoformat(), "message": f.message} for f in page.failures],
        "tasks": [
            {"dataset": t.dataset.href, "task": t.what.zh, "failed": t.failed, "corrected_percent": t.percent, "page": t.href}
            for t in page.tasks
        ],
        "tasks_in_all": page.tasks_in_all,
        "entries": [{"entry": e.entry.href, "title": e.entry.text.zh, "state": e.state.text.zh} for e in page.entries],
        "entries_in_all": page.entries_in_all,
    }


def desk_csv(page: WorkbenchView) -> str:
    """The datasets, as a spreadsheet opens them."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for each in page.datasets:
        facts = _dataset(each)
        writer.writerow([_tame(facts[n]) for n in COLUMNS])
    return "\ufeff" + out.getvalue()


def _dataset(own: OwnDataset) -> dict[str, Any]:
    card = own.card
    return {
        "id": card.dataset.id,
        "title": card.dataset.title,
        "steward": card.dataset.steward,
        "channel": card.dataset.channel.value,
        "state": own.state.text.zh,
        "attention": own.attention,
        "quality": card.version.quality.total if card.version else None,
        "grade": card.grade,
        "rows": card.rows,
        "updated_at": card.updated_at.isoformat() if card.updated_at else None,
        "runs": " ".join(r.state for r in own.runs),
    }


def _tame(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
