"""Routes of lists: the catalogue's page and its twins, twins of a dataset's versions and problem rows, the feed of entries."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import APIRouter, Request, Response
from starlette.routing import Route

from tianfu.catalogue.entries.finding import find, sought
from tianfu.catalogue.feeds import MEDIA_TYPE, Feed, atom
from tianfu.catalogue.search import wanted
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.catalogue.visit import Visit
from tianfu.identity.visitor import visitor
from tianfu.model import BROWSING, Dataset, Text, Zone

from .news_of_entries import news_of_entries
from .twins import Twins
from .versions_list import news_of_versions, rows_of, versions_csv, versions_json
from .view import list_view

if TYPE_CHECKING:
    from tianfu.catalogue.search import Search

router = APIRouter()
problem_rows = APIRouter()
"""Problem rows stay where they can be mended: they are not released."""
READ = ["GET", "HEAD", "OPTIONS"]
DATASETS = (("kind", "dataset"),)
"""What was asked for as datasets are datasets, unless the address says otherwise."""
ENTRIES = 50


def hot() -> list[Route]:
    """Looked at before all other routes: trying those first would cost as much as the answer."""
    faces = {"/catalogue.json": Twins("json"), "/catalogue.csv": Twins("csv"), "/catalogue.atom": Twins("atom")}
    return [Route(path, face, methods=READ) for path, face in {"/api/v1/datasets": Twins("json", DATASETS), **faces}.items()]


def visit_of(request: Request) -> Visit:
    """Who asks, before what."""
    state = request.app.state
    return Visit(state.store, state.registry, visitor(state.settings), BROWSING, datetime.now(UTC))


def dataset_of(request: Request, dataset_id: str) -> Dataset:
    """The dataset; UnknownDataset names the near one."""
    found: Dataset = request.app.state.registry.dataset(dataset_id)
    return found


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


@router.get("/catalogue")
def catalogue(request: Request) -> Response:
    state, asked = request.app.state, wanted(request.query_params.multi_items())
    search: Search = state.search
    page: Response = state.render(request, "catalogue/catalogue.html", page=list_view(search.find(asked), state.registry, asked))
    page.headers["Cache-Control"] = "no-cache"
    return page


@router.get("/entries.atom")
def entries_atom(request: Request) -> Response:
    state = request.app.state
    asked = sought([*request.query_params.items(), ("sort", "newest"), ("limit", str(ENTRIES)), ("after", "")], inside=False)
    platform = Text(zh=state.settings.platform, en=state.settings.platform_en)
    lines = find(state.store, asked).lines
    return sent_feed(request, news_of_entries(str(request.base_url), platform, asked, lines, lang_of(request)))


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
    from .problems_list import problems_json  # ibis, through govern: after the start

    content, status = problems_json(visit_of(request), dataset_of(request, dataset_id), check, after)
    return sent_json(request, content, status)


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """What is served in a zone."""
    return (router, problem_rows) if zone is Zone.internal else (router,)
