"""Routes of lists: the catalogue's page and its twins, the feed of entries."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.routing import Route

from tianfu.catalogue.entries.finding import find, sought
from tianfu.catalogue.feeds import MEDIA_TYPE, Feed, atom
from tianfu.catalogue.search import wanted
from tianfu.catalogue.sending import Body, answer, body_of
from tianfu.model import Text, Zone

from .news_of_entries import news_of_entries
from .twins import Twins
from .view import list_view

if TYPE_CHECKING:
    from tianfu.catalogue.search import Search

router = APIRouter()
READ = ["GET", "HEAD", "OPTIONS"]
DATASETS = (("kind", "dataset"),)
"""What was asked for as datasets are datasets, unless the address says otherwise."""
ENTRIES = 50


def hot() -> list[Route]:
    """Looked at before all other routes: trying those first would cost as much as the answer."""
    faces = {"/catalogue.json": Twins("json"), "/catalogue.csv": Twins("csv"), "/catalogue.atom": Twins("atom")}
    return [Route(path, face, methods=READ) for path, face in {"/api/v1/datasets": Twins("json", DATASETS), **faces}.items()]


def sent(request: Request, body: Body, status: int = 200) -> Response:
    """The answer, unless the client has it already."""
    found, headers, content = answer(body, lambda name: request.headers.get(name.decode(), "").encode("latin-1"))
    made = Response(content, status if found == 200 else found)
    made.raw_headers = headers
    return made


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


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The same in both zones."""
    return (router,)
