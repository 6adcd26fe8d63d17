"""Addresses of the site itself: health, robots, the mark in the browser's tab, static files."""

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from tianfu import __version__

from .static_files import PREFIX, StaticFiles

FOR_EVER = "public, max-age=31536000, immutable"
router = APIRouter()


@router.get("/healthz")
def healthz(request: Request) -> JSONResponse:
    """Whether the store answers and the journal can be written; 503 if not."""
    store, settings = request.app.state.store, request.app.state.settings
    checks = {"store": _holds(store.datasets), "journal": _holds(store.journal.flush)}
    found = {"version": __version__, "zone": settings.zone.value, "datasets": len(request.app.state.registry.datasets()), **checks}
    sound = all(checks.values())
    return JSONResponse({"status": "ok" if sound else "failing", **found}, 200 if sound else 503, {"Cache-Control": "no-store"})


@router.get("/robots.txt")
def robots(request: Request) -> Response:
    """On the Internet everything but rows by the thousand may be indexed; on the government network nothing."""
    public = request.app.state.settings.zone.value == "public"
    rules = "Disallow: /api/\nDisallow: /query\nDisallow: /*?*after=\n" if public else "Disallow: /\n"
    return Response(f"User-agent: *\n{rules}", media_type="text/plain; charset=utf-8")


@router.get("/favicon.svg")
@router.get("/favicon.ico")
def favicon(request: Request) -> Response:
    return _static(request, "favicon.svg")


@router.get("/theme.css")
def theme(request: Request) -> Response:
    """The operator's colours; pages ask for them by their hash."""
    return _static(request, "theme.css")


@router.get(PREFIX + "{path:path}")
def static(request: Request, path: str) -> Response:
    """A file of `web/static`."""
    return _static(request, path)


def _static(request: Request, path: str) -> Response:
    files: StaticFiles = request.app.state.static
    found = files.find(path)
    if found is None:
        raise HTTPException(404)
    file, for_ever = found
    etag = f'"{file.hash}"'
    headers = {"ETag": etag, "Cache-Control": FOR_EVER if for_ever else "no-cache", "Vary": "Accept-Encoding"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    encoding, body = file.encoded(request.headers.get("accept-encoding", ""))
    return Response(body, headers=headers | ({"Content-Encoding": encoding} if encoding else {}), media_type=file.media_type)


def _holds(check: Any) -> bool:
    try:
        check()
    except Exception:  # noqa: BLE001 - whatever it is, this is not healthy
        return False
    return True
