"""Routes of maps: a page of its own, drawing, JSON and CSV. The same in both zones."""

from collections.abc import Mapping

import orjson
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from tianfu.catalogue.addresses import map_page
from tianfu.catalogue.asker.api import dataset_of, visit_of
from tianfu.catalogue.question.asked import asked, with_form
from tianfu.catalogue.sending import answer, body_of
from tianfu.model import Zone

from .described import map_csv, map_json
from .drawing import as_file
from .page_view import map_apart, map_asked
from .view import map_of
from .views import MapView

router = APIRouter()
TYPES: Mapping[str, str] = {"svg": "image/svg+xml", "json": "application/json", "csv": "text/csv; charset=utf-8"}


@router.get("/dataset/{dataset_id}/map")
def map_apart_page(request: Request, dataset_id: str) -> Response:
    """The form that adds a condition leads to the address that has it."""
    found, pairs = dataset_of(request, dataset_id), request.query_params.multi_items()
    form = with_form(pairs)
    if form is not None:
        return RedirectResponse(map_page(dataset_id, form.pairs()) + "#map", 303)
    view = map_apart(visit_of(request), found, asked(pairs))
    made: Response = request.app.state.render(request, "catalogue/map.html", status=200 if view.allowed else 403, page=view)
    made.headers["Cache-Control"] = "no-cache"
    return made


@router.get("/dataset/{dataset_id}/map.{kind}")
def map_file(request: Request, dataset_id: str, kind: str) -> Response:
    """The map of the address as a file; without one, what suits the dataset."""
    if kind not in TYPES:
        raise HTTPException(404)
    visit, dataset, given = visit_of(request), dataset_of(request, dataset_id), asked(request.query_params.multi_items())
    view = map_of(visit, dataset, map_asked(visit, dataset, given), conditions=given.conditions)
    content = _content(view, kind, request.app.state.render.language(request))
    name = f"{dataset.name}-v{view.version}-map.csv" if kind == "csv" else ""
    status, headers, sent = answer(body_of(content, TYPES[kind], name), lambda n: request.headers.get(n.decode(), "").encode("latin-1"))
    made = Response(sent, status)
    made.raw_headers = headers
    return made


def _content(view: MapView, kind: str, lang: str) -> bytes:
    if kind == "json":
        return orjson.dumps(map_json(view))
    return (map_csv(view) if kind == "csv" else as_file(view, lang)).encode()


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router,)
