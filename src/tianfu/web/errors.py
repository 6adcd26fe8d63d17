"""Failures as answers: a page for browsers, problem JSON (RFC 9457) for machines. Never a trace; a number that stands in the log."""

import logging
import secrets
from collections.abc import Awaitable, Callable, MutableMapping
from typing import TYPE_CHECKING, Any

import orjson
from fastapi import FastAPI, Request, Response

from tianfu.catalogue.addresses import dataset_page
from tianfu.catalogue.views import ErrorView, Link
from tianfu.model import Text

from .failures import Failure, failure, unexpected
from .render import of_request

if TYPE_CHECKING:
    from .render import Renderer

log = logging.getLogger("tianfu.web")
HOME = Link("/", Text(zh="首页", en="Home"))
CATALOGUE = Link("/catalogue", Text(zh="数据目录", en="Catalogue"))


def wants_page(request: Request) -> bool:
    """The ending of the path decides, then what the client accepts: programs get JSON unless they ask for HTML."""
    path = request.url.path
    if path.endswith((".json", ".csv")) or path.startswith("/api/"):
        return False
    return "text/html" in request.headers.get("accept", "")


def answer(request: Request, error: BaseException, render: "Renderer") -> Response:
    """The answer to a request that failed."""
    number = secrets.token_hex(5)
    said = failure(error)
    if said is None:
        log.error("%s %s %s", number, request.method, request.url.path, exc_info=error)
        said = unexpected()
    else:
        log.info("%s %s %s %s %s", number, request.method, request.url.path, said.status, said.title.en)
    if wants_page(request):
        try:
            response = _page(request, said, number, render)
        except Exception:
            log.exception("%s the page of errors failed", number)
            response = _bare(request, said, number)
    else:
        response = problem(said, number, request.url.path)
    open_ = {"Access-Control-Allow-Origin": "*"} if request.url.path.startswith("/api/") else {}
    response.headers.update({**said.headers, **open_, "Cache-Control": "no-store"})
    return response


def problem(said: Failure, number: str, path: str) -> Response:
    """RFC 9457. `title` and `detail` are English, as clients expect; the same in Chinese beside them."""
    content: dict[str, Any] = {
        "type": f"/errors/{said.kind}" if said.kind else "about:blank",
        "status": said.status,
        "title": said.title.en,
        "title_zh": said.title.zh,
        "detail": said.detail.en or said.detail.zh,
        "detail_zh": said.detail.zh,
        "remedy": said.remedy.en or said.remedy.zh,
        "remedy_zh": said.remedy.zh,
        "instance": path,
        "request": number,
    }
    if said.reasons:
        content["reasons"] = [{"zh": r.zh, "en": r.en} for r in said.reasons]
    return Response(orjson.dumps(content), said.status, media_type="application/problem+json")


def _page(request: Request, said: Failure, number: str, render: "Renderer") -> Response:
    page = ErrorView(said.status, said.title, said.detail, said.remedy, said.reasons, _ways(said), number)
    return render(request, "catalogue/error.html", status=said.status, page=page)


def _ways(said: Failure) -> tuple[Link, ...]:
    """Where to go on; what was probably meant comes first."""
    meant = Link(dataset_page(said.near), Text(zh=f"查看 {said.near}", en=f"See {said.near}"))
    return (meant, CATALOGUE, HOME) if said.near else (HOME, CATALOGUE)


def _bare(request: Request, said: Failure, number: str) -> Response:
    """Words without a page around them."""
    texts = (said.title, said.detail, said.remedy)
    lines = [t.en or t.zh if of_request(request) == "en" else t.zh for t in texts]
    return Response("\n".join([*lines, number, ""]), said.status, media_type="text/plain; charset=utf-8")


def answering(app: FastAPI) -> Callable[[MutableMapping[str, Any], BaseException], Awaitable[Response]]:
    """What the outermost middleware calls for what nothing else has answered."""

    async def found(scope: MutableMapping[str, Any], error: BaseException) -> Response:
        return answer(Request(scope), error, app.state.render)

    return found
