"""Routes of charts: drawing, JSON and CSV; and summaries, of which charts are made. Pages are those of `catalogue.apart`."""

from collections.abc import Mapping

import orjson
from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from tianfu.catalogue.asker.api import visit_of
from tianfu.catalogue.question.asked import asked
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.catalogue.visit import Visit
from tianfu.model import Chart, Dataset, Refused, Text, Zone
from tianfu.store import BadQuestion

from .default import default_chart
from .described import chart_csv, chart_json
from .drawing import as_file
from .spec import PREFIX, chart_from
from .summaries import summary_from, summary_json
from .view import chart_of
from .views import ChartView

router = APIRouter()
TYPES: Mapping[str, str] = {"svg": "image/svg+xml", "json": "application/json", "csv": "text/csv; charset=utf-8"}
NO_CHART = Text(
    zh="这个数据集没有可以画的图：请用 chart.x 等参数指明。",
    en="There is no chart of this dataset by itself: name one with chart.x and the other parameters.",
)


@router.get("/dataset/{dataset_id}/chart.{kind}")
def chart_file(request: Request, dataset_id: str, kind: str) -> Response:
    """The chart of the address as a file; without one, what the dataset declares first or what suits it."""
    if kind not in TYPES:
        raise HTTPException(404)
    visit, pairs = visit_of(request), request.query_params.multi_items()
    dataset = visit.registry.dataset(dataset_id)
    conditions = asked(p for p in pairs if not p[0].startswith(PREFIX)).conditions
    chart = chart_from(pairs, dataset, conditions) or first_chart(visit, dataset)
    view = chart_of(visit, dataset, chart, conditions=conditions)
    content = _content(view, kind, request.app.state.render.language(request))
    name = f"{dataset.name}-v{view.version}.csv" if kind == "csv" else ""
    return _sent(request, body_of(content, TYPES[kind], name))


def first_chart(visit: Visit, dataset: Dataset) -> Chart:
    """The first declared chart, else one that suits what the reader may see."""
    version, decision = visit.store.version(dataset.id), visit.decide(dataset)
    if not decision.allowed:
        raise Refused(dataset.id, decision)
    declared = next((c for c in dataset.charts if c.kind != "map"), None)
    found = declared or (default_chart(dataset, version, decision) if version else None)
    if found is None:
        raise BadQuestion(NO_CHART)
    return found


@router.get("/api/v1/datasets/{dataset_id}/summary")
def summary(request: Request, dataset_id: str) -> Response:
    """Numbers by one or two columns, under the conditions of the address."""
    visit, question = visit_of(request), summary_from(request.query_params.multi_items())
    found = visit.store.summarise(dataset_id, visit.reader, visit.purpose, question, today=visit.today)
    return _sent(request, body_of(orjson.dumps(summary_json(dataset_id, question, found)), "application/json"))


def _content(view: ChartView, kind: str, lang: str) -> bytes:
    if kind == "json":
        return orjson.dumps(chart_json(view))
    if kind == "csv":
        return chart_csv(view).encode()
    assert view.svg is not None
    return as_file(view.svg.zh if lang == "zh" else view.svg.en).encode()


def _sent(request: Request, body: Body) -> Response:
    status, headers, content = answer(body, lambda name: request.headers.get(name.decode(), "").encode("latin-1"))
    made = Response(content, status)
    made.raw_headers = headers
    return made


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The same in both zones."""
    return (router,)
