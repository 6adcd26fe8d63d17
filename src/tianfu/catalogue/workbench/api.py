"""Routes of the desk: on the government network, at the machine itself, until people can sign in."""

from typing import TYPE_CHECKING

import orjson
from fastapi import APIRouter, Request, Response

from tianfu.catalogue.asker.api import is_here, visit_of
from tianfu.catalogue.entries.failures import OfficeOnly
from tianfu.model import Zone

from .described import desk_csv, desk_json

if TYPE_CHECKING:
    from .views import WorkbenchView

desk = APIRouter()
KEPT_NOWHERE = {"Cache-Control": "no-store"}
UNIT_MOST = 120


def desk_of(request: Request, show: str = "attention") -> "WorkbenchView":
    """The view; OfficeOnly for whoever does not sit at the machine."""
    from .view import workbench_view  # ibis, through govern: after the start

    if not is_here(request):
        raise OfficeOnly
    return workbench_view(visit_of(request), request.query_params.get("unit", "")[:UNIT_MOST], show)


@desk.get("/workbench")
def workbench(request: Request, show: str = "attention") -> Response:
    answer: Response = request.app.state.render(request, "catalogue/workbench.html", page=desk_of(request, show))
    answer.headers.update(KEPT_NOWHERE)
    return answer


@desk.get("/workbench.json")
def workbench_json(request: Request) -> Response:
    return Response(orjson.dumps(desk_json(desk_of(request, "all"))), media_type="application/json", headers=KEPT_NOWHERE)


@desk.get("/workbench.csv")
def workbench_csv(request: Request) -> Response:
    headers = {"Content-Disposition": 'attachment; filename="workbench.csv"', **KEPT_NOWHERE}
    return Response(desk_csv(desk_of(request, "all")), media_type="text/csv; charset=utf-8", headers=headers)


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The desk is in the internal zone only."""
    return (desk,) if zone is Zone.internal else ()
