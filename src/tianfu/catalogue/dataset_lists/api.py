"""Routes of the lists of one dataset."""

from typing import Any

import orjson
from fastapi import APIRouter, Request, Response

from tianfu.catalogue.asker.api import dataset_of, visit_of
from tianfu.catalogue.feeds import MEDIA_TYPE, Feed, atom
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.model import Zone

from .versions import news_of_versions, rows_of, versions_csv, versions_json

router = APIRouter()
problem_rows = APIRouter()
"""Problem rows stay where they can be mended: they are not released."""


def sent(request: Request, body: Body, status: int = 200) -> Response:
    """The answer, unless the client has it already."""
    found, headers, content = answer(body, lambda name: request.headers.get(name.decode(), "").encode("latin-1"))
    made = Response(content, status if found == 200 else found)
    made.raw_headers = headers
    return made


def sent_json(request: Request, content: Any, status: int = 200) -> Response:
    return sent(request, body_of(orjson.dumps(content, default=str), "application/json"), status)


def sent_feed(request: Request, feed: Feed) -> Response:
    return sent(request, body_of(atom(feed), MEDIA_TYPE))


def lang_of(request: Request) -> str:
    """What a feed speaks: as its address says, for readers of feeds choose no language."""
    return "en" if request.query_params.get("lang") == "en" else "zh"


@router.get("/dataset/{dataset_id}/versions.json")
def versions(request: Request, dataset_id: str) -> Response:
    dataset = dataset_of(request, dataset_id)
    return sent_json(request, versions_json(dataset, rows_of(visit_of(request), dataset)))


@router.get("/dataset/{dataset_id}/versions.csv")
def versions_as_csv(request: Request, dataset_id: str) -> Response:
    dataset = dataset_of(request, dataset_id)
    text = versions_csv(rows_of(visit_of(request), dataset))
    return sent(request, body_of(text.encode(), "text/csv; charset=utf-8", f"{dataset.id}-versions.csv"))


@router.get("/dataset/{dataset_id}/versions.atom")
def versions_atom(request: Request, dataset_id: str) -> Response:
    dataset = dataset_of(request, dataset_id)
    rows = rows_of(visit_of(request), dataset)
    return sent_feed(request, news_of_versions(str(request.base_url), dataset, rows, lang_of(request)))


@problem_rows.get("/dataset/{dataset_id}/problems.json")
def problems(request: Request, dataset_id: str, check: str = "", after: str = "") -> Response:
    from .problems import problems_json  # ibis, through govern: after the start

    content, status = problems_json(visit_of(request), dataset_of(request, dataset_id), check, after)
    return sent_json(request, content, status)


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, problem_rows) if zone is Zone.internal else (router,)
