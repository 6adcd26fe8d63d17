"""Routes of views that stand apart: a chart on a page of its own, and bare views that other sites may frame."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException

from tianfu.catalogue.addresses import chart_page
from tianfu.catalogue.asker.api import dataset_of, page, visit_of
from tianfu.catalogue.question.asked import asked, with_form
from tianfu.model import Zone

router = APIRouter()
FRAMED = ("chart", "table", "map")


@router.get("/dataset/{dataset_id}/chart")
def chart(request: Request, dataset_id: str) -> Response:
    """The form that adds a condition leads to the address that has it."""
    from .view import chart_apart  # ibis, through govern: after the start

    found, pairs = dataset_of(request, dataset_id), request.query_params.multi_items()
    form = with_form(pairs)
    if form is not None:
        return RedirectResponse(chart_page(dataset_id, form.pairs()) + "#chart", 303)
    view = chart_apart(visit_of(request), found, asked(pairs), str(request.base_url))
    return page(request, "apart.html", view, status=200 if view.allowed else 403)


@router.get("/embed/dataset/{dataset_id}/{kind}")
def embed(request: Request, dataset_id: str, kind: str) -> Response:
    """Everybody's view, whoever asks. Only an answer of 200 may be framed: `web.security` sees to it."""
    from .view import framed  # ibis, as above

    if kind not in FRAMED:
        raise HTTPException(404)
    view = framed(visit_of(request), dataset_of(request, dataset_id), kind, asked(request.query_params.multi_items()))
    return page(request, "embed.html", view)


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The same in both zones."""
    return (router,)
