"""The route of the cockpit: in the internal zone, at the machine itself, until people can sign in."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response

from tianfu.catalogue.entries.failures import OfficeOnly
from tianfu.catalogue.uploading import may_upload
from tianfu.catalogue.visit import Visit
from tianfu.identity.visitor import visitor
from tianfu.model import BROWSING, Zone

router = APIRouter()


@router.get("/cockpit")
def cockpit(request: Request) -> Response:
    """The screen; it asks for itself again after a minute."""
    from .view import cockpit_view  # ibis, through govern: after the start

    state, client = request.app.state, request.client.host if request.client else ""
    if not may_upload(state.settings, client, request.url.hostname or "", request.headers.keys()):
        raise OfficeOnly
    visit = Visit(state.store, state.registry, visitor(state.settings), BROWSING, datetime.now(UTC))
    answer: Response = state.render(request, "catalogue/cockpit.html", page=cockpit_view(visit))
    answer.headers["Cache-Control"] = "no-store"
    return answer


def routers(zone: Zone) -> tuple[APIRouter, ...]:
    """The cockpit is in the internal zone only."""
    return (router,) if zone is Zone.internal else ()
