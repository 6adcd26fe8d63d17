"""Routes of the catalogue: pages for people, their twins for machines, the API. Whoever asks is the public until there is sign-in."""

from hashlib import sha256
from typing import TYPE_CHECKING, Annotated, Any, BinaryIO

import orjson
from anyio import CapacityLimiter, to_thread
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.routing import Route

from tianfu.catalogue.asker.api import dataset_of, is_here, page, visit_of
from tianfu.model import Dataset, Job, Zone
from tianfu.store import question
from tianfu.store.json_rows import json_rows

from .addresses import dataset_page
from .addresses import job as job_page
from .dataset.described import in_full
from .home_view import home_view
from .job_view import job_view
from .openapi import openapi
from .packing import SMALL, packed, takes_gzip
from .query_view import query_view
from .question.asked import asked, with_form
from .row_api import Rows
from .uploading import refused, take
from .versions import comparing
from .visit import Visit

if TYPE_CHECKING:
    from tianfu.store import Store

router = APIRouter()
refused_rows = APIRouter()
"""Problem rows stay where they can be mended: they are not released."""
uploads = APIRouter()
"""Only where files are taken: never in the public zone."""
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag"}
QUERIES = CapacityLimiter(3)
"""So many queries at once; others wait without holding up pages."""
Number = Annotated[int | None, Query(ge=1, le=2**31)]
From = Annotated[int | None, Query(ge=1, le=2**31, alias="from")]
Limit = Annotated[int, Query(ge=0, le=comparing.ROWS_MOST)]
QUERY_ROWS = 10_000
QUERY_SECONDS = 20.0


def as_json(request: Request, content: Any) -> Response:
    """JSON with an ETag of its bytes; anybody's page may read it, since anybody may."""
    body = orjson.dumps(content, default=str)
    headers = {"ETag": f'"{sha256(body).hexdigest()[:24]}"', "Cache-Control": "no-cache", **CORS}
    headers["Vary"] = "Accept-Encoding"
    if request.headers.get("if-none-match", "").removeprefix("W/") == headers["ETag"]:
        return Response(status_code=304, headers=headers)
    if len(body) > SMALL and takes_gzip(request.headers.get("accept-encoding", "")):
        body = packed(body)
        headers |= {"ETag": f"W/{headers['ETag']}", "Content-Encoding": "gzip"}
    return Response(body, media_type="application/json", headers=headers)


# -- pages


@router.get("/")
def home(request: Request) -> Response:
    return page(request, "home.html", home_view(visit_of(request), request.app.state.search))


@router.get("/dataset/{dataset_id}.json")
@router.get("/api/v1/datasets/{dataset_id}")
def dataset_json(request: Request, dataset_id: str) -> Response:
    return as_json(request, in_full(visit_of(request), dataset_of(request, dataset_id)))


@router.get("/dataset/{dataset_id}")
def dataset(request: Request, dataset_id: str) -> Response:
    """The form that adds a condition leads to the address that has it."""
    from .dataset.view import Place, dataset_view  # ibis, through govern: after the start

    found, pairs = dataset_of(request, dataset_id), request.query_params.multi_items()
    form = with_form(pairs)
    if form is not None:
        return RedirectResponse(dataset_page(dataset_id, form.pairs()) + "#preview", 303)
    view = dataset_view(visit_of(request), found, asked(pairs), Place(str(request.base_url), is_here(request)))
    return page(request, "dataset.html", view, status=400 if view.preview and view.preview.problem else 200)


@router.get("/dataset/{dataset_id}/diff")
async def diff(request: Request, dataset_id: str, from_: From = None, to: Number = None) -> Response:
    """What differs between two versions; the two newest ones unless the address names others."""
    from .dataset.diff import diff_view  # ibis, as above

    dataset = dataset_of(request, dataset_id)
    view, status = await to_thread.run_sync(lambda: diff_view(visit_of(request), dataset, from_, to), limiter=QUERIES)
    return await to_thread.run_sync(lambda: page(request, "diff.html", view, status=status))


@refused_rows.get("/dataset/{dataset_id}/problems")
def problems(request: Request, dataset_id: str, check: str = "", after: str = "") -> Response:
    from .problems_view import problems_view  # ibis, as above

    view = problems_view(visit_of(request), dataset_of(request, dataset_id), check=check, after=after, may_upload=is_here(request))
    return page(request, "problems.html", view, status=200 if view.allowed else 403)


@router.get("/query")
async def query(request: Request, sql: str = "") -> Response:
    view = await to_thread.run_sync(lambda: query_view(visit_of(request), sql), limiter=QUERIES)
    return await to_thread.run_sync(lambda: page(request, "query.html", view, status=400 if view.problem else 200))


