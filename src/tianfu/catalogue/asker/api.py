"""Who asks, for which dataset, and from where: the only place in which a route learns of its reader."""

from datetime import UTC, datetime

from fastapi import Request, Response

from tianfu.catalogue.uploading import may_upload
from tianfu.catalogue.visit import Visit
from tianfu.identity.visitor import visitor
from tianfu.model import BROWSING, Dataset


def visit_of(request: Request) -> Visit:
    """Who asks, before what."""
    state = request.app.state
    return Visit(state.store, state.registry, visitor(state.settings), BROWSING, datetime.now(UTC))


def dataset_of(request: Request, dataset_id: str) -> Dataset:
    """The dataset; UnknownDataset names the near one."""
    found: Dataset = request.app.state.registry.dataset(dataset_id)
    return found


def is_here(request: Request) -> bool:
    """Whether the client sits at the machine itself, on the government network."""
    client = request.client.host if request.client else ""
    return may_upload(request.app.state.settings, client, request.url.hostname or "", request.headers.keys())


def page(request: Request, template: str, view: object, *, status: int = 200) -> Response:
    """A page of the catalogue, asked for again each time it is looked at."""
    answer: Response = request.app.state.render(request, f"catalogue/{template}", status=status, page=view)
    answer.headers["Cache-Control"] = "no-cache"
    return answer
