"""The portal: the stages' routes, one renderer, one guard in front."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from anyio import to_thread
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from tianfu.catalogue import Registry, declare_all, load_packs
from tianfu.catalogue import api as catalogue
from tianfu.catalogue.apart import api as apart
from tianfu.catalogue.charts import api as charts
from tianfu.catalogue.cockpit import api as cockpit
from tianfu.catalogue.dataset_lists import api as dataset_lists
from tianfu.catalogue.declaration import api as declaration
from tianfu.catalogue.downloads import api as downloads
from tianfu.catalogue.entries import api as entries
from tianfu.catalogue.lists import api as lists
from tianfu.catalogue.maps import api as maps
from tianfu.catalogue.prose import api as prose
from tianfu.catalogue.search import Search
from tianfu.catalogue.search.words import api as search_words
from tianfu.catalogue.sheets import api as sheets
from tianfu.catalogue.workbench import api as workbench
from tianfu.model import Settings, Zone
from tianfu.protocols.odcs import api as odcs
from tianfu.store import Store

from . import site
from .branding import branded
from .errors import answer, answering
from .render import Renderer
from .security import Guarded
from .static_files import StaticFiles
from .warming import warm

QUIET: Any = {"tracing": False, "metrics": False, "logs": False}
"""The framework's own telemetry: what is read is told to the journal and to nobody else."""

STAGES: tuple[Any, ...] = (
    sheets,
    lists,
    dataset_lists,
    charts,
    downloads,
    catalogue,
    apart,
    entries,
    declaration,
    workbench,
    cockpit,
    maps,
    search_words,
    prose,
)
"""What has routes, each in the zones where it is served; the first that knows an address answers."""

THREADS = 8
"""Pages at once. More would not be faster, and each keeps a cursor of the engine."""


def create(settings: Settings) -> FastAPI:
    """The application of one installation. Store and packs are opened here and closed with it; `state` has what routes need."""
    static = StaticFiles(more=branded(settings))
    store, registry = _opened(settings)
    app = FastAPI(title=settings.platform, docs_url=None, redoc_url=None, openapi_url=None, telemetry=QUIET, lifespan=_open)
    app.state.settings, app.state.store, app.state.registry = settings, store, registry
    app.state.static, app.state.render = static, Renderer(settings, static)
    app.state.search = Search(store, registry)
    app.router.routes[:0] = [catalogue.HOT, *lists.hot()]
    for stage in STAGES:
        for router in stage.routers(settings.zone):
            app.include_router(router)
    for router in (odcs.router, site.router):
        app.include_router(router)
    for kind in (HTTPException, RequestValidationError):
        app.add_exception_handler(kind, _answered)
    app.add_middleware(Guarded, settings=settings, answer=answering(app))
    return app


def _opened(settings: Settings) -> tuple[Store, Registry]:
    """What is declared here: by packs, in the public zone by what was received."""
    if settings.zone is Zone.internal:
        registry = load_packs(settings.packs)
        store = Store.open(settings)
        declare_all(store, registry)
        return store, registry
    from tianfu.release import ReleaseError, received_registry  # signatures, which nobody else needs

    store = Store.open(settings)
    try:
        return store, received_registry(store)
    except ReleaseError:
        store.close()
        raise


@asynccontextmanager
async def _open(app: FastAPI) -> AsyncIterator[None]:
    """From the start to the end of serving."""
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    warming = warm(app.state.render, app.state.store, app.state.registry)
    app.state.search.start()
    yield
    warming.join(5)
    app.state.search.close()
    app.state.store.close()


async def _answered(request: Request, error: Exception) -> Response:
    return answer(request, error, request.app.state.render)
