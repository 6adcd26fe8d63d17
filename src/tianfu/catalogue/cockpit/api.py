"""The route of the cockpit: in the internal zone, at the machine itself, until people can sign in."""

from fastapi import APIRouter, Request, Response

from tianfu.catalogue.asker.api import is_here, visit_of
from tianfu.catalogue.entries.failures import OfficeOnly
from tianfu.model import Zone

router = APIRouter()


@router.get("/cockpit")
def cockpit(request: Request) -> Response:
    """The screen; it asks for itself again after a minute."""
    from .view import cockpit_view  # ibis, through govern: after the start

    if not is_here(request):
        raise OfficeOnly
    answer: Response = request.app.state.render(request, "catalogue/cockpit.html", page=cockpit_view(visit_of(request)))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The cockpit is in the internal zone only."""
    return (router,) if zone is Zone.internal else ()