# -- the API


HOT = Route("/api/v1/datasets/{dataset_id}/rows", Rows(), methods=["GET", "HEAD", "OPTIONS"])
"""Looked at before all other routes: trying those first would double what a cached answer costs."""


@router.get("/api/v1/datasets/{dataset_id}/facets/{column}")
def facet(request: Request, dataset_id: str, column: str, top: int = 20) -> Response:
    """How often each value of a column occurs, under the conditions of the address."""
    visit, conditions = visit_of(request), question(p for p in request.query_params.multi_items() if p[0] != "top").filters
    store: Store = visit.store
    found = store.facet(dataset_id, visit.reader, visit.purpose, column, conditions, today=visit.today, limit=top)
    return as_json(request, {"dataset": dataset_id, "column": column, "values": [{"value": b.low, "count": b.count} for b in found]})


@router.get("/api/v1/datasets/{dataset_id}/diff")
async def diff_api(request: Request, dataset_id: str, from_: From = None, to: Number = None, limit: Limit = comparing.ROWS) -> Response:
    dataset = dataset_of(request, dataset_id)
    found = await to_thread.run_sync(lambda: comparing.in_json(visit_of(request), dataset, from_, to, limit), limiter=QUERIES)
    return await to_thread.run_sync(lambda: as_json(request, found))


@router.get("/api/v1/datasets/{dataset_id}/count")
def count(request: Request, dataset_id: str) -> Response:
    visit, conditions = visit_of(request), question(request.query_params.multi_items()).filters
    found = visit.store.count(dataset_id, visit.reader, visit.purpose, conditions, today=visit.today)
    return as_json(request, {"dataset": dataset_id, "count": found})


@router.get("/api/v1/query")
async def query_api(request: Request, sql: str) -> Response:
    return await to_thread.run_sync(lambda: _queried(request, sql), limiter=QUERIES)


def _queried(request: Request, sql: str) -> Response:
    visit = visit_of(request)
    answer = visit.store.query(sql, visit.reader, visit.purpose, today=visit.today, limit_rows=QUERY_ROWS, seconds=QUERY_SECONDS)
    content = {
        "columns": answer.table.column_names,
        "rows": json_rows(answer.table),
        "truncated": answer.truncated,
        "seconds": round(answer.seconds, 3),
    }
    return as_json(request, content)


@router.get("/api/v1/openapi.json")
def description(request: Request) -> Response:
    return as_json(request, openapi(request.app.state.registry, request.app.state.settings))


@router.api_route("/api/v1/{rest:path}", methods=["GET", "OPTIONS"])
def preflight(request: Request, rest: str) -> Response:
    """Any page may ask the API for what anybody may read. What no route before this one knows is not there."""
    if request.method == "GET":
        raise HTTPException(404)
    allowed = {"Access-Control-Allow-Methods": "GET, HEAD", "Access-Control-Allow-Headers": "*", "Access-Control-Max-Age": "86400"}
    return Response(status_code=204, headers={**CORS, **allowed})


# -- files from people


@uploads.post("/dataset/{dataset_id}/upload")
async def upload(request: Request, dataset_id: str) -> Response:
    """The file is kept as it came, a job loads it, and its page says how far it is."""
    found = dataset_of(request, dataset_id)
    if not is_here(request):
        raise refused()
    async with request.form(max_files=1, max_fields=8) as form:
        file = form.get("file")
        if file is None or isinstance(file, str):
            raise HTTPException(422)
        visit, name = visit_of(request), file.filename or ""
        job = await to_thread.run_sync(lambda: _taken(visit, found, file.file, name))
    return RedirectResponse(job_page(job.id), 303)


def _taken(visit: Visit, found: Dataset, stream: BinaryIO, name: str) -> Job:
    """A workbook of ours is known by its hidden sheet; whatever else is a delivery."""
    head = stream.read(4)
    stream.seek(0)
    if not head.startswith(b"PK"):
        return take(visit.store, found, stream, name, "local")
    from .sheets.taking_back import received  # openpyxl, for workbooks only

    return received(visit, found, stream, name, "local")


@uploads.get("/jobs/{number}")
def job(request: Request, number: Annotated[int, Path(ge=1, le=2**31)]) -> Response:
    if not is_here(request):
        raise refused()
    found = request.app.state.store.jobs.one(number)
    if found is None or not found.subject:
        raise HTTPException(404)
    return page(request, "job.html", job_view(request.app.state.store, request.app.state.registry, found))


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, refused_rows, uploads) if zone is Zone.internal else (router,)
