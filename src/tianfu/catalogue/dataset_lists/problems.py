"""The problem rows (问题数据) of a dataset's last load as JSON: what their page shows, masked as it is there."""

from typing import TYPE_CHECKING, Any

from tianfu.catalogue.problems_view import problems_view

if TYPE_CHECKING:
    from tianfu.catalogue.views import ProblemLine
    from tianfu.catalogue.visit import Visit
    from tianfu.model import Dataset, Text


def problems_json(visit: "Visit", dataset: "Dataset", check: str, after: str) -> tuple[dict[str, Any], int]:
    """The rows and the status: 403 with reasons where the gate refuses them."""
    view = problems_view(visit, dataset, check=check, after=after)
    if not view.allowed:
        return {"dataset": dataset.id, "allowed": False, "reasons": [_said(r) for r in view.reasons]}, 403
    return {
        "dataset": dataset.id,
        "allowed": True,
        "counts": {title.en: count for title, count in view.counts},
        "total": view.total,
        "problems": [_line(line) for line in view.lines],
        "next": view.next.replace("/problems?", "/problems.json?", 1) if view.next else None,
    }, 200


def _line(line: "ProblemLine") -> dict[str, Any]:
    return {
        "record": line.record,
        "column": line.name,
        "value": None if line.value.missing else line.value.text,
        "masked": line.value.masked,
        "outcome": _said(line.outcome),
        "problem": _said(line.sentence),
    }


def _said(text: "Text") -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
